//! The operations of a workflow, and their transactions.
//!
//! What a session reads before it writes, it reads of one state, and waits for nobody. Its first operation that may write
//! waits for the writers' lock and then looks at the newest state, so that what an operation reads is what it changes.
//! That transaction ends with the run, or with a contract if others wait for their turn. A contract within it is a
//! savepoint, so that one that breaks off takes nothing with it that was done before.

use std::sync::Arc;

use rusqlite::Connection;
use serde_json::Value;

use super::Shared;
use super::opened::{Opened, execute, take_back, whole};
use super::store::{Kind, Store};
use super::trouble::Trouble;
use crate::backend::{Answer, Object, Session};
use crate::lock::Held;

/// A session: one transaction after another.
pub(super) struct Transactions {
    shared: Arc<Shared>,
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
    Lost(String),
}

/// A transaction that nobody else writes beside.
struct Writing {
    _turn: Held,
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
    pub fn new(shared: Arc<Shared>) -> Self {
        Self { shared, opened: None, transaction: Transaction::None }
    }

    /// Runs an operation on a store. One that is not there answers as an empty one, unless it is added to.
    fn run<T: Default>(
        &mut self,
        access: Access,
        kind: Kind,
        path: &str,
        operation: impl FnOnce(&Store<'_>) -> Result<T, Trouble>,
    ) -> Answer<T> {
        match &self.transaction {
            Transaction::Lost(reason) => return Err(reason.clone()),
            _ => self.shared.disk.check()?,
        }
        if self.opened.is_none() {
            self.opened = self.shared.take()?;
        }
        let opened = match &mut self.opened {
            Some(opened) => opened,
            none => {
                self.shared.absent(path)?;
                if access != Access::Add {
                    return Ok(T::default());
                }
                none.insert(self.shared.take_or_create()?)
            }
        };
        let answer = begin(&mut self.transaction, opened, access)
            .and_then(|()| on_store(&self.shared, opened, access, kind, path, operation))
            .map_err(|trouble| self.shared.reason(trouble));
        self.shared.disk.moved_on();
        match (&answer, &mut self.transaction) {
            (Ok(_), Transaction::Writing(writing)) => writing.done |= access != Access::Read,
            (Ok(_), _) => {}
            (Err(reason), _) => self.look_for_loss(reason),
        }
        answer
    }

    /// After an error: some make SQLite end the transaction by itself.
    fn look_for_loss(&mut self, reason: &str) {
        let Some(opened) = &self.opened else { return };
        opened.forget();
        match &self.transaction {
            Transaction::Reading => {
                take_back(&opened.connection);
                self.transaction = Transaction::None;
            }
            Transaction::Writing(writing) if opened.connection.is_autocommit() => {
                self.transaction = if writing.done {
                    Transaction::Lost(format!("what this run has done was taken back: {reason}"))
                } else {
                    Transaction::None
                };
            }
            _ => {}
        }
    }

    /// Ends the transaction: keeps all of it, or takes back the contract that has not ended.
    fn end(&mut self, with_contract: bool) -> Answer<()> {
        let ended = match (std::mem::take(&mut self.transaction), &self.opened) {
            (Transaction::Writing(writing), Some(opened)) => {
                let kept =
                    writing.kept(&opened.connection, with_contract).map_err(|trouble| self.shared.reason(trouble));
                let ended = match kept {
                    Ok(true) => self.shared.keep(&opened.connection),
                    kept => kept.map(drop),
                };
                take_back(&opened.connection);
                if ended.is_err() || !with_contract {
                    opened.forget();
                }
                ended
            }
            (Transaction::Reading, Some(opened)) => {
                take_back(&opened.connection);
                Ok(())
            }
            (Transaction::Lost(reason), _) => Err(reason),
            (_, _) => Ok(()),
        };
        if let Err(reason) = &ended {
            self.transaction = Transaction::Lost(reason.clone());
        }
        if let Some(opened) = self.opened.take() {
            self.shared.give_back(opened);
        }
        ended
    }
}

impl Writing {
    /// Takes back the contract that has not ended, unless it is to be kept. Whether there is anything to commit.
    fn kept(&self, connection: &Connection, with_contract: bool) -> Result<bool, Trouble> {
        match self.contract {
            Contract::All if !with_contract => return Ok(false),
            Contract::Part if !with_contract => execute(connection, "ROLLBACK TO contract")?,
            _ => {}
        }
        Ok(self.done)
    }
}

/// Begins what an operation needs that is not there yet: a transaction, or in one that writes the contract's part.
fn begin(transaction: &mut Transaction, opened: &mut Opened, access: Access) -> Result<(), Trouble> {
    let connection = &opened.connection;
    match transaction {
        Transaction::Writing(writing) => {
            if access != Access::Read && writing.contract == Contract::Nothing {
                execute(connection, "SAVEPOINT contract")?;
                writing.contract = Contract::Part;
            }
        }
        Transaction::None if access == Access::Read => {
            execute(connection, "BEGIN")?;
            *transaction = Transaction::Reading;
        }
        _ if access == Access::Read => {}
        _ => {
            // What was read may be old by now.
            take_back(connection);
            *transaction = Transaction::None;
            let turn = opened.writers.turn()?;
            execute(connection, "BEGIN IMMEDIATE")?;
            *transaction = Transaction::Writing(Writing { _turn: turn, contract: Contract::All, done: false });
        }
    }
    Ok(())
}

fn on_store<T: Default>(
    shared: &Shared,
    opened: &Opened,
    access: Access,
    kind: Kind,
    path: &str,
    operation: impl FnOnce(&Store<'_>) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    if let Some(store) = opened.store(kind, path)? {
        return operation(&store);
    }
    shared.absent(path)?;
    match access {
        Access::Read | Access::Change => Ok(T::default()),
        Access::Add => whole(&opened.connection, || operation(&Store::create(&opened.connection, kind, path)?)),
    }
}

impl Shared {
    /// Commits a transaction. After an error it may still be open.
    fn keep(&self, connection: &Connection) -> Answer<()> {
        let commit = || execute(connection, "COMMIT").map_err(|error| self.reason(Trouble::from(error)));
        self.disk.check().and_then(|()| commit())?;
        self.disk.moved_on();
        match self.disk.checkpoint_if_long(connection) {
            // Only a sync that failed puts what was kept in doubt.
            Err(trouble) => {
                self.reason(trouble);
                self.disk.check()
            }
            Ok(()) => Ok(()),
        }
    }

    /// Before a store counts as empty: a file at its path is state that this backend does not read.
    fn absent(&self, path: &str) -> Answer<()> {
        let file = self.root.join(path);
        match file.symlink_metadata() {
            Ok(_) => Err(format!(
                "{} holds the state of this store as a file; bring it into the database with `pgs state import`, or use \
                 --store files",
                file.display()
            )),
            Err(_) => Ok(()),
        }
    }
}

impl Session for Transactions {
    fn register(&mut self, path: &str, key: &str, entry: &mut dyn FnMut() -> Answer<Object>) -> Answer<bool> {
        self.run(Access::Add, Kind::Registry, path, |store| store.register(key, entry))
    }

    fn find(&mut self, path: &str, key_or_address: &str) -> Answer<Option<Object>> {
        self.run(Access::Read, Kind::Registry, path, |store| store.entry(key_or_address))
    }

    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is not general enough")]
    fn count(&mut self, path: &str) -> Answer<u64> {
        self.run(Access::Read, Kind::Registry, path, |store| store.live())
    }

    fn deregister(&mut self, path: &str, key_or_address: &str) -> Answer<bool> {
        self.run(Access::Change, Kind::Registry, path, |store| store.deregister(key_or_address))
    }

    fn append(&mut self, path: &str, entry: &mut dyn FnMut(u64) -> Answer<Object>) -> Answer<()> {
        self.run(Access::Add, Kind::Log, path, |store| store.append(entry))
    }

    fn entries(&mut self, path: &str, wanted: &dyn Fn(&Object) -> bool) -> Answer<Vec<Object>> {
        self.run(Access::Read, Kind::Log, path, |store| store.entries(wanted))
    }

    fn get(&mut self, path: &str, key: &str) -> Answer<Option<Value>> {
        self.run(Access::Read, Kind::Object, path, |store| store.value(key))
    }

    fn put(&mut self, path: &str, key: &str, value: Value) -> Answer<()> {
        self.run(Access::Add, Kind::Object, path, |store| store.put(key, &value))
    }

    fn remove(&mut self, path: &str, keys: &[String]) -> Answer<usize> {
        self.run(Access::Change, Kind::Object, path, |store| store.remove(keys))
    }

    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is not general enough")]
    fn list(&mut self, path: &str) -> Answer<Object> {
        self.run(Access::Read, Kind::Object, path, |store| store.list())
    }

    fn update(&mut self, path: &str, change: &mut dyn FnMut(&mut Object) -> bool) -> Answer<Vec<String>> {
        self.run(Access::Change, Kind::Object, path, |store| store.update(change))
    }

    fn keep(&mut self) -> Answer<()> {
        self.shared.disk.check()?;
        match (&mut self.transaction, &mut self.opened) {
            (Transaction::Lost(reason), _) => Err(reason.clone()),
            (Transaction::Writing(writing), Some(opened)) => {
                if opened.writers.is_wanted() {
                    // The run may go on for a long time.
                    return self.end(true);
                }
                if writing.contract == Contract::Part {
                    let released = execute(&opened.connection, "RELEASE contract");
                    released.map_err(|error| self.shared.reason(error.into()))?;
                }
                writing.contract = Contract::Nothing;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn commit(&mut self) -> Answer<()> {
        self.end(true)
    }

    fn break_off(&mut self) -> Answer<()> {
        self.end(false)
    }

    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}

impl Drop for Transactions {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = self.break_off();
    }
}
