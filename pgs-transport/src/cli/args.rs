//! The arguments, as clap reads them.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand};
use clap_complete::Shell;
use pgs_evidence::examine::Class;
use pgs_evidence::filter::{Filter, Since};
use pgs_rt::store::{BackendEntry, Durability, Isolation, Links, Wait};
use pgs_rt::{Admission, RunId};
use pgs_scenario::Answers;

use super::{help, values};
use crate::evidence::examine::{CLASSES, REPORT_FORMATS, ReportFormat};
use crate::evidence::select::Selection;
use crate::options::{
    ADMISSION, DURABILITY, ISOLATION, Input, Loudness, RunOptions, TRACE_FILES, TraceFile, beside_trace,
};
use crate::scenario::{CoverageForm, CoverageOptions, FORMS, TestOptions, Threshold};
use crate::size::Size;
use crate::state::Direction;
use crate::success::Success;
use crate::summary::{RUN_FORMATS, RunFormat};

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
        /// The workflow's full name, as `pgs list` shows it, or its code where no other workflow has that
        #[arg(long, value_name = "FQDN")]
        wf: String,
        #[command(flatten)]
        options: Box<RunArgs>,
    },
    /// Print a payload of a workflow to fill in: a skeleton of what its intent declares
    #[command(after_help = help::PAYLOAD_EXAMPLE)]
    Payload {
        /// The workflow's full name, or its code where no other workflow has that
        #[arg(long, value_name = "FQDN")]
        wf: String,
        /// Only the fields that must be there
        #[arg(long)]
        required: bool,
    },
    /// Say which payloads a run would refuse, and why; nothing is run or written
    ///
    /// Prints a line for each payload that would be refused, and the sum on standard error.
    #[command(after_help = help::ADMIT_EXAMPLE)]
    Admit {
        /// The workflow's full name, or its code where no other workflow has that
        #[arg(long, value_name = "FQDN")]
        wf: String,
        /// The payloads, one a line: a file, or - for standard input
        #[arg(long, value_name = "FILE")]
        payloads: PathBuf,
        /// How large a payload may be, in bytes or as 1MiB [env: PGS_MAX_PAYLOAD] [default: 64MiB]
        #[arg(long, value_name = "SIZE", value_parser = values::max_payload)]
        max_payload: Option<Size>,
        /// What happens to a payload that breaks a declared rule [env: PGS_ADMISSION] [default: enforce]
        #[arg(long, value_name = "MODE", value_parser = values::word(ADMISSION))]
        admission: Option<Admission>,
        /// In what form: text says what would be refused; json is one object for each payload [default: text]
        #[arg(long, value_name = "FORM", value_parser = values::word(RUN_FORMATS))]
        format: Option<RunFormat>,
    },
    /// List the workflows: what each is for, its payload and its own binary
    List,
    /// Run recorded workflows again and compare event by event
    ///
    /// Times, random bytes and the answers of side effects are the recorded ones; no state is touched. With a build of
    /// another version of the protocol this tells which runs would go another way. Suppressed values are not in a
    /// trace: where one decides, the comparison ends, and the answer says so. A trace of PGC holds less: its run is done again
    /// on a copy of the state from before it.
    #[command(after_help = help::REPLAY_EXAMPLES)]
    Replay {
        #[command(flatten)]
        traces: TraceArgs,
        #[command(flatten)]
        failures: FailureArgs,
        /// Every trace below this folder, as a table by workflow with all runs that go another way
        #[arg(long, value_name = "FOLDER", conflicts_with = "traces")]
        against: Option<PathBuf>,
        /// Of a run of PGC, its payload, which its trace does not hold: a file, or - for standard input
        #[arg(long, value_name = "FILE", conflicts_with = "against")]
        payload: Option<PathBuf>,
        /// Of a run of PGC, a folder with the state from before it, which is copied and not changed [default: no state]
        #[arg(long, value_name = "FOLDER", conflicts_with = "against")]
        data_root: Option<PathBuf>,
    },
    /// Say how recorded runs ended and, where one failed, what is at fault and what to do
    ///
    /// Several traces give a table and how many runs failed in which way. Reads traces of the reference interpreter
    /// too.
    #[command(after_help = help::EXAMINE_EXAMPLES)]
    Examine {
        #[command(flatten)]
        traces: TraceArgs,
        #[command(flatten)]
        failures: FailureArgs,
        /// The statuses that are success: a run that ended with one has not failed [default: SUCCESS,ALREADY_EXISTS]
        #[arg(long, value_name = "STATUS,…", value_delimiter = ',', value_parser = values::status)]
        success: Option<Vec<String>>,
        /// The form of the report
        #[arg(long, value_name = "FORM", default_value = "text", value_parser = values::word(REPORT_FORMATS))]
        format: ReportFormat,
    },
    /// Check that traces are whole and unchanged
    ///
    /// Prints a line for each trace. One that was altered, cut off or not chained fails, with the line of its file.
    #[command(after_help = help::VERIFY_EXAMPLES)]
    Verify {
        #[command(flatten)]
        traces: TraceArgs,
    },
    /// Write traces for people: a summary (.md) and a picture of the path (.png) beside each
    ///
    /// A trace of a workflow that this binary does not hold gets a summary without graph, and no picture.
    #[command(after_help = help::RENDER_EXAMPLES)]
    Render {
        #[command(flatten)]
        traces: TraceArgs,
        #[command(flatten)]
        failures: FailureArgs,
    },
    /// Move state between files and the database pgs.db, all of it or nothing
    State {
        #[command(subcommand)]
        direction: DirectionArgs,
    },
    /// Print what a shell reads to complete command lines, with the names of all workflows
    #[command(after_help = help::COMPLETIONS_EXAMPLE)]
    Completions {
        /// The shell
        shell: Shell,
        /// For the binary of this workflow: its full name, or its code where no other workflow has that [default: for pgs]
        #[arg(long, value_name = "FQDN")]
        wf: Option<String>,
    },
    /// Print the manual page of pgs, or write those of all its commands, and of the binary of every workflow
    Man {
        /// The folder to write them to
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
    },
    /// Check the transforms in this binary against the conformance cases of a snapshot
    ///
    /// Prints a line for each case, and fails if a case fails.
    Conformance {
        /// A protocol_snapshot folder, or a folder that holds one
        snapshot: PathBuf,
    },
    /// Run scenarios of workflows in memory and say what is not as they expect
    ///
    /// Nothing outside is touched: state is in memory, time and random bytes are those of the scenario, and side effects that
    /// reach further, as a mail does, are answered by it.
    #[command(after_help = help::TEST_EXAMPLES)]
    Test(TestArgs),
    /// Say what of the workflows scenarios and traces have taken: nodes, edges, outcomes, evaluations, rules of admission
    #[command(after_help = help::COVERAGE_EXAMPLES)]
    Coverage(CoverageArgs),
}

/// What `pgs test` is asked for.
#[derive(Args)]
pub(super) struct TestArgs {
    /// Files with scenarios, or folders that hold some: of a snapshot, of a project [default: the current folder]
    #[arg(value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,
    /// Only scenarios whose name, or whose file's, holds this text
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// What a step answers where no scenario says it: a status, or an object as in `answers`
    #[arg(long, value_name = "STEP=ANSWER", value_parser = values::answer)]
    answer: Vec<Answers>,
    /// How many are run at the same time [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = values::jobs)]
    jobs: Option<NonZeroUsize>,
    /// Write what became of each to this file as well, in the form of JUnit
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Make a scenario of these recorded runs, in their order, and print it
    #[arg(long, value_name = "TRACE", num_args = 1.., conflicts_with_all = ["paths", "only", "jobs", "junit"])]
    record: Vec<PathBuf>,
    /// Write it to this file, which is not there yet
    #[arg(long, value_name = "FILE", requires = "record")]
    into: Option<PathBuf>,
}

impl From<TestArgs> for TestOptions {
    fn from(args: TestArgs) -> Self {
        let TestArgs { paths, only, answer: answers, jobs, junit, record, into } = args;
        Self { paths, only, answers, jobs, junit, record, into }
    }
}

/// What `pgs coverage` is asked for.
#[derive(Args)]
pub(super) struct CoverageArgs {
    /// Scenarios and traces (.jsonl): files, or folders that hold some [default: the scenarios of the current folder]
    #[arg(value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,
    /// Only this workflow: its full name, its code, or a pattern such as 'orders::*'; may stand several times
    #[arg(long, value_name = "FQDN")]
    wf: Vec<String>,
    /// What a step answers where no scenario says it: a status, or an object as in `answers`
    #[arg(long, value_name = "STEP=ANSWER", value_parser = values::answer)]
    answer: Vec<Answers>,
    /// Fail if less of the edges of any workflow was taken, in percent
    #[arg(long, value_name = "PERCENT")]
    threshold: Option<Threshold>,
    /// Write a page (.md) and a picture (.png) of each workflow to this folder, with what was taken in colour
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    /// The form of the report
    #[arg(long, value_name = "FORM", default_value = "text", value_parser = values::word(FORMS))]
    format: CoverageForm,
}

impl From<CoverageArgs> for CoverageOptions {
    fn from(args: CoverageArgs) -> Self {
        let CoverageArgs { paths, wf: workflows, answer: answers, threshold, into, format: form } = args;
        Self { paths, answers, workflows, threshold, into, form }
    }
}

/// Which traces a command is asked about.
#[derive(Args)]
pub(super) struct TraceArgs {
    /// Traces: .jsonl files, folders that hold some, or trace ids [default: all of the workspace]
    #[arg(value_name = "TRACE")]
    traces: Vec<PathBuf>,
    /// The folder below whose traces/ trace ids are looked for [env: PGS_WORKSPACE] [default: pgs-runs, below the current folder]
    #[arg(long, value_name = "FOLDER")]
    workspace: Option<PathBuf>,
    /// Only runs of this workflow: its full name or its code
    #[arg(long, value_name = "FQDN")]
    workflow: Option<String>,
    /// Only runs that began then or later: 2026-11-26, 2026-11-26T09:30 (UTC), or how long ago: 30m, 12h, 7d
    #[arg(long, value_name = "TIME", value_parser = values::since)]
    since: Option<Since>,
    /// Say only what is wrong: no notes, and nothing of runs that did not fail, traces that are whole, runs that are identical,
    /// files that are written
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Say on standard error where traces were looked for, and how many match
    #[arg(short, long)]
    verbose: bool,
}

/// Which of them, by how they ended.
#[derive(Args)]
pub(super) struct FailureArgs {
    /// Only runs that failed: those that ended in no success, or did not end
    #[arg(long)]
    failed: bool,
    /// Only runs of these classes
    #[arg(long, value_name = "CLASS,…", value_delimiter = ',', value_parser = values::word(CLASSES))]
    class: Vec<Class>,
}

impl TraceArgs {
    /// What is asked for; another folder in the place of traces.
    pub fn selection(self, failures: Option<FailureArgs>, folder: Option<PathBuf>) -> Selection {
        let Self { traces, workspace, workflow, since, quiet, verbose } = self;
        let (failed, classes) = failures.map(|it| (it.failed, it.class)).unwrap_or_default();
        Selection {
            traces: traces.into_iter().chain(folder).collect(),
            workspace,
            filter: Filter { workflow, since, failed, classes },
            loudness: LoudnessArgs { quiet, verbose }.into(),
        }
    }
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
        /// The folder that holds pgs.db [env: PGS_DATA_ROOT] [default: pgs-runs/data]
        #[arg(long, value_name = "FOLDER")]
        data_root: Option<PathBuf>,
        /// The folder to write, which is empty or not there yet: a data root for --store files
        #[arg(long, value_name = "FOLDER")]
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
        /// The folder that will hold pgs.db [env: PGS_DATA_ROOT] [default: pgs-runs/data]
        #[arg(long, value_name = "FOLDER")]
        data_root: Option<PathBuf>,
        /// The folder that holds the files [default: the data root itself]
        #[arg(long, value_name = "FOLDER")]
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
    /// The folder below which all state lives [env: PGS_DATA_ROOT] [default: pgs-runs/data, below the current folder]
    #[arg(long, value_name = "FOLDER")]
    data_root: Option<PathBuf>,
    /// The folder whose traces/ receives the trace of the run [env: PGS_WORKSPACE] [default: pgs-runs, below the current folder]
    #[arg(long, value_name = "FOLDER")]
    workspace: Option<PathBuf>,
    /// In what form state lies below the data root [env: PGS_STORE] [default: as it lies there; files where there is none]
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
    /// Append the trace of every run to this file, instead of writing below --workspace
    #[arg(long, value_name = "FILE")]
    trace_into: Option<PathBuf>,
    /// In what form a run is told of [default: text]
    #[arg(long, value_name = "FORM", value_parser = values::word(RUN_FORMATS))]
    format: Option<RunFormat>,
    /// The statuses that are success, for the exit status [default: SUCCESS,ALREADY_EXISTS]
    #[arg(long, value_name = "STATUS,…", value_delimiter = ',', value_parser = values::status)]
    success: Option<Vec<String>>,
    #[command(flatten)]
    loudness: LoudnessArgs,
}

/// How much a run says beside its result.
#[derive(Args, Clone, Copy)]
pub(super) struct LoudnessArgs {
    /// Say nothing on standard error but errors and warnings
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Say where and how it takes place, on standard error
    #[arg(short, long)]
    verbose: bool,
}

impl From<LoudnessArgs> for Loudness {
    fn from(args: LoudnessArgs) -> Self {
        match args {
            LoudnessArgs { quiet: true, .. } => Self::Quiet,
            LoudnessArgs { verbose: true, .. } => Self::Verbose,
            LoudnessArgs { quiet: false, verbose: false } => Self::Normal,
        }
    }
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
            success: Success::of(args.success),
            format: args.format.unwrap_or_default(),
            loudness: args.loudness.into(),
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
