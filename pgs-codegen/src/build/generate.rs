//! From snapshots to files in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use pgs_description::Transform;
use pgs_picture::Drawing;
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::report;

use super::pictures::{self, Workshop};
use super::{BuildError, messages};
use crate::Compiled;
use crate::emit::{Files, Layout};
use crate::output;

/// What is shown in full of all that was found.
pub(super) const DIAGNOSTICS: &str = "pgs-diagnostics.txt";

/// Where the files of a build go.
pub(super) struct Folders<'a> {
    /// Generated text.
    pub generated: &'a Path,
    /// What somebody changed in it.
    pub edits: &'a Path,
    /// Where what draws is found.
    pub workshop: Workshop<'a>,
}

/// What the snapshots give, before anything of it is written.
pub(super) struct Generated {
    files: Files,
    drawings: Vec<Drawing>,
    /// The names of the binaries.
    pub binaries: Vec<String>,
    /// How transforms are called, by FQDN.
    pub transforms: Vec<(String, Transform)>,
    /// What was found that stops nothing.
    pub diagnostics: Diagnostics,
}

/// Compiles the snapshots. What was found in them stands in full in a file in this folder.
pub(super) fn compile(snapshots: &[PathBuf], layout: &Layout, folder: &Path) -> Result<Generated, BuildError> {
    let Compiled { files, drawings, binaries, transforms, diagnostics } = crate::compile(snapshots, layout);
    let shown = folder.join(DIAGNOSTICS);
    fs::write(&shown, report::render(&diagnostics, false)).map_err(BuildError::at(&shown))?;
    match files {
        Some(files) => Ok(Generated { files, drawings, binaries, transforms, diagnostics }),
        None => Err(BuildError::Protocol { diagnostics: Box::new(diagnostics) }),
    }
}

impl Generated {
    /// Writes the files, and says which of them somebody had changed.
    pub fn write(&mut self, folders: &Folders<'_>) -> Result<(), BuildError> {
        pictures::complete(&mut self.files, &self.drawings, folders.generated, folders.workshop)?;
        let written = output::write(&self.files, folders.generated, folders.edits)?;
        messages::name_edits(&written.edits, folders.generated);
        Ok(())
    }
}
