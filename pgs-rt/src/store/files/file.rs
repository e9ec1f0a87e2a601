//! What line files and object files have in common: reading, folders, words for errors.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::json;

/// The text of a file; none if there is no file.
pub(super) fn read(path: &Path) -> Result<Option<String>, String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(describe("read", path, &error)),
    }
}

/// Creates the folder of a file, where there is none yet.
pub(super) fn create_parent(path: &Path) -> std::io::Result<PathBuf> {
    let parent = path.parent().unwrap_or(path).to_owned();
    fs::create_dir_all(&parent)?;
    Ok(parent)
}

/// Refuses a value that no reader could read again, before it makes the whole file unreadable.
pub(super) fn check_depth(path: &Path, value: &Value) -> Result<(), String> {
    let limit = json::DEPTH_LIMIT;
    if json::depth(value) > limit {
        return Err(format!(
            "can't write {}: lists and objects would be nested more than {limit} deep",
            path.display()
        ));
    }
    Ok(())
}

pub(super) fn describe(action: &str, path: &Path, error: &std::io::Error) -> String {
    format!("can't {action} {}: {error}", path.display())
}
