//! Files and folders: what can't be read becomes a diagnostic.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use pgs_value::{Map, Value};

use super::distinct;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// How many bytes a file may have that is read. The largest published one, an index, has 300 kB.
pub const LIMIT: u64 = 64 << 20;

/// The text of a file, which must be UTF-8. What is no regular file is not opened: a pipe or a device may have no end.
pub fn text(path: &Path, diagnostics: &mut Diagnostics) -> Option<String> {
    match bytes(path).map(String::from_utf8) {
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

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let refused = |why: String| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return refused("it is no regular file".to_owned());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT { refused(format!("it has more than {LIMIT} bytes")) } else { Ok(bytes) }
}

/// The JSON object in a file. Numbers keep their digits. A key that stands twice in one object is said.
pub fn object(path: &Path, diagnostics: &mut Diagnostics) -> Option<Map<String, Value>> {
    let text = text(path, diagnostics)?;
    if let Some(twice) = distinct::first_duplicate(&text) {
        let remedy = "remove one of the two, or seal the snapshot again";
        diagnostics.push(Diagnostic { code: Code::DuplicateName, ..unreadable(path, twice, remedy) });
    }
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

/// The folders in a folder, sorted by name. What a symbolic link names lies elsewhere, and is said and not read.
pub fn folders(path: &Path, diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
    let mut folders = entries(path, diagnostics);
    folders.retain(|path| path.is_dir() && is_in_place(path, diagnostics));
    folders
}

/// The files in a folder whose name ends in this extension, sorted by name. What is no regular file is said and not read.
pub fn files(path: &Path, extension: &str, diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
    let mut files = entries(path, diagnostics);
    files.retain(|path| has_extension(path, extension) && is_in_place(path, diagnostics));
    files
}

/// Whether a file or folder is no symbolic link, which is said.
pub fn is_in_place(path: &Path, diagnostics: &mut Diagnostics) -> bool {
    let is_link = path.is_symlink();
    if is_link {
        let message = "it is a symbolic link, and what lies elsewhere is no part of a snapshot".to_owned();
        diagnostics.push(unreadable(path, message, "put what it leads to in its place"));
    }
    !is_link
}

/// The last part of a path, as far as it is text.
pub fn file_name(path: &Path) -> String {
    path.file_name().map(OsStr::to_string_lossy).unwrap_or_default().into_owned()
}

/// Whether a file's name ends in `.json` (or another extension).
pub fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|it| it == extension)
}

/// The folder that holds `protocol_snapshot/`.
pub fn home(dir: &Path) -> PathBuf {
    let is_named = |path: &Path| path.file_name().is_some();
    match dir.parent() {
        Some(parent) if is_named(dir) && is_named(parent) => parent.to_path_buf(),
        // `.`, `..` and the bare `protocol_snapshot` say no name: the file system knows it.
        _ => fs::canonicalize(dir).ok().and_then(|path| Some(path.parent()?.to_path_buf())).unwrap_or_default(),
    }
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
