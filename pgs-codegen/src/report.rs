//! Shows diagnostics.

use std::fmt::Write as _;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

/// All diagnostics.
pub fn render(diagnostics: &Diagnostics, color: bool) -> String {
    let _ = color;
    let mut out = String::new();
    for diagnostic in diagnostics.sorted() {
        let _ = writeln!(out, "{}", one_line(diagnostic));
    }
    let count = |severity| diagnostics.count(severity);
    let _ = writeln!(
        out,
        "{} errors, {} warnings, {} notes",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note)
    );
    out
}

/// One diagnostic in one line, for `cargo::warning=` and `cargo::error=`.
pub fn one_line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, artifact, file, pointer, message, remedy } = diagnostic;
    format!("{code} {artifact} at {}#{pointer}: {message}; {remedy}", file.display()).replace('\n', " ")
}
