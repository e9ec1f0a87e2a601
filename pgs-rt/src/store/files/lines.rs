//! Line files: one JSON object a line, appended whole or not at all.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::file::{check_depth, create_parent, describe, read};
use super::lock::Lock;
use crate::json;

/// The JSON objects of a line file, in order; none if there is no file. For those who do not hold the store's lock.
///
/// Readers wait for nobody. But the line that another process appends right now may be there in part: what can't be
/// read is read once more under the lock before it counts as broken.
pub(super) fn read_shared(data_root: &Path, path: &Path) -> Result<Vec<Map<String, Value>>, String> {
    read_locked(path).or_else(|reason| match Lock::exclusive(data_root, path) {
        Ok(_lock) => read_locked(path),
        // A data root that can only be read has no locks.
        Err(_) => Err(reason),
    })
}

/// The JSON objects of a line file, in order; none if there is no file. For those who hold the store's lock.
pub(super) fn read_locked(path: &Path) -> Result<Vec<Map<String, Value>>, String> {
    let Some(text) = read(path)? else { return Ok(Vec::new()) };
    lines(&text)
        .map(|(n, line)| match json::parse(line) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(broken(path, n, "not a JSON object")),
            Err(error) => Err(broken(path, n, &error)),
        })
        .collect()
}

/// How many JSON objects a line file holds. For those who hold the store's lock.
///
/// The lines are checked, not built: a long log costs little more than reading it.
pub(super) fn count_locked(path: &Path) -> Result<usize, String> {
    let Some(text) = read(path)? else { return Ok(0) };
    let mut count = 0;
    for (n, line) in lines(&text) {
        serde_json::from_str::<IgnoredAny>(line).map_err(|error| broken(path, n, &error.to_string()))?;
        if !line.trim_start().starts_with('{') {
            return Err(broken(path, n, "not a JSON object"));
        }
        count += 1;
    }
    Ok(count)
}

/// The lines that are not blank, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(n, line)| (n + 1, line))
}

/// The JSON library counts lines within the text that it is given: that is always the first.
fn broken(path: &Path, line: usize, error: &str) -> String {
    let error = error.replace(" at line 1 column ", " at column ");
    format!("{}, line {line}: {error}; repair the line or remove it", path.display())
}

/// Appends one object as one line: if the write fails, the file is as long as before.
pub(super) fn append(path: &Path, object: Map<String, Value>) -> Result<(), String> {
    let object = Value::Object(object);
    check_depth(path, &object)?;
    append_text(path, json::compact(&object)).map_err(|error| describe("append to", path, &error))
}

fn append_text(path: &Path, mut line: String) -> io::Result<()> {
    create_parent(path)?;
    let mut file = File::options().create(true).truncate(false).read(true).write(true).open(path)?;
    let before = file.seek(SeekFrom::End(0))?;
    line.push('\n');
    if before > 0 && !ends_a_line(&mut file)? {
        line.insert(0, '\n');
    }
    file.write_all(line.as_bytes()).inspect_err(|_| {
        // The append failed; should this fail too, the torn line is what a reader reports.
        let _ = file.set_len(before);
    })
}

/// Leaves the file's position at its end.
fn ends_a_line(file: &mut File) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}
