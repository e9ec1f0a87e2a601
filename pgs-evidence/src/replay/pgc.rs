//! A run of PGC once more: done again, on a copy of the state from before it. The results of impure atoms are the recorded ones.
//!
//! A trace of PGC holds neither the payload, nor what stores answered, nor times and random bytes. Payload and state are given.
//! Of a value that follows from the time or from random bytes, which are drawn anew, only the form can be compared: such
//! values are those that differ between repetitions with other times, and with other random bytes.
//!
//! ```text
//! before   the state from before the run, and its copies
//! draws    times and random bytes of a repetition
//! compare  a recording and its repetitions
//! ```

mod before;
mod compare;
mod draws;

use pgs_pgc::engine::{self, RunError};
use pgs_pgc::event::{Event, Line};
use pgs_pgc::{Context, Fault, Map, Recording, Traces, Value, Workflow, determinative};
use pgs_rt::{Divergence, ReplayOutcome, Side};
use pgs_trace::{Trace, trace_suffix};

pub use before::StateBefore;
use compare::{Compared, compare};
use draws::Draws;

use super::{Replay, ReplayError, Unrecorded};

/// What a run of PGC needs to be run again, and its trace does not hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Before<'b> {
    /// The payload.
    pub payload: Option<&'b Map<String, Value>>,
    /// The state from before the run; none where there was none yet.
    pub state: Option<&'b StateBefore>,
}

/// Runs the workflow of a trace again, if it is one of these, and compares event by event.
pub(super) fn replay(trace: &Trace, workflows: &[Workflow], before: &Before<'_>) -> Replay {
    let recording = match recorded(trace) {
        Ok(recording) => recording,
        Err(error) => return Replay::impossible(&trace.file, error),
    };
    let workflow = started(&recording, workflows);
    let found = match &workflow {
        None => Err(ReplayError::NoStart),
        Some(Started::Known(workflow)) => repeated(trace, &recording, workflow, before),
        Some(Started::Unknown(name)) => Err(ReplayError::UnknownWorkflow { workflow: (*name).to_owned() }),
    };
    let mut replay = Replay {
        trace: trace.id().unwrap_or_default().to_owned(),
        workflow: workflow.map(|it| it.name().to_owned()),
        events: recording.lines().len(),
        ..Replay::impossible(&trace.file, ReplayError::NoStart)
    };
    match found {
        Ok((outcome, unrecorded)) => (replay.outcome, replay.unrecorded) = (Ok(outcome), unrecorded),
        Err(error) => replay.outcome = Err(error),
    }
    replay
}

/// The workflow that a recording is of.
enum Started<'r, 'w> {
    /// One of this build.
    Known(&'w Workflow),
    /// Another one, of this FQDN.
    Unknown(&'r str),
}

impl Started<'_, '_> {
    fn name(&self) -> &str {
        match self {
            Self::Known(workflow) => workflow.id.fqdn,
            Self::Unknown(name) => name,
        }
    }
}

/// As the first event names it; a run that was refused before that says its address alone.
fn started<'r, 'w>(recording: &'r Recording, workflows: &'w [Workflow]) -> Option<Started<'r, 'w>> {
    let first = recording.events().next()?;
    match first.event {
        Event::WorkflowStart(start) => {
            let known = workflows.iter().find(|workflow| workflow.id.fqdn == start.workflow);
            Some(known.map_or(Started::Unknown(start.workflow), Started::Known))
        }
        _ => {
            let is_it = |it: &&Workflow| (it.id.address, it.id.domain) == (first.workflow, first.domain);
            workflows.iter().find(is_it).map(Started::Known)
        }
    }
}

/// The lines of a trace. Of one that was cut off the last line may be no whole one.
fn recorded(trace: &Trace) -> Result<Recording, ReplayError> {
    let mut lines = Vec::new();
    for (n, line) in trace.lines.iter().enumerate() {
        match &line.event {
            Ok(recorded) => lines.push((line.number, recorded.members().clone())),
            Err(_) if n + 1 == trace.lines.len() && !trace.ends => {}
            Err(error) => return Err(ReplayError::NoEvent { line: line.number, error: error.clone() }),
        }
    }
    Ok(Recording::of(lines)?)
}

fn repeated(
    trace: &Trace,
    recording: &Recording,
    workflow: &Workflow,
    before: &Before<'_>,
) -> Result<(ReplayOutcome, Unrecorded), ReplayError> {
    let payload = before.payload.ok_or(ReplayError::NoPayload)?;
    let id = trace.id().unwrap_or_default();
    let suffix = trace_suffix(workflow.id.domain, workflow.id.fqdn, payload);
    if !id.ends_with(&format!("__{suffix}")) {
        return Err(ReplayError::NotThePayload);
    }
    let of_recording = determinative(recording);
    let run = |draws| Repetition::run(workflow, payload, recording, before, draws);
    let first = run(Draws::at(id))?;
    // Only where something differs is it to be known why.
    let others = match compare(&of_recording, &first.lines, None) {
        Compared::Same { .. } => None,
        Compared::Differs { .. } | Compared::Depends { .. } => {
            Some([run(Draws::at_another_time(id))?, run(Draws::of_other_bytes(id))?])
        }
    };
    let others = others.as_ref().map(|others| others.each_ref().map(|it| it.lines.as_slice()));
    let compared = compare(&of_recording, &first.lines, others);
    Ok(outcome(recording, &of_recording, &first, compared))
}

fn outcome(
    recording: &Recording,
    of_recording: &[Map<String, Value>],
    first: &Repetition,
    compared: Compared,
) -> (ReplayOutcome, Unrecorded) {
    let line = |lines: &[Map<String, Value>], n: usize| lines.get(n).map(side);
    let diverged = |number: usize| {
        let (recorded, replayed) = (line(of_recording, number), line(&first.lines, number));
        ReplayOutcome::Diverged(Box::new(Divergence { number, recorded, replayed, cause: None }))
    };
    match compared {
        Compared::Same { lines, unrecorded } => {
            let (of_recording, repeated) = (of_recording.len(), first.lines.len());
            let ends = recording.lines().last().is_some_and(is_end);
            let outcome = match &first.stopped {
                Some(reason) if lines == repeated => ReplayOutcome::InPart { number: lines, reason: reason.clone() },
                _ if lines == of_recording && lines == repeated => ReplayOutcome::Identical,
                _ if lines == of_recording && !ends => ReplayOutcome::BreaksOff,
                _ => diverged(lines),
            };
            (outcome, unrecorded)
        }
        Compared::Depends { number, unrecorded } => {
            let reason = "what it holds depends on the time or on random bytes, which a trace of PGC does not hold";
            (ReplayOutcome::InPart { number, reason: reason.to_owned() }, unrecorded)
        }
        Compared::Differs { number, unrecorded } => (diverged(number), unrecorded),
    }
}

fn is_end(line: &Map<String, Value>) -> bool {
    Line::read(line).is_ok_and(|line| matches!(line.event, Event::WorkflowEnd(_)))
}

/// What is shown of a line: also the addresses, which are compared.
fn side(line: &Map<String, Value>) -> Side {
    let text = |key: &str| line.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut detail = Map::new();
    let named = ["event_type", "step_op", "result_status", "detail", "trace_schema_version"];
    let others = line.iter().filter(|(key, value)| !named.contains(&key.as_str()) && !value.is_null());
    detail.extend(others.map(|(key, value)| (key.clone(), value.clone())));
    detail.extend(line.get("detail").and_then(Value::as_object).cloned().unwrap_or_default());
    Side { kind: text("event_type").unwrap_or_default(), op: text("step_op"), status: text("result_status"), detail }
}

/// A run that was repeated.
struct Repetition {
    /// What is compared of its lines, the first one among them.
    lines: Vec<Map<String, Value>>,
    /// Why it was not repeated to its end.
    stopped: Option<String>,
}

impl Repetition {
    fn run(
        workflow: &Workflow,
        payload: &Map<String, Value>,
        recording: &Recording,
        before: &Before<'_>,
        draws: Draws,
    ) -> Result<Self, ReplayError> {
        let copy = before::copy(before.state, workflow.stores)?;
        let traces = Traces::in_memory();
        let context = Context { state: copy.state.clone(), traces: traces.clone(), sources: draws.into_sources() };
        let stopped = match engine::replay(workflow, payload.clone(), recording, &context) {
            Ok(_) => None,
            Err(RunError::Refused(broken)) => match &broken.fault {
                fault @ Fault::NotRepeated { .. } => Some(fault.to_string()),
                _ => None,
            },
            Err(error) => return Err(ReplayError::NotRepeated(error.to_string())),
        };
        let mut lines = determinative(&Recording::read(&traces.take_kept())?);
        if stopped.is_some() {
            // The error that says so.
            lines.pop();
        }
        Ok(Self { lines, stopped })
    }
}
