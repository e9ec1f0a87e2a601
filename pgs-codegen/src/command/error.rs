//! Why a command fails.

use std::io;
use std::path::PathBuf;

use pgs_protocol::diagnostic::Diagnostics;
use thiserror::Error;

use super::generate::GenerateError;
use crate::author::AuthorError;
use crate::build::BuildError;
use crate::diff::traces::TracesError;
use crate::diff::{ApprovalsError, RenderError, SourceError};

/// Why a command fails.
#[derive(Debug, Error)]
pub(super) enum CommandError {
    /// There is nothing to compare.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Recorded runs can't be read.
    #[error(transparent)]
    Traces(#[from] TracesError),
    /// Approvals can't be read.
    #[error(transparent)]
    Approvals(#[from] ApprovalsError),
    /// What changed can't be drawn.
    #[error(transparent)]
    Pictures(#[from] BuildError),
    /// What changed can't be shown.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// Nothing was generated.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// Nothing was written for an author.
    #[error(transparent)]
    Author(#[from] AuthorError),
    /// What was written can't be sealed.
    #[error("what was written can't be sealed")]
    Sealing(Diagnostics),
    /// A file can't be written.
    #[error("{} can't be written: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// No diagnostic has this code.
    #[error("there is no code `{id}`; `pgs-codegen explain` lists the codes")]
    UnknownCode {
        /// What was given.
        id: String,
    },
    /// What there is to say can't be printed.
    #[error("stdout can't be written: {0}")]
    Stdout(io::Error),
}

impl CommandError {
    /// What is wrong with the snapshots, if that is why.
    pub fn diagnostics(&self) -> Option<&Diagnostics> {
        match self {
            Self::Source(SourceError::Found(diagnostics)) | Self::Sealing(diagnostics) => Some(diagnostics),
            Self::Generate(GenerateError::Protocol(diagnostics)) => Some(diagnostics),
            Self::Source(_)
            | Self::Traces(_)
            | Self::Approvals(_)
            | Self::Pictures(_)
            | Self::Render(_)
            | Self::Generate(_)
            | Self::Author(_)
            | Self::File { .. }
            | Self::UnknownCode { .. }
            | Self::Stdout(_) => None,
        }
    }
}
