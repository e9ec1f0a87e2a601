//! Why a trace can't be rendered.

use std::io;
use std::path::PathBuf;

use pgs_trace::{LineError, ReadError};

use crate::graph::GraphError;

/// Why a trace can't be rendered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
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
    /// Its file holds several traces, and it has no id that a file could be named by.
    #[error("{}:{line}: the trace has no trace id to name files after", file.display())]
    NoTraceId {
        /// The file.
        file: PathBuf,
        /// The first line of the trace.
        line: usize,
    },
    /// The graph of its workflow can't be read.
    #[error("{}:{line}: {source}", file.display())]
    Graph {
        /// The file.
        file: PathBuf,
        /// The first line of the trace.
        line: usize,
        /// Why.
        source: GraphError,
    },
    /// The picture of its workflow can't be coloured.
    #[error("{}:{line}: the workflow's picture is no PNG with a palette", file.display())]
    Picture {
        /// The file.
        file: PathBuf,
        /// The first line of the trace.
        line: usize,
    },
    /// A file can't be written.
    #[error("{} can't be written: {source}", file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
}
