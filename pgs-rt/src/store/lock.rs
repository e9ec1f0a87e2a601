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
        loop {
            match self.take() {
                Ok(Some(held)) => return Ok(held),
                // Somebody has removed the file that was locked: others lock another one now.
                Ok(None) => self.file = None,
                Err(error) => {
                    return Err(Unlocked {
                        reason: format!("can't lock {}: {error}", self.path.display()),
                        read_only: matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem),
                    });
                }
            }
        }
    }

    /// None if the file has no name any more.
    fn take(&mut self) -> io::Result<Option<Held>> {
        let file = match &self.file {
            Some(file) => file,
            None => self.file.insert(Arc::new(open(&self.path)?)),
        };
        wait_for(file)?;
        let held = Held(Arc::clone(file));
        Ok((file.metadata()?.nlink() > 0).then_some(held))
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

/// A signal may interrupt the wait.
fn wait_for(file: &File) -> io::Result<()> {
    loop {
        match file.lock() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            ended => return ended,
        }
    }
}
