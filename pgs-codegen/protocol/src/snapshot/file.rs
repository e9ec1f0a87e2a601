//! Files and folders: what can't be read becomes a diagnostic.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use pgs_value::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The text of a file, which must be UTF-8.
pub fn text(path: &Path, diagnostics: &mut Diagnostics) -> Option<String> {
    match fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => Some(text),
        Ok(Err(error)) => {
            let message = format!("the file is not UTF-8: {}", error.utf8_error());
            diagnostics.push(unreadable(path, message, "write it as UTF-8, or seal the snapshot again"));
            None
        }
        Err(error) => {
            let message = format!("the file can't be read: {error}");
            diagnostics.push(unreadable(path, message, "restore the file, or make it readable"));
            None
        }
    }
}

/// The JSON object in a file. Numbers keep their digits.
pub fn object(path: &Path, diagnostics: &mut Diagnostics) -> Option<Map<String, Value>> {
    let text = text(path, diagnostics)?;
    match pgs_value::from_str(&text) {
        Ok(Value::Object(object)) => Some(object),
        Ok(other) => {
            let message = format!("the file holds {}, not an object", type_name(&other));
            diagnostics.push(unreadable(path, message, "write one JSON object, or seal the snapshot again"));
            None
        }
        Err(error) => {
            let message = format!("the file is not JSON: {error}");
            diagnostics.push(unreadable(path, message, "correct the JSON, or seal the snapshot again"));
            None
        }
    }
}

/// What lies in a folder, sorted by name; hidden files are left out. A folder that does not exist is empty.
pub fn entries(path: &Path, diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
    let listed = match fs::read_dir(path) {
        Ok(listed) => listed.collect::<Result<Vec<_>, _>>(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => Err(error),
    };
    match listed {
        Ok(entries) => {
            let visible = |path: &PathBuf| !file_name(path).starts_with('.');
            let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).filter(visible).collect();
            paths.sort();
            paths
        }
        Err(error) => {
            let message = format!("the folder can't be read: {error}");
            diagnostics.push(unreadable(path, message, "make the folder readable"));
            Vec::new()
        }
    }
}

/// The last part of a path, as far as it is text.
pub fn file_name(path: &Path) -> String {
    path.file_name().map(OsStr::to_string_lossy).unwrap_or_default().into_owned()
}

/// Whether a file's name ends in `.json` (or another extension).
pub fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|it| it == extension)
}

/// A diagnostic about a file as a whole.
pub fn unreadable(path: &Path, message: String, remedy: &str) -> Diagnostic {
    Diagnostic {
        code: Code::Unreadable,
        artifact: file_name(path),
        file: path.to_path_buf(),
        pointer: String::new(),
        message,
        remedy: remedy.to_owned(),
    }
}

/// The JSON type of a value, with its article.
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
