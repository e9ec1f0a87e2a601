//! A folder that is made under another name and put in its place when it is whole and on disk.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::backend::Answer;
use super::moving::unsynced;

/// The folder while it is made. It is removed unless it is put in its place.
///
/// There is one such name for each folder. So what a killed process has left is found, and removed, by the next one. Who
/// makes a folder holds its lock, which ends with the process.
pub(super) struct NewFolder {
    /// What it is to become.
    folder: PathBuf,
    path: PathBuf,
    in_place: bool,
    _lock: File,
}

impl NewFolder {
    /// Begins an empty one, in the same folder.
    pub fn beside(folder: &Path) -> Answer<Self> {
        let name = folder.file_name().ok_or_else(|| format!("{} is no name for a new folder", folder.display()))?;
        let path = folder.with_file_name(format!(".{}.pgs-export", name.to_string_lossy()));
        let lock = locked(&path).map_err(|error| format!("can't create {}: {error}", path.display()))?;
        let lock = lock.ok_or_else(|| format!("{} is locked: it is made by another process", path.display()))?;
        let new = Self { folder: folder.to_owned(), path, in_place: false, _lock: lock };
        empty(&new.path).map_err(|error| format!("can't remove what is in {}: {error}", new.path.display()))?;
        Ok(new)
    }

    /// Where it is made.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it in its place, where nothing is or an empty folder, and waits until it is on disk.
    pub fn put_in_place(mut self) -> Answer<()> {
        sync_all(&self.path).map_err(|error| format!("can't sync {}: {error}", self.path.display()))?;
        let (folder, parent) = (&self.folder, parent(&self.folder));
        fs::rename(&self.path, folder).map_err(|error| format!("can't create {}: {error}", folder.display()))?;
        self.in_place = true;
        let synced = File::open(parent).and_then(|parent| parent.sync_all());
        synced.map_err(|error| unsynced(folder, &format!("can't sync {}: {error}", parent.display())))
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.in_place {
            // What is left is removed by whoever makes the folder next.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

fn parent(folder: &Path) -> &Path {
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The folder at this path, created if it is not there, with its lock; none if somebody else holds that.
fn locked(path: &Path) -> io::Result<Option<File>> {
    loop {
        fs::create_dir(path)
            .or_else(|error| if error.kind() == ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })?;
        let file = match File::open(path) {
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
        if fs::symlink_metadata(path).is_ok_and(|found| found.ino() == own) {
            return Ok(Some(file));
        }
    }
}

/// Removes what lies in a folder.
fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
    }
    Ok(())
}

/// Syncs a folder and the folders below it. Files are synced by whoever writes them.
fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_all(&entry.path())?;
        }
    }
    File::open(folder)?.sync_all()
}
