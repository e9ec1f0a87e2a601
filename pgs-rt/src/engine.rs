//! The engine: runs a compiled workflow from its payload to its end. Every transport stands on it.

use std::fmt;
use std::sync::Arc;

use pgs_trace::{Recording, TraceError};

use crate::cause::{Cause, Refusal};
use crate::journal::Replay;
use crate::run::shown;
use crate::{Admission, Context, End, Exit, Fault, Map, Replayed, Run, Value, View, Workflow};

/// Runs a workflow with this payload.
///
/// Whatever the protocol decides is an end, also `NACK` and `BACKEND_ERROR` of a contract. An error is what the protocol
/// has no word for: the run could not begin, or could not go on.
///
/// ```
/// use pgs_rt::prelude::*;
/// use pgs_rt::store::{Durability, FILES, State};
/// use pgs_rt::Traces;
///
/// # /// What the compiler makes of a workflow.
/// # mod wf_greet_v0 {
/// #     use pgs_rt::prelude::*;
/// #     statuses! {
/// #         /// How this workflow can end.
/// #         Status { Success = "SUCCESS" }
/// #     }
/// #     pub struct Machine;
/// #     impl pgs_rt::Machine for Machine {
/// #         const ID: WorkflowId = WorkflowId { fqdn: "town::WF_GREET_V0", domain: "town", address: 1 };
/// #         type Node = std::convert::Infallible;
/// #         type Status = Status;
/// #         fn enter(_: &Run, _: Map<String, Value>) -> Result<Entered<Self>, Fault> {
/// #             Ok(Entered::Exit(Status::Success, Exit { node: "EXIT_GREETED", reason: None, emit: None }))
/// #         }
/// #         fn visit(&mut self, _: &Run, node: Self::Node) -> Result<Left<Self>, Fault> {
/// #             match node {}
/// #         }
/// #     }
/// #     pub const WORKFLOW: Workflow = Workflow::new(Machine::ID, machine::start::<Machine>);
/// # }
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// let state = State::at(folder.join("data"), &FILES, Durability::Sync)?;
/// let context = Context::new(state, Traces::below(folder));
///
/// let ended = engine::run(&wf_greet_v0::WORKFLOW, map([("name", "Ada".into())]), &context)?;
/// assert_eq!((ended.status, ended.exit.map(|exit| exit.node)), ("SUCCESS", Some("EXIT_GREETED")));
/// assert!(ended.run.trace_file().exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run(workflow: &Workflow, payload: Map<String, Value>, context: &Context) -> Result<Ended, RunError> {
    let run = workflow.begin(context, &payload)?;
    finish(workflow, payload, run)
}

/// Takes a run that has begun to its end.
pub(crate) fn finish(workflow: &Workflow, payload: Map<String, Value>, run: Run) -> Result<Ended, RunError> {
    match (workflow.run)(&run, payload) {
        Ok(End { status, surface, exit }) => {
            let cause = run.cause(status).map(Box::new);
            Ok(Ended { status, surface, exit, cause, run })
        }
        Err(fault) => Err(broken_off(fault, run)),
    }
}

/// Ends a run that can't go on.
pub(crate) fn broken_off(fault: Fault, run: Run) -> RunError {
    let unwritten = run.breaks_off(&fault).err();
    RunError::BrokenOff(Box::new(BrokenOff { fault, run, unwritten }))
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

/// Runs a recorded workflow again, and says how both compare. Nothing is written: times, random bytes and the answers of
/// side effects are the recorded ones.
pub fn replay(workflow: &Workflow, mut recording: Recording) -> Replayed {
    recording.read_older(workflow.suppressed);
    let payload = recording.payload().clone();
    let admission = recording.admission();
    let replay = Arc::new(Replay::new(recording, workflow.protocol, &workflow.redaction()));
    let run = workflow.follow(&replay, admission);
    if let Err(fault) = (workflow.run)(&run, payload) {
        // Whether the recording ended in the same way is what the comparison says.
        let _ = run.breaks_off(&fault);
    }
    replay.outcome()
}

/// Why a run of this workflow would not admit this payload; none where it would. Nothing is run or written.
pub fn admit(workflow: &Workflow, payload: Map<String, Value>, mode: Admission) -> Option<Cause> {
    let intent = workflow.intent.as_ref()?;
    let redaction = workflow.redaction();
    redaction.learn_payload(View::from(&payload));
    let checked = (intent.check)(payload, mode);
    (!checked.admitted).then(|| {
        Cause::NotAdmitted(Refusal {
            workflow: workflow.id.fqdn.into(),
            intent: intent.fqdn.into(),
            violations: shown(checked.violations, &redaction, &[]),
        })
    })
}

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// The status of the last contract; `NACK` if the payload was not admitted, `ACK` if no contract ran.
    pub status: &'static str,
    /// The surface of the last contract, with what the protocol suppresses.
    pub surface: Map<String, Value>,
    /// The EXIT node; none where an outcome has no edge.
    pub exit: Option<Exit>,
    /// Why it did not succeed; none where it did, and where nobody has said so.
    pub cause: Option<Box<Cause>>,
    /// The run, which is over: its trace, and what it repaired.
    pub run: Run,
}

impl Ended {
    /// The surface as any output may show it: without what `suppress_trace_fields` lists.
    pub fn output(&self) -> Value {
        self.run.redacted(&self.surface)
    }
}

/// Why there is no end to tell of.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// There is no workflow of this name.
    #[error("there is no workflow {fqdn}")]
    UnknownWorkflow {
        /// The name.
        fqdn: String,
    },
    /// The run could not begin: nothing was written.
    #[error(transparent)]
    NotBegun(#[from] TraceError),
    /// The run could not go on.
    #[error(transparent)]
    BrokenOff(Box<BrokenOff>),
}

/// A run that could not go on.
#[derive(Clone, Debug)]
pub struct BrokenOff {
    /// Why.
    pub fault: Fault,
    /// The run, which is over: its trace, and what it repaired.
    pub run: Run,
    /// Why the trace does not say so.
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
