//! State in one SQLite database, `pgs.db` under the data root (`docs/storage.md`).
//!
//! ```text
//! session    the operations of a workflow, and their transactions
//! store      one store's rows: registry, log, object
//! database   the file: created whole, opened, refused
//! disk       what is on disk, and what follows when it can't be
//! lock       who may write
//! moving     stores from and to files
//! trouble    what goes wrong, in words
//! ```

mod database;
mod disk;
mod lock;
pub(super) mod moving;
mod session;
mod store;
#[cfg(test)]
mod tests;
mod trouble;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use self::disk::Disk;
use self::session::Transactions;
use super::backend::{Answer, Backend, Session};

/// The backend. Nothing is opened before an operation needs it.
pub(super) struct Sqlite {
    shared: Arc<Shared>,
}

/// What the sessions of one process have in common.
struct Shared {
    /// The data root, absolute: SQLite would take a relative path that begins with `file:` for a URI.
    root: PathBuf,
    /// Connections that no session uses. None is ever closed before the process ends: while one is open, no other
    /// program can take the write-ahead log away.
    idle: Mutex<Vec<Connection>>,
    disk: Disk,
}

impl Sqlite {
    pub fn new(root: &Path) -> Self {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let disk = Disk::new(&root);
        Self { shared: Arc::new(Shared { root, idle: Mutex::default(), disk }) }
    }
}

impl Backend for Sqlite {
    fn session(&self) -> Box<dyn Session> {
        Box::new(Transactions::new(Arc::clone(&self.shared)))
    }

    fn sync(&self) -> Answer<()> {
        self.shared.disk.sync(|| self.shared.repair())
    }
}

impl Shared {
    /// A connection for a session; none if there is no database.
    fn take(&self) -> Answer<Option<Connection>> {
        self.disk.check()?;
        if let Some(connection) = self.idle().pop() {
            return Ok(Some(connection));
        }
        let Some(mut connection) = database::open(&self.root).map_err(|trouble| self.reason(trouble))? else {
            return Ok(None);
        };
        self.disk.watch(&mut connection).map_err(|error| self.reason(error.into()))?;
        if self.disk.attach()? {
            self.repair_with(&connection)?;
        }
        Ok(Some(connection))
    }

    /// A connection for a session that writes.
    fn take_or_create(&self) -> Answer<Connection> {
        if let Some(connection) = self.take()? {
            return Ok(connection);
        }
        database::create(&self.root).map_err(|trouble| self.reason(trouble))?;
        self.take()?
            .ok_or_else(|| format!("{} was removed while it was opened", self.root.join(database::NAME).display()))
    }

    fn give_back(&self, connection: Connection) {
        self.idle().push(connection);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        // Every change of the list is one push or one pop.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a sync failed, in this process or another.
    fn repair(&self) -> Answer<()> {
        match self.take()? {
            Some(connection) => {
                let ended = self.repair_with(&connection);
                self.give_back(connection);
                ended
            }
            None => Ok(()),
        }
    }

    fn repair_with(&self, connection: &Connection) -> Answer<()> {
        let _lock = lock::Lock::exclusive(&self.root)?;
        self.disk.repair(connection).map_err(|trouble| self.reason(trouble))
    }
}
