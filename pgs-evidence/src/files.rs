//! Which trace files are meant by paths.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Why paths mean no trace files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindError {
    /// A path is not there, or something below it can't be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The path that was given.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No file below a folder is a trace.
    #[error("{}: there is no trace (.jsonl) below this folder", folder.display())]
    NoTrace {
        /// The folder that was given.
        folder: PathBuf,
    },
}

/// The `.jsonl` files that these paths mean, in the order given: a file itself, and of a folder every one below it, by
/// name. A path that is not there, and a folder without any, is an error.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, FindError> {
    let mut found = Vec::new();
    for path in paths {
        let before = found.len();
        add(path, &mut found).map_err(|source| FindError::Unreadable { path: path.clone(), source })?;
        if found.len() == before {
            return Err(FindError::NoTrace { folder: path.clone() });
        }
    }
    Ok(found)
}

fn add(path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            add(&entry, found)?;
        } else if entry.extension().is_some_and(|extension| extension == pgs_trace::EXTENSION) {
            found.push(entry);
        }
    }
    Ok(())
}
