//! What `pgs run`, and the binary of a workflow, do and print.

use pgs_rt::once::Request;
use pgs_rt::{RunId, Waits, Workflow};

use crate::batch::{self, Batch, IdField, LinesError, Outlet};
use crate::execute::{BeginError, CompletedRun, Executed, RunBefore, execute, took_place_before};
use crate::options::{Input, Loudness, RunOptions};
use crate::output::Output;
use crate::payload::{self, PayloadError};
use crate::process::Process;
use crate::resolve::{self, OptionError, ResolvedOptions};
use crate::style::Look;
use crate::success::USAGE;
use crate::summary::Told;
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
            Self::Option(error) => error.exit_status(),
            Self::SuppressedId { .. } | Self::Payload(_) | Self::Lines(_) => USAGE,
        }
    }
}

/// Runs this workflow, once or for each of many payloads. Everything that the command line can be wrong about is checked
/// before anything is written.
pub(crate) fn run(workflow: &Workflow, options: &RunOptions, process: Process<'_>) -> Output {
    start(workflow, options, process)
        .unwrap_or_else(|error| Output { status: error.exit_status(), ..Output::error(error) })
}

fn start(workflow: &Workflow, options: &RunOptions, process: Process<'_>) -> Result<Output, StartError> {
    let resolved = resolve::resolve(options, &process)?;
    let said = said(options.loudness, &resolved);
    let output = start_in(workflow, options, resolved, process)?;
    Ok(Output { stderr: said + &output.stderr, ..output })
}

/// What is said of where and how runs take place.
fn said(loudness: Loudness, resolved: &ResolvedOptions) -> String {
    match loudness {
        Loudness::Quiet => String::new(),
        Loudness::Normal => named_lines("note", resolved.notes.clone()),
        Loudness::Verbose => named_lines("note", resolved.notes.iter().chain(&resolved.about).cloned()),
    }
}

fn start_in(
    workflow: &Workflow,
    options: &RunOptions,
    resolved: ResolvedOptions,
    mut process: Process<'_>,
) -> Result<Output, StartError> {
    let files = resolve::files(options, &process)?;
    let most = resolve::max_payload(options.max_payload, &process)?;
    match &options.input {
        Input::One { payload, id } => {
            let payload = payload::read(payload.as_deref(), most, &mut *process.stdin)?;
            let request = id.as_ref().map(|id| Request { id, again: options.again });
            let look = Look(process.columns);
            let at = |trace_id: &str| resolved.trace(workflow.id, trace_id);
            let before = |RunBefore { end, duration, observed }: RunBefore| {
                let trace = Some(at(&end.trace_id)).filter(|trace| trace.exists());
                Told::before(workflow, end, trace, duration).with_observed(observed)
            };
            Ok(match execute(workflow, payload, request, &resolved.open(Waits::Run)?, files)? {
                Executed::Now(completed) => output(workflow, completed, options, look),
                Executed::Before(end) => output_before(before(end), id.as_ref(), options, look),
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
            let (success, quiet) = (options.success.clone(), options.loudness == Loudness::Quiet);
            let batch = Batch { context, files, ids, jobs: *jobs, wait, success, quiet };
            let outlet = Outlet { out: process.stdout, room: process.room, watch: process.watch };
            Ok(batch::run(workflow, lines, batch, outlet))
        }
    }
}

/// What a run prints that took place before.
fn output_before(told: Told<'_>, id: Option<&RunId>, options: &RunOptions, look: Look) -> Output {
    let note = id.map(took_place_before);
    let status = told.exit_status(&options.success);
    let stdout = told.with_notes(note.iter().cloned().collect()).text(options.format, &options.success, look);
    let stderr = if options.loudness == Loudness::Quiet { String::new() } else { named_lines("note", note) };
    Output { stdout, stderr, status, is_styled: look.is_styled() }
}

/// What one run prints.
fn output(workflow: &Workflow, completed: CompletedRun, options: &RunOptions, look: Look) -> Output {
    let notes = completed.run().notes();
    let CompletedRun { ended, duration, warnings, observed } = completed;
    let (told, error) = match &ended {
        Ok(ended) => (Told::ended(workflow, ended, duration), Output::default()),
        Err(broken) => (Told::broken_off(workflow, broken, duration), Output::error(broken)),
    };
    let status = told.exit_status(&options.success);
    let stdout = told.with_observed(observed).with_notes(notes.clone()).text(options.format, &options.success, look);
    let mut stderr = error.stderr;
    if options.loudness != Loudness::Quiet {
        stderr.push_str(&named_lines("note", notes));
    }
    stderr.push_str(&named_lines("warning", warnings.iter().map(ToString::to_string)));
    Output { stdout, stderr, status, is_styled: look.is_styled() }
}

/// One line each for standard error.
fn named_lines(name: &str, texts: impl IntoIterator<Item = String>) -> String {
    lines(texts.into_iter().map(|text| format!("{name}: {}", one_line(&text))))
}
