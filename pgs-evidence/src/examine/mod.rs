//! How runs ended, and what is at fault where they failed (`docs/traces.md`, "Examining").
//!
//! ```text
//! report    the report of one trace
//! finding   what is at fault, where, and what to do about it
//! class     the classes of failure, and which one it is
//! artifact  where an artifact lies in its snapshot
//! pgc       what a run of PGC failed at
//! ```

mod artifact;
mod class;
mod finding;
mod pgc;
mod report;

use std::path::{Path, PathBuf};

use pgs_rt::Workflow;
use pgs_trace::{LineError, ReadError, Trace, UnreadableLine};

use crate::files::each;
use crate::pgc::{is_pgc, unreadable};

pub use class::Class;
pub use finding::Finding;
pub use pgc::{PathStep, PgcReport, RecordedAtom};
pub use report::{Exit, Report, SideEffect};

/// Why there is no report of a trace.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExamineError {
    /// Its file can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No line of it is an event.
    #[error("{}:{line}: {error}; give a trace (.jsonl)", file.display())]
    NotATrace {
        /// The file.
        file: PathBuf,
        /// The first line of the trace.
        line: usize,
        /// Why that is no event.
        error: LineError,
    },
    /// It has no line.
    #[error("{}:1: there is no event; give a trace (.jsonl)", file.display())]
    Empty {
        /// The file.
        file: PathBuf,
    },
}

/// Examines each trace of a file, one after the other.
pub fn examine_file(file: &Path, workflows: &[Workflow]) -> Vec<Result<Report, ExamineError>> {
    each(file).map(|trace| examine(&trace?, workflows)).collect()
}

/// How the run of a trace ended, and what it failed at. `workflows` are those whose graphs are known.
pub fn examine(trace: &Trace, workflows: &[Workflow]) -> Result<Report, ExamineError> {
    Report::of(trace, workflows).ok_or_else(|| no_event(trace))
}

fn no_event(trace: &Trace) -> ExamineError {
    let file = trace.file.clone();
    let of_pgc = || unreadable(trace).into_iter().next().filter(|_| is_pgc(trace));
    match trace.unreadable().next().or_else(of_pgc) {
        Some(UnreadableLine { line, error }) => ExamineError::NotATrace { file, line, error },
        None => ExamineError::Empty { file },
    }
}
