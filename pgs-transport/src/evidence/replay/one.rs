//! One recorded run, run again.

use std::path::Path;

use pgs_rt::{Divergence, Recording, ReplayOutcome, engine};

use crate::Workflow;
use crate::evidence::read::Trace;

/// What became of one trace.
#[derive(Clone, Debug)]
pub(crate) struct Replayed {
    /// The trace id, or the file's name where it has none.
    pub trace: String,
    /// The workflow's FQDN; empty where it can't be read.
    pub workflow: String,
    /// How many events were recorded.
    pub events: usize,
    /// Whether some values are suppressed and so can't be compared.
    pub suppressed: bool,
    /// The digests of the protocol then and now, where they differ.
    pub protocols: Option<(String, &'static str)>,
    /// How both compare.
    pub outcome: Outcome,
}

/// How a run and its recording compare.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// Every event is the same.
    Identical,
    /// The same up to where the recording breaks off.
    BreaksOff,
    /// The same up to this event, which needs a suppressed value, for this reason.
    Suppressed(usize, String),
    /// An event is another.
    Diverged(Box<Divergence>),
    /// The trace can't be run again, for this reason.
    Impossible(String),
}

/// Runs a recorded workflow again.
pub(crate) fn replay(trace: &Trace, workflows: &[Workflow]) -> Replayed {
    let recording = match Recording::parse(&trace.text()) {
        Ok(recording) => recording,
        Err(reason) => return unreadable(&trace.file, reason),
    };
    let mut replayed = Replayed {
        trace: trace.id().unwrap_or_default().to_owned(),
        workflow: recording.workflow().to_owned(),
        events: recording.events(),
        suppressed: recording.has_suppressed(),
        protocols: None,
        outcome: Outcome::Identical,
    };
    let Some(workflow) = workflows.iter().find(|workflow| workflow.id.fqdn == recording.workflow()) else {
        replayed.outcome = Outcome::Impossible(format!("this build holds no workflow {}", recording.workflow()));
        return replayed;
    };
    let then = recording.protocol().filter(|then| *then != workflow.protocol);
    replayed.protocols = then.map(|then| (then.to_owned(), workflow.protocol));
    replayed.outcome = match engine::replay(workflow, recording) {
        ReplayOutcome::Identical => Outcome::Identical,
        ReplayOutcome::BreaksOff => Outcome::BreaksOff,
        ReplayOutcome::Suppressed { number, reason } => Outcome::Suppressed(number, reason),
        ReplayOutcome::Diverged(divergence) => Outcome::Diverged(divergence),
    };
    replayed
}

/// A file that holds no trace that can be run again.
pub(crate) fn unreadable(file: &Path, reason: String) -> Replayed {
    Replayed {
        trace: file.display().to_string(),
        workflow: String::new(),
        events: 0,
        suppressed: false,
        protocols: None,
        outcome: Outcome::Impossible(reason),
    }
}
