//! Why a trace can't be kept.

use std::path::PathBuf;

use thiserror::Error;

/// Why a trace can't be kept.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TraceError {
    /// It has no id or no place: nothing was written.
    #[error(transparent)]
    NotBegun(#[from] DestinationError),
    /// Its events can't be written: what the file holds is not known.
    #[error("the trace {trace_id} can't be written: {reason}")]
    NotWritten {
        /// The trace.
        trace_id: String,
        /// What the system says.
        reason: String,
    },
}

/// Why a trace can't go where it should: nothing of it was written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DestinationError {
    /// The file for all traces, or the one with its ids, is something else.
    #[error("{} is no regular file", path.display())]
    NoFile {
        /// What is there.
        path: PathBuf,
    },
    /// The file for all traces, or the one with its ids, is a link.
    #[error("{} is a symbolic link; {remedy}", path.display())]
    Link {
        /// The link.
        path: PathBuf,
        /// What to do about it.
        remedy: &'static str,
    },
    /// The file for all traces, or the one with its ids, can't be opened.
    #[error("{} can't be written: {reason}", path.display())]
    NotOpened {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The file with the ids fails.
    #[error("{} can't be read and written: {reason}", path.display())]
    NoId {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The trace's own folder or file can't be created.
    #[error("can't create a trace under {}: {reason}", folder.display())]
    NotCreated {
        /// The folder of the workflow's traces.
        folder: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The system's clock says a time that nobody has set.
    #[error("the clock of the system says {says}, which no trace can have; set the clock")]
    Clock {
        /// Which, in a few words.
        says: &'static str,
    },
    /// No id can hold this time.
    #[error("a trace can't have this time: {0}")]
    Time(String),
}
