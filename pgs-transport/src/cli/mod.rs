//! The command line: what is asked for, and who does it.
//!
//! ```text
//! args    the arguments, as clap reads them
//! values  the values of options that are more than a text
//! help    what --help says beyond the options
//! pages   what shells and `man` are told
//! parse   arguments to what they ask for; where they are wrong, clap's answer
//! ```

mod args;
mod help;
mod pages;
mod parse;
mod values;

#[cfg(feature = "pgc")]
use std::path::PathBuf;

use pgs_capabilities::conformance::Transform;
use pgs_evidence::Workflows;
use pgs_rt::Workflow;
use pgs_rt::store::DeclaredStore;

use crate::admit::{AdmitOptions, admit};
use crate::conformance::conformance;
use crate::evidence::replay::BeforeOptions;
use crate::evidence::{examine, render, replay, verify};
use crate::list::list;
use crate::named;
use crate::options::RunOptions;
use crate::output::Output;
use crate::process::Process;
use crate::run;
use crate::scenario::{coverage, test};
use crate::skeleton::skeleton;
use crate::state::state;
use crate::success::Success;
use args::Task;
use parse::Asked;

/// What a workflow of PGC, or `pgs` where it knows some, needs to know of what it is asked for.
#[cfg(feature = "pgc")]
pub(crate) enum AskedOfPgs {
    /// A run.
    Run {
        /// The name of the workflow.
        wf: String,
        /// What is asked for.
        options: Box<RunOptions>,
    },
    /// Which payloads a run would refuse.
    Admit {
        /// The name of the workflow.
        wf: String,
        /// What is asked for.
        options: AdmitOptions,
    },
    /// A payload to fill in.
    Payload {
        /// The name of the workflow.
        wf: String,
        /// Whether what may be left out is.
        required: bool,
    },
    /// Whether transforms conform.
    Conformance {
        /// The snapshot with the cases.
        snapshot: PathBuf,
    },
    /// The list.
    List,
    /// Something else.
    Other,
}

/// What `pgs` is asked for, as far as workflows of PGC are concerned.
#[cfg(feature = "pgc")]
pub(crate) fn asked_of_pgs(process: &Process<'_>) -> Result<AskedOfPgs, Output> {
    Ok(match parse::pgs(process)? {
        Task::Run { wf, options } => AskedOfPgs::Run { wf, options: Box::new(RunOptions::from(*options)) },
        Task::Admit { wf, payloads, max_payload, admission, format } => {
            let options = AdmitOptions { payloads, max_payload, admission, format: format.unwrap_or_default() };
            AskedOfPgs::Admit { wf, options }
        }
        Task::Payload { wf, required } => AskedOfPgs::Payload { wf, required },
        Task::Conformance { snapshot } => AskedOfPgs::Conformance { snapshot },
        Task::List => AskedOfPgs::List,
        _ => AskedOfPgs::Other,
    })
}

/// What the binary of one workflow is asked for that takes run options and nothing else.
#[cfg(feature = "pgc")]
pub(crate) fn run_options(process: &Process<'_>, name: &'static str, about: &str) -> Result<RunOptions, Output> {
    parse::run(process, name, about)
}

/// Does what the binary of one workflow is asked for.
pub fn workflow(process: Process<'_>, workflow: &Workflow) -> Output {
    match parse::workflow(&process, workflow) {
        Ok(Asked::Run(options)) => match options.success.check(std::slice::from_ref(workflow), []) {
            Ok(()) => run::run(workflow, &options, process),
            Err(error) => error.output(),
        },
        Ok(Asked::Skeleton) => skeleton(workflow, false),
        Err(output) => output,
    }
}

/// Does what `pgs` is asked for.
pub fn pgs(process: Process<'_>, workflows: &[Workflow], transforms: &[Transform], stores: &[DeclaredStore]) -> Output {
    pgs_of_both(process, workflows.into(), transforms, stores)
}

/// The same where it may know workflows of both generations: what is read of traces is.
pub(crate) fn pgs_of_both(
    process: Process<'_>,
    both: Workflows<'_>,
    transforms: &[Transform],
    stores: &[DeclaredStore],
) -> Output {
    let workflows = both.pgs;
    match parse::pgs(&process) {
        Ok(Task::Run { wf, options }) => {
            let options = RunOptions::from(*options);
            named::with(&wf, workflows, |workflow| match options.success.check(workflows, []) {
                Ok(()) => run::run(workflow, &options, process),
                Err(error) => error.output(),
            })
        }
        Ok(Task::List) => list(workflows),
        Ok(Task::Payload { wf, required }) => named::with(&wf, workflows, |workflow| skeleton(workflow, required)),
        Ok(Task::Admit { wf, payloads, max_payload, admission, format }) => {
            let options = AdmitOptions { payloads, max_payload, admission, format: format.unwrap_or_default() };
            named::with(&wf, workflows, |workflow| admit(workflow, &options, process))
        }
        Ok(Task::Replay { traces, failures, against: Some(folder), .. }) => {
            replay::against(&traces.selection(Some(failures), Some(folder)), &process, both)
        }
        Ok(Task::Replay { traces, failures, against: None, payload, data_root }) => {
            let before = BeforeOptions { payload, data_root };
            replay::replay(&traces.selection(Some(failures), None), &before, process, both)
        }
        Ok(Task::Examine { traces, failures, success, format }) => {
            let selection = traces.selection(Some(failures), None);
            examine::examine(&selection, &Success::of(success), format, &process, both)
        }
        Ok(Task::Verify { traces }) => verify::verify(&traces.selection(None, None), &process, both),
        Ok(Task::Render { traces, failures }) => {
            render::render(&traces.selection(Some(failures), None), &process, both)
        }
        Ok(Task::State { direction }) => state(&direction.into(), &process, stores),
        Ok(Task::Completions { shell, wf: None }) => pages::completions(shell, workflows),
        Ok(Task::Completions { shell, wf: Some(wf) }) => {
            named::with(&wf, workflows, |workflow| pages::completions_of(shell, workflow))
        }
        Ok(Task::Man { to }) => pages::manual(to.as_deref(), workflows),
        Ok(Task::Conformance { snapshot }) => conformance(&snapshot, transforms),
        Ok(Task::Test(args)) => test(&args.into(), workflows, stores),
        Ok(Task::Coverage(args)) => coverage(&args.into(), workflows, stores),
        Err(output) => output,
    }
}
