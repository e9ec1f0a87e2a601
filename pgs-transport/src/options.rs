//! How and where a run is asked to take place. What is not said comes from the environment, or is the default.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use pgs_evidence::render::Files;
use pgs_rt::store::{BackendEntry, Durability, Isolation, Links, Wait};
use pgs_rt::{Admission, RunId};

use crate::size::Size;
use crate::success::Success;
use crate::summary::RunFormat;
use crate::words::Word;

/// What a run, or a batch of runs, is asked for.
pub(crate) struct RunOptions {
    /// The payloads.
    pub input: Input,
    /// How many bytes a payload may have.
    pub max_payload: Option<Size>,
    /// The folder below which all state lives.
    pub data_root: Option<PathBuf>,
    /// The folder whose `traces/` receives the traces.
    pub workspace: Option<PathBuf>,
    /// In what form state lies below the data root.
    pub store: Option<BackendEntry>,
    /// What has happened to state when the run says how it ended.
    pub durability: Option<Durability>,
    /// What runs at the same time see of each other.
    pub isolation: Option<Isolation>,
    /// How long is waited for state that others hold.
    pub wait: Option<Wait>,
    /// What happens to links in the place of state files.
    pub links: Option<Links>,
    /// What happens to a payload that breaks a declared rule.
    pub admission: Option<Admission>,
    /// What is left beside each trace.
    pub files: Option<Files>,
    /// The file that all traces are appended to, in place of the workspace.
    pub trace_into: Option<PathBuf>,
    /// Whether a run is done once more that has an id, began and broke off.
    pub again: bool,
    /// Which statuses are success.
    pub success: Success,
    /// In what form a run is told of.
    pub format: RunFormat,
    /// How much is said.
    pub loudness: Loudness,
}

/// How much is said beside what was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Loudness {
    /// Errors alone.
    Quiet,
    /// What a person should know.
    #[default]
    Normal,
    /// Where and how everything takes place, too.
    Verbose,
}

/// Where payloads come from; `-` is standard input.
pub(crate) enum Input {
    /// One payload.
    One {
        /// The file; an empty payload without one.
        payload: Option<PathBuf>,
        /// The caller's own id of the run.
        id: Option<RunId>,
    },
    /// Many, one a line.
    Many {
        /// The file.
        payloads: PathBuf,
        /// How many are run at the same time.
        jobs: NonZeroUsize,
        /// The field of each payload that holds the caller's own id of the run.
        id_field: Option<String>,
    },
}

/// What `--durability` may be.
pub(crate) const DURABILITY: &[Word<Durability>] = &[
    Word { text: "sync", value: Durability::Sync, about: "It is on disk: a power loss can't take it" },
    Word { text: "os", value: Durability::Os, about: "The operating system has it: a kill can't take it" },
];

/// What `--isolation` may be.
pub(crate) const ISOLATION: &[Word<Isolation>] = &[
    Word {
        text: "run",
        value: Isolation::Run,
        about: "Nothing: their effects are those of some order, one run after the other",
    },
    Word { text: "operation", value: Isolation::Operation, about: "What each operation finds done by the others" },
];

/// What `--wait` may be: so many seconds.
pub(crate) fn wait(text: &str) -> Result<Wait, WaitError> {
    let seconds = text.parse().ok().filter(|seconds| *seconds <= MOST_SECONDS);
    seconds.map(|seconds| Wait(Duration::from_secs(seconds))).ok_or(WaitError)
}

/// A day.
const MOST_SECONDS: u64 = 86_400;

/// What is no time to wait.
#[derive(Debug, thiserror::Error)]
#[error("give a number of seconds from 0 to {MOST_SECONDS}")]
pub(crate) struct WaitError;

/// What the variable of `--follow-links` may be.
pub(crate) const FOLLOW_LINKS: &[Word<Links>] = &[
    Word { text: "1", value: Links::Followed, about: "State files may be links" },
    Word { text: "0", value: Links::Refused, about: "A link in the place of a state file is an error" },
];

/// What `--admission` may be.
pub(crate) const ADMISSION: &[Word<Admission>] = &[
    Word {
        text: "enforce",
        value: Admission::Enforce,
        about: "The run answers NACK and changes nothing; declared defaults are filled in",
    },
    Word {
        text: "observe",
        value: Admission::Observe,
        about: "The violation is recorded in the trace and the payload passes unchanged",
    },
];

/// A file that a run leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TraceFile {
    /// The trace.
    Jsonl,
    /// A summary.
    Md,
    /// A picture.
    Png,
}

/// What `--trace` may hold.
pub(crate) const TRACE_FILES: &[Word<TraceFile>] = &[
    Word { text: "jsonl", value: TraceFile::Jsonl, about: "The trace itself; it is always written" },
    Word { text: "md", value: TraceFile::Md, about: "A summary for a person" },
    Word {
        text: "png",
        value: TraceFile::Png,
        about: "A picture of the workflow's graph with the way that the run took",
    },
];

/// Those of these files that lie beside the trace.
pub(crate) fn beside_trace(files: &[TraceFile]) -> Files {
    Files { md: files.contains(&TraceFile::Md), png: files.contains(&TraceFile::Png) }
}
