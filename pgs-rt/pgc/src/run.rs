//! One run of a workflow: its trace, its state, its sources of time and randomness.
//!
//! ```text
//! events   what it writes to its trace
//! effects  what it does to state
//! ```

mod effects;
mod events;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};

use pgs_store::{Scope, Session, State, StoreUse};
use pgs_trace::{Sources, TraceError, WorkflowId};
use pgs_value::{Map, Value};

use crate::context::Context;
use crate::ids::Protocol;
use crate::recording::Results;
use crate::trace::TraceFile;
pub(crate) use events::RouteEnd;

/// One run.
pub struct Run {
    workflow: WorkflowId,
    actor: Option<&'static str>,
    trace: TraceFile,
    state: State,
    scope: Scope,
    session: Mutex<Option<Box<dyn Session>>>,
    sources: Arc<dyn Sources>,
    /// In a replay, the results of impure atoms.
    recorded: Option<Results>,
    notes: Mutex<Vec<String>>,
}

/// What is the same in all runs of a workflow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground {
    pub workflow: WorkflowId,
    pub protocol: &'static Protocol,
    pub actor: Option<&'static str>,
    pub stores: &'static [StoreUse],
}

impl Run {
    /// Begins a run: creates its trace.
    pub(crate) fn begin(
        ground: Ground,
        context: &Context,
        payload: &Map<String, Value>,
        recorded: Option<Results>,
    ) -> Result<Self, TraceError> {
        let Ground { workflow, protocol, actor, stores } = ground;
        let trace = TraceFile::create(&context.traces, workflow, protocol, payload, &*context.sources)?;
        Ok(Self {
            workflow,
            actor,
            notes: Mutex::new(trace.notes().to_vec()),
            trace,
            state: context.state.clone(),
            scope: Scope::Run(stores),
            session: Mutex::default(),
            sources: Arc::clone(&context.sources),
            recorded,
        })
    }

    /// The workflow.
    pub(crate) fn workflow(&self) -> WorkflowId {
        self.workflow
    }

    /// The id of the trace.
    pub fn trace_id(&self) -> &str {
        self.trace.id()
    }

    /// The file that holds the trace, alone or among others; empty where it is kept in memory.
    pub fn trace_file(&self) -> &Path {
        self.trace.path()
    }

    /// The folder below which all state lies.
    pub fn data_root(&self) -> &Path {
        self.state.data_root()
    }

    /// Where side effects get time and random bytes from.
    pub fn sources(&self) -> &dyn Sources {
        &*self.sources
    }

    /// In a replay, the results of impure atoms.
    pub(crate) fn recorded(&self) -> Option<&Results> {
        self.recorded.as_ref()
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut run = f.debug_struct("Run");
        run.field("workflow", &self.workflow.fqdn).field("trace_id", &self.trace_id()).finish_non_exhaustive()
    }
}
