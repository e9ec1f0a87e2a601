//! Writing generated files: only what changed, and never over a file that was not generated.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::emit::Files;

/// What generated text bears in its first lines.
const MARKS: [&str; 4] = [
    "// Generated from the protocol",
    "# Generated from the protocol",
    "%% Generated from the protocol",
    "<!-- Generated from the protocol",
];
/// In which of its lines a text bears its mark at the latest.
const MARKED_LINES: usize = 2;

/// The kinds of files that are generated, and looked through for those that no longer belong.
const EXTENSIONS: [&str; 6] = ["json", "md", "mmd", "png", "rs", "svg"];
/// Files that can't bear a mark, and those beside them, of the same name, that bear it for them.
const UNMARKED: [&str; 2] = ["json", "png"];
const MARKED_BESIDE: [&str; 2] = ["mmd", "svg"];

/// Writes the files whose content differs and removes generated files that no longer belong. Says how many changed.
///
/// A file in the way that was not generated is an error: it is neither overwritten nor removed.
pub fn write(files: &Files, output: &Path) -> Result<usize, String> {
    let mut changed = Vec::new();
    for (below, content) in files {
        let path = output.join(below);
        // Everything is looked at before anything is written: a file is known by its neighbours too.
        if differs(&path, content.bytes()).map_err(|error| format!("{}: {error}", path.display()))? {
            changed.push((path, content.bytes()));
        }
    }
    for (path, content) in &changed {
        write_one(path, content).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let mut changed = changed.len();
    for stale in generated_files(output).map_err(|error| format!("{}: {error}", output.display()))? {
        let belongs = stale.strip_prefix(output).is_ok_and(|below| files.contains_key(below));
        if !belongs {
            fs::remove_file(&stale).map_err(|error| format!("{}: {error}", stale.display()))?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// Whether a file must be written.
fn differs(path: &Path, content: &[u8]) -> io::Result<bool> {
    match fs::read(path) {
        Ok(old) if old == content => Ok(false),
        Ok(old) if !is_generated(path, &old) => {
            let message = "this file was not generated and is in the way; move it, or choose another PGS_GENERATED";
            Err(io::Error::new(ErrorKind::AlreadyExists, message))
        }
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn write_one(path: &Path, content: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, content)
}

/// Whether a file with this content was generated.
fn is_generated(path: &Path, content: &[u8]) -> bool {
    content.is_empty() || bears_mark(content) || (has_extension(path, &UNMARKED) && is_marked_beside(path))
}

fn bears_mark(content: &[u8]) -> bool {
    let lines = content.split(|byte| *byte == b'\n').take(MARKED_LINES);
    lines.into_iter().any(|line| MARKS.iter().any(|mark| line.starts_with(mark.as_bytes())))
}

fn is_marked_beside(path: &Path) -> bool {
    MARKED_BESIDE.iter().any(|extension| fs::read(path.with_extension(extension)).is_ok_and(|it| bears_mark(&it)))
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|it| extensions.iter().any(|extension| it == *extension))
}

/// The files below the output folder that were generated. `target` folders are left alone.
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
            } else if has_extension(&path, &EXTENSIONS) && fs::read(&path).is_ok_and(|it| is_generated(&path, &it)) {
                found.push(path);
            }
        }
    }
    Ok(found)
}
