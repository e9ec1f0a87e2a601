//! Why options, or the environment, can't be used.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use pgs_rt::DestinationError;
use pgs_rt::store::StoreError;

use crate::options::WaitError;
use crate::size::SizeError;
use crate::success::{NOT_DONE, USAGE};

/// Why options, or variables in their place, can't be used. Each names the option or variable, and the remedy.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OptionError {
    /// The path is none, or the current folder, which it starts from, is gone.
    #[error("{given_by}: `{}` is no path: {source}; give a folder", path.display())]
    NoPath { given_by: &'static str, path: PathBuf, source: io::Error },
    /// The path is that of a file.
    #[error("{given_by}: {} is not a folder; give {purpose}", path.display())]
    NotAFolder { given_by: &'static str, path: PathBuf, purpose: &'static str },
    /// The path can't be looked at.
    #[error("{given_by}: {} can't be read: {source}; give {purpose}", path.display())]
    Unreadable { given_by: &'static str, path: PathBuf, purpose: &'static str, source: io::Error },
    /// The variable is none of its words.
    #[error("{variable}: {} is no {purpose}; use {words}", word.display())]
    UnknownWord { variable: &'static str, word: OsString, purpose: &'static str, words: String },
    /// The variable is no time to wait.
    #[error("{variable}: {} is no time to wait; {source}", text.display())]
    Wait { variable: &'static str, text: OsString, source: WaitError },
    /// The variable is no size.
    #[error("{variable}: {} is no size of a payload; {source}", text.display())]
    MaxPayload { variable: &'static str, text: OsString, source: SizeError },
    /// The variable is no list of its words.
    #[error("{variable}: {words} is no list of formats; use {known} or some of them")]
    UnknownFiles { variable: &'static str, words: String, known: String },
    /// The build does not hold the store.
    #[error("{variable}: {source}")]
    Store { variable: &'static str, source: StoreError },
    /// The data root holds state in a form that the build does not hold.
    #[error("--data-root: {} is there: {source}", state.display())]
    StoreThere { state: PathBuf, source: Box<StoreError> },
    /// The data root can't be used.
    #[error("{0}; check --data-root")]
    DataRoot(StoreError),
    /// One trace of many in a file has nothing beside it.
    #[error(
        "--trace: beside the one file of --trace-into there is no place for md and png; use `pgs render` later, or \
         leave one of the options out"
    )]
    NoPlaceBesideTrace,
    /// The file for all traces lies where state lies.
    #[error(
        "--trace-into: {} lies below the data root {}, where every file is state; give a file elsewhere",
        file.display(),
        data_root.display()
    )]
    TraceInState { file: PathBuf, data_root: PathBuf },
    /// The file for all traces can't be opened.
    #[error("--trace-into: {0}; give a file in a folder that can be written")]
    TraceInto(DestinationError),
}

impl OptionError {
    /// The exit status of a process whose options these are.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::DataRoot(StoreError::Conflict { .. }) => USAGE,
            Self::DataRoot(_) | Self::TraceInto(_) => NOT_DONE,
            _ => USAGE,
        }
    }
}
