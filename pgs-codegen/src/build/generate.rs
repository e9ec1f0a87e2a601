//! From snapshots to files in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use pgs_protocol::report;

use super::pictures::{self, Workshop};
use super::{BuildError, messages};
use crate::Compiled;
use crate::emit::Layout;
use crate::output;

/// What is shown in full of all that was found.
const DIAGNOSTICS: &str = "pgs-diagnostics.txt";

/// Where the files of a build go.
pub(super) struct Folders<'a> {
    /// Generated text.
    pub generated: &'a Path,
    /// What somebody changed in it.
    pub edits: &'a Path,
    /// What was found in the snapshots.
    pub report: &'a Path,
    /// Where what draws is found.
    pub workshop: Workshop<'a>,
}

/// Writes what the snapshots give, and says what was found; the names of the binaries.
pub(super) fn generate(
    snapshots: &[PathBuf],
    layout: &Layout,
    folders: &Folders<'_>,
) -> Result<Vec<String>, BuildError> {
    let Compiled { files, drawings, binaries, diagnostics } = crate::compile(snapshots, layout);
    let shown = folders.report.join(DIAGNOSTICS);
    fs::write(&shown, report::render(&diagnostics, false)).map_err(BuildError::at(&shown))?;
    let Some(mut files) = files else { return Err(BuildError::Protocol { diagnostics: Box::new(diagnostics) }) };
    messages::found(&diagnostics, &shown);
    pictures::complete(&mut files, &drawings, folders.generated, folders.workshop)?;
    let written = output::write(&files, folders.generated, folders.edits)?;
    messages::name_edits(&written.edits, folders.generated);
    Ok(binaries)
}
