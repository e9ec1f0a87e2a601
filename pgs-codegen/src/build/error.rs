//! Why a build stopped.

use std::io;
use std::path::{Path, PathBuf};

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::report;
use thiserror::Error;

use super::misfit::Misfit;
use crate::output::OutputError;

/// Why a build stopped. Its text says what to do, or shows what others said.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A variable that Cargo sets for every build script is missing.
    #[error("cargo sets no {name}: this must be called from a build script")]
    NoVariable {
        /// The variable.
        name: &'static str,
    },
    /// `OUT_DIR` does not lie where Cargo puts it, so that the target folder can't be told.
    #[error("{} is no output folder of cargo", path.display())]
    OutDir {
        /// `OUT_DIR`.
        path: PathBuf,
    },
    /// The snapshots have errors. The text shows all diagnostics, warnings too.
    #[error("{}", report::render(diagnostics, false))]
    Protocol {
        /// What was found.
        diagnostics: Box<Diagnostics>,
    },
    /// A snapshot that a variable names adds crates, which would be compiled and run.
    #[error(
        "{} adds crates, which would be compiled and run: {crates}. Read them, and set PGS_ADD_CRATES=1 to build with them",
        settings.display()
    )]
    ForeignCrates {
        /// The settings that name them.
        settings: PathBuf,
        /// Their names.
        crates: String,
    },
    /// A pattern of `PGS_BINARIES` names no binary. Nothing was written, built or removed.
    #[error("PGS_BINARIES names `{pattern}`, and no workflow binary is called so. {known}")]
    IdlePattern {
        /// The pattern.
        pattern: String,
        /// The binary that may be meant, or all that there are.
        known: String,
    },
    /// A generated file can't be read or written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A file of the build can't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The manifest of the calling package can't be read.
    #[error("{}: {source}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<toml::de::Error>,
    },
    /// Cargo can't be called for the generated package.
    #[error("can't call cargo for the generated crate: {source}")]
    NoCargo {
        /// What the system said.
        source: io::Error,
    },
    /// The generated package does not compile, or a crate that it stands on.
    #[error("{}", listed(found))]
    Compilation {
        /// The folder of the package.
        package: PathBuf,
        /// What is wrong, and of which artifacts.
        found: Vec<Misfit>,
    },
    /// There is no folder for temporary files.
    #[error("a temporary folder can't be made: {source}")]
    NoFolder {
        /// What the system said.
        source: io::Error,
    },
    /// The typeface of pictures can't be read.
    #[cfg(feature = "pictures")]
    #[error(transparent)]
    Typeface(pgs_picture::Error),
    /// The graph of a workflow can't be drawn.
    #[cfg(feature = "pictures")]
    #[error("{workflow}: {source}")]
    Drawing {
        /// The workflow's FQDN.
        workflow: String,
        /// Why it can't.
        source: pgs_picture::Error,
    },
    /// The program that draws does not compile, or can't draw.
    #[error("the pictures of workflows can't be drawn\n{said}")]
    NotDrawn {
        /// What cargo or the program said.
        said: String,
    },
    /// A binary can't be put beside those of the calling package.
    #[error("can't put {} in place: {source}", path.display())]
    Link {
        /// Where it belongs.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn listed(found: &[Misfit]) -> String {
    found.iter().map(|misfit| format!("error: {misfit}")).collect::<Vec<_>>().join("\n")
}

impl BuildError {
    /// What was found in snapshots.
    pub(super) fn protocol(diagnostics: Diagnostics) -> Self {
        Self::Protocol { diagnostics: Box::new(diagnostics) }
    }

    /// What the system said of a file.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}
