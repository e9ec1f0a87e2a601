//! The engine: runs a compiled workflow from its payload to its end. Every transport stands on it.

use std::fmt;

use pgs_trace::TraceError;
use pgs_value::{Map, Value};

use crate::context::Context;
use crate::fault::Fault;
use crate::ids::Exit;
use crate::machine::End;
use crate::recording::{Recording, Results};
use crate::run::Run;
use crate::workflow::Workflow;

/// Runs a workflow with this payload.
///
/// Whatever the protocol decides is an end, also `NACK` and `VIOLATION`. An error is what no declaration answers for: the run
/// could not begin, or was refused.
pub fn run(workflow: &Workflow, payload: Map<String, Value>, context: &Context) -> Result<Ended, RunError> {
    run_with(workflow, payload, context, None)
}

/// Runs the workflow of this FQDN, if it is one of these.
pub fn run_named(
    workflows: &[Workflow],
    fqdn: &str,
    payload: Map<String, Value>,
    context: &Context,
) -> Result<Ended, RunError> {
    let workflow = workflows.iter().find(|workflow| workflow.id.fqdn == fqdn);
    run(workflow.ok_or_else(|| RunError::UnknownWorkflow { fqdn: fqdn.to_owned() })?, payload, context)
}

/// Runs a workflow again, on a state that is what it was before the recorded run. What its impure atoms gave is taken from
/// there. Whether both agree is for [`agree`](crate::agree) to say, of both traces.
pub fn replay(
    workflow: &Workflow,
    payload: Map<String, Value>,
    recording: &Recording,
    context: &Context,
) -> Result<Ended, RunError> {
    run_with(workflow, payload, context, Some(recording.results()))
}

fn run_with(
    workflow: &Workflow,
    payload: Map<String, Value>,
    context: &Context,
    recorded: Option<Results>,
) -> Result<Ended, RunError> {
    let run = Run::begin(workflow.ground(), context, &payload, recorded)?;
    match (workflow.run)(&run, payload) {
        Ok(End { status, surface, exit }) => Ok(Ended { status, surface, exit, run }),
        Err(fault) => {
            let unwritten = run.breaks_off(&fault).err();
            Err(RunError::Refused(Box::new(BrokenOff { fault, run, unwritten })))
        }
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// The outcome of the last node: of a contract, or `NACK` or `ACK` of the gate.
    pub status: &'static str,
    /// The surface of the last contract; empty if none ran.
    pub surface: Map<String, Value>,
    /// The EXIT node.
    pub exit: Exit,
    /// The run, which is over: its trace, and what it repaired.
    pub run: Run,
}

/// Why there is no end to tell of.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// There is no workflow of this name.
    #[error("there is no workflow {fqdn}")]
    UnknownWorkflow {
        /// The name.
        fqdn: String,
    },
    /// The run could not begin: nothing was written but its trace.
    #[error(transparent)]
    NotBegun(#[from] TraceError),
    /// The run was refused.
    #[error(transparent)]
    Refused(Box<BrokenOff>),
}

/// A run that was refused. What it had done stays done.
#[derive(Debug)]
pub struct BrokenOff {
    /// Why.
    pub fault: Fault,
    /// The run, which is over: its trace, and what it repaired.
    pub run: Run,
    /// Why the trace does not say so, or the state may be lost.
    pub unwritten: Option<Fault>,
}

impl fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fault, run, unwritten } = self;
        match unwritten {
            None => write!(f, "{fault} (trace {} in {})", run.trace_id(), run.trace_file().display()),
            Some(second) => write!(f, "{fault} (trace {}, which is incomplete: {second})", run.trace_id()),
        }
    }
}

impl std::error::Error for BrokenOff {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.fault)
    }
}
