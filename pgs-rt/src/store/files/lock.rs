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
    mark: Mark,
}

/// Who held a lock last: whoever takes it over from somebody else changes the length of its file, and with it the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    inode: u64,
    length: u64,
    changed: (i64, i64),
}

/// Lock files stay shorter than this, in bytes.
const LENGTHS: u64 = 4096;

impl Held<'_> {
    /// Whether nobody else has held the lock since the holder left this mark. If somebody has, it leaves a new one.
    pub fn is_ours_since(&self, last: &mut Option<Mark>) -> io::Result<bool> {
        if *last == Some(self.mark) {
            return Ok(true);
        }
        *last = None;
        self.file.set_len((self.mark.length + 1) % LENGTHS)?;
        *last = mark(self.file)?;
        Ok(false)
    }
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
                Ok(Some(mark)) => break Ok(mark),
                // Somebody has removed the file that was locked: others lock another one now.
                Ok(None) => self.file = None,
                Err(error) => break Err(error),
            }
        };
        match (locked, &self.file) {
            (Ok(mark), Some(file)) => Ok(Held { file, mark }),
            (Ok(_), None) => Err(Unlocked { reason: format!("can't lock {}", self.path.display()), read_only: false }),
            (Err(error), _) => Err(Unlocked {
                reason: describe("lock", &self.path, &error),
                read_only: matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem),
            }),
        }
    }

    /// The lock, if nobody else has held it since this mark, and nobody has to be waited for.
    pub fn still_ours(&mut self, last: Mark) -> Option<Held<'_>> {
        let file = self.file.as_ref()?;
        file.try_lock().ok()?;
        let mark = mark(file).ok().flatten();
        // Dropped it gives the lock up again.
        let held = Held { file, mark: mark.unwrap_or(last) };
        (mark == Some(last)).then_some(held)
    }

    /// None if the file has no name any more.
    fn take(&mut self) -> io::Result<Option<Mark>> {
        if self.file.is_none() {
            self.file = Some(self.open()?);
        }
        let Some(file) = &self.file else { return Ok(None) };
        wait_for(file)?;
        let mark = mark(file)?;
        if mark.is_none() {
            file.unlock()?;
        }
        Ok(mark)
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

/// None if the file has no name any more.
fn mark(file: &File) -> io::Result<Option<Mark>> {
    let metadata = file.metadata()?;
    let changed = (metadata.ctime(), metadata.ctime_nsec());
    Ok((metadata.nlink() > 0).then(|| Mark { inode: metadata.ino(), length: metadata.len(), changed }))
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
