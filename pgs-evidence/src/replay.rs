//! Recorded runs once more, with what they drew and what side effects answered, touching no state
//! (`docs/traces.md`, "Replaying").

use std::path::Path;

use pgs_rt::{Recording, ReplayOutcome, Workflow, engine};
use pgs_trace::{ReadError, RecordingError, Trace};

use crate::files::each;

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
    /// The digests of the protocol then and now, where they differ.
    pub protocols: Option<Protocols>,
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
            protocols: None,
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
    let recording = match Recording::of(trace) {
        Ok(recording) => recording,
        Err(error) => return Replay::impossible(&trace.file, error.into()),
    };
    let name = recording.workflow().to_owned();
    let workflow = workflows.iter().find(|workflow| workflow.id.fqdn == name);
    let protocols = workflow.and_then(|workflow| protocols(&recording, workflow));
    Replay {
        trace: trace.id().unwrap_or_default().to_owned(),
        events: recording.events(),
        suppressed: recording.has_suppressed(),
        older: recording.has_suppressed() && !recording.says,
        protocols,
        outcome: match workflow {
            Some(workflow) => Ok(engine::replay(workflow, recording)),
            None => Err(ReplayError::UnknownWorkflow { workflow: name.clone() }),
        },
        workflow: Some(name),
    }
}

fn protocols(recording: &Recording, workflow: &Workflow) -> Option<Protocols> {
    let recorded = recording.protocol().filter(|recorded| *recorded != workflow.protocol)?;
    Some(Protocols { recorded: recorded.to_owned(), current: workflow.protocol })
}
