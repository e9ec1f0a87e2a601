//! What a verification answers.

use std::path::PathBuf;

use pgs_trace::ReadError;

use super::defect::Defect;

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
