//! Locks that outlive no process.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::sync::Arc;

/// A lock: a file of its own, since a file that is replaced can't carry one. It stays open between uses.
///
/// The lock belongs to the open file: threads exclude each other as processes do, if each has a `Lock` of its own.
pub(super) struct Lock {
    path: PathBuf,
    file: Option<Arc<File>>,
}

/// A held lock. It ends with the value, and with the process.
pub(super) struct Held(Arc<File>);

/// Why a lock can't be had.
pub(super) struct Unlocked {
    /// In words.
    pub reason: String,
    /// Whether nothing may be written here: what is read then needs no lock.
    pub read_only: bool,
}

impl Drop for Held {
    fn drop(&mut self) {
        // An open file can be unlocked; and the lock goes with the process.
        let _ = self.0.unlock();
    }
}

impl Lock {
    pub fn new(path: PathBuf) -> Self {
        Self { path, file: None }
    }

    /// Waits for the lock. Nobody else holds it then, in this process or another.
    pub fn exclusive(&mut self) -> Result<Held, Unlocked> {
        self.take(File::lock).map_err(|error| self.unlocked(&error))
    }

    /// Waits for the lock. Whoever else holds it then has it in this way too.
    pub fn shared(&mut self) -> Result<Held, Unlocked> {
        self.take(File::lock_shared).map_err(|error| self.unlocked(&error))
    }

    /// As [`Lock::exclusive`], but none if somebody else holds it.
    pub fn try_exclusive(&mut self) -> Result<Option<Held>, Unlocked> {
        match self.take(|file| Ok(file.try_lock()?)) {
            Ok(held) => Ok(Some(held)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(self.unlocked(&error)),
        }
    }

    fn take(&mut self, lock: impl Fn(&File) -> io::Result<()>) -> io::Result<Held> {
        loop {
            let file = match &self.file {
                Some(file) => file,
                None => self.file.insert(Arc::new(open(&self.path)?)),
            };
            match lock(file) {
                // By a signal.
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                ended => ended?,
            }
            let held = Held(Arc::clone(file));
            if held.0.metadata()?.nlink() > 0 {
                return Ok(held);
            }
            // Somebody has removed the file that was locked: others lock another one now.
            self.file = None;
        }
    }

    fn unlocked(&self, error: &io::Error) -> Unlocked {
        Unlocked {
            reason: format!("can't lock {}: {error}", self.path.display()),
            read_only: matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem),
        }
    }
}

fn open(path: &PathBuf) -> io::Result<File> {
    let open = || File::options().create(true).truncate(false).write(true).open(path);
    match open() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(path))?;
            open()
        }
        opened => opened,
    }
}
