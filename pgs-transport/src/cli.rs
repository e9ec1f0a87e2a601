//! The arguments, and what `--help` says.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Command, CommandFactory as _, FromArgMatches, Parser, Subcommand, ValueEnum};
use pgs_rt::Admission;
use pgs_rt::store::{BackendEntry, DeclaredStore, Durability};

use crate::evidence::examine::{self, ReportFormat};
use crate::evidence::{render, replay, verify};
use crate::text::one_line;
use crate::{Answer, Process, Transform, Workflow, backends, conformance, fields, list, run, state};

/// Decides what the binary of one workflow answers.
pub fn workflow(process: Process<'_>, workflow: &Workflow) -> Answer {
    match parse::<RunOptions>(workflow_command(workflow), &process) {
        Ok(options) => run::run(workflow, &options, process),
        Err(answer) => answer,
    }
}

/// Decides what `pgs` answers.
pub fn pgs(process: Process<'_>, workflows: &[Workflow], transforms: &[Transform], stores: &[DeclaredStore]) -> Answer {
    match parse::<Pgs>(Pgs::command(), &process).map(|arguments| arguments.command) {
        Ok(Task::Run { wf, options }) => run::run_named(&wf, &options, process, workflows),
        Ok(Task::List) => list::list(workflows),
        Ok(Task::Replay { against: Some(folder), .. }) => replay::against(&folder, workflows),
        Ok(Task::Replay { traces, against: None }) => replay::replay(&traces, workflows),
        Ok(Task::Examine { traces, format }) => examine::examine(&traces, format.into(), workflows),
        Ok(Task::Verify { traces }) => verify::verify(&traces),
        Ok(Task::Render { traces }) => render::render(&traces, workflows),
        Ok(Task::State { direction }) => state::state(&direction, &process, stores),
        Ok(Task::Conformance { snapshot }) => conformance::conformance(&snapshot, transforms),
        Err(answer) => answer,
    }
}

/// Runs the workflows of a protocol snapshot.
///
/// The snapshot was compiled into this binary: nothing of it is read at run time.
#[derive(Parser)]
#[command(name = "pgs", version, arg_required_else_help = true, subcommand_required = true)]
#[command(after_help = "\
First steps:
  export PGS_DATA_ROOT=/srv/pgs/data PGS_WORKSPACE=/srv/pgs
  pgs list
  pgs run --wf NAMESPACE::WF_CODE_V0 --payload payload.json")]
struct Pgs {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run one workflow and print how it ended
    #[command(after_help = EXIT_STATUS)]
    Run {
        /// The workflow's full name, as `pgs list` shows it
        #[arg(long, value_name = "FQDN")]
        wf: String,
        #[command(flatten)]
        options: RunOptions,
    },
    /// List the workflows: what each is for, its payload and its own binary
    List,
    /// Run recorded workflows again and compare event by event
    ///
    /// Times, random bytes and the answers of side effects are the recorded ones; no state is touched. With a build of
    /// another version of the protocol this tells which runs would go another way. Suppressed values are not in a
    /// trace: where one decides, the comparison ends, and the answer says so.
    #[command(after_help = REPLAY_EXAMPLES)]
    Replay {
        /// Traces: .jsonl files, or folders that hold some
        #[arg(value_name = "TRACE", required_unless_present = "against", conflicts_with = "against")]
        traces: Vec<PathBuf>,
        /// Every trace below this folder, as a table by workflow with all runs that go another way
        #[arg(long, value_name = "FOLDER")]
        against: Option<PathBuf>,
    },
    /// Say how recorded runs ended and, where one failed, what is at fault and what to do
    ///
    /// Several traces give a table and how many runs failed in which way. Reads traces of the reference interpreter
    /// too.
    #[command(after_help = EXAMINE_EXAMPLES)]
    Examine {
        /// Traces: .jsonl files, or folders that hold some
        #[arg(value_name = "TRACE", required = true)]
        traces: Vec<PathBuf>,
        /// The form of the report
        #[arg(long, value_name = "FORM", default_value = "text")]
        format: FormatWord,
    },
    /// Check that traces are whole and unchanged
    ///
    /// Prints a line for each trace. One that was altered, cut off or not chained fails, with the line of its file.
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify {
        /// Traces: .jsonl files, or folders that hold some
        #[arg(value_name = "TRACE", required = true)]
        traces: Vec<PathBuf>,
    },
    /// Write traces for people: a summary (.md) and a picture of the path (.png) beside each
    ///
    /// A trace of a workflow that this binary does not hold gets a summary without graph, and no picture.
    #[command(after_help = RENDER_EXAMPLES)]
    Render {
        /// Traces: .jsonl files, or folders that hold some
        #[arg(value_name = "TRACE", required = true)]
        traces: Vec<PathBuf>,
    },
    /// Move state between files and the database pgs.db, all of it or nothing
    State {
        #[command(subcommand)]
        direction: Direction,
    },
    /// Check the transforms in this binary against the conformance cases of a snapshot
    ///
    /// Prints a line for each case, and fails if a case fails.
    Conformance {
        /// A protocol_snapshot folder, or a folder that holds one
        snapshot: PathBuf,
    },
}

/// From where to where state is moved.
#[derive(Subcommand)]
pub(crate) enum Direction {
    /// Write what is in the database to files, as the reference interpreter keeps them
    ///
    /// The folder appears when it is whole and on disk. The database is not changed, and runs may go on meanwhile: what
    /// they add after the beginning is not in the files.
    #[command(after_help = EXPORT_EXAMPLE)]
    Export {
        /// The folder that holds pgs.db, as an absolute path [env: PGS_DATA_ROOT]
        #[arg(long, value_name = "ABS")]
        data_root: Option<PathBuf>,
        /// The folder to write, which is empty or not there yet: a data root for --store files
        #[arg(long, value_name = "ABS")]
        to: PathBuf,
    },
    /// Make a database of what is in files
    ///
    /// The database appears when it is whole and on disk. The files stay as they are. No run may change them meanwhile.
    #[command(after_help = IMPORT_EXAMPLE)]
    Import {
        /// The folder that will hold pgs.db, as an absolute path [env: PGS_DATA_ROOT]
        #[arg(long, value_name = "ABS")]
        data_root: Option<PathBuf>,
        /// The folder that holds the files [default: the data root itself]
        #[arg(long, value_name = "ABS")]
        from: Option<PathBuf>,
    },
}

const EXPORT_EXAMPLE: &str = "\
Example:
  pgs state export --data-root /srv/pgs/data --to /srv/pgs/data-files

Exit status:
  0  everything is in the files
  1  nothing was written";

const IMPORT_EXAMPLE: &str = "\
Example:
  pgs state import --data-root /srv/pgs/data --from /srv/pgs/data-files

Exit status:
  0  everything is in the database
  1  nothing was written";

/// How and where a run takes place: the options of every binary.
#[derive(Args)]
pub(crate) struct RunOptions {
    /// The payload: a file with a JSON object, or - for standard input [default: {}]
    #[arg(long, value_name = "FILE", conflicts_with = "payloads")]
    pub payload: Option<PathBuf>,
    /// Many payloads, one a line: a file, or - for standard input. Prints one result a line, in the same order
    #[arg(long, value_name = "FILE")]
    pub payloads: Option<PathBuf>,
    /// How many of the payloads are run at the same time [default: 1]
    #[arg(long, value_name = "N", requires = "payloads", conflicts_with = "payload", value_parser = jobs)]
    pub jobs: Option<NonZeroUsize>,
    /// The folder below which all state lives, as an absolute path [env: PGS_DATA_ROOT]
    #[arg(long, value_name = "ABS")]
    pub data_root: Option<PathBuf>,
    /// The folder whose traces/ receives the trace of the run, as an absolute path [env: PGS_WORKSPACE]
    #[arg(long, value_name = "ABS")]
    pub workspace: Option<PathBuf>,
    /// In what form state lies below the data root [env: PGS_STORE] [default: files]
    #[arg(long, value_name = "STORE", value_parser = backends::words())]
    pub store: Option<BackendEntry>,
    /// What has happened to state when the run says how it ended [env: PGS_DURABILITY] [default: sync]
    #[arg(long, value_name = "WORD")]
    pub durability: Option<DurabilityWord>,
    /// What happens to a payload that breaks a declared rule [env: PGS_ADMISSION] [default: enforce]
    #[arg(long, value_name = "MODE")]
    pub admission: Option<AdmissionMode>,
    /// What a run leaves: its trace, a summary, a picture [env: PGS_TRACE] [default: jsonl,md,png; of many runs: jsonl]
    #[arg(long, value_name = "FORMATS", value_delimiter = ',')]
    pub trace: Option<Vec<TraceFormat>>,
    /// Append the trace of every run to this file, as an absolute path, instead of writing below --workspace
    #[arg(long, value_name = "ABS")]
    pub trace_into: Option<PathBuf>,
}

/// A file that a run leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceFormat {
    /// The trace itself; it is always written
    Jsonl,
    /// A summary for a person
    Md,
    /// A picture of the workflow's graph with the way that the run took
    Png,
}

/// [`Durability`] as an option's value.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum DurabilityWord {
    /// It is on disk: a power loss can't take it
    Sync,
    /// The operating system has it: a kill can't take it
    Os,
}

impl From<DurabilityWord> for Durability {
    fn from(word: DurabilityWord) -> Self {
        match word {
            DurabilityWord::Sync => Self::Sync,
            DurabilityWord::Os => Self::Os,
        }
    }
}

/// [`Admission`] as an option's value.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum AdmissionMode {
    /// The run answers NACK and changes nothing; declared defaults are filled in
    Enforce,
    /// The violation is recorded in the trace and the payload passes unchanged
    Observe,
}

impl From<AdmissionMode> for Admission {
    fn from(mode: AdmissionMode) -> Self {
        match mode {
            AdmissionMode::Enforce => Self::Enforce,
            AdmissionMode::Observe => Self::Observe,
        }
    }
}

/// [`ReportFormat`] as an option's value.
#[derive(Clone, Copy, ValueEnum)]
enum FormatWord {
    /// Facts by line; a table for several traces
    Text,
    /// One object a line for each trace
    Json,
    /// Markdown
    Md,
}

impl From<FormatWord> for ReportFormat {
    fn from(word: FormatWord) -> Self {
        match word {
            FormatWord::Text => Self::Text,
            FormatWord::Json => Self::Json,
            FormatWord::Md => Self::Md,
        }
    }
}

/// A number of threads.
fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    let jobs = text.parse().ok().filter(|jobs: &NonZeroUsize| jobs.get() <= MOST_JOBS);
    jobs.ok_or_else(|| format!("give a number from 1 to {MOST_JOBS}"))
}

/// More threads than any machine has use for.
const MOST_JOBS: usize = 256;

const REPLAY_EXAMPLES: &str = "\
Examples:
  pgs replay /srv/pgs/traces/orders/WF_PLACE_ORDER_V0/20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3
  pgs replay --against /srv/pgs/traces

Exit status:
  0  every run is identical, as far as it can be compared
  1  a run goes another way or can't be run again";

const EXAMINE_EXAMPLES: &str = "\
Examples:
  pgs examine /srv/pgs/traces/orders/WF_PLACE_ORDER_V0/20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3
  pgs examine --format json /srv/pgs/traces

Exit status:
  0  no run failed but by a decision of the protocol (business, admission)
  1  protocol, code or surroundings are at fault (binding, transform, side effect, graph), or a trace can't be read";

const VERIFY_EXAMPLES: &str = "\
Examples:
  pgs verify /srv/pgs/traces/orders/WF_PLACE_ORDER_V0/20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3
  pgs verify /srv/pgs/traces

Exit status:
  0  every trace is whole and unchanged
  1  a trace is not, or can't be read";

const RENDER_EXAMPLES: &str = "\
Examples:
  pgs render /srv/pgs/traces/orders/WF_PLACE_ORDER_V0/20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3
  pgs render /srv/pgs/traces

Exit status:
  0  everything was written
  1  a trace can't be read, or a file can't be written";

const EXIT_STATUS: &str = "\
Exit status:
  0  the workflow ended with SUCCESS or ALREADY_EXISTS; of many payloads, for every line
  1  it ended with another status, or there was an error
  2  the options were wrong";

/// The command of a workflow's own binary: the run options, and the workflow's declaration as help.
fn workflow_command(workflow: &Workflow) -> Command {
    let about = match one_line(workflow.summary) {
        summary if summary.is_empty() => format!("Runs the workflow {}.", workflow.id.fqdn),
        summary => format!("{summary}\n\nRuns the workflow {}.", workflow.id.fqdn),
    };
    let payload = match workflow.payload {
        [] => "Payload: no declared fields\n".to_owned(),
        declared => format!("Payload, a JSON object:\n{}", fields::table(declared, "  ")),
    };
    let example = format!(
        "Example:\n  {} --payload payload.json --data-root /srv/pgs/data --workspace /srv/pgs",
        workflow.binary
    );
    RunOptions::augment_args(Command::new(workflow.binary))
        .about(about)
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(format!("{payload}\n{example}\n\n{EXIT_STATUS}"))
}

/// The arguments; where they are wrong or ask for help, clap's answer.
fn parse<T: FromArgMatches>(command: Command, process: &Process<'_>) -> Result<T, Answer> {
    let mut described = command.clone();
    command
        .try_get_matches_from(&process.args)
        .and_then(|matches| T::from_arg_matches(&matches))
        .map_err(|error| answer(error.format(&mut described)))
}

fn answer(error: clap::Error) -> Answer {
    let text = error.render().ansi().to_string();
    let status = u8::try_from(error.exit_code()).unwrap_or(2);
    if error.use_stderr() {
        Answer { stderr: text, status, ..Answer::default() }
    } else {
        Answer { stdout: text, status, ..Answer::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Pgs::command().debug_assert();
    }
}
