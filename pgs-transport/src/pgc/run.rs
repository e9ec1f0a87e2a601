//! What a run of PGC does and prints.

use std::sync::Arc;
use std::time::Instant;

use pgs_pgc::{Context, RunError, SystemSources, Workflow, engine};

use super::told::Told;
use crate::batch::{self, LinesError, Outlet, Pace};
use crate::options::{Input, Loudness, RunOptions};
use crate::output::Output;
use crate::payload::{self, PayloadError};
use crate::process::Process;
use crate::resolve::{self, OptionError, ResolvedOptions};
use crate::style::Look;
use crate::success::{NO_SUCCESS, NOT_DONE, USAGE};

/// Why nothing was run.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error(transparent)]
    Option(#[from] OptionError),
    #[error(transparent)]
    Payload(#[from] PayloadError),
    #[error(transparent)]
    Lines(#[from] LinesError),
    #[error("{option} is not there for workflows of PGC, which {workflow} is")]
    NotThere { option: &'static str, workflow: &'static str },
}

impl StartError {
    fn exit_status(&self) -> u8 {
        match self {
            Self::Option(error) => error.exit_status(),
            Self::Payload(_) | Self::Lines(_) | Self::NotThere { .. } => USAGE,
        }
    }
}

/// Runs this workflow, once or for each of many payloads.
pub fn run(workflow: &Workflow, options: &RunOptions, process: Process<'_>) -> Output {
    start(workflow, options, process)
        .unwrap_or_else(|error| Output { status: error.exit_status(), ..Output::error(error) })
}

fn start(workflow: &Workflow, options: &RunOptions, mut process: Process<'_>) -> Result<Output, StartError> {
    let not_there = |option| StartError::NotThere { option, workflow: workflow.id.fqdn };
    let resolved = resolve::resolve(options, &process)?;
    let most = resolve::max_payload(options.max_payload, &process)?;
    let payload = match &options.input {
        Input::One { payload, id: None } => payload::read(payload.as_deref(), most, &mut *process.stdin)?,
        Input::One { id: Some(_), .. } => return Err(not_there("--run-id")),
        Input::Many { id_field: Some(_), .. } => return Err(not_there("--run-id-field")),
        Input::Many { payloads, jobs, id_field: None } => {
            let lines = batch::open(payloads, most, process.stdin)?;
            let (success, quiet) = (options.success.clone(), options.loudness == Loudness::Quiet);
            let (wait, context) = (resolved.wait(), context(&resolved)?);
            let pace = Pace { state: context.state.clone(), jobs: *jobs, wait, success, quiet };
            let outlet = Outlet { out: process.stdout, room: process.room, watch: process.watch };
            let run_line = |line: &_, bytes| super::batch::run_line(workflow, &context, most, line, bytes);
            return Ok(batch::run_lines(lines, pace, outlet, &run_line));
        }
    };
    let context = context(&resolved)?;
    let begun = Instant::now();
    let ran = engine::run(workflow, payload, &context);
    let (duration, look) = (begun.elapsed(), Look(process.columns));
    Ok(match &ran {
        Ok(ended) => Output {
            stdout: Told { workflow, ended, duration }.text(options.format, &options.success, look),
            status: options.success.exit_status(ended.status),
            is_styled: look.is_styled(),
            ..Output::default()
        },
        Err(error @ RunError::Refused(_)) => Output { status: NO_SUCCESS, ..Output::error(error) },
        Err(error) => Output { status: NOT_DONE, ..Output::error(error) },
    })
}

fn context(resolved: &ResolvedOptions) -> Result<Context, OptionError> {
    let (state, traces) = resolved.places()?;
    Ok(Context { state, traces, sources: Arc::new(SystemSources) })
}
