//! The folder below which all state lies.

use std::path::{Path, PathBuf};

use pgs_folder::{FilePath, Folder, Links, Rights};

use crate::layout::OWN_FOLDER;

/// A data root. It may be a link itself; below it none is followed, unless state files may be links.
#[derive(Clone, Debug)]
pub struct DataRoot {
    folder: Folder,
    links: Links,
}

impl DataRoot {
    /// The data root at a path, which need not be there yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { folder: Folder::new(path), links: Links::Refused }
    }

    /// The same, where this happens to links in the place of state files. What is not the reference's is never a link.
    pub fn with_links(self, links: Links) -> Self {
        Self { links, ..self }
    }

    /// Its path, as it was given.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The state file at a path below it.
    pub fn state_file(&self, path: &str) -> FilePath {
        let file = self.folder.file_by(path, self.links);
        if Path::new(path).starts_with(OWN_FOLDER) { file.with_rights(Rights::AsFolder) } else { file }
    }

    /// A file that is not the reference's, below the data root itself.
    pub fn file(&self, path: &str) -> FilePath {
        self.folder.file(path)
    }

    /// The folder for what is not the reference's. Whoever may write to the data root needs what lies there.
    pub fn own(&self) -> FilePath {
        self.folder.file(OWN_FOLDER).with_rights(Rights::AsFolder)
    }
}

impl<P: Into<PathBuf>> From<P> for DataRoot {
    fn from(path: P) -> Self {
        Self::new(path)
    }
}
