//! The files and folders that belong to a database.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use pgs_store::layout::{DATABASE, OWN_FOLDER};
use pgs_store::{StoreError, StoreResult};

/// The write-ahead log of the database.
pub(super) fn wal(root: &Path) -> PathBuf {
    root.join(format!("{DATABASE}-wal"))
}

/// Says that a sync failed since the log was last known to be on disk.
pub(super) fn unsynced(root: &Path) -> PathBuf {
    own_folder(root).join(format!("{DATABASE}.unsynced"))
}

/// Says for which log its name in its folder is on disk.
pub(super) fn named(root: &Path) -> PathBuf {
    own_folder(root).join(format!("{DATABASE}.named"))
}

/// What is no state.
pub(super) fn own_folder(root: &Path) -> PathBuf {
    root.join(OWN_FOLDER)
}

/// Creates a folder, and those that it lies in, to last.
pub(super) fn create_folder(path: &Path) -> StoreResult<()> {
    let new: Vec<&Path> = path.ancestors().take_while(|folder| !folder.exists()).collect();
    fs::create_dir_all(path).map_err(|error| StoreError::io("create", path, &error))?;
    new.into_iter().filter_map(Path::parent).try_for_each(sync_folder)
}

/// Waits until the names in a folder are on disk.
pub(super) fn sync_folder(path: &Path) -> StoreResult<()> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|error| StoreError::io("sync", path, &error))
}
