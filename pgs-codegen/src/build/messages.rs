//! What a build script says to Cargo: lines that begin with `cargo::`. Cargo shows what it says in one line only.

use std::path::Path;

use pgs_protocol::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use pgs_protocol::report;

use super::BuildError;
use crate::output::Edit;

/// How many edited files are named one by one. In a fresh clone after a change of the compiler, all files are.
const NAMED_EDITS: usize = 10;

/// Shows a warning.
pub(super) fn warn(message: &str) {
    println!("cargo::warning={}", pgs_escape::line(message));
}

/// Calls the script again when this file, or anything in this folder, changes. A path that is not there always has.
pub(super) fn rerun_if_changed(path: &Path) {
    let path = path.display().to_string();
    // A line break would begin what else cargo is to do.
    let path = if path.contains(['\n', '\r']) { ALWAYS } else { &path };
    println!("cargo::rerun-if-changed={path}");
}

/// Calls the script again when this variable changes.
pub(super) fn rerun_if_variable(name: &str) {
    println!("cargo::rerun-if-env-changed={name}");
}

/// A file that is never there.
const ALWAYS: &str = ".always";

/// Calls the script again at every build: a file that is never there has always changed.
pub(super) fn always_rerun() {
    rerun_if_changed(Path::new(ALWAYS));
}

/// Shows why the build stops: in a line each as errors, and in full.
pub(super) fn failed(error: &BuildError) {
    match error {
        BuildError::Protocol { diagnostics } => {
            let errors = diagnostics.sorted().into_iter();
            for diagnostic in errors.filter(|it| diagnostics.severity(it) == Some(Severity::Error)) {
                println!("cargo::error={}", report::one_line(diagnostic));
            }
        }
        BuildError::Compilation { found, .. } => {
            for misfit in found {
                println!("cargo::error={}", pgs_escape::line(&misfit.summary));
            }
        }
        error => println!("cargo::error={}", pgs_escape::line(error.to_string().lines().next().unwrap_or_default())),
    }
    eprintln!("{error}");
}

/// Shows what was found in snapshots that can be compiled: each warning, each crate that is added, and how many
/// other notes there are in the report.
pub(super) fn found(diagnostics: &Diagnostics, shown: &Path) {
    // Whose code is compiled and run is said in any case.
    let is_counted = |it: &&Diagnostic| it.code != Code::AddedCrate && diagnostics.severity(it) == Some(Severity::Note);
    let all = diagnostics.sorted();
    for diagnostic in all.iter().copied().filter(|it| !is_counted(it)) {
        warn(&report::one_line(diagnostic));
    }
    match all.iter().copied().filter(is_counted).count() {
        0 => {}
        1 => warn(&format!("1 note: {}", shown.display())),
        notes => warn(&format!("{notes} notes: {}", shown.display())),
    }
    if let Some(allowed) = report::allowed(diagnostics) {
        warn(&allowed);
    }
}

/// Says how much was found, where the build stops for another reason, and where it stands.
pub(super) fn count(diagnostics: &Diagnostics, file: &Path) {
    let count = diagnostics.sorted().len();
    if count > 0 {
        warn(&format!("what was found in the snapshots ({count}) stands in {}", file.display()));
    }
}

/// Says which generated files somebody changed, and where the change is kept.
pub(super) fn name_edits(edits: &[Edit], generated: &Path) {
    for edit in edits.iter().take(NAMED_EDITS) {
        let (file, kept) = (generated.join(&edit.file), edit.kept.display());
        let found = if edit.is_certain {
            "was changed since the last build, and not by the generator"
        } else {
            "was not what the snapshots give, and no record says whether somebody changed it"
        };
        let (done, shows) = if file.exists() {
            ("written anew", format!("`diff -u {} {kept}` shows the change", file.display()))
        } else {
            ("removed, because it no longer belongs", format!("what it said is in {kept}"))
        };
        warn(&format!("{} {found}. It was {done}; {shows}. Change the protocol instead", file.display()));
    }
    let others = edits.iter().skip(NAMED_EDITS).count();
    if let Some(first) = edits.get(NAMED_EDITS) {
        let kept = first.kept.display();
        warn(&format!(
            "{others} more generated files were not as the last build left them; the next is kept in {kept}"
        ));
    }
}
