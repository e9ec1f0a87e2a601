//! Files that are written whole or not at all, and locks that outlive no process.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value};

use crate::json;

/// A held lock on one store. It ends with the value, and with the process.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the only lock on the store at `path` below `data_root`.
    ///
    /// The lock is a file of its own: a replaced file can't carry one. It lies under `.pgs/locks`, away from the state.
    pub fn exclusive(data_root: &Path, path: &Path) -> Result<Self, String> {
        let folder = data_root.join(".pgs").join("locks");
        let lock = folder.join(lock_name(data_root, path));
        let open = || {
            fs::create_dir_all(&folder)?;
            let file = File::options().create(true).truncate(false).write(true).open(&lock)?;
            file.lock()?;
            Ok(file)
        };
        open().map(|file| Self { _file: file }).map_err(|error: std::io::Error| describe("lock", &lock, &error))
    }
}

fn lock_name(data_root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(data_root).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().replace('%', "%25")),
            _ => None,
        })
        .collect();
    format!("{}.lock", parts.join("%2F"))
}

/// The JSON objects of a line file, in order; none if there is no file.
pub(super) fn read_lines(path: &Path) -> Result<Vec<Map<String, Value>>, String> {
    let Some(text) = read(path)? else { return Ok(Vec::new()) };
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| match json::parse(line) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(format!("{}, line {}: not a JSON object", path.display(), n + 1)),
            Err(error) => Err(format!("{}, line {}: {error}", path.display(), n + 1)),
        })
        .collect()
}

/// Appends one object as one line, whole: if the write fails, the file is as long as before.
pub(super) fn append_line(path: &Path, object: Map<String, Value>) -> Result<(), String> {
    let append = || {
        create_parent(path)?;
        let mut file = File::options().create(true).truncate(false).read(true).write(true).open(path)?;
        let before = file.seek(SeekFrom::End(0))?;
        let mut line = json::compact(&Value::Object(object));
        line.push('\n');
        if before > 0 && !ends_a_line(&mut file)? {
            line.insert(0, '\n');
        }
        file.write_all(line.as_bytes()).inspect_err(|_| {
            // The append failed; should this fail too, the torn line is what a reader reports.
            let _ = file.set_len(before);
        })
    };
    append().map_err(|error| describe("append to", path, &error))
}

fn ends_a_line(file: &mut File) -> std::io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// The JSON object of a file; an empty one if there is no file.
pub(super) fn read_object(path: &Path) -> Result<Map<String, Value>, String> {
    let Some(text) = read(path)? else { return Ok(Map::new()) };
    match json::parse(&text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(format!("{}: not a JSON object", path.display())),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

/// Replaces a file by this object, atomically: a reader sees the old file or the new one.
pub(super) fn replace_object(path: &Path, object: Map<String, Value>) -> Result<(), String> {
    let replace = || {
        let parent = create_parent(path)?;
        let mut file = tempfile::Builder::new().prefix(".pgs-").suffix(".tmp").tempfile_in(parent)?;
        file.write_all(json::pretty(&Value::Object(object)).as_bytes())?;
        keep_permissions(path, file.as_file())?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    replace().map_err(|error: std::io::Error| describe("replace", path, &error))
}

/// A replaced file keeps its permissions; a new one is readable by all, as any new file, not by its owner alone.
fn keep_permissions(path: &Path, file: &File) -> std::io::Result<()> {
    match fs::metadata(path) {
        Ok(metadata) => file.set_permissions(metadata.permissions()),
        Err(error) if error.kind() == ErrorKind::NotFound => make_readable(file),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn make_readable(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_file: &File) -> std::io::Result<()> {
    Ok(())
}

fn create_parent(path: &Path) -> std::io::Result<PathBuf> {
    let parent = path.parent().unwrap_or(path).to_owned();
    fs::create_dir_all(&parent)?;
    Ok(parent)
}

fn read(path: &Path) -> Result<Option<String>, String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(describe("read", path, &error)),
    }
}

fn describe(action: &str, path: &Path, error: &std::io::Error) -> String {
    format!("can't {action} {}: {error}", path.display())
}
