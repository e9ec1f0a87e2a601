//! The operations of a workflow, and their transactions.
//!
//! What a session reads before it writes, it reads of one state, and waits for nobody. Its first operation that may write
//! waits for the writers' lock and then looks at the newest state, so that what an operation reads is what it changes.
//! That transaction ends with the run, or, where a run is not isolated, with a contract if others wait for their turn. A
//! contract within it is a savepoint, so that one that breaks off takes nothing with it that was done before.
//!
//! A run that is isolated and may write waits for the writers' lock before it reads.

use std::sync::Arc;

use pgs_value::Value;
use rusqlite::Connection;

use super::connections::Connections;
use super::database_error::DatabaseError;
use super::opened::Opened;
use super::savepoint::{execute, take_back, whole};
use super::store::Store;
use pgs_store::lock::LockGuard;
use pgs_store::{Object, Scope, Session, StoreError, StoreKind, StoreResult};

/// A session: one transaction after another.
pub(super) struct Transactions {
    connections: Arc<Connections>,
    scope: Scope,
    /// The connection of the transaction, since its first operation.
    opened: Option<Opened>,
    transaction: Transaction,
}

#[derive(Default)]
enum Transaction {
    #[default]
    None,
    /// Nothing was written yet.
    Reading,
    Writing(Writing),
    /// What had been answered as done is gone, for this reason: the run can't go on.
    Lost(StoreError),
}

/// A transaction that nobody else writes beside.
struct Writing {
    _turn: LockGuard,
    contract: Contract,
    /// Whether an operation that may write was answered as done.
    done: bool,
}

/// What the contract that runs has done in the transaction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contract {
    /// All that was done: no contract before it is to be kept.
    All,
    /// Nothing.
    Nothing,
    /// What follows the savepoint.
    Part,
}

/// What an operation may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    /// It looks.
    Read,
    /// It changes what is there.
    Change,
    /// It adds to a store, which is created for it.
    Add,
}

impl Transactions {
    pub fn new(connections: Arc<Connections>, scope: Scope) -> Self {
        Self { connections, scope, opened: None, transaction: Transaction::None }
    }

    /// Whether what this session reads is what it writes, also where it has not written yet.
    fn may_write(&self) -> bool {
        matches!(self.scope, Scope::Run(stores) if stores.iter().any(|store| store.writes))
    }

    /// Runs an operation on a store. One that is not there answers as an empty one, unless it is added to.
    fn run<T: Default>(
        &mut self,
        access: Access,
        kind: StoreKind,
        path: &str,
        operation: impl FnOnce(&Store<'_>) -> Result<T, DatabaseError>,
    ) -> StoreResult<T> {
        match &self.transaction {
            Transaction::Lost(error) => return Err(error.clone()),
            _ => self.connections.disk.check()?,
        }
        let writes = self.may_write();
        if self.opened.is_none() {
            self.opened = self.connections.take()?;
        }
        let opened = match &mut self.opened {
            Some(opened) => opened,
            none => {
                self.connections.check_absent(path)?;
                if access != Access::Add && !writes {
                    return Ok(T::default());
                }
                match self.connections.take_or_create() {
                    // Where nothing may be written, nothing is there.
                    Err(error) if access != Access::Add && error.is_denied() => return Ok(T::default()),
                    created => none.insert(created?),
                }
            }
        };
        let answer = begin(&mut self.transaction, opened, access, writes)
            .and_then(|()| on_store(&self.connections, opened, access, kind, path, operation))
            .map_err(|error| self.connections.store_error(error));
        self.connections.disk.moved_on();
        match (&answer, &mut self.transaction) {
            (Ok(_), Transaction::Writing(writing)) => writing.done |= access != Access::Read,
            (Ok(_), _) => {}
            (Err(error), _) => self.look_for_loss(error),
        }
        answer
    }

    /// After an error: some make SQLite end the transaction by itself.
    fn look_for_loss(&mut self, error: &StoreError) {
        let Some(opened) = &self.opened else { return };
        opened.forget();
        match &self.transaction {
            Transaction::Reading => {
                take_back(&opened.connection);
                self.transaction = Transaction::None;
            }
            Transaction::Writing(writing) if opened.connection.is_autocommit() => {
                self.transaction = if writing.done {
                    let reason = format!("what this run has done was taken back: {error}");
                    Transaction::Lost(StoreError::Lost { reason })
                } else {
                    Transaction::None
                };
            }
            _ => {}
        }
    }

    /// Ends the transaction, and keeps all of it.
    fn end(&mut self) -> StoreResult<()> {
        let ended = match (std::mem::take(&mut self.transaction), &self.opened) {
            (Transaction::Writing(writing), Some(opened)) => {
                let ended = if writing.done { self.connections.commit(&opened.connection) } else { Ok(()) };
                take_back(&opened.connection);
                if ended.is_err() {
                    opened.forget();
                }
                ended
            }
            (Transaction::Reading, Some(opened)) => {
                take_back(&opened.connection);
                Ok(())
            }
            (Transaction::Lost(error), _) => Err(error),
            (_, _) => Ok(()),
        };
        if let Err(error) = &ended {
            self.transaction = Transaction::Lost(error.clone());
        }
        if let Some(opened) = self.opened.take() {
            self.connections.give_back(opened);
        }
        ended
    }
}

impl Writing {
    /// Takes back the contract that has not ended.
    fn take_back(&mut self, connection: &Connection) -> Result<(), DatabaseError> {
        match self.contract {
            // The transaction is as it began.
            Contract::All => {
                execute(connection, "ROLLBACK")?;
                execute(connection, "BEGIN IMMEDIATE")?;
                self.done = false;
            }
            Contract::Nothing => {}
            Contract::Part => execute(connection, "ROLLBACK TO contract")?,
        }
        Ok(())
    }
}

/// Begins what an operation needs that is not there yet: a transaction, or in one that writes the contract's part.
/// A run that `writes` begins to write at once.
fn begin(
    transaction: &mut Transaction,
    opened: &mut Opened,
    access: Access,
    writes: bool,
) -> Result<(), DatabaseError> {
    let connection = &opened.connection;
    match transaction {
        Transaction::Writing(writing) => {
            if access != Access::Read && writing.contract == Contract::Nothing {
                execute(connection, "SAVEPOINT contract")?;
                writing.contract = Contract::Part;
            }
        }
        Transaction::None if access == Access::Read && !writes => {
            execute(connection, "BEGIN")?;
            *transaction = Transaction::Reading;
        }
        Transaction::Reading if access == Access::Read => {}
        _ => {
            // What was read may be old by now.
            take_back(connection);
            *transaction = Transaction::None;
            let turn = match opened.writers.turn() {
                // Where nothing may be written, a run that only reads reads without.
                Err(error) if access == Access::Read && error.is_denied() => {
                    execute(connection, "BEGIN")?;
                    *transaction = Transaction::Reading;
                    return Ok(());
                }
                turn => turn?,
            };
            execute(connection, "BEGIN IMMEDIATE")?;
            *transaction = Transaction::Writing(Writing { _turn: turn, contract: Contract::All, done: false });
        }
    }
    Ok(())
}

fn on_store<T: Default>(
    connections: &Connections,
    opened: &Opened,
    access: Access,
    kind: StoreKind,
    path: &str,
    operation: impl FnOnce(&Store<'_>) -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    if let Some(store) = opened.store(kind, path)? {
        return operation(&store);
    }
    connections.check_absent(path)?;
    match access {
        Access::Read | Access::Change => Ok(T::default()),
        Access::Add => whole(&opened.connection, || operation(&Store::create(&opened.connection, kind, path)?)),
    }
}

impl Session for Transactions {
    fn register(&mut self, path: &str, key: &str, entry: &mut dyn FnMut() -> StoreResult<Object>) -> StoreResult<bool> {
        self.run(Access::Add, StoreKind::Registry, path, |store| store.register(key, entry))
    }

    fn find(&mut self, path: &str, key_or_address: &str) -> StoreResult<Option<Object>> {
        self.run(Access::Read, StoreKind::Registry, path, |store| store.entry(key_or_address))
    }

    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is not general enough")]
    fn count(&mut self, path: &str) -> StoreResult<u64> {
        self.run(Access::Read, StoreKind::Registry, path, |store| store.live())
    }

    fn deregister(&mut self, path: &str, key_or_address: &str) -> StoreResult<bool> {
        self.run(Access::Change, StoreKind::Registry, path, |store| store.deregister(key_or_address))
    }

    fn append(&mut self, path: &str, entry: &mut dyn FnMut(u64) -> StoreResult<Object>) -> StoreResult<()> {
        self.run(Access::Add, StoreKind::Log, path, |store| store.append(entry))
    }

    fn entries(&mut self, path: &str, wanted: &dyn Fn(&Object) -> bool) -> StoreResult<Vec<Object>> {
        self.run(Access::Read, StoreKind::Log, path, |store| store.entries(wanted))
    }

    fn get(&mut self, path: &str, key: &str) -> StoreResult<Option<Value>> {
        self.run(Access::Read, StoreKind::Object, path, |store| store.value(key))
    }

    fn put(&mut self, path: &str, key: &str, value: Value) -> StoreResult<()> {
        self.run(Access::Add, StoreKind::Object, path, |store| store.put(key, &value))
    }

    fn remove(&mut self, path: &str, keys: &[String]) -> StoreResult<usize> {
        self.run(Access::Change, StoreKind::Object, path, |store| store.remove(keys))
    }

    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is not general enough")]
    fn list(&mut self, path: &str) -> StoreResult<Object> {
        self.run(Access::Read, StoreKind::Object, path, |store| store.list())
    }

    fn update(&mut self, path: &str, change: &mut dyn FnMut(&str, &mut Object) -> bool) -> StoreResult<Vec<String>> {
        self.run(Access::Change, StoreKind::Object, path, |store| store.update(change))
    }

    fn keep(&mut self) -> StoreResult<()> {
        self.connections.disk.check()?;
        match (&mut self.transaction, &mut self.opened) {
            (Transaction::Lost(error), _) => Err(error.clone()),
            (Transaction::Writing(writing), Some(opened)) => {
                if self.scope == Scope::Operations && opened.writers.is_wanted() {
                    // The run may go on for a long time.
                    return self.end();
                }
                if writing.contract == Contract::Part {
                    let released = execute(&opened.connection, "RELEASE contract");
                    released.map_err(|error| self.connections.store_error(error.into()))?;
                }
                writing.contract = Contract::Nothing;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn take_back(&mut self) -> StoreResult<()> {
        let (Transaction::Writing(writing), Some(opened)) = (&mut self.transaction, &self.opened) else {
            return Ok(());
        };
        let taken = writing.take_back(&opened.connection).map_err(|error| self.connections.store_error(error));
        opened.forget();
        if let Err(error) = &taken {
            take_back(&opened.connection);
            self.transaction = Transaction::Lost(error.clone());
        }
        taken
    }

    fn commit(&mut self) -> StoreResult<()> {
        self.end()
    }
}

impl Drop for Transactions {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = self.take_back().and_then(|()| self.end());
    }
}
