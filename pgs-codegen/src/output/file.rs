//! One file of the output folder: where it may lie, how it is written, and why it is not.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why generated files are not written. Nothing was written if a file was in the way.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OutputError {
    /// A file that was not generated, or a symbolic link, stands where one belongs. It is neither overwritten nor removed.
    #[error("{}: this file was not generated and is in the way; move it, or choose another PGS_GENERATED", path.display())]
    InTheWay {
        /// The file.
        path: PathBuf,
    },
    /// A file can't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// A link is in the way: what stands behind it was not generated here.
pub fn check_link(output: &Path, below: &Path) -> Result<(), OutputError> {
    let folders = below.ancestors().filter(|below| *below != Path::new(""));
    match folders.map(|below| output.join(below)).find(|path| path.is_symlink()) {
        Some(path) => Err(OutputError::InTheWay { path }),
        None => Ok(()),
    }
}

/// Writes a file, with the folders above it.
pub fn write_one(path: &Path, content: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, content)
}

/// The error of a file.
pub fn at(path: &Path, source: io::Error) -> OutputError {
    OutputError::File { path: path.to_owned(), source }
}
