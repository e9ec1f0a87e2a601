//! State in one SQLite database, `pgs.db` under the data root (`docs/storage.md`).
//!
//! ```text
//! session    the operations of a workflow, and their transactions
//! store      one store's rows: registry, log, object
//! opened     a connection, and what goes with it
//! database   the file: created whole, opened, refused
//! disk       what is on disk, and what follows when it can't be
//! moving     stores from and to files
//! trouble    what goes wrong, in words
//! ```

mod database;
mod disk;
pub(super) mod moving;
mod opened;
mod session;
mod store;
#[cfg(test)]
mod tests;
mod trouble;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::disk::Disk;
use self::opened::Opened;
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
    idle: Mutex<Vec<Opened>>,
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
    fn take(&self) -> Answer<Option<Opened>> {
        self.disk.check()?;
        let idle = self.idle().pop();
        if idle.is_some() {
            return Ok(idle);
        }
        let Some(mut connection) = database::open(&self.root).map_err(|trouble| self.reason(trouble))? else {
            return Ok(None);
        };
        self.disk.watch(&mut connection).map_err(|error| self.reason(error.into()))?;
        let mut opened = Opened::new(connection, &self.root);
        if self.disk.attach()? {
            self.repair_with(&mut opened)?;
        }
        Ok(Some(opened))
    }

    /// A connection for a session that writes.
    fn take_or_create(&self) -> Answer<Opened> {
        if let Some(opened) = self.take()? {
            return Ok(opened);
        }
        database::create(&self.root).map_err(|trouble| self.reason(trouble))?;
        self.take()?
            .ok_or_else(|| format!("{} was removed while it was opened", self.root.join(database::NAME).display()))
    }

    fn give_back(&self, opened: Opened) {
        self.idle().push(opened);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Opened>> {
        // Every change of the list is one push or one pop.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a sync failed, in this process or another.
    fn repair(&self) -> Answer<()> {
        match self.take()? {
            Some(mut opened) => {
                let ended = self.repair_with(&mut opened);
                self.give_back(opened);
                ended
            }
            None => Ok(()),
        }
    }

    fn repair_with(&self, opened: &mut Opened) -> Answer<()> {
        let _turn = opened.writers.turn()?;
        self.disk.repair(&opened.connection).map_err(|trouble| self.reason(trouble))
    }
}
