//! What generated code says about a compiled workflow.

use pgs_store::StoreUse;
use pgs_trace::{TraceError, WorkflowId};
use pgs_value::{Graph, Map, Value};

use crate::admission::Gate;
use crate::context::Context;
use crate::fault::Fault;
use crate::ids::Protocol;
use crate::machine::{End, superseded};
use crate::run::{Ground, Run};

/// One compiled workflow.
#[derive(Clone, Copy, Debug)]
pub struct Workflow {
    /// What traces call it.
    pub id: WorkflowId,
    /// The name of its own binary.
    pub binary: &'static str,
    /// What it is for, in a sentence or two; may be empty.
    pub summary: &'static str,
    /// Who judges its payloads; none of a workflow that is superseded.
    pub gate: Option<Gate>,
    /// The FQDN of the actor that it names (`actor_context`). Traces tell it; nothing is authorized by it.
    pub actor: Option<&'static str>,
    /// The stores that it uses: each once, in the order of their paths.
    pub stores: &'static [StoreUse],
    /// The sealed snapshot that it was built from.
    pub protocol: &'static Protocol,
    /// Runs it with this payload.
    pub run: fn(&Run, Map<String, Value>) -> Result<End, Fault>,
    /// Its graph; none where no pictures were drawn when it was compiled.
    pub graph: Option<Graph>,
}

impl Workflow {
    /// A workflow without a binary, a summary, an actor, stores or a picture.
    pub const fn new(
        id: WorkflowId,
        gate: Gate,
        protocol: &'static Protocol,
        run: fn(&Run, Map<String, Value>) -> Result<End, Fault>,
    ) -> Self {
        Self { id, binary: "", summary: "", gate: Some(gate), actor: None, stores: &[], protocol, run, graph: None }
    }

    /// A workflow that another one has taken the place of: its runs are refused.
    pub const fn superseded(id: WorkflowId, protocol: &'static Protocol) -> Self {
        Self { id, binary: "", summary: "", gate: None, actor: None, stores: &[], protocol, run: refuse, graph: None }
    }

    /// Begins a run: creates its trace, with its first line.
    pub fn begin(&self, context: &Context, payload: &Map<String, Value>) -> Result<Run, TraceError> {
        Run::begin(self.ground(), context, payload, None)
    }

    /// What is the same in all its runs.
    pub(crate) fn ground(&self) -> Ground {
        Ground { workflow: self.id, protocol: self.protocol, actor: self.actor, stores: self.stores }
    }
}

fn refuse(run: &Run, _payload: Map<String, Value>) -> Result<End, Fault> {
    superseded(run.workflow())
}
