//! `pgs-codegen generate`: writes `generated/`, or says where it is not what the snapshots give.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::snapshot;
use thiserror::Error;

use crate::Compiled;
use crate::build::BuildError;
#[cfg(not(feature = "pictures"))]
use crate::build::pictures;
use crate::emit::{Files, Layout, Manifest};
use crate::output::{self, Drift, OutputError};

/// Why nothing was generated.
#[derive(Debug, Error)]
pub(super) enum GenerateError {
    /// The snapshots have errors.
    #[error("the snapshots have errors")]
    Protocol(Box<Diagnostics>),
    /// The current folder can't be told.
    #[error("the current folder can't be told: {0}")]
    NoFolder(io::Error),
    /// The output folder can't be read or written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The pictures can't be drawn.
    #[error(transparent)]
    Pictures(#[from] BuildError),
}

/// What the snapshots in these folders give, for a package in this output folder; and what was found in them.
pub(super) fn compile(project: &Path, dirs: &[PathBuf], output: &Path) -> Result<(Files, Diagnostics), GenerateError> {
    let found = if dirs.is_empty() {
        snapshot::discover(project, None)
    } else {
        snapshot::named(project, dirs, "the command line")
    };
    let snapshots = found.map_err(|it| GenerateError::Protocol(Box::new(it)))?;
    let layout = Layout::Package(Manifest { output: project.join(output), project: project.to_owned() });
    let (compiled, output) = (crate::compile(&snapshots, &layout), project.join(output));
    if compiled.diagnostics.has_errors() {
        return Err(GenerateError::Protocol(Box::new(compiled.diagnostics)));
    }
    let compiled = with_pictures(compiled, project, &output)?;
    Ok((compiled.files.unwrap_or_default(), compiled.diagnostics))
}

/// With all pictures new, so that what draws is seen in them too.
#[cfg(feature = "pictures")]
fn with_pictures(compiled: Compiled, _: &Path, _: &Path) -> Result<Compiled, BuildError> {
    compiled.drawn()
}

/// With the pictures that stand in the output folder, as a build has them, where this process can't draw.
#[cfg(not(feature = "pictures"))]
fn with_pictures(mut compiled: Compiled, project: &Path, output: &Path) -> Result<Compiled, BuildError> {
    let workshop = pictures::Workshop { workspace: project, target: &project.join("target/workflows") };
    if let Some(files) = &mut compiled.files {
        pictures::complete(files, &compiled.drawings, output, workshop)?;
    }
    Ok(compiled)
}

/// Writes the files that differ; a sentence about it.
pub(super) fn write(files: &Files, project: &Path, output: &Path) -> Result<String, GenerateError> {
    let written = output::write(files, &project.join(output), &project.join("target/hand-edits"))?;
    let mut said = format!("{}: {} of {} files written or removed", output.display(), written.changed, files.len());
    for edit in &written.edits {
        let (file, kept) = (output.join(&edit.file), edit.kept.display());
        let _ = write!(said, "\n{}: what was found there is kept in {kept}", file.display());
    }
    Ok(said)
}

/// The files that are not what the snapshots give, and in what way.
pub(super) fn check(files: &Files, project: &Path, output: &Path) -> Result<Vec<String>, GenerateError> {
    let drift = output::drift(files, &project.join(output))?;
    Ok(drift.iter().map(|(file, drift)| format!("{}: {}", output.join(file).display(), words(*drift))).collect())
}

fn words(drift: Drift) -> &'static str {
    match drift {
        Drift::Missing => "is missing",
        Drift::Differs => "is not what the snapshots give",
        Drift::LeftOver => "no longer belongs",
    }
}
