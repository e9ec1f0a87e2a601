//! One run, from options to answer.

use std::time::{Duration, Instant};

use pgs_evidence::render::{Files, write_beside};
use pgs_rt::{Ended, Fault, Map, Run, Settings, SystemSources, Value, Waits};

use crate::cli::RunOptions;
use crate::near::near;
use crate::summary::{summary, unkept};
use crate::text::{self, one_line};
use crate::{Answer, Process, Workflow, batch, payload, settings};

/// Runs the workflow of this name.
pub(crate) fn run_named(name: &str, options: &RunOptions, process: Process<'_>, workflows: &[Workflow]) -> Answer {
    match workflows.iter().find(|workflow| workflow.id.fqdn == name) {
        Some(workflow) => run(workflow, options, process),
        None => Answer::error(unknown(name, workflows)),
    }
}

/// Runs this workflow, once or for each of many payloads. Everything that the command line can be wrong about is checked
/// before anything is written.
pub(crate) fn run(workflow: &Workflow, options: &RunOptions, process: Process<'_>) -> Answer {
    let answer = match &options.payloads {
        Some(payloads) => batch::run(workflow, payloads, options, process),
        None => try_run(workflow, options, process),
    };
    answer.unwrap_or_else(Answer::error)
}

fn try_run(workflow: &Workflow, options: &RunOptions, mut process: Process<'_>) -> Result<Answer, String> {
    let place = settings::resolve(options, &process)?;
    let files = settings::files(options, &process)?;
    let payload = payload::read(options.payload.as_deref(), &mut *process.stdin)?;
    let one = once(workflow, payload, place.open(Waits::Run)?, files)?;
    let mut answer = match &one.ended {
        Ok(ended) => Answer {
            stdout: summary(workflow, &one.run, ended, one.duration),
            status: u8::from(!is_wanted(ended.status)),
            ..Answer::default()
        },
        Err(failure) => {
            let stdout = if failure.backend { unkept(workflow, &one.run, one.duration) } else { String::new() };
            Answer { stdout, ..Answer::error(&failure.message) }
        }
    };
    answer.stderr.push_str(&lines("note", one.run.notes()));
    answer.stderr.push_str(&lines("warning", one.warnings));
    Ok(answer)
}

/// A run that is over, with its trace.
pub(crate) struct One {
    pub run: Run,
    pub ended: Result<Ended, Failure>,
    pub duration: Duration,
    /// What can't be written beside the trace, one sentence each.
    pub warnings: Vec<String>,
}

/// Why a run could not go on.
pub(crate) struct Failure {
    /// What happened, and where the trace says more.
    pub message: String,
    /// Whether its state can't be kept.
    pub backend: bool,
}

/// Runs a workflow once. An error says why the run could not begin.
pub(crate) fn once(
    workflow: &Workflow,
    payload: Map<String, Value>,
    settings: Settings,
    files: Files,
) -> Result<One, String> {
    let sources = Box::new(SystemSources);
    let run = Run::begin(workflow.id, workflow.protocol, workflow.suppressed, &payload, settings, sources)
        .map_err(|error| format!("{error}; check --data-root, --workspace and their permissions"))?;
    let begun = Instant::now();
    let ended = (workflow.run)(&run, payload);
    let duration = begun.elapsed();
    let ended = ended.map_err(|fault| Failure { message: failed(&run, &fault), backend: fault.is_backend() });
    let warnings = show(workflow, &run, files);
    Ok(One { run, ended, duration, warnings })
}

/// Writes summary and picture. The run is over, and its trace is whole without them: what fails is only said.
fn show(workflow: &Workflow, run: &Run, files: Files) -> Vec<String> {
    if files == Files::NONE {
        return Vec::new();
    }
    let written = write_beside(run.trace_file(), files, std::slice::from_ref(workflow));
    written.into_iter().filter_map(|written| Some(written.err()?.to_string())).collect()
}

/// One line each for standard error.
fn lines(kind: &str, texts: impl IntoIterator<Item = String>) -> String {
    text::lines(texts.into_iter().map(|text| format!("{kind}: {}", one_line(&text))))
}

/// SUCCESS and ALREADY_EXISTS are what a caller wanted, as in the reference interpreter: the exit status is 0.
pub(crate) fn is_wanted(status: &str) -> bool {
    matches!(status, "SUCCESS" | "ALREADY_EXISTS")
}

/// Writes the fault to the trace, and says where that is.
fn failed(run: &Run, fault: &Fault) -> String {
    match run.breaks_off(fault) {
        Ok(()) => format!("{fault} (trace {} in {})", run.trace_id(), run.trace_file().display()),
        Err(second) => format!("{fault} (trace {}, which is incomplete: {second})", run.trace_id()),
    }
}

fn unknown(name: &str, workflows: &[Workflow]) -> String {
    match near(name, workflows).as_slice() {
        [] => format!("--wf: there is no workflow {name}; `pgs list` shows those that there are"),
        near => format!("--wf: there is no workflow {name}; near it: {}; `pgs list` shows all", near.join(", ")),
    }
}
