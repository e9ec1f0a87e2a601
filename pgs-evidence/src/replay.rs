//! Recorded runs once more, with what they drew and what side effects answered, touching no state; those of PGC on a copy of the
//! state from before (`docs/traces.md`, "Replaying").

mod pgc;
mod ways;

use std::path::Path;

use pgs_rt::{Divergence, DivergenceCause, Recording, ReplayOutcome, Replayed, Workflow, engine};
use pgs_trace::{LineError, ReadError, RecordingError, Told, Trace};

pub use self::pgc::{Before, StateBefore};
use crate::files::each;
use crate::pgc::is_pgc;
use crate::verify::is_marked_anew;
use crate::workflows::Workflows;

/// What became of one trace.
#[derive(Debug)]
pub struct Replay {
    /// The trace id, or the file's name where it has none.
    pub trace: String,
    /// The workflow's FQDN, where it can be read.
    pub workflow: Option<String>,
    /// How many events were recorded.
    pub events: usize,
    /// Whether some values are suppressed and so can't be compared.
    pub suppressed: bool,
    /// Whether that stands in the values alone, as older builds wrote it: nobody can tell it from their text.
    pub older: bool,
    /// Whether the trace does not say which protocol its build had.
    pub unnamed: bool,
    /// The digests of the protocol then and now, where they differ.
    pub protocols: Option<Protocols>,
    /// The keys that the one protocol suppresses and the other does not: their values were not compared.
    pub suppression: Vec<String>,
    /// What of a run of PGC could not be compared, as its trace does not hold it.
    pub unrecorded: Unrecorded,
    /// How the run and its recording compare.
    pub outcome: Result<ReplayOutcome, ReplayError>,
}

/// What of a run of PGC could not be compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unrecorded {
    /// How many values follow from the time or from random bytes: only their form was compared.
    pub values: usize,
    /// Whether sentences of errors differ, which are each implementation's own.
    pub sentences: bool,
}

/// Two digests of a protocol that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocols {
    /// That of the build that recorded.
    pub recorded: String,
    /// That of this build.
    pub current: &'static str,
}

/// Why a trace can't be run again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// Its file can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It is no trace of a compiled workflow.
    #[error(transparent)]
    NotARecording(#[from] RecordingError),
    /// The end of its id is that of another payload.
    #[error(
        "the end of the trace id is not that of this workflow and payload, of which no event says that a part is suppressed"
    )]
    OtherPayload,
    /// Its workflow is none of those that this build holds.
    #[error("this build holds no workflow {workflow}")]
    UnknownWorkflow {
        /// The workflow's FQDN.
        workflow: String,
    },
    /// It is no trace of PGC.
    #[error(transparent)]
    NotOfPgc(#[from] pgs_pgc::RecordingError),
    /// A line of a trace of PGC can't be read.
    #[error("line {line}: {error}")]
    NoEvent {
        /// Its number in the file, from 1.
        line: usize,
        /// Why.
        error: LineError,
    },
    /// A trace of PGC does not say which workflow ran.
    #[error("no event says which workflow ran")]
    NoStart,
    /// A trace of PGC holds no payload, and none was given.
    #[error("a trace of PGC holds no payload: give that of the run, and the state from before it")]
    NoPayload,
    /// The payload that was given is another one than the run's.
    #[error("the payload that was given is not that of this run: the end of the trace id is that of another one")]
    NotThePayload,
    /// The state from before a run of PGC can't be copied.
    #[error("the state from before the run can't be copied: {0}")]
    State(String),
    /// A run of PGC could not begin again.
    #[error("{0}")]
    NotRepeated(String),
}

impl Replay {
    /// Whether the run goes another way than it did, or can't be run again at all.
    pub fn differs(&self) -> bool {
        match &self.outcome {
            Ok(ReplayOutcome::Identical | ReplayOutcome::BreaksOff | ReplayOutcome::InPart { .. }) => false,
            Ok(ReplayOutcome::Diverged(_)) | Err(_) => true,
        }
    }

    /// What could not even be read.
    pub fn impossible(file: &Path, error: ReplayError) -> Self {
        Self {
            trace: file.display().to_string(),
            workflow: None,
            events: 0,
            suppressed: false,
            older: false,
            unnamed: false,
            protocols: None,
            suppression: Vec::new(),
            unrecorded: Unrecorded::default(),
            outcome: Err(error),
        }
    }
}

/// Runs the workflow of each trace of a file again, one after the other.
pub fn replay_file(file: &Path, workflows: &[Workflow]) -> impl Iterator<Item = Replay> {
    each(file).map(|trace| match trace {
        Ok(trace) => replay(&trace, workflows),
        Err(error) => Replay::impossible(file, error.into()),
    })
}

/// The same of a trace of either generation. `before` is for one of PGC.
pub fn replay_on(trace: &Trace, workflows: Workflows<'_>, before: &Before<'_>) -> Replay {
    if is_pgc(trace) { pgc::replay(trace, workflows.pgc, before) } else { replay_pgs(trace, workflows.pgs) }
}

/// Runs the workflow of a trace again, if it is one of these, and compares event by event.
pub fn replay(trace: &Trace, workflows: &[Workflow]) -> Replay {
    replay_on(trace, workflows.into(), &Before::default())
}

fn replay_pgs(trace: &Trace, workflows: &[Workflow]) -> Replay {
    let mut recording = match Recording::of(trace) {
        Ok(recording) => recording,
        Err(error) => return Replay::impossible(&trace.file, error.into()),
    };
    let name = recording.workflow().to_owned();
    let workflow = workflows.iter().find(|workflow| workflow.id.fqdn == name);
    let protocols = workflow.and_then(|workflow| protocols(&recording, workflow));
    recording.read_older(workflow.map_or(&[], |workflow| workflow.suppressed));
    let is_other = recording.told == Told::ByNothing && trace.events().next().is_some_and(is_marked_anew);
    let (suppressed, older) = (recording.has_suppressed(), recording.told == Told::ByValues);
    let (events, unnamed) = (recording.events(), recording.protocol().is_none());
    let (outcome, suppression) = match workflow {
        Some(_) if is_other => (Err(ReplayError::OtherPayload), Vec::new()),
        Some(workflow) => {
            let Replayed { outcome, suppression } = repeated(trace, recording, workflow, workflows);
            (Ok(outcome), suppression)
        }
        None => (Err(ReplayError::UnknownWorkflow { workflow: name.clone() }), Vec::new()),
    };
    Replay {
        trace: trace.id().unwrap_or_default().to_owned(),
        events,
        suppressed,
        older,
        unnamed,
        protocols,
        suppression,
        unrecorded: Unrecorded::default(),
        outcome,
        workflow: Some(name),
    }
}

/// How a run and its recording compare. Where a suppressed value keeps the run from going on, what follows in the recording
/// has to be a way of the workflow.
fn repeated(trace: &Trace, recording: Recording, workflow: &Workflow, workflows: &[Workflow]) -> Replayed {
    let replayed = engine::replay(workflow, recording);
    let ReplayOutcome::InPart { .. } = replayed.outcome else { return replayed };
    let Some(number) = ways::first_off_the_way(trace, workflows) else { return replayed };
    let sides = Recording::of(trace).ok().into_iter().flat_map(|recording| recording.spans.into_values().flatten());
    let recorded = sides.into_iter().find(|recorded| recorded.number == number).map(|recorded| recorded.side.shown());
    let cause = Some(DivergenceCause::NoWay);
    let outcome = ReplayOutcome::Diverged(Box::new(Divergence { number, recorded, replayed: None, cause }));
    Replayed { outcome, ..replayed }
}

fn protocols(recording: &Recording, workflow: &Workflow) -> Option<Protocols> {
    let recorded = recording.protocol().filter(|recorded| *recorded != workflow.protocol)?;
    Some(Protocols { recorded: recorded.to_owned(), current: workflow.protocol })
}
