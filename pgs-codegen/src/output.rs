//! Writing generated files: only what changed, and never over a file that was not generated.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::emit::Files;

/// What every generated file begins with.
const MARKS: [&str; 2] = ["// Generated from the protocol", "# Generated from the protocol"];

/// Writes the files whose text differs and removes generated files that no longer belong. Says how many changed.
///
/// A file in the way that was not generated is an error: it is neither overwritten nor removed.
pub fn write(files: &Files, output: &Path) -> Result<usize, String> {
    let mut changed = 0;
    for (below, text) in files {
        let path = output.join(below);
        changed += usize::from(write_one(&path, text).map_err(|error| format!("{}: {error}", path.display()))?);
    }
    for stale in generated_files(output).map_err(|error| format!("{}: {error}", output.display()))? {
        let belongs = stale.strip_prefix(output).is_ok_and(|below| files.contains_key(below));
        if !belongs {
            fs::remove_file(&stale).map_err(|error| format!("{}: {error}", stale.display()))?;
            changed += 1;
        }
    }
    Ok(changed)
}

fn write_one(path: &Path, text: &str) -> io::Result<bool> {
    match fs::read_to_string(path) {
        Ok(old) if old == text => return Ok(false),
        Ok(old) if !is_generated(&old) => {
            let message = "this file was not generated and is in the way; move it, or choose another PGS_GENERATED";
            return Err(io::Error::new(ErrorKind::AlreadyExists, message));
        }
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(path))?;
        }
        Err(error) => return Err(error),
    }
    fs::write(path, text)?;
    Ok(true)
}

fn is_generated(text: &str) -> bool {
    text.is_empty() || MARKS.iter().any(|mark| text.starts_with(mark))
}

/// The Rust files below the output folder that bear the mark. `target` folders are left alone.
fn generated_files(output: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![output.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "target") {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && fs::read_to_string(&path).is_ok_and(|text| is_generated(&text))
            {
                found.push(path);
            }
        }
    }
    Ok(found)
}
