//! Whether traces are whole and unchanged (`docs/traces.md`, "Verifying").
//!
//! ```text
//! chain   every line as it was written, in its place, up to the seal
//! ids     what all events of a trace have in common
//! spans   which event may follow which
//! defect  everything that can be wrong
//!
//! together  all files, on all processors
//! parts     where a file can be divided
//! part      the runs of such a part, line by line
//! run       a run while its lines pass
//! ```
//!
//! Most lines are as they were written. They are looked at where they stand, and only where something is unclear all lines of
//! the trace are read, to say what is wrong.

mod chain;
mod defect;
mod ids;
mod part;
mod parts;
mod run;
mod spans;
mod together;

use std::path::{Path, PathBuf};

pub use defect::Defect;
use pgs_trace::{ReadError, Trace};

/// A trace that is whole and unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The trace id.
    pub trace_id: String,
    /// How many events it has.
    pub events: usize,
}

/// Why a trace is no evidence.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// Its file can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A line is not what was written there.
    #[error("{}:{line}: {defect}", file.display())]
    Defect {
        /// The file.
        file: PathBuf,
        /// The line of the file, from 1.
        line: usize,
        /// What is wrong with it.
        defect: Defect,
    },
}

/// Checks each trace of a file.
pub fn verify_file(file: &Path) -> Vec<Result<Verified, VerifyError>> {
    verify_files(&[file.to_owned()])
}

/// Checks each trace of these files, in order, with all processors that there are. Of a file no more is in memory than what
/// is looked at; only of a trace that may be wrong all lines.
pub fn verify_files(files: &[PathBuf]) -> Vec<Result<Verified, VerifyError>> {
    together::verify(files)
}

/// Checks that a trace is whole and unchanged. An error is the first that is found.
pub fn verify(trace: &Trace) -> Result<Verified, VerifyError> {
    let events =
        check(trace).map_err(|(line, defect)| VerifyError::Defect { file: trace.file.clone(), line, defect })?;
    Ok(Verified { trace_id: trace.id().unwrap_or_default().to_owned(), events })
}

/// Gives the number of events.
fn check(trace: &Trace) -> defect::Checked<usize> {
    let events = chain::check(trace)?;
    ids::check(trace, &events)?;
    spans::check(&events)?;
    Ok(events.len())
}
