//! Runs that have an id of their caller. Each takes place once: whoever asks again is told what the first one answered, so
//! a caller that does not know what became of its run may ask again.

use pgs_store::{Scope, State, StoreError};
use pgs_trace::payload_digest;
use pgs_value::View;

use crate::cause::Cause;
use crate::runs::{self, FirstEnd, Known, NamedRun, RunId};
use crate::{Context, Ended, Fault, Map, RunError, Value, Waits, Workflow, engine};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The id.
    pub id: &'a RunId,
    /// Whether to run once more what began and broke off. What ended is never run again.
    pub again: bool,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Once {
    /// It took place now.
    Ran(Ended),
    /// It took place before: nothing was done.
    Before(FirstEnd),
}

/// Why there is no end to tell of.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OnceError {
    /// The run could not begin, or could not go on.
    #[error(transparent)]
    Run(#[from] RunError),
    /// It can't be told whether it took place before: nothing was done.
    #[error(transparent)]
    State(#[from] StoreError),
    /// The id stands for a run of another workflow, with another payload or in another admission mode: nothing was done.
    #[error(
        "the run id {id} stands for another workflow or payload, or another admission mode, by the trace {trace_id}; \
         give an id of its own"
    )]
    OtherPayload {
        /// The id.
        id: RunId,
        /// The trace of the run that has it.
        trace_id: String,
    },
    /// The run of this id has begun and not ended, and what it did is not known: nothing was done now.
    #[error(
        "the run {id} broke off, and may have done a part of what it was to do (trace {trace_id}); look at its trace and \
         at the state, then run it once more (`Request::again`), or give another id"
    )]
    BrokeOff {
        /// The id.
        id: RunId,
        /// Its trace.
        trace_id: String,
    },
    /// The id holds a value of the payload that the workflow suppresses: nothing was done.
    #[error("the run id holds a value that {workflow} suppresses; give one that says nothing")]
    Secret {
        /// The FQDN of the workflow.
        workflow: &'static str,
    },
}

/// Runs a workflow with this payload, unless a run with this id took place before.
///
/// Of several that ask at the same time one runs; the others wait for it, at most as long as for state, and are told what it
/// answered. What is kept of a run is written with its effects: in one transaction where the backend has such, else the
/// beginning before the first and the end after the last of them.
pub fn run(
    workflow: &Workflow,
    payload: Map<String, Value>,
    request: Request<'_>,
    context: &Context,
) -> Result<Once, OnceError> {
    let Request { id, again } = request;
    check_secret(workflow, &payload, id)?;
    let named = NamedRun::new(id, workflow.id, &payload, context.admission);
    let _alone = hold(&context.state, id)?;
    let mut session = context.state.session(workflow.scope(context.isolation));
    let known = match runs::look_up(&mut *session, &named) {
        // A session that may write can't begin where nothing may be written. What has ended can be read all the same.
        Err(denied) if denied.is_denied() => {
            session = context.state.session(Scope::Operations);
            match runs::look_up(&mut *session, &named) {
                Ok(ended @ Known::Ended(_)) => ended,
                _ => return Err(denied.into()),
            }
        }
        known => known?,
    };
    match known {
        Known::Other { trace_id } => return Err(OnceError::OtherPayload { id: id.clone(), trace_id }),
        Known::Ended(mut end) => {
            session.commit()?;
            // No value of a payload is kept; whoever has it is told what of it was refused.
            if let Some(Cause::NotAdmitted(refusal)) = end.cause.as_deref()
                && refusal.workflow == workflow.id.fqdn
            {
                end.cause = engine::admit(workflow, payload, context.admission).map(Box::new).or(end.cause);
            }
            if context.waits == Waits::Run {
                context.state.sync()?;
            }
            return Ok(Once::Before(end));
        }
        Known::Begun { trace_id } if !again => return Err(OnceError::BrokeOff { id: id.clone(), trace_id }),
        Known::Begun { .. } | Known::Nothing => {}
    }
    let run = workflow.begin_named(context, &payload, named, session).map_err(RunError::from)?;
    let begun = run.writes_down_beginning().and_then(|()| context.state.barrier().map_err(Fault::from));
    let ended = match begun {
        Ok(()) => engine::finish(workflow, payload, run),
        Err(fault) => Err(engine::broken_off(fault, run)),
    };
    Ok(Once::Ran(ended?))
}

/// Waits for whoever runs with the same id, in this process or another. Of 256 locks an id has one, so that there are not as
/// many as ids.
fn hold(state: &State, id: &RunId) -> Result<impl Send + use<>, OnceError> {
    let digest = payload_digest("", id.as_str(), &Map::new());
    Ok(state.hold(&format!("runs-{:02x}", digest[0]), &format!("the run id `{id}`, or one with the same lock,"))?)
}

/// The id stands in traces and in the state, so it can't be made of a secret.
fn check_secret(workflow: &Workflow, payload: &Map<String, Value>, id: &RunId) -> Result<(), OnceError> {
    let redaction = workflow.redaction();
    redaction.learn(View::from(payload));
    let text = Value::from(id.as_str());
    if redaction.mask(&text, &[]) == text { Ok(()) } else { Err(OnceError::Secret { workflow: workflow.id.fqdn }) }
}
