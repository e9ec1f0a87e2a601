//! What tells a generated file from any other.

use std::fs;
use std::path::Path;

/// What generated text bears in its first lines.
const MARKS: [&str; 4] = [
    "// Generated from the protocol",
    "# Generated from the protocol",
    "%% Generated from the protocol",
    "<!-- Generated from the protocol",
];
/// In which of its lines a text bears its mark at the latest.
const MARKED_LINES: usize = 2;

/// Files that can't bear a mark, and those beside them, of the same name, that bear it for them.
const UNMARKED: [&str; 2] = ["json", "png"];
const MARKED_BESIDE: [&str; 2] = ["mmd", "svg"];

/// Whether a file with this content was generated. An empty one tells nothing.
pub fn is_generated(path: &Path, content: &[u8]) -> bool {
    bears_mark(content) || (has_extension(path, &UNMARKED) && is_marked_beside(path))
}

fn bears_mark(content: &[u8]) -> bool {
    let lines = content.split(|byte| *byte == b'\n').take(MARKED_LINES);
    lines.into_iter().any(|line| MARKS.iter().any(|mark| line.starts_with(mark.as_bytes())))
}

fn is_marked_beside(path: &Path) -> bool {
    MARKED_BESIDE.iter().any(|extension| fs::read(path.with_extension(extension)).is_ok_and(|it| bears_mark(&it)))
}

/// Whether a file has one of these extensions.
pub fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|it| extensions.iter().any(|extension| it == *extension))
}
