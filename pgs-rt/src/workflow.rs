//! What generated code says about a compiled workflow.

use pgs_store::{Isolation, Scope, StoreUse};
use pgs_trace::Redaction;
use pgs_value::Graph;

use crate::admission::Intent;
use crate::{End, Fault, Map, Run, Value, WorkflowId};

/// One compiled workflow.
#[derive(Clone, Copy, Debug)]
pub struct Workflow {
    /// What traces call it.
    pub id: WorkflowId,
    /// The name of its own binary.
    pub binary: &'static str,
    /// What it is for, in a sentence or two; may be empty.
    pub summary: &'static str,
    /// The payload that its intent declares (`inputs`), in the order of declaration.
    pub payload: &'static [PayloadField],
    /// The intent whose rules its payload has to meet; none where every payload is admitted.
    pub intent: Option<Intent>,
    /// The keys whose values no trace, summary or picture may show (`suppress_trace_fields`).
    pub suppressed: &'static [&'static str],
    /// The names that its protocol declares, in the order of their bytes: where something is suppressed they are shown as keys
    /// of objects, whatever a payload says. Nothing has to be there where nothing is suppressed.
    pub names: &'static [&'static str],
    /// The stores that it uses, with all that it starts: each once, in the order of their paths.
    pub stores: &'static [StoreUse],
    /// The digest of the protocol that it was built from.
    pub protocol: &'static str,
    /// Runs it with this payload.
    pub run: fn(&Run, Map<String, Value>) -> Result<End, Fault>,
    /// Its graph; none where no pictures were drawn when it was compiled.
    pub graph: Option<Graph>,
}

impl Workflow {
    /// A workflow without payload fields, secrets, stores or a picture.
    pub const fn new(id: WorkflowId, run: fn(&Run, Map<String, Value>) -> Result<End, Fault>) -> Self {
        Self {
            id,
            binary: "",
            summary: "",
            payload: &[],
            intent: None,
            suppressed: &[],
            names: &[],
            stores: &[],
            protocol: "",
            run,
            graph: None,
        }
    }

    /// What no output of a run of it may show.
    pub(crate) fn redaction(&self) -> Redaction {
        Redaction::new(self.suppressed).naming(self.names)
    }

    /// What the sessions of its runs belong to.
    pub(crate) fn scope(&self, isolation: Isolation) -> Scope {
        match isolation {
            Isolation::Run => Scope::Run(self.stores),
            Isolation::Operation => Scope::Operations,
        }
    }
}

/// One top-level field of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayloadField {
    /// The key.
    pub name: &'static str,
    /// The declared type, as the protocol writes it.
    pub declared_type: &'static str,
    /// Whether a payload without it is refused.
    pub required: bool,
    /// What it means; may be empty.
    pub description: &'static str,
}
