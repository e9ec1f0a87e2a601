//! One run, from options to answer.

use std::time::Instant;

use pgs_rt::{Fault, Run, SystemSources};

use crate::cli::RunOptions;
use crate::evidence::render::{self, Forms};
use crate::near::near;
use crate::process::one_line;
use crate::summary::{summary, unkept};
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
    let forms = settings::forms(options, &process)?;
    let payload = payload::read(options.payload.as_deref(), process.stdin)?;
    let sources = Box::new(SystemSources);
    let run = Run::begin(workflow.id, workflow.protocol, workflow.suppressed, &payload, settings, sources)
        .map_err(|error| format!("{error}; check --data-root, --workspace and their permissions"))?;
    let begun = Instant::now();
    let ended = (workflow.run)(&run, payload);
    let duration = begun.elapsed();
    let mut answer = match ended {
        Ok(ended) => Answer {
            stdout: summary(workflow, &run, &ended, duration),
            status: exit_status(ended.status),
            ..Answer::default()
        },
        Err(fault) => {
            let error = Answer::error(failed(&run, &fault));
            let stdout = if fault.is_backend() { unkept(workflow, &run, duration) } else { String::new() };
            Answer { stdout, ..error }
        }
    };
    answer.stderr.push_str(&lines("note", run.notes()));
    answer.stderr.push_str(&show(workflow, &run, forms));
    Ok(answer)
}

/// Writes summary and picture. The run is over, and its trace is whole without them: what fails is only said.
fn show(workflow: &Workflow, run: &Run, forms: Forms) -> String {
    if forms == (Forms { md: false, png: false }) {
        return String::new();
    }
    let trace = run.trace_folder().join(run.trace_id()).with_added_extension("jsonl");
    let shown = render::of_file(&trace, forms, std::slice::from_ref(workflow));
    lines("warning", shown.into_iter().filter_map(Result::err))
}

/// One line each for standard error.
fn lines(kind: &str, texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().map(|text| format!("{kind}: {}\n", one_line(&text))).collect()
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
