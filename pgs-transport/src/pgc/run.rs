//! What a run of PGC does and prints.

use std::sync::Arc;
use std::time::Instant;

use pgs_pgc::{Context, RunError, SystemSources, Workflow, engine};

use super::told::Told;
use crate::options::{Input, RunOptions};
use crate::output::Output;
use crate::payload::{self, PayloadError};
use crate::process::Process;
use crate::resolve::{self, OptionError};
use crate::style::Look;
use crate::success::{NO_SUCCESS, NOT_DONE, USAGE};

/// Why nothing was run.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error(transparent)]
    Option(#[from] OptionError),
    #[error(transparent)]
    Payload(#[from] PayloadError),
    #[error("{option} is not there for workflows of PGC, which {workflow} is")]
    NotThere { option: &'static str, workflow: &'static str },
}

impl StartError {
    fn exit_status(&self) -> u8 {
        match self {
            Self::Option(error) => error.exit_status(),
            Self::Payload(_) | Self::NotThere { .. } => USAGE,
        }
    }
}

/// Runs this workflow once.
pub fn run(workflow: &Workflow, options: &RunOptions, process: Process<'_>) -> Output {
    start(workflow, options, process)
        .unwrap_or_else(|error| Output { status: error.exit_status(), ..Output::error(error) })
}

fn start(workflow: &Workflow, options: &RunOptions, mut process: Process<'_>) -> Result<Output, StartError> {
    let not_there = |option| StartError::NotThere { option, workflow: workflow.id.fqdn };
    let payload = match &options.input {
        Input::One { payload, id: None } => payload,
        Input::One { id: Some(_), .. } => return Err(not_there("--run-id")),
        Input::Many { .. } => return Err(not_there("--payloads")),
    };
    let resolved = resolve::resolve(options, &process)?;
    let most = resolve::max_payload(options.max_payload, &process)?;
    let payload = payload::read(payload.as_deref(), most, &mut *process.stdin)?;
    let (state, traces) = resolved.places()?;
    let context = Context { state, traces, sources: Arc::new(SystemSources) };
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
