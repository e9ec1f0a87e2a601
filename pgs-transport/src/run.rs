//! One run, from options to answer.

use std::time::Instant;

use pgs_rt::{Fault, Run, SystemSources};

use crate::cli::RunOptions;
use crate::near::near;
use crate::summary::summary;
use crate::{Answer, Process, Workflow, payload, settings};

/// Runs the workflow of this name.
pub(crate) fn run_named(name: &str, options: &RunOptions, process: Process<'_>, workflows: &[Workflow]) -> Answer {
    match workflows.iter().find(|workflow| workflow.id.fqdn == name) {
        Some(workflow) => run(workflow, options, process),
        None => Answer::error(unknown(name, workflows)),
    }
}

/// Runs this workflow. Everything that the command line can be wrong about is checked before anything is written.
pub(crate) fn run(workflow: &Workflow, options: &RunOptions, process: Process<'_>) -> Answer {
    try_run(workflow, options, process).unwrap_or_else(Answer::error)
}

fn try_run(workflow: &Workflow, options: &RunOptions, process: Process<'_>) -> Result<Answer, String> {
    let settings = settings::resolve(options, &process)?;
    let payload = payload::read(options.payload.as_deref(), process.stdin)?;
    let run =
        Run::begin(workflow.id, workflow.protocol, workflow.suppressed, &payload, settings, Box::new(SystemSources))
            .map_err(|error| format!("{error}; check --data-root, --workspace and their permissions"))?;
    let begun = Instant::now();
    let ended = (workflow.run)(&run, payload).map_err(|fault| failed(&run, &fault))?;
    let stdout = summary(workflow, &run, &ended, begun.elapsed());
    Ok(Answer { stdout, status: exit_status(ended.status), ..Answer::default() })
}

/// SUCCESS and ALREADY_EXISTS are what a caller wanted, as in the reference interpreter.
fn exit_status(status: &str) -> u8 {
    u8::from(!matches!(status, "SUCCESS" | "ALREADY_EXISTS"))
}

/// Writes the fault to the trace, and says where that is.
fn failed(run: &Run, fault: &Fault) -> String {
    match run.breaks_off(fault) {
        Ok(()) => format!("{fault} (trace {} in {})", run.trace_id(), run.trace_folder().display()),
        Err(second) => format!("{fault} (trace {}, which is incomplete: {second})", run.trace_id()),
    }
}

fn unknown(name: &str, workflows: &[Workflow]) -> String {
    match near(name, workflows).as_slice() {
        [] => format!("--wf: there is no workflow {name}; `pgs list` shows those that there are"),
        near => format!("--wf: there is no workflow {name}; near it: {}; `pgs list` shows all", near.join(", ")),
    }
}
