//! A database as the source and target of state that moves.

use std::collections::BTreeSet;
use std::path::Path;

use pgs_store::layout::DATABASE;
use pgs_store::lock::{Lock, LockGuard};
use pgs_store::moving::{self, NewState, NewStore, Part, Parts, Source, StorePath, Target};
use pgs_store::{DataRoot, StoreError, StoreKind, StoreOptions, StoreResult, Wait};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::connections::Connections;
use super::database_error::DatabaseError;
use super::opened::Opened;
use super::savepoint::take_back;
use super::store::Store;
use super::{database, files, open_lock};

/// A database as it is at one moment, whatever others add meanwhile. Nothing of it is changed.
pub(crate) struct SqliteSource {
    connections: Connections,
    opened: Opened,
    /// Whether a write-ahead log was there before.
    had_log: bool,
    held: Option<LockGuard>,
}

impl SqliteSource {
    pub fn open(root: &DataRoot) -> StoreResult<Self> {
        let connections = Connections::for_reading(root.clone(), Wait::default());
        let had_log = files::wal(&connections.root).exists();
        let none = || StoreError::NotFound {
            path: root.path().join(DATABASE),
            reason: format!("there is no {DATABASE} below {}", root.path().display()),
        };
        let opened = connections.take()?.ok_or_else(none)?;
        Ok(Self { connections, opened, had_log, held: None })
    }

    fn result<T>(&self, result: Result<T, DatabaseError>) -> StoreResult<T> {
        result.map_err(|error| self.connections.store_error(error))
    }
}

impl Drop for SqliteSource {
    fn drop(&mut self) {
        let log = files::wal(&self.connections.root).look();
        if !self.had_log && log.is_ok_and(|log| log.is_some_and(|log| log.size == 0)) {
            // SQLite removes what it has created to read, unless somebody else has come in the meantime.
            take_back(&self.opened.connection);
            let _ = self.opened.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
        }
    }
}

impl Source for SqliteSource {
    fn root(&self) -> &Path {
        self.connections.root.path()
    }

    /// Who only reads the database works on it too, as far as its lock tells. Where that may not be held nobody is waited for.
    fn hold(&mut self, _replaced: bool, wait: Wait) -> StoreResult<()> {
        self.held = open_lock::lock_of(&self.connections.root).exclusive_if_there(wait.begin())?;
        self.result(self.opened.connection.execute_batch("BEGIN").map_err(DatabaseError::from))
    }

    fn has(&mut self, store: &StorePath) -> StoreResult<bool> {
        self.result(self.opened.store(store.kind, &store.path).map(|store| store.is_some()))
    }

    fn read(&mut self, store: &StorePath, each: &mut Parts<'_>) -> StoreResult<()> {
        let mut read = || match self.opened.store(store.kind, &store.path)? {
            Some(rows) => rows.parts(store.kind, each),
            None => Ok(()),
        };
        self.result(read())
    }

    fn others(&mut self, stores: &BTreeSet<StorePath>) -> StoreResult<Vec<String>> {
        let read = || {
            let mut statement = self.opened.connection.prepare("SELECT kind, path FROM store ORDER BY path, kind")?;
            let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<Vec<(String, String)>, _>>()?)
        };
        let kind = |word: &str| StoreKind::ALL.into_iter().find(|kind| kind.as_str() == word);
        let there = self.result(read())?;
        let there = there.into_iter().filter_map(|(word, path)| Some(StorePath { kind: kind(&word)?, path }));
        let others = there.filter(|store| !stores.contains(store));
        Ok(others.map(|store| format!("{} {} in {DATABASE}", store.kind.as_str(), store.path)).collect())
    }
}

/// A data root without a database.
pub(crate) struct SqliteTarget {
    root: DataRoot,
}

impl SqliteTarget {
    pub fn open(root: &DataRoot) -> StoreResult<Self> {
        let database = root.path().join(DATABASE);
        if database.symlink_metadata().is_ok() {
            return Err(moving::holds_state(&database));
        }
        Ok(Self { root: root.clone() })
    }
}

impl Target for SqliteTarget {
    fn root(&self) -> &Path {
        self.root.path()
    }

    /// Files are the state there until the database is. The lock would create its folders without their names being on disk.
    fn hold(&self, wait: Wait) -> StoreResult<Box<dyn Send>> {
        let lock = Lock::of_files(&self.root);
        files::create_folder_of(&self.root.own().file("locks"))?;
        lock.hold(wait.begin())
    }

    fn create(&self, fill: &mut dyn FnMut(&mut dyn NewState) -> StoreResult<()>) -> StoreResult<()> {
        let connections = Connections::new(self.root.clone(), StoreOptions::default());
        let filled = database::make(&connections.root, Wait::default(), &mut |connection| {
            Ok(fill(&mut NewDatabase { connections: &connections, connection })?)
        });
        if !filled.map_err(|error| connections.store_error(error))? {
            return Err(moving::holds_state(&self.root.path().join(DATABASE)));
        }
        files::sync_root(&connections.root)
            .map_err(|error| moving::unsynced(&connections.root.path().join(DATABASE), &error))
    }
}

/// A database that nobody sees yet.
struct NewDatabase<'c> {
    connections: &'c Connections,
    connection: &'c Connection,
}

impl NewState for NewDatabase<'_> {
    fn begin<'s>(&'s mut self, store: &'s StorePath) -> StoreResult<Box<dyn NewStore + 's>> {
        let rows = Store::create(self.connection, store.kind, &store.path);
        let rows = rows.map_err(|error| self.connections.store_error(error))?;
        Ok(Box::new(NewRows { connections: self.connections, kind: store.kind, rows }))
    }
}

/// The rows of a store of it.
struct NewRows<'c> {
    connections: &'c Connections,
    kind: StoreKind,
    rows: Store<'c>,
}

impl NewStore for NewRows<'_> {
    fn add(&mut self, part: Part) -> StoreResult<()> {
        self.rows.add_part(self.kind, part).map_err(|error| self.connections.store_error(error))
    }

    fn finish(self: Box<Self>) -> StoreResult<()> {
        Ok(())
    }
}
