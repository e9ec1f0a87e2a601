//! The command line: what is asked for, and who does it.
//!
//! ```text
//! args    the arguments, as clap reads them
//! values  the values of options that are more than a text
//! help    what --help says beyond the options
//! parse   arguments to what they ask for; where they are wrong, clap's answer
//! ```

mod args;
mod help;
mod parse;
mod values;

use pgs_capabilities::conformance::Transform;
use pgs_rt::Workflow;
use pgs_rt::store::DeclaredStore;

use crate::conformance::conformance;
use crate::evidence::{examine, render, replay, verify};
use crate::list::list;
use crate::options::RunOptions;
use crate::output::Output;
use crate::process::Process;
use crate::run;
use crate::scenario::{coverage, test};
use crate::state::state;
use args::Task;

/// Does what the binary of one workflow is asked for.
pub fn workflow(process: Process<'_>, workflow: &Workflow) -> Output {
    match parse::workflow(&process, workflow) {
        Ok(options) => run::run(workflow, &options, process),
        Err(output) => output,
    }
}

/// Does what `pgs` is asked for.
pub fn pgs(process: Process<'_>, workflows: &[Workflow], transforms: &[Transform], stores: &[DeclaredStore]) -> Output {
    match parse::pgs(&process) {
        Ok(Task::Run { wf, options }) => run::run_named(&wf, &RunOptions::from(*options), process, workflows),
        Ok(Task::List) => list(workflows),
        Ok(Task::Replay { against: Some(folder), .. }) => replay::against(&folder, workflows),
        Ok(Task::Replay { traces, against: None }) => replay::replay(&traces, workflows),
        Ok(Task::Examine { traces, format }) => examine::examine(&traces, format, workflows),
        Ok(Task::Verify { traces }) => verify::verify(&traces),
        Ok(Task::Render { traces }) => render::render(&traces, workflows),
        Ok(Task::State { direction }) => state(&direction.into(), &process, stores),
        Ok(Task::Conformance { snapshot }) => conformance(&snapshot, transforms),
        Ok(Task::Test(args)) => test(&args.into(), workflows, stores),
        Ok(Task::Coverage(args)) => coverage(&args.into(), workflows, stores),
        Err(output) => output,
    }
}
