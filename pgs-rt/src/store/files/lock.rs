//! Locks that outlive no process.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

use super::file::describe;

/// The lock of one store: a file of its own, since a file that is replaced can't carry one. It stays open between uses.
pub(super) struct Lock {
    path: PathBuf,
    file: Option<File>,
}

/// A held lock. It ends with the value, and with the process.
pub(super) struct Held<'l> {
    file: &'l File,
}

/// Why a lock can't be had.
pub(super) struct Unlocked {
    /// In words.
    pub reason: String,
    /// Whether nothing may be written here: what is read then needs no lock.
    pub read_only: bool,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // An open file can be unlocked; and the lock goes with the process.
        let _ = self.file.unlock();
    }
}

impl Lock {
    pub fn new(path: PathBuf) -> Self {
        Self { path, file: None }
    }

    /// Waits for the lock. Nobody else holds it then, in this process or another.
    pub fn exclusive(&mut self) -> Result<Held<'_>, Unlocked> {
        let locked = loop {
            match self.take() {
                Ok(true) => break Ok(()),
                // Somebody has removed the file that was locked: others lock another one now.
                Ok(false) => self.file = None,
                Err(error) => break Err(error),
            }
        };
        match (locked, &self.file) {
            (Ok(()), Some(file)) => Ok(Held { file }),
            (Ok(()), None) => Err(Unlocked { reason: format!("can't lock {}", self.path.display()), read_only: false }),
            (Err(error), _) => Err(Unlocked {
                reason: describe("lock", &self.path, &error),
                read_only: matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem),
            }),
        }
    }

    fn take(&mut self) -> io::Result<bool> {
        if self.file.is_none() {
            self.file = Some(self.open()?);
        }
        let Some(file) = &self.file else { return Ok(false) };
        wait_for(file)?;
        if file.metadata()?.nlink() > 0 {
            return Ok(true);
        }
        file.unlock()?;
        Ok(false)
    }

    fn open(&self) -> io::Result<File> {
        let open = || File::options().create(true).truncate(false).write(true).open(&self.path);
        match open() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(self.path.parent().unwrap_or(&self.path))?;
                open()
            }
            opened => opened,
        }
    }
}

/// A signal may interrupt the wait.
fn wait_for(file: &File) -> io::Result<()> {
    loop {
        match file.lock() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            ended => return ended,
        }
    }
}
