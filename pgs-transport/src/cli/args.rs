//! The arguments, as clap reads them.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand};
use pgs_rt::store::{BackendEntry, Durability, Isolation, Links, Wait};
use pgs_rt::{Admission, RunId};

use super::{help, values};
use crate::evidence::examine::{REPORT_FORMATS, ReportFormat};
use crate::options::{ADMISSION, DURABILITY, ISOLATION, Input, RunOptions, TRACE_FILES, TraceFile, beside_trace};
use crate::size::Size;
use crate::state::Direction;

/// Runs the workflows of a protocol snapshot.
///
/// The snapshot was compiled into this binary: nothing of it is read at run time.
#[derive(Parser)]
#[command(name = "pgs", version, arg_required_else_help = true, subcommand_required = true)]
#[command(after_help = help::FIRST_STEPS)]
pub(super) struct Pgs {
    #[command(subcommand)]
    pub task: Task,
}

/// What `pgs` is asked to do.
#[derive(Subcommand)]
pub(super) enum Task {
    /// Run one workflow and print how it ended
    #[command(after_help = help::EXIT_STATUS)]
    Run {
        /// The workflow's full name, as `pgs list` shows it
        #[arg(long, value_name = "FQDN")]
        wf: String,
        #[command(flatten)]
        options: Box<RunArgs>,
    },
    /// List the workflows: what each is for, its payload and its own binary
    List,
    /// Run recorded workflows again and compare event by event
    ///
    /// Times, random bytes and the answers of side effects are the recorded ones; no state is touched. With a build of
    /// another version of the protocol this tells which runs would go another way. Suppressed values are not in a
    /// trace: where one decides, the comparison ends, and the answer says so.
    #[command(after_help = help::REPLAY_EXAMPLES)]
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
    #[command(after_help = help::EXAMINE_EXAMPLES)]
    Examine {
        /// Traces: .jsonl files, or folders that hold some
        #[arg(value_name = "TRACE", required = true)]
        traces: Vec<PathBuf>,
        /// The form of the report
        #[arg(long, value_name = "FORM", default_value = "text", value_parser = values::word(REPORT_FORMATS))]
        format: ReportFormat,
    },
    /// Check that traces are whole and unchanged
    ///
    /// Prints a line for each trace. One that was altered, cut off or not chained fails, with the line of its file.
    #[command(after_help = help::VERIFY_EXAMPLES)]
    Verify {
        /// Traces: .jsonl files, or folders that hold some
        #[arg(value_name = "TRACE", required = true)]
        traces: Vec<PathBuf>,
    },
    /// Write traces for people: a summary (.md) and a picture of the path (.png) beside each
    ///
    /// A trace of a workflow that this binary does not hold gets a summary without graph, and no picture.
    #[command(after_help = help::RENDER_EXAMPLES)]
    Render {
        /// Traces: .jsonl files, or folders that hold some
        #[arg(value_name = "TRACE", required = true)]
        traces: Vec<PathBuf>,
    },
    /// Move state between files and the database pgs.db, all of it or nothing
    State {
        #[command(subcommand)]
        direction: DirectionArgs,
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
pub(super) enum DirectionArgs {
    /// Write what is in the database to files, as the reference interpreter keeps them
    ///
    /// The folder appears when it is whole and on disk. The database is not changed. No process may have it open meanwhile:
    /// what it adds would not be in the files.
    #[command(after_help = help::EXPORT_EXAMPLE)]
    Export {
        /// The folder that holds pgs.db, as an absolute path [env: PGS_DATA_ROOT]
        #[arg(long, value_name = "ABS")]
        data_root: Option<PathBuf>,
        /// The folder to write, which is empty or not there yet: a data root for --store files
        #[arg(long, value_name = "ABS")]
        to: PathBuf,
        /// How long to wait for processes that work on the state [env: PGS_WAIT] [default: 30]
        #[arg(long, value_name = "SECONDS", value_parser = values::wait)]
        wait: Option<Wait>,
    },
    /// Make a database of what is in files
    ///
    /// The database appears when it is whole and on disk. The files stay as they are. No process may work on them meanwhile:
    /// what it adds would not be in the database.
    #[command(after_help = help::IMPORT_EXAMPLE)]
    Import {
        /// The folder that will hold pgs.db, as an absolute path [env: PGS_DATA_ROOT]
        #[arg(long, value_name = "ABS")]
        data_root: Option<PathBuf>,
        /// The folder that holds the files [default: the data root itself]
        #[arg(long, value_name = "ABS")]
        from: Option<PathBuf>,
        /// Let state files be symbolic links [env: PGS_FOLLOW_LINKS=1] [default: a link below the folder is an error]
        #[arg(long)]
        follow_links: bool,
        /// How long to wait for processes that work on the state [env: PGS_WAIT] [default: 30]
        #[arg(long, value_name = "SECONDS", value_parser = values::wait)]
        wait: Option<Wait>,
    },
}

impl From<DirectionArgs> for Direction {
    fn from(args: DirectionArgs) -> Self {
        match args {
            DirectionArgs::Export { data_root, to, wait } => Self::Export { data_root, to, wait },
            DirectionArgs::Import { data_root, from, follow_links, wait } => {
                Self::Import { data_root, from, links: follow_links.then_some(Links::Followed), wait }
            }
        }
    }
}

/// How and where a run takes place: the options of every binary.
#[derive(Args)]
#[command(group(ArgGroup::new("id").args(["run_id", "run_id_field"])))]
pub(super) struct RunArgs {
    /// The payload: a file with a JSON object, or - for standard input [default: {}]
    #[arg(long, value_name = "FILE", conflicts_with = "payloads")]
    payload: Option<PathBuf>,
    /// Many payloads, one a line: a file, or - for standard input. Prints one result a line, in the same order
    #[arg(long, value_name = "FILE")]
    payloads: Option<PathBuf>,
    /// How large a payload may be, in bytes or as 1MiB [env: PGS_MAX_PAYLOAD] [default: 64MiB]
    #[arg(long, value_name = "SIZE", value_parser = values::max_payload)]
    max_payload: Option<Size>,
    /// How many of the payloads are run at the same time [default: 1]
    #[arg(long, value_name = "N", requires = "payloads", conflicts_with = "payload", value_parser = values::jobs)]
    jobs: Option<NonZeroUsize>,
    /// Your own id of the run: asked again with the same payload, the run answers what it answered and does nothing
    #[arg(long, value_name = "TEXT", conflicts_with = "payloads", value_parser = values::run_id, allow_hyphen_values = true)]
    run_id: Option<RunId>,
    /// The field of each payload that holds your own id of its run
    #[arg(long, value_name = "NAME", requires = "payloads", conflicts_with = "payload")]
    run_id_field: Option<String>,
    /// Do a run once more that has an id, began and broke off; one that ended is not done again
    #[arg(long, requires = "id")]
    again: bool,
    /// The folder below which all state lives, as an absolute path [env: PGS_DATA_ROOT]
    #[arg(long, value_name = "ABS")]
    data_root: Option<PathBuf>,
    /// The folder whose traces/ receives the trace of the run, as an absolute path [env: PGS_WORKSPACE]
    #[arg(long, value_name = "ABS")]
    workspace: Option<PathBuf>,
    /// In what form state lies below the data root [env: PGS_STORE] [default: files]
    #[arg(long, value_name = "STORE", value_parser = values::store())]
    store: Option<BackendEntry>,
    /// What has happened to state when the run says how it ended [env: PGS_DURABILITY] [default: sync]
    #[arg(long, value_name = "WORD", value_parser = values::word(DURABILITY))]
    durability: Option<Durability>,
    /// What runs at the same time see of each other [env: PGS_ISOLATION] [default: run]
    #[arg(long, value_name = "WORD", value_parser = values::word(ISOLATION))]
    isolation: Option<Isolation>,
    /// How long to wait for state that another run or process holds [env: PGS_WAIT] [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = values::wait)]
    wait: Option<Wait>,
    /// Let state files be symbolic links [env: PGS_FOLLOW_LINKS=1] [default: a link below the data root is an error]
    #[arg(long)]
    follow_links: bool,
    /// What happens to a payload that breaks a declared rule [env: PGS_ADMISSION] [default: enforce]
    #[arg(long, value_name = "MODE", value_parser = values::word(ADMISSION))]
    admission: Option<Admission>,
    /// What a run leaves: its trace, a summary, a picture [env: PGS_TRACE] [default: jsonl,md,png; of many runs: jsonl]
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', value_parser = values::word(TRACE_FILES))]
    trace: Option<Vec<TraceFile>>,
    /// Append the trace of every run to this file, as an absolute path, instead of writing below --workspace
    #[arg(long, value_name = "ABS")]
    trace_into: Option<PathBuf>,
}

impl From<RunArgs> for RunOptions {
    fn from(args: RunArgs) -> Self {
        let RunArgs { payload, payloads, jobs, run_id: id, run_id_field: id_field, .. } = args;
        Self {
            input: match payloads {
                Some(payloads) => Input::Many { payloads, jobs: jobs.unwrap_or(NonZeroUsize::MIN), id_field },
                None => Input::One { payload, id },
            },
            max_payload: args.max_payload,
            data_root: args.data_root,
            workspace: args.workspace,
            store: args.store,
            durability: args.durability,
            isolation: args.isolation,
            wait: args.wait,
            links: args.follow_links.then_some(Links::Followed),
            admission: args.admission,
            files: args.trace.map(|files| beside_trace(&files)),
            trace_into: args.trace_into,
            again: args.again,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Pgs::command().debug_assert();
    }
}
