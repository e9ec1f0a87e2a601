//! The mark in a database that says that its log holds what it lacks.
//!
//! The mark is a bit of `user_version`, and stands in the file alone: the first page that a log holds is without it. So
//! whoever moves the log into the database removes it, and SQLite's own tools do so too. It is written past SQLite,
//! before the log gets its first commit. A database that has the mark and no log beside it was copied without it, or the
//! log was removed.
//!
//! It is not synced. After a power loss the log is there all the same, as its name is on disk before the mark is set.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::mem::ManuallyDrop;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use pgs_folder::{Access, FilePath};
use pgs_store::layout::DATABASE;
use pgs_store::{DamagePlace, DataRoot, StoreError, StoreResult};
use rusqlite::Connection;

use super::database_error::DatabaseError;
use super::files;
use super::schema::VERSION;

/// `user_version` with the mark.
pub(super) const MARKED: i32 = VERSION | 1 << 16;

/// Where `user_version` stands in a database, in big-endian order (<https://sqlite.org/fileformat2.html>).
const PLACE: u64 = 60;

/// The mark of one database.
#[derive(Default)]
pub(super) struct LogMark {
    /// The database. Never closed: that would end SQLite's locks.
    file: OnceLock<ManuallyDrop<File>>,
    /// Whether the log is known to hold a first page.
    has_first_page: AtomicBool,
}

impl LogMark {
    /// After SQLite has opened the database. Who can only read it sets no mark.
    pub fn attach(&self, root: &DataRoot) {
        if self.file.get().is_none()
            && let Ok(file) = open(&files::database(root))
        {
            // Another thread's file is as good, and stays open as well.
            let _ = self.file.set(ManuallyDrop::new(file));
        }
    }

    /// Whether the log is needed.
    pub fn is_set(&self) -> io::Result<bool> {
        self.file.get().map_or(Ok(false), |file| is_marked(file))
    }

    /// The database.
    pub fn database(&self) -> Option<&File> {
        self.file.get().map(|file| &**file)
    }

    /// Sets it. For the holder of the lock.
    pub fn set(&self) -> io::Result<()> {
        self.file.get().map_or(Ok(()), |file| file.write_all_at(&MARKED.to_be_bytes(), PLACE))
    }

    /// Adds a first page to the transaction that is about to be committed, if the log has none. Whether the mark has to be
    /// set.
    pub fn prepare(&self, connection: &Connection) -> Result<bool, DatabaseError> {
        let set = self.is_set().map_err(|error| StoreError::io("read", Path::new(DATABASE), &error))?;
        if set && self.has_first_page.load(Ordering::Relaxed) {
            return Ok(false);
        }
        // Without a mark the log is empty, or all of it was moved. With one, it has no first page where a process was
        // killed between its mark and its commit, or a power loss took what was not synced.
        let seen: i32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if !set || seen == MARKED {
            connection.pragma_update(None, "user_version", VERSION)?;
        }
        self.has_first_page.store(true, Ordering::Relaxed);
        Ok(!set)
    }
}

/// Who may not write it looks whether there is a mark.
fn open(path: &FilePath) -> io::Result<File> {
    path.open(Access::ReadWrite).or_else(|_| path.open(Access::Read))
}

fn is_marked(file: &File) -> io::Result<bool> {
    let mut version = [0; 4];
    file.read_exact_at(&mut version, PLACE)?;
    Ok(i32::from_be_bytes(version) == MARKED)
}

/// Before SQLite opens the database, and creates a log where there is none: refuses it if the log is needed and gone.
pub(super) fn check_log(root: &DataRoot) -> StoreResult<()> {
    let (database, log) = (files::database(root), files::wal(root));
    if log.exists() {
        return Ok(());
    }
    let failed = |error: io::Error| StoreError::io("read", &database, &error);
    let file = ManuallyDrop::new(database.open(Access::Read).map_err(failed)?);
    let marked = || match is_marked(&file) {
        // SQLite says what is wrong with a file that is so short.
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        marked => marked.map_err(failed),
    };
    // Twice: a log may begin now, and another program may move one and remove it.
    if marked()? && !log.exists() && marked()? {
        return Err(StoreError::Damaged {
            path: log.to_path_buf(),
            place: DamagePlace::Whole,
            reason: format!("it is missing, and holds what {} does not have yet", database.display()),
            remedy: "put it back, or copy the database again after all processes that use it have ended; to do without \
                     what it held, create an empty file of that name",
        });
    }
    Ok(())
}
