//! State in one SQLite database, `pgs.db` under the data root (`docs/storage.md`).
//!
//! ```text
//! session         the operations of a workflow, and their transactions
//! moving          a database as the source and target of state that moves
//! connections     the connections of a process, and what they have in common
//! store           one store's rows: registry, log, object
//! opened          a connection, and what goes with it
//! database        the file: created whole, opened, refused
//! disk            what is on disk, and what follows when it can't be
//! writers         whose turn it is to write
//! savepoint       statements that happen together
//! schema          the tables
//! log_mark        whether the database needs its log
//! open_lock       who has the database open, and who is the last one
//! files           the names that belong to a database
//! database_error  what goes wrong
//! ```

mod connections;
mod database;
mod database_error;
mod disk;
mod files;
mod log_length;
mod log_mark;
mod moving;
mod open_lock;
mod opened;
mod savepoint;
mod schema;
mod session;
mod store;
#[cfg(test)]
mod tests;
mod writers;

use std::sync::Arc;

use pgs_store::{
    Backend, BackendEntry, Constructors, DataRoot, Driver, Scope, Session, StoreOptions, StoreResult, WITHOUT_SQLITE,
    Wait,
};

use self::connections::Connections;
use self::moving::{SqliteSource, SqliteTarget};
use self::session::Transactions;

/// One SQLite database, in a table of backends.
pub const SQLITE: BackendEntry = BackendEntry {
    driver: Driver::Built(Constructors {
        open: |root, options| Ok(Arc::new(Sqlite::with(root.clone(), options))),
        source: |root| Ok(Box::new(SqliteSource::open(root)?)),
        target: |root| Ok(Box::new(SqliteTarget::open(root)?)),
    }),
    ..WITHOUT_SQLITE
};

/// State in one SQLite database. Nothing is opened before an operation needs it.
pub struct Sqlite {
    connections: Arc<Connections>,
}

impl Sqlite {
    /// The state below a data root. A run waits so long for others to have written.
    pub fn new(root: impl Into<DataRoot>, wait: Wait) -> Self {
        Self::with(root, StoreOptions { wait, ..StoreOptions::default() })
    }

    /// The same, worked on as these options say.
    pub fn with(root: impl Into<DataRoot>, options: StoreOptions) -> Self {
        Self { connections: Arc::new(Connections::new(root.into(), options)) }
    }
}

impl Backend for Sqlite {
    fn session(&self, scope: Scope) -> Box<dyn Session> {
        Box::new(Transactions::new(Arc::clone(&self.connections), scope))
    }

    fn sync(&self) -> StoreResult<()> {
        self.connections.sync()
    }

    /// What a run begins with is in the transaction of what follows, or of the first part of it.
    fn barrier(&self) -> StoreResult<()> {
        Ok(())
    }

    fn hold(&self, name: &str, subject: &str) -> StoreResult<Box<dyn Send>> {
        self.connections.hold(name, subject)
    }
}
