//! The connections of a process to its database, and what they have in common.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pgs_store::layout::DATABASE;
use pgs_store::lock::Lock;
use pgs_store::{DataRoot, Durability, StoreError, StoreOptions, StoreResult, Wait};
use rusqlite::Connection;

use super::database;
use super::database_error::DatabaseError;
use super::disk::{self, Disk};
use super::files;
use super::open_lock::OpenLock;
use super::opened::Opened;
use super::savepoint::execute;

/// What the sessions of one process have in common.
pub(crate) struct Connections {
    /// The data root.
    pub root: DataRoot,
    /// How long a session waits for others to have written.
    wait: Wait,
    /// What has happened when a run says how it ended.
    durability: Durability,
    /// Connections that no session uses. None is ever closed before the process ends: while one is open, no other
    /// program can take the write-ahead log away.
    idle: Mutex<Vec<Opened>>,
    pub disk: Disk,
    /// Held while the database is open; none for those who only read it.
    open_lock: Option<OpenLock>,
}

impl Connections {
    /// None yet, to the database below a data root.
    pub fn new(root: DataRoot, options: StoreOptions) -> Self {
        let open_lock = Some(OpenLock::new(&root, options.wait));
        Self::with(root, options, open_lock)
    }

    /// The same for those who change nothing, not even where the log lies.
    pub fn for_reading(root: DataRoot, wait: Wait) -> Self {
        Self::with(root, StoreOptions { wait, ..StoreOptions::default() }, None)
    }

    fn with(root: DataRoot, options: StoreOptions, open_lock: Option<OpenLock>) -> Self {
        let (disk, StoreOptions { wait, durability, .. }) = (Disk::new(&root), options);
        Self { root, wait, durability, idle: Mutex::default(), disk, open_lock }
    }

    /// Waits until everything that was committed or read is on disk.
    pub fn sync(&self) -> StoreResult<()> {
        self.disk.sync(|| self.repair())
    }

    /// Waits for the lock of this name.
    pub fn hold(&self, name: &str, subject: &str) -> StoreResult<Box<dyn Send>> {
        Lock::below(&self.root, name, subject).hold(self.wait.begin())
    }

    /// A connection for a session; none if there is no database.
    pub fn take(&self) -> StoreResult<Option<Opened>> {
        self.disk.check()?;
        let idle = self.idle().pop();
        if idle.is_some() {
            return Ok(idle);
        }
        let alone = match &self.open_lock {
            Some(open_lock) if files::check_database(&self.root)? => open_lock.join()?,
            _ => true,
        };
        let Some(mut connection) = database::open(&self.root, self.wait).map_err(|error| self.store_error(error))?
        else {
            return Ok(None);
        };
        self.disk.watch(&mut connection).map_err(|error| self.store_error(error.into()))?;
        let mut opened = Opened::new(connection, &self.root, self.wait);
        if self.disk.attach(alone)? {
            self.repair_with(&mut opened)?;
        }
        Ok(Some(opened))
    }

    /// A connection for a session that writes.
    pub fn take_or_create(&self) -> StoreResult<Opened> {
        if let Some(opened) = self.take()? {
            return Ok(opened);
        }
        database::create(&self.root, self.wait).map_err(|error| self.store_error(error))?;
        self.take()?.ok_or_else(|| {
            let path = self.root.path().join(DATABASE);
            let reason = format!("{} was removed while it was opened", path.display());
            StoreError::NotFound { path, reason }
        })
    }

    /// A connection that a session needs no more.
    pub fn give_back(&self, opened: Opened) {
        self.idle().push(opened);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Opened>> {
        // Every change of the list is one push or one pop.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a sync failed, in this process or another.
    fn repair(&self) -> StoreResult<()> {
        match self.take()? {
            Some(mut opened) => {
                let ended = self.repair_with(&mut opened);
                self.give_back(opened);
                ended
            }
            None => Ok(()),
        }
    }

    fn repair_with(&self, opened: &mut Opened) -> StoreResult<()> {
        let _turn = opened.writers.turn()?;
        self.disk.repair(&opened.connection).map_err(|error| self.store_error(error))
    }

    /// Commits a transaction. After an error it may still be open.
    pub fn commit(&self, connection: &Connection) -> StoreResult<()> {
        let commit = || execute(connection, "COMMIT").map_err(|error| self.store_error(DatabaseError::from(error)));
        let prepare = || self.disk.before_commit(connection).map_err(|error| self.store_error(error));
        self.disk.check().and_then(|()| prepare()).and_then(|()| commit())?;
        self.disk.moved_on();
        let shortened = self.disk.checkpoint_if_long(connection);
        self.disk.committed(self.durability);
        match shortened {
            // Only a sync that failed puts what was kept in doubt.
            Err(error) => {
                self.store_error(error);
                self.disk.check()
            }
            Ok(()) => Ok(()),
        }
    }

    /// Before a store counts as empty: a file at its path is state that this backend does not read.
    pub fn check_absent(&self, path: &str) -> StoreResult<()> {
        let file = self.root.path().join(path);
        match file.symlink_metadata() {
            Ok(_) => {
                let reason = format!(
                    "{} holds the state of this store as a file; bring it into the database with `pgs state import`, or \
                     use the store files (on the command line --store files)",
                    file.display()
                );
                Err(StoreError::Conflict { path: file, reason })
            }
            Err(_) => Ok(()),
        }
    }

    /// The reason of a `BACKEND_ERROR`. A sync that failed within SQLite ends all work on the database.
    pub fn store_error(&self, error: DatabaseError) -> StoreError {
        if let Some(unreadable) = error.is_damage().then(|| self.disk.unreadable()).flatten() {
            return unreadable;
        }
        let (failed_sync, path) = (error.is_failed_sync(), self.root.path().join(DATABASE));
        let error = error.into_store_error(&path);
        if failed_sync { self.disk.fail(&path, &error) } else { error }
    }
}

impl Drop for Connections {
    /// The last one to end moves the log into the database. What was told is on disk without that, so nobody is told if
    /// it fails; the next one tries again.
    fn drop(&mut self) {
        if self.disk.check().is_err() || !self.disk.needs_log() {
            return;
        }
        let Some(_last) = self.open_lock.as_ref().and_then(OpenLock::leave) else { return };
        if let Some(opened) = self.idle().pop()
            && let Err(error) = disk::move_log(&opened.connection)
        {
            // A sync that failed leaves its mark.
            self.store_error(error);
        }
    }
}
