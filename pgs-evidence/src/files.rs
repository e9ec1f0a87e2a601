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
    /// What lies below a folder is found without links: they may lead in a circle, or out of it.
    #[error("{}: a symbolic link below a folder is not followed; name what it leads to", path.display())]
    Link {
        /// The link.
        path: PathBuf,
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
        let unreadable = |source| FindError::Unreadable { path: path.clone(), source };
        if fs::metadata(path).map_err(unreadable)?.is_dir() {
            add_below(path, &mut found, &unreadable)?;
        } else {
            found.push(path.clone());
        }
        if found.len() == before {
            return Err(FindError::NoTrace { folder: path.clone() });
        }
    }
    Ok(found)
}

/// Adds the traces below a folder.
fn add_below(
    folder: &Path,
    found: &mut Vec<PathBuf>,
    unreadable: &impl Fn(io::Error) -> FindError,
) -> Result<(), FindError> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<fs::DirEntry>>>);
    let mut entries = entries.map_err(unreadable)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
        let is_trace = path.extension().is_some_and(|extension| extension == pgs_trace::EXTENSION);
        if kind.is_symlink() && (is_trace || path.is_dir()) {
            return Err(FindError::Link { path });
        } else if kind.is_dir() {
            add_below(&path, found, unreadable)?;
        } else if is_trace {
            found.push(path);
        }
    }
    Ok(())
}
