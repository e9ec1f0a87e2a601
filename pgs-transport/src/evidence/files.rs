//! Which trace files are meant by arguments.

use std::fs;
use std::path::{Path, PathBuf};

/// The `.jsonl` files that these paths mean, in the order given: a file itself, and of a folder every one below it, by
/// name. A path that is not there, and a folder without any, is an error.
pub(crate) fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in paths {
        let before = found.len();
        add(path, &mut found).map_err(|error| format!("{}: {error}", path.display()))?;
        if found.len() == before {
            return Err(format!("{}: there is no trace (.jsonl) below this folder", path.display()));
        }
    }
    Ok(found)
}

fn add(path: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            add(&entry, found)?;
        } else if entry.extension().is_some_and(|extension| extension == "jsonl") {
            found.push(entry);
        }
    }
    Ok(())
}
