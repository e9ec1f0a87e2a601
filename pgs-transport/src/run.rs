//! One run, from options to answer.

use std::time::{Duration, Instant};

use pgs_evidence::render::{Files, write_beside};
use pgs_rt::{BrokenOff, Context, Ended, Map, Run, RunError, Value, Waits, engine};

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
    let one = once(workflow, payload, &place.open(Waits::Run)?, files).map_err(|error| not_begun(&error))?;
    let mut answer = match &one.ended {
        Ok(ended) => Answer {
            stdout: summary(workflow, ended, one.duration),
            status: u8::from(!is_wanted(ended.status)),
            ..Answer::default()
        },
        Err(broken) => {
            let stdout =
                if broken.fault.is_backend() { unkept(workflow, &broken.run, one.duration) } else { String::new() };
            Answer { stdout, ..Answer::error(broken.to_string()) }
        }
    };
    answer.stderr.push_str(&lines("note", one.run().notes()));
    answer.stderr.push_str(&lines("warning", one.warnings));
    Ok(answer)
}

/// A run that is over.
pub(crate) struct One {
    pub ended: Result<Ended, Box<BrokenOff>>,
    pub duration: Duration,
    /// What can't be written beside the trace, one sentence each.
    pub warnings: Vec<String>,
}

impl One {
    /// The run, with its trace.
    pub fn run(&self) -> &Run {
        match &self.ended {
            Ok(ended) => &ended.run,
            Err(broken) => &broken.run,
        }
    }
}

/// Runs a workflow once. An error says why the run could not begin.
pub(crate) fn once(
    workflow: &Workflow,
    payload: Map<String, Value>,
    context: &Context,
    files: Files,
) -> Result<One, RunError> {
    let begun = Instant::now();
    let ended = match engine::run(workflow, payload, context) {
        Ok(ended) => Ok(ended),
        Err(RunError::BrokenOff(broken)) => Err(broken),
        Err(error) => return Err(error),
    };
    let mut one = One { ended, duration: begun.elapsed(), warnings: Vec::new() };
    one.warnings = show(workflow, one.run(), files);
    Ok(one)
}

/// Why a run could not begin, and what to do about it.
pub(crate) fn not_begun(error: &RunError) -> String {
    format!("{error}; check --data-root, --workspace and their permissions")
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

fn unknown(name: &str, workflows: &[Workflow]) -> String {
    match near(name, workflows).as_slice() {
        [] => format!("--wf: there is no workflow {name}; `pgs list` shows those that there are"),
        near => format!("--wf: there is no workflow {name}; near it: {}; `pgs list` shows all", near.join(", ")),
    }
}
