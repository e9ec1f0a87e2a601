//! Arguments to what they ask for; where they are wrong or ask for help, clap's answer.

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, CommandFactory as _, FromArgMatches};
use pgs_rt::Workflow;

use super::args::{Pgs, RunArgs, Task};
use super::help;
use crate::options::RunOptions;
use crate::output::Output;
use crate::process::Process;

/// What `pgs` is asked to do.
pub(super) fn pgs(process: &Process<'_>) -> Result<Task, Output> {
    parse::<Pgs>(Pgs::command(), process).map(|pgs| pgs.task)
}

/// What the binary of one workflow is asked for.
pub(super) enum Asked {
    /// A run, or many.
    Run(Box<RunOptions>),
    /// A payload to fill in.
    Skeleton,
}

const SKELETON: &str = "skeleton";

/// What the binary of one workflow is asked for.
pub(super) fn workflow(process: &Process<'_>, workflow: &Workflow) -> Result<Asked, Output> {
    parse::<WorkflowArgs>(command(workflow), process).map(|WorkflowArgs(asked)| asked)
}

/// The command line of a workflow's binary: it takes the run options directly, and its help is about the workflow.
pub(super) fn command(workflow: &Workflow) -> Command {
    let skeleton = Arg::new(SKELETON).long(SKELETON).exclusive(true).action(ArgAction::SetTrue);
    RunArgs::augment_args(Command::new(workflow.binary))
        .arg(skeleton.help("Print a payload to fill in, with every field that the intent declares"))
        .about(help::about(workflow))
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(help::after_options(workflow))
}

/// What the binary of a workflow is asked for that takes run options and nothing else.
#[cfg(feature = "pgc")]
pub(super) fn run(process: &Process<'_>, name: &'static str, about: &str) -> Result<RunOptions, Output> {
    let command = RunArgs::augment_args(Command::new(name)).about(about.to_owned()).version(env!("CARGO_PKG_VERSION"));
    parse::<RunArgs>(command, process).map(RunOptions::from)
}

struct WorkflowArgs(Asked);

impl FromArgMatches for WorkflowArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        if matches.get_flag(SKELETON) {
            return Ok(Self(Asked::Skeleton));
        }
        let args = RunArgs::from_arg_matches(matches)?;
        Ok(Self(Asked::Run(Box::new(RunOptions::from(args)))))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn parse<T: FromArgMatches>(command: Command, process: &Process<'_>) -> Result<T, Output> {
    let mut described = command.clone();
    command
        .try_get_matches_from(&process.args)
        .and_then(|matches| T::from_arg_matches(&matches))
        .map_err(|error| output(&shown(error.format(&mut described))))
}

/// With what was given shown as a line each.
fn shown(mut error: clap::Error) -> clap::Error {
    let given: Vec<(ContextKind, ContextValue)> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, ContextValue::String(pgs_escape::line(text)))),
            ContextValue::Strings(texts) => {
                Some((kind, ContextValue::Strings(texts.iter().map(|text| pgs_escape::line(text)).collect())))
            }
            _ => None,
        })
        .collect();
    for (kind, value) in given {
        error.insert(kind, value);
    }
    error
}

fn output(error: &clap::Error) -> Output {
    let text = error.render().ansi().to_string();
    let status = u8::try_from(error.exit_code()).unwrap_or(2);
    if error.use_stderr() {
        Output { stderr: text, status, is_styled: true, ..Output::default() }
    } else {
        Output { stdout: text, status, is_styled: true, ..Output::default() }
    }
}
