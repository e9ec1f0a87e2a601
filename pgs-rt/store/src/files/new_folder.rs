//! A folder that is made under another name and put in its place when it is whole and on disk.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use pgs_folder::{Access, FilePath, Folder, Kind, NEW_FILE};

use crate::error::{StoreError, StoreResult};
use crate::layout::OWN_FOLDER;
use crate::moving::unsynced;

/// What tells a folder that is made here from one of somebody else: a file in the own folder. It is on disk before
/// anything else is, and as long as anything else is.
const MARK: &str = "export";

/// The folder while it is made. It is removed unless it is put in its place.
///
/// There is one such name for each folder. So what a killed process has left is found, and removed, by the next one. Who
/// makes a folder holds its lock, which ends with the process.
pub(super) struct NewFolder {
    /// What it is to become.
    folder: FilePath,
    path: FilePath,
    in_place: bool,
    _lock: File,
}

impl NewFolder {
    /// Begins an empty one, in the same folder.
    pub fn beside(folder: &Path) -> StoreResult<Self> {
        let name = folder.file_name().ok_or_else(|| {
            let reason = format!("{} is no name for a new folder", folder.display());
            StoreError::Conflict { path: folder.to_owned(), reason }
        })?;
        let folder = Folder::new(parent(folder)).file(name);
        let path = folder.with_name(format!(".{}.pgs-export", name.to_string_lossy()));
        let lock = locked(&path).map_err(|error| StoreError::io("create", &path, &error))?;
        let lock = lock.ok_or_else(|| {
            let reason = format!("{} is locked: it is made by another process", path.display());
            StoreError::Busy { path: path.to_path_buf(), reason }
        })?;
        check_own(&path)?;
        let new = Self { folder, path, in_place: false, _lock: lock };
        remove_contents(&new.path).map_err(|error| StoreError::io("remove what is in", &new.path, &error))?;
        mark(&new.path).map_err(|error| StoreError::io("create", &new.path, &error))?;
        Ok(new)
    }

    /// Where it is made.
    pub fn path(&self) -> &FilePath {
        &self.path
    }

    /// Puts it in its place, where nothing is or an empty folder, and waits until it is on disk.
    pub fn put_in_place(mut self) -> StoreResult<()> {
        sync_all(&self.path).map_err(|error| StoreError::io("sync", &self.path, &error))?;
        let (folder, parent) = (&self.folder, parent(&self.folder));
        self.path.rename(folder).map_err(|error| StoreError::io("create", folder, &error))?;
        self.in_place = true;
        // A loss of power may take the new name back. What then has the other one must still be known by its mark.
        folder.sync_name().map_err(|error| unsynced(folder, &StoreError::io("sync", parent, &error)))?;
        // It is no harm if the mark stays.
        let own = folder.file(OWN_FOLDER);
        let _ = own.file(MARK).remove();
        if own.list().is_ok_and(|names| names.is_empty()) {
            let _ = own.remove_all();
        }
        Ok(())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.in_place {
            // What is left is removed by whoever makes the folder next.
            let _ = remove_contents(&self.path).and_then(|()| self.path.remove_all());
        }
    }
}

/// Before what is in a folder is removed: a killed process has left it, or nothing is there.
fn check_own(path: &FilePath) -> StoreResult<()> {
    let failed = |error: io::Error| StoreError::io("read", path, &error);
    let is_marked =
        || path.file(OWN_FOLDER).file(MARK).look().map(|found| found.is_some_and(|found| found.kind == Kind::File));
    let names = path.list().map_err(failed)?;
    // One that was killed before its mark was there has left the mark's folder.
    let begun = names.iter().all(|(name, _)| name == OWN_FOLDER)
        && path.file(OWN_FOLDER).list().map_or(true, |names| names.is_empty());
    if begun || is_marked().map_err(failed)? {
        return Ok(());
    }
    let reason = format!("{} is there, and was not made by `pgs state`; move it away", path.display());
    Err(StoreError::Conflict { path: path.to_path_buf(), reason })
}

/// Removes what lies in the folder, the mark last.
fn remove_contents(path: &FilePath) -> io::Result<()> {
    for (name, _) in path.list()? {
        if name != OWN_FOLDER {
            path.file(name).remove_all()?;
        }
    }
    path.open_folder()?.sync_all()?;
    path.empty()
}

fn mark(path: &FilePath) -> io::Result<()> {
    let mark = path.file(OWN_FOLDER).file(MARK);
    mark.with_parent(|| mark.create_new(Access::Write, NEW_FILE))?.sync_all()?;
    mark.ancestors().take(2).try_for_each(|name| name.sync_name())
}

fn parent(folder: &Path) -> &Path {
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The folder at this path, created if it is not there, with its lock; none if somebody else holds that.
fn locked(path: &FilePath) -> io::Result<Option<File>> {
    loop {
        path.create_folder()
            .or_else(|error| if error.kind() == ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })?;
        let file = match path.open_folder() {
            // Who made it has just put it in its place, or removed it.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            opened => opened?,
        };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
            Ok(()) => {}
        }
        let own = file.metadata()?.ino();
        if path.look().is_ok_and(|found| found.is_some_and(|found| found.inode == own)) {
            return Ok(Some(file));
        }
    }
}

/// Syncs a folder and the folders below it. Files are synced by whoever writes them.
fn sync_all(folder: &FilePath) -> io::Result<()> {
    for (name, kind) in folder.list()? {
        if kind == Kind::Folder {
            sync_all(&folder.file(name))?;
        }
    }
    folder.open_folder()?.sync_all()
}
