//! What is on disk, and what follows when it can't be.
//!
//! SQLite writes a commit to its write-ahead log and, with `synchronous = FULL`, syncs the log after each. Here it is
//! NORMAL, and [`Disk::sync`] syncs the log once, before anybody is told: that covers every commit before it, of this
//! process and of others, and what was read of them. All else SQLite still syncs in the order that it needs: the head of
//! a log that begins anew, and at a checkpoint first the log, then the database.
//!
//! A sync that fails leaves pages that look written and are not; a second one would succeed. So none is tried: this
//! process stops, and a mark under `.pgs` makes every other one save what the log holds before it goes on.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::mem::ManuallyDrop;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::hooks::Wal;
use rusqlite::{Connection, Row};

use super::database_error::DatabaseError;
use super::files::{self, wal};
use super::log_length::{self, LogLength, LogLengths};
use super::log_mark::LogMark;
use super::schema;
use pgs_folder::{Access, NEW_FILE};
use pgs_store::{DamagePlace, DataRoot, Durability, StoreError, StoreResult};

/// The length from which the log is moved into the database, in pages. The first process to come after all others have
/// gone reads the whole log.
const LOG_LIMIT: u32 = 500;

/// The state of the disk, as this process knows it.
pub(super) struct Disk {
    root: DataRoot,
    /// The log, opened before this process writes to it: an open file is told of every failed write since it was opened,
    /// also of one that SQLite's own file has been told of.
    log: OnceLock<File>,
    /// What [`Disk::unreadable`] has found.
    unreadable: OnceLock<Option<StoreError>>,
    /// Whether something was committed or read since the last sync began.
    behind: AtomicBool,
    /// Whether the log's name in its folder is on disk.
    named: AtomicBool,
    /// Whose turn it is to sync. Who waits is covered by a sync that begins afterwards, or needs none.
    turn: Mutex<()>,
    /// Why nothing more is written.
    failed: OnceLock<StoreError>,
    /// The length of the log after the last commit, in pages.
    length: Arc<AtomicU32>,
    /// The length at which the next checkpoint is tried.
    checkpoint_at: AtomicU32,
    /// Whether the database needs the log.
    log_mark: LogMark,
    /// How long the log is to be.
    lengths: LogLengths,
    /// How long it was after the last commit that was not synced yet.
    committed: Mutex<Option<LogLength>>,
    /// What [`Disk::check_length`] has found.
    lost: OnceLock<Option<StoreError>>,
}

impl Disk {
    pub fn new(root: &DataRoot) -> Self {
        Self {
            root: root.clone(),
            log: OnceLock::new(),
            unreadable: OnceLock::new(),
            behind: AtomicBool::new(false),
            named: AtomicBool::new(false),
            turn: Mutex::default(),
            failed: OnceLock::new(),
            length: Arc::default(),
            checkpoint_at: AtomicU32::new(LOG_LIMIT),
            log_mark: LogMark::default(),
            lengths: LogLengths::default(),
            committed: Mutex::default(),
            lost: OnceLock::new(),
        }
    }

    /// Refuses all work after a failed sync.
    pub fn check(&self) -> StoreResult<()> {
        self.failed.get().map_or(Ok(()), |error| Err(error.clone()))
    }

    /// After SQLite has opened the database, and with it the log. Whether the log must be repaired. `alone` if no other
    /// process had the database open.
    ///
    /// Neither the database nor SQLite's `-shm` file may ever be closed here: that would end SQLite's locks.
    pub fn attach(&self, alone: bool) -> StoreResult<bool> {
        if self.log.get().is_none() {
            let path = wal(&self.root);
            let opened = path.open(Access::ReadWrite).or_else(|_| path.open(Access::Read));
            match opened {
                // Another thread's file is as early.
                Ok(file) => drop(self.log.set(file)),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(StoreError::io("open", &path, &error)),
            }
        }
        self.log_mark.attach(&self.root);
        let marked = self.is_marked();
        // What a failed sync has left is looked at by itself.
        if alone && !marked {
            self.check_length()?;
        }
        Ok(marked)
    }

    /// Refuses a log that lacks what runs have been told of, once. While others have the database open they keep what they
    /// have read of it.
    fn check_length(&self) -> StoreResult<()> {
        let lost = self.lost.get_or_init(|| self.missing_pages().err());
        lost.clone().map_or(Ok(()), Err)
    }

    fn missing_pages(&self) -> StoreResult<()> {
        let (path, log) = (files::log_length(&self.root), wal(&self.root));
        let (Some(database), true) = (self.log_mark.database(), self.needs_log()) else { return Ok(()) };
        let Some(file) = self.log.get() else { return Ok(()) };
        let missing = log_length::missing(&path, database, file);
        let Some((missing, pages)) = missing.map_err(|error| StoreError::io("read", &log, &error))? else {
            return Ok(());
        };
        Err(StoreError::Damaged {
            path: log.to_path_buf(),
            place: DamagePlace::Whole,
            reason: format!("{missing} of {pages} pages are missing or damaged, which hold what runs have done"),
            remedy: "put it back whole, with the database that it belongs to; to do without what is missing, remove \
                     .pgs/pgs.db.logged",
        })
    }

    /// After a commit, for the holder of the lock: how long the log is now.
    pub fn committed(&self, durability: Durability) {
        let (Some(database), Some(log)) = (self.log_mark.database(), self.log.get()) else { return };
        let Ok(length) = LogLength::of(database, log, self.length.load(Ordering::Relaxed)) else { return };
        match durability {
            Durability::Sync => *self.committed.lock().unwrap_or_else(PoisonError::into_inner) = Some(length),
            Durability::Os => self.lengths.write_committed(&files::log_length(&self.root), length),
        }
    }

    /// Says in the database that the log is needed, before something is committed to it. For the holder of the lock, in
    /// the transaction.
    pub fn before_commit(&self, connection: &Connection) -> Result<(), DatabaseError> {
        if self.log_mark.prepare(connection)? {
            self.mark_log()?;
        }
        Ok(())
    }

    /// Whether the database lacks something that the log holds.
    pub fn needs_log(&self) -> bool {
        self.log_mark.is_set().unwrap_or(false)
    }

    fn mark_log(&self) -> StoreResult<()> {
        if let Some(log) = self.log.get() {
            self.sync_name(log).map_err(|error| self.fail_to_sync(self.root.path(), &error))?;
        }
        // What is written down is of a log that was moved.
        LogLengths::forget(&files::log_length(&self.root));
        let database = files::database(&self.root);
        self.log_mark.set().map_err(|error| StoreError::io("write", &database, &error))
    }

    /// Why the database or its log can't be read, if that is so: SQLite calls a file malformed of which it can't read a
    /// part. Both are read through once, the first time.
    pub fn unreadable(&self) -> Option<StoreError> {
        let look = || {
            let (database, log) = (files::database(&self.root), wal(&self.root));
            // Never closed: that would end SQLite's locks.
            let opened = database.open(Access::Read).ok().map(ManuallyDrop::new);
            let files = [(opened.as_deref(), database), (self.log.get(), log)];
            files.into_iter().find_map(|(file, path)| {
                let error = read_through(file?).err()?;
                let reason = format!("can't read {}: {error}; look at the disk first", path.display());
                Some(StoreError::System { path: path.to_path_buf(), reason })
            })
        };
        self.unreadable.get_or_init(look).clone()
    }

    /// Something was committed or read: who reports it must sync first.
    pub fn moved_on(&self) {
        self.behind.store(true, Ordering::SeqCst);
    }

    /// Waits until everything before is on disk.
    pub fn sync(&self, repair: impl FnOnce() -> StoreResult<()>) -> StoreResult<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.check()?;
        if !self.behind.swap(false, Ordering::SeqCst) {
            return Ok(());
        }
        let Some(log) = self.log.get() else { return Ok(()) };
        let wal = wal(&self.root);
        let committed = self.committed.lock().unwrap_or_else(PoisonError::into_inner).take();
        log.sync_data().map_err(|error| self.fail_to_sync(&wal, &error))?;
        self.sync_name(log).map_err(|error| self.fail_to_sync(self.root.path(), &error))?;
        // Another process may have been told of what this file, opened later, was not.
        if self.is_marked() {
            return repair();
        }
        if let Some(length) = committed {
            self.lengths.write_synced(&files::log_length(&self.root), length);
        }
        Ok(())
    }

    /// The log's name in its folder, once for a log. SQLite syncs it too, but takes no notice when that fails.
    fn sync_name(&self, log: &File) -> io::Result<()> {
        if self.named.load(Ordering::Relaxed) {
            return Ok(());
        }
        let (inode, note) = (log.metadata()?.ino().to_string(), files::named(&self.root));
        let mut noted = String::new();
        let read = note.open(Access::Read).and_then(|file| file.take(64).read_to_string(&mut noted));
        if read.is_err() || noted != inode {
            wal(&self.root).sync_name()?;
            // Without the note the next process syncs once more.
            let _ = note.create_anew(Access::Write, NEW_FILE).and_then(|mut file| file.write_all(inode.as_bytes()));
        }
        self.named.store(true, Ordering::Relaxed);
        Ok(())
    }

    fn fail_to_sync(&self, path: &Path, error: &io::Error) -> StoreError {
        self.fail(&wal(&self.root), &StoreError::io("sync", path, error))
    }

    /// After a sync has failed: this process writes no more.
    pub fn fail(&self, path: &Path, why: &StoreError) -> StoreError {
        let error = self.failed.get_or_init(|| {
            LogLengths::forget(&files::log_length(&self.root));
            let mark = match self.mark() {
                Ok(()) => String::new(),
                Err(error) => format!(" (can't create {}: {error})", files::unsynced(&self.root).display()),
            };
            let reason = format!(
                "{why}; what was written since the last sync may be lost, so this process writes no more{mark}"
            );
            StoreError::Unsynced { path: path.to_owned(), reason }
        });
        error.clone()
    }

    /// For a test: another file in place of the log.
    #[cfg(test)]
    pub fn replace_log(&self, log: File) {
        self.log.set(log).unwrap();
    }

    fn is_marked(&self) -> bool {
        files::unsynced(&self.root).look().map_or(true, |found| found.is_some())
    }

    fn mark(&self) -> io::Result<()> {
        let mark = files::unsynced(&self.root);
        mark.open_or_create(Access::Write, NEW_FILE)?.sync_all()?;
        mark.sync_name()
    }

    /// Saves what the log holds: moves it into the database and syncs that, after a look at whether it is whole. For the
    /// holder of the lock.
    pub fn repair(&self, connection: &Connection) -> Result<(), DatabaseError> {
        if !self.is_marked() {
            return Ok(());
        }
        let database = files::database(&self.root).to_path_buf();
        let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if found != "ok" {
            return Err(StoreError::Damaged {
                path: database,
                place: DamagePlace::Whole,
                reason: format!("a sync failed, and the database is damaged ({found})"),
                remedy: "end all processes that use it and try again, or restore it from a backup",
            }
            .into());
        }
        if !empty(connection)? {
            let reason = format!("{}: a sync failed, and readers are in the way; try again", database.display());
            return Err(StoreError::Busy { path: database, reason }.into());
        }
        let mark = files::unsynced(&self.root);
        let removed = mark.remove().and_then(|()| mark.sync_name());
        removed.map_err(|error| StoreError::io("remove", &mark, &error))?;
        Ok(())
    }

    /// Watches how long the log becomes.
    pub fn watch(&self, connection: &mut Connection) -> rusqlite::Result<()> {
        let length = Arc::clone(&self.length);
        connection.wal_hook(Some(move |_: &mut Wal, pages| {
            length.store(u32::try_from(pages).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        }))
    }

    /// Keeps the log short. For the holder of the lock, after a commit: what is committed stays so if this fails.
    pub fn checkpoint_if_long(&self, connection: &Connection) -> Result<(), DatabaseError> {
        let length = self.length.load(Ordering::Relaxed);
        if length < self.checkpoint_at.load(Ordering::Relaxed) {
            return Ok(());
        }
        let ended = self.restart(connection);
        // Who reads a long time, or has no room, is not asked at every commit.
        let now = self.length.load(Ordering::Relaxed);
        let next = if now < LOG_LIMIT { LOG_LIMIT } else { now.saturating_mul(2) };
        self.checkpoint_at.store(next, Ordering::Relaxed);
        ended
    }

    /// Moves the log into the database, as far as no reader needs it, and begins it anew.
    ///
    /// The file is not shortened: to sync pages in their old place costs half of what new ones cost. But only a new head of
    /// the log tells the next process that it was moved, so one is written at once.
    fn restart(&self, connection: &Connection) -> Result<(), DatabaseError> {
        let sizes = |row: &Row<'_>| Ok((row.get::<_, i64>(1)?, row.get::<_, i64>(2)?));
        let (length, moved) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], sizes)?;
        if length == moved {
            self.mark_log()?;
            connection.pragma_update(None, "user_version", schema::VERSION)?;
        }
        Ok(())
    }
}

fn read_through(mut file: &File) -> io::Result<()> {
    file.rewind()?;
    io::copy(&mut file, &mut io::sink()).map(drop)
}

/// Moves the log into the database and empties it. False if readers kept that from being done in whole.
fn empty(connection: &Connection) -> Result<bool, DatabaseError> {
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}

/// Moves the log into the database and empties it, when this process ends. Nobody is waited for.
pub(super) fn move_log(connection: &Connection) -> Result<(), DatabaseError> {
    connection.busy_timeout(Duration::ZERO)?;
    empty(connection).map(drop)
}
