//! Why payloads can't be read.

use std::io;

/// Why the file of `--payloads`, or standard input in its place, can't be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinesError {
    /// It can't be opened.
    #[error("--payloads: {name} can't be read: {source}; {REMEDY}")]
    Unreadable { name: String, source: io::Error },
    /// It is a folder.
    #[error("--payloads: {name} is a folder; {REMEDY}")]
    Folder { name: String },
    /// It can't be read to its end.
    #[error("--payloads: {name} can't be read: {source}")]
    BrokenOff { name: String, source: io::Error },
}

const REMEDY: &str = "give a file with a JSON object a line, or - for standard input";
