//! What `pgs run`, and the binary of a workflow, do and print.

use std::time::Duration;

use pgs_rt::once::Request;
use pgs_rt::{FirstEnd, RunId, Waits, Workflow};
use pgs_value::is_wanted;

use crate::batch::{self, Batch, IdField, LinesError, Outlet};
use crate::execute::{BeginError, CompletedRun, Executed, execute, took_place_before};
use crate::near::near;
use crate::options::{Input, RunOptions};
use crate::output::Output;
use crate::payload::{self, PayloadError};
use crate::process::Process;
use crate::resolve::{self, OptionError};
use crate::summary::{backend_error, summary, summary_before};
use crate::text::{lines, one_line};

/// Why nothing was run.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error(transparent)]
    Option(#[from] OptionError),
    #[error(transparent)]
    Payload(#[from] PayloadError),
    #[error(transparent)]
    Lines(#[from] LinesError),
    #[error(transparent)]
    Begin(#[from] BeginError),
    #[error("--run-id-field: {workflow} suppresses {field}, and a run id stands in traces; name another field")]
    SuppressedId { field: String, workflow: &'static str },
}

impl StartError {
    fn exit_status(&self) -> u8 {
        match self {
            Self::Begin(error) => error.exit_status(),
            Self::SuppressedId { .. } => 2,
            Self::Option(_) | Self::Payload(_) | Self::Lines(_) => 1,
        }
    }
}

/// Runs the workflow of this name.
pub(crate) fn run_named(name: &str, options: &RunOptions, process: Process<'_>, workflows: &[Workflow]) -> Output {
    match workflows.iter().find(|workflow| workflow.id.fqdn == name) {
        Some(workflow) => run(workflow, options, process),
        None => Output::error(unknown(name, workflows)),
    }
}

/// Runs this workflow, once or for each of many payloads. Everything that the command line can be wrong about is checked
/// before anything is written.
pub(crate) fn run(workflow: &Workflow, options: &RunOptions, process: Process<'_>) -> Output {
    start(workflow, options, process)
        .unwrap_or_else(|error| Output { status: error.exit_status(), ..Output::error(error) })
}

fn start(workflow: &Workflow, options: &RunOptions, mut process: Process<'_>) -> Result<Output, StartError> {
    let resolved = resolve::resolve(options, &process)?;
    let files = resolve::files(options, &process)?;
    let most = resolve::max_payload(options.max_payload, &process)?;
    match &options.input {
        Input::One { payload, id } => {
            let payload = payload::read(payload.as_deref(), most, &mut *process.stdin)?;
            let request = id.as_ref().map(|id| Request { id, again: options.again });
            Ok(match execute(workflow, payload, request, &resolved.open(Waits::Run)?, files)? {
                Executed::Now(completed) => output(workflow, completed),
                Executed::Before(end, duration) => output_before(workflow, &end, id.as_ref(), duration),
            })
        }
        Input::Many { payloads, jobs, id_field } => {
            if let Some(field) = id_field.as_ref().filter(|field| workflow.suppressed.contains(&field.as_str())) {
                return Err(StartError::SuppressedId { field: field.clone(), workflow: workflow.id.fqdn });
            }
            let lines = batch::open(payloads, most, process.stdin)?;
            let wait = resolved.wait();
            let context = resolved.open(Waits::Caller)?;
            let ids = id_field.clone().map(|field| IdField { field, again: options.again });
            let batch = Batch { context, files, ids, jobs: *jobs, wait };
            let outlet = Outlet { out: process.stdout, room: process.room, watch: process.watch };
            Ok(batch::run(workflow, lines, batch, outlet))
        }
    }
}

/// What a run prints that took place before.
fn output_before(workflow: &Workflow, end: &FirstEnd, id: Option<&RunId>, duration: Duration) -> Output {
    Output {
        stdout: summary_before(workflow, end, duration),
        stderr: named("note", id.map(took_place_before)),
        status: u8::from(!is_wanted(&end.status)),
        ..Output::default()
    }
}

/// What one run prints.
fn output(workflow: &Workflow, completed: CompletedRun) -> Output {
    let notes = completed.run().notes();
    let CompletedRun { ended, duration, warnings } = completed;
    let mut output = match &ended {
        Ok(ended) => Output {
            stdout: summary(workflow, ended, duration),
            status: u8::from(!is_wanted(ended.status)),
            ..Output::default()
        },
        Err(broken) => {
            let backend = broken.fault.is_backend();
            let stdout = if backend { backend_error(workflow, &broken.run, duration) } else { String::new() };
            Output { stdout, ..Output::error(broken) }
        }
    };
    output.stderr.push_str(&named("note", notes));
    output.stderr.push_str(&named("warning", warnings.iter().map(ToString::to_string)));
    output
}

/// One line each for standard error.
fn named(name: &str, texts: impl IntoIterator<Item = String>) -> String {
    lines(texts.into_iter().map(|text| format!("{name}: {}", one_line(&text))))
}

fn unknown(name: &str, workflows: &[Workflow]) -> String {
    match near(name, workflows).as_slice() {
        [] => format!("--wf: there is no workflow {name}; `pgs list` shows those that there are"),
        near => format!("--wf: there is no workflow {name}; near it: {}; `pgs list` shows all", near.join(", ")),
    }
}
