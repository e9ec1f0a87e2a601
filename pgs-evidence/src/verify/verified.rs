//! What a verification answers.

use std::path::PathBuf;

use pgs_trace::ReadError;

use super::defect::Defect;

/// A trace that is whole and, if it is chained, unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The trace id.
    pub trace_id: String,
    /// How many events it has.
    pub events: usize,
    /// Whether hashes chain its events. One of PGC has none: it is well formed, came to an end, and its events agree with each
    /// other, and no more is known.
    pub chained: bool,
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
