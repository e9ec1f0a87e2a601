//! One run of a workflow, from its payload to how it ended, with what is left beside its trace.

use std::time::{Duration, Instant};

use pgs_evidence::render::{Files, RenderError, write_beside};
use pgs_rt::{BrokenOff, Context, Ended, Map, Run, RunError, Value, Workflow, engine};

/// A run that is over.
pub(crate) struct CompletedRun {
    pub ended: Result<Ended, Box<BrokenOff>>,
    pub duration: Duration,
    /// What can't be written beside the trace.
    pub warnings: Vec<RenderError>,
}

impl CompletedRun {
    /// The run, with its trace.
    pub fn run(&self) -> &Run {
        match &self.ended {
            Ok(ended) => &ended.run,
            Err(broken) => &broken.run,
        }
    }
}

/// Why a run could not begin.
#[derive(Debug, thiserror::Error)]
#[error("{0}; check --data-root, --workspace and their permissions")]
pub(crate) struct BeginError(#[from] RunError);

/// Runs a workflow once.
pub(crate) fn execute(
    workflow: &Workflow,
    payload: Map<String, Value>,
    context: &Context,
    files: Files,
) -> Result<CompletedRun, BeginError> {
    let begun = Instant::now();
    let ended = match engine::run(workflow, payload, context) {
        Ok(ended) => Ok(ended),
        Err(RunError::BrokenOff(broken)) => Err(broken),
        Err(error) => return Err(error.into()),
    };
    let mut completed = CompletedRun { ended, duration: begun.elapsed(), warnings: Vec::new() };
    completed.warnings = render(workflow, completed.run(), files);
    Ok(completed)
}

/// Writes summary and picture. The run is over, and its trace is whole without them: what fails is only said.
fn render(workflow: &Workflow, run: &Run, files: Files) -> Vec<RenderError> {
    if files == Files::NONE {
        return Vec::new();
    }
    let written = write_beside(run.trace_file(), files, std::slice::from_ref(workflow));
    written.into_iter().filter_map(Result::err).collect()
}
