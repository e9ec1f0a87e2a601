//! Recorded runs once more, with what they drew and what side effects answered, touching no state
//! (`docs/traces.md`, "Replaying").

mod ways;

use std::path::Path;

use pgs_rt::{Divergence, DivergenceCause, Recording, ReplayOutcome, Replayed, Workflow, engine};
use pgs_trace::{ReadError, RecordingError, Told, Trace};

use crate::files::each;
use crate::verify::is_marked_anew;

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
    /// How the run and its recording compare.
    pub outcome: Result<ReplayOutcome, ReplayError>,
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
}

impl Replay {
    /// Whether the run goes another way than it did, or can't be run again at all.
    pub fn differs(&self) -> bool {
        match &self.outcome {
            Ok(ReplayOutcome::Identical | ReplayOutcome::BreaksOff | ReplayOutcome::Suppressed { .. }) => false,
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

/// Runs the workflow of a trace again, if it is one of these, and compares event by event.
pub fn replay(trace: &Trace, workflows: &[Workflow]) -> Replay {
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
        outcome,
        workflow: Some(name),
    }
}

/// How a run and its recording compare. Where a suppressed value keeps the run from going on, what follows in the recording
/// has to be a way of the workflow.
fn repeated(trace: &Trace, recording: Recording, workflow: &Workflow, workflows: &[Workflow]) -> Replayed {
    let replayed = engine::replay(workflow, recording);
    let ReplayOutcome::Suppressed { .. } = replayed.outcome else { return replayed };
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
