//! Draws with the program `pgs-picture`, which is compiled when it is first needed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use pgs_picture::{Drawing, EXTENSIONS};

use super::Workshop;
use crate::build::{BuildError, cargo};
use crate::emit::{Content, Files};

/// The files of these pictures.
pub(super) fn draw(drawings: &[&Drawing], workshop: Workshop<'_>) -> Result<Files, BuildError> {
    let folder = tempfile::tempdir().map_err(|source| BuildError::NoFolder { source })?;
    let list = folder.path().join("drawings");
    fs::write(&list, lines(drawings)?).map_err(BuildError::at(&list))?;
    let mut run = cargo::command("run");
    // A program for another machine would not run here.
    run.env_remove("CARGO_BUILD_TARGET").arg("--release");
    run.env("CARGO_BUILD_BUILD_DIR", workshop.target);
    run.args(["--package", "pgs-picture", "--bin", "pgs-picture", "--manifest-path"]);
    run.arg(workshop.workspace.join("Cargo.toml")).arg("--target-dir").arg(workshop.target);
    run.arg("--").arg(folder.path()).stdin(File::open(&list).map_err(BuildError::at(&list))?);
    cargo::call(run, "what draws", |said| BuildError::NotDrawn { said: said.errors })?;
    read(drawings, folder.path())
}

/// What is to be drawn, one a line.
fn lines(drawings: &[&Drawing]) -> Result<String, BuildError> {
    let line = |drawing: &&Drawing| drawing.to_line().map(|line| line + "\n");
    drawings
        .iter()
        .map(line)
        .collect::<Result<_, _>>()
        .map_err(|error| BuildError::NotDrawn { said: error.to_string() })
}

/// Reads what was drawn.
fn read(drawings: &[&Drawing], folder: &Path) -> Result<Files, BuildError> {
    let names = drawings.iter().flat_map(|it| EXTENSIONS.map(|extension| it.stem.with_extension(extension)));
    let file = |name: PathBuf| {
        let path = folder.join(&name);
        fs::read(&path).map(|bytes| (name, Content::of(bytes))).map_err(BuildError::at(&path))
    };
    names.map(file).collect()
}
