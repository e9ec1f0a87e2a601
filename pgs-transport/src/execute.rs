//! One run of a workflow, from its payload to how it ended, with what is left beside its trace.

use std::time::{Duration, Instant};

use pgs_evidence::render::{Files, RenderError, write_beside};
use pgs_rt::{Ended, Fault, Map, Run, RunError, Settings, SystemSources, Value, Workflow};

/// A run that is over, with its trace.
pub(crate) struct CompletedRun {
    pub run: Run,
    pub ended: Result<Ended, RunFailure>,
    pub duration: Duration,
    /// What can't be written beside the trace.
    pub warnings: Vec<RenderError>,
}

/// Why a run could not go on.
pub(crate) struct RunFailure {
    /// What happened, and where the trace says more.
    pub message: String,
    /// Whether its state can't be kept.
    pub backend: bool,
}

/// Why a run could not begin.
#[derive(Debug, thiserror::Error)]
#[error("{0}; check --data-root, --workspace and their permissions")]
pub(crate) struct BeginError(#[from] RunError);

/// Runs a workflow once.
pub(crate) fn execute(
    workflow: &Workflow,
    payload: Map<String, Value>,
    settings: Settings,
    files: Files,
) -> Result<CompletedRun, BeginError> {
    let sources = Box::new(SystemSources);
    let run = Run::begin(workflow.id, workflow.protocol, workflow.suppressed, &payload, settings, sources)?;
    let begun = Instant::now();
    let ended = (workflow.run)(&run, payload);
    let duration = begun.elapsed();
    let ended = ended.map_err(|fault| RunFailure { message: failed(&run, &fault), backend: fault.is_backend() });
    let warnings = render(workflow, &run, files);
    Ok(CompletedRun { run, ended, duration, warnings })
}

/// Writes summary and picture. The run is over, and its trace is whole without them: what fails is only said.
fn render(workflow: &Workflow, run: &Run, files: Files) -> Vec<RenderError> {
    if files == Files::NONE {
        return Vec::new();
    }
    let written = write_beside(run.trace_file(), files, std::slice::from_ref(workflow));
    written.into_iter().filter_map(Result::err).collect()
}

/// Writes the fault to the trace, and says where that is.
fn failed(run: &Run, fault: &Fault) -> String {
    match run.breaks_off(fault) {
        Ok(()) => format!("{fault} (trace {} in {})", run.trace_id(), run.trace_file().display()),
        Err(second) => format!("{fault} (trace {}, which is incomplete: {second})", run.trace_id()),
    }
}

/// SUCCESS and ALREADY_EXISTS are what a caller wanted, as in the reference interpreter: the exit status is 0.
pub(crate) fn is_wanted(status: &str) -> bool {
    matches!(status, "SUCCESS" | "ALREADY_EXISTS")
}
