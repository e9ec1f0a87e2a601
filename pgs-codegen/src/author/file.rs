//! New files, which never replace others.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::AuthorError;

/// A file that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its path below the folder that it is for.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whether it is left as it is where it is there: others may have brought it.
    pub is_shared: bool,
}

impl NewFile {
    /// A file that must not be there.
    pub fn new(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), text, is_shared: false }
    }

    /// A file that may be there.
    pub fn shared(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), text, is_shared: true }
    }
}

/// A file that is there, with what it is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl Change {
    /// This at the end of a file.
    pub fn appended(path: PathBuf, more: &str) -> Result<Self, AuthorError> {
        match fs::read_to_string(&path) {
            Ok(text) => {
                let joint = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
                Ok(Self { text: format!("{text}{joint}{more}"), path })
            }
            Err(error) => Err(AuthorError::Read { path, error: error.to_string() }),
        }
    }
}

/// What became of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Those that were written.
    pub written: Vec<PathBuf>,
    /// Those that were there.
    pub kept: Vec<PathBuf>,
    /// Those that say more than they did.
    pub changed: Vec<PathBuf>,
}

/// Writes files below a folder; none if one of them is there that must not be.
pub fn write(folder: &Path, files: Vec<NewFile>) -> Result<Written, AuthorError> {
    let there = |file: &&NewFile| !file.is_shared && folder.join(&file.path).symlink_metadata().is_ok();
    if let Some(file) = files.iter().find(there) {
        return Err(AuthorError::Exists { path: folder.join(&file.path) });
    }
    let mut done = Written::default();
    for file in files {
        let path = folder.join(&file.path);
        match create(&path, &file.text) {
            Ok(()) => done.written.push(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && file.is_shared => done.kept.push(path),
            Err(error) => return Err(AuthorError::Write { path, error }),
        }
    }
    Ok(done)
}

/// Writes new files below a folder, and the changes of others; nothing if a file is there that must not be.
pub fn write_with(folder: &Path, files: Vec<NewFile>, changes: Vec<Change>) -> Result<Written, AuthorError> {
    let mut done = write(folder, files)?;
    for Change { path, text } in changes {
        let is_new = !path.exists();
        if let Err(error) = fs::write(&path, text) {
            return Err(AuthorError::Write { path, error });
        }
        if is_new { done.written.push(path) } else { done.changed.push(path) }
    }
    Ok(done)
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}
