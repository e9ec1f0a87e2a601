//! The folders that a run needs.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::OptionError;
use crate::process::Process;

/// A folder that a run needs.
pub(super) struct Folder {
    /// The option that names it.
    pub option: &'static str,
    /// The variable that names it where the option does not.
    pub variable: &'static str,
    /// What it is for.
    pub purpose: &'static str,
}

pub(super) const DATA_ROOT: Folder =
    Folder { option: "--data-root", variable: "PGS_DATA_ROOT", purpose: "the folder below which all state lives" };
pub(super) const WORKSPACE: Folder =
    Folder { option: "--workspace", variable: "PGS_WORKSPACE", purpose: "the folder whose traces/ receives the trace" };

impl Folder {
    /// The folder, which is one or not there yet.
    pub fn resolve(&self, given: Option<&Path>, process: &Process<'_>) -> Result<PathBuf, OptionError> {
        let Self { option, variable, purpose } = *self;
        let (given_by, path) = match (given, process.variable(variable)) {
            (Some(path), _) => (option, path.to_owned()),
            (None, Some(path)) => (variable, path.into()),
            (None, None) => return Err(OptionError::Missing { option, variable, purpose }),
        };
        absolute(given_by, &path)?;
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Ok(path),
            Ok(_) => Err(OptionError::NotAFolder { given_by, path, purpose }),
            // It is created when something is first written into it.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(path),
            Err(source) => Err(OptionError::Unreadable { given_by, path, purpose, source }),
        }
    }
}

/// Refuses a path that means another place in another folder.
pub(crate) fn absolute(given_by: &'static str, path: &Path) -> Result<(), OptionError> {
    if path.is_absolute() {
        return Ok(());
    }
    Err(OptionError::Relative { given_by, path: path.to_owned(), absolute: std::path::absolute(path).ok() })
}
