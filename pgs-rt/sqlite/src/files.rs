//! The files and folders that belong to a database.

use std::path::{Path, PathBuf};

use pgs_folder::{FilePath, Kind, Refused};
use pgs_store::layout::DATABASE;
use pgs_store::{DataRoot, StoreError, StoreResult};

/// The database.
pub(super) fn database(root: &DataRoot) -> FilePath {
    root.file(DATABASE)
}

/// The write-ahead log of the database.
pub(super) fn wal(root: &DataRoot) -> FilePath {
    root.file(&format!("{DATABASE}-wal"))
}

/// Says that a sync failed since the log was last known to be on disk.
pub(super) fn unsynced(root: &DataRoot) -> FilePath {
    root.own().file(format!("{DATABASE}.unsynced"))
}

/// Says for which log its name in its folder is on disk.
pub(super) fn named(root: &DataRoot) -> FilePath {
    root.own().file(format!("{DATABASE}.named"))
}

/// Says how long the log was when it was last known.
pub(super) fn log_length(root: &DataRoot) -> FilePath {
    root.own().file(format!("{DATABASE}.logged"))
}

/// A path for SQLite, which follows no links where it is told not to: also none in the way to the data root, which may
/// lead through some.
pub(super) fn for_sqlite(root: &DataRoot, path: &FilePath) -> StoreResult<PathBuf> {
    let real = std::fs::canonicalize(root.path()).map_err(|error| StoreError::io("open", root.path(), &error))?;
    let below = path.strip_prefix(root.path()).unwrap_or(path);
    Ok(real.join(below))
}

/// Before SQLite opens the database: whether it is there. What it opens beside it is a file, or not there.
pub(super) fn check_database(root: &DataRoot) -> StoreResult<bool> {
    let is_there = |file: &FilePath| {
        let refused = |refused: Refused| Err(StoreError::io("open", file, &refused.into()));
        match file.look().map_err(|error| StoreError::io("open", file, &error))?.map(|found| found.kind) {
            None => Ok(false),
            Some(Kind::File) => Ok(true),
            Some(Kind::Link) => refused(Refused::Link(file.to_path_buf())),
            Some(Kind::Folder | Kind::Other) => {
                let reason = format!("{} is no file; move it away", file.display());
                Err(StoreError::Conflict { path: file.to_path_buf(), reason })
            }
        }
    };
    let there = is_there(&database(root))?;
    is_there(&wal(root))?;
    // Memory that the processes share, and what SQLite looks for in a database of another mode.
    for end in ["-shm", "-journal"] {
        is_there(&root.file(&format!("{DATABASE}{end}")))?;
    }
    Ok(there)
}

/// Creates the folder of a file, and those that it lies in, to last.
pub(super) fn create_folder_of(path: &FilePath) -> StoreResult<()> {
    let is_new = |folder: &FilePath| !folder.exists();
    let folders = path.ancestors().skip(1);
    let mut names: Vec<FilePath> = folders.filter(is_new).collect();
    // Those above the data root: their names are in folders that lie above it too.
    let root = path.ancestors().last().map(|root| root.to_path_buf()).unwrap_or_default();
    let above: Vec<PathBuf> =
        root.ancestors().skip(1).take_while(|folder| !folder.exists()).map(Path::to_path_buf).collect();
    path.create_parent().map_err(|error| StoreError::io("create", path, &error))?;
    names.reverse();
    for name in &names {
        name.sync_name().map_err(|error| StoreError::io("sync", name, &error))?;
    }
    above.iter().filter_map(|folder| folder.parent()).try_for_each(sync_folder)
}

/// Waits until the names in the data root are on disk.
pub(super) fn sync_root(root: &DataRoot) -> StoreResult<()> {
    database(root).sync_name().map_err(|error| StoreError::io("sync", root.path(), &error))
}

fn sync_folder(path: &Path) -> StoreResult<()> {
    let folder = std::fs::File::open(path);
    folder.and_then(|folder| folder.sync_all()).map_err(|error| StoreError::io("sync", path, &error))
}
