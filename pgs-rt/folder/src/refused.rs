//! What is not opened, and why.

use std::io;
use std::path::{Path, PathBuf};

/// What happens to a symbolic link on the way to a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// It is an error.
    #[default]
    Refused,
    /// What it leads to is meant.
    Followed,
}

/// Something else stands where a file should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// A symbolic link, as the file or as a folder on the way to it.
    #[error("{} is a symbolic link", .0.display())]
    Link(PathBuf),
    /// A pipe, a device, a socket or a folder.
    #[error("{} is no file, where one is expected", .0.display())]
    NoFile(PathBuf),
}

impl Refused {
    /// What an error of this crate says of it, if that is what it says.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// What is refused.
    pub fn path(&self) -> &Path {
        let (Self::Link(path) | Self::NoFile(path)) = self;
        path
    }
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        Self::new(io::ErrorKind::InvalidInput, refused)
    }
}
