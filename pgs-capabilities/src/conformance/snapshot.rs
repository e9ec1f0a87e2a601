//! Where the cases of a snapshot lie: `conformance/*.json`.

use std::path::{Path, PathBuf};
use std::{fs, io};

use pgs_value::snapshot::{CONFORMANCE, FOLDER};

/// Why a snapshot has no cases to check.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// It can't be read.
    #[error("the snapshot {} can't be read: {source}; give a protocol_snapshot folder", snapshot.display())]
    Unreadable {
        /// The folder that was given.
        snapshot: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It has no folder `conformance`.
    #[error(
        "{} has no conformance folder; give a protocol_snapshot folder, or a folder that holds one",
        snapshot.display()
    )]
    NoFolder {
        /// The folder that was given.
        snapshot: PathBuf,
    },
    /// Its folder `conformance` can't be read.
    #[error("{} can't be read: {source}", folder.display())]
    UnreadableFolder {
        /// That folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Its folder `conformance` holds no case.
    #[error("{} holds no case (*.json); compile the snapshot with its test data", folder.display())]
    NoCase {
        /// That folder.
        folder: PathBuf,
    },
}

/// The case files of a snapshot, by name: those of a folder `protocol_snapshot`, or of one that holds it. A snapshot
/// without any has nothing to check, which is an error.
pub fn case_files(snapshot: &Path) -> Result<Vec<PathBuf>, SnapshotError> {
    let folder = conformance_folder(snapshot)?;
    let mut files = match json_files(&folder) {
        Ok(files) => files,
        Err(source) => return Err(SnapshotError::UnreadableFolder { folder, source }),
    };
    if files.is_empty() {
        return Err(SnapshotError::NoCase { folder });
    }
    files.sort();
    Ok(files)
}

fn json_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    Ok(files)
}

fn conformance_folder(snapshot: &Path) -> Result<PathBuf, SnapshotError> {
    if let Err(source) = fs::read_dir(snapshot) {
        return Err(SnapshotError::Unreadable { snapshot: snapshot.to_owned(), source });
    }
    [snapshot.join(CONFORMANCE), snapshot.join(FOLDER).join(CONFORMANCE)]
        .into_iter()
        .find(|folder| folder.is_dir())
        .ok_or_else(|| SnapshotError::NoFolder { snapshot: snapshot.to_owned() })
}
