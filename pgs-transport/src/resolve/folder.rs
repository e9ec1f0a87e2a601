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
    /// Where it is, below the current folder, where neither names it.
    pub default: &'static str,
}

pub(super) const DATA_ROOT: Folder = Folder {
    option: "--data-root",
    variable: "PGS_DATA_ROOT",
    purpose: "the folder below which all state lives",
    default: "pgs-runs/data",
};
pub(super) const WORKSPACE: Folder = Folder {
    option: "--workspace",
    variable: "PGS_WORKSPACE",
    purpose: "the folder whose traces/ receives the trace",
    default: "pgs-runs",
};

/// A folder that was found, or will be made.
pub(crate) struct FoundFolder {
    /// The absolute path.
    pub path: PathBuf,
    /// How it was named, where the person who did so has not written this path.
    pub note: Option<String>,
    /// Whether nobody has named it, and it is not there yet.
    pub is_new: bool,
}

impl Folder {
    /// The folder, which is one or not there yet.
    pub fn resolve(&self, given: Option<&Path>, process: &Process<'_>) -> Result<FoundFolder, OptionError> {
        let Self { option, variable, purpose, default } = *self;
        let (given_by, path) = match (given, process.variable(variable)) {
            (Some(path), _) => (option, path.to_owned()),
            (None, Some(path)) => (variable, path.into()),
            (None, None) => ("", default.into()),
        };
        let is_relative = path.is_relative();
        let path = absolute(if given_by.is_empty() { option } else { given_by }, &path)?;
        let is_new = match fs::metadata(&path) {
            Ok(found) if found.is_dir() => false,
            Ok(_) => return Err(OptionError::NotAFolder { given_by: self.name(given_by), path, purpose }),
            // It is created when something is first written into it.
            Err(error) if error.kind() == ErrorKind::NotFound => true,
            Err(source) => {
                return Err(OptionError::Unreadable { given_by: self.name(given_by), path, purpose, source });
            }
        };
        let shown = path.display();
        let note = match (given_by, is_new, is_relative) {
            ("", true, _) => Some(format!("{shown} is new: {purpose}; {option} or {variable} names another")),
            ("", false, _) | (_, _, false) => None,
            (name, _, true) => Some(format!("{name} is {shown}")),
        };
        Ok(FoundFolder { path, note, is_new: is_new && given_by.is_empty() })
    }

    fn name(&self, given_by: &'static str) -> &'static str {
        if given_by.is_empty() { self.option } else { given_by }
    }
}

/// The absolute path: a relative one is below the current folder.
pub(crate) fn absolute(given_by: &'static str, path: &Path) -> Result<PathBuf, OptionError> {
    let absolute = std::path::absolute(path);
    absolute.map_err(|source| OptionError::NoPath { given_by, path: path.to_owned(), source })
}
