//! The operations of a workflow, and their transactions.
//!
//! A transaction begins with the first operation that may write, and ends with the contract. Its beginning waits for the
//! writers' lock and then looks at the newest state, so that what an operation reads is what it changes. A read before it
//! is a state of its own: readers wait for nobody.

use std::sync::Arc;

use rusqlite::Connection;
use serde_json::Value;

use super::Shared;
use super::lock::Lock;
use super::store::{Kind, Store};
use super::trouble::Trouble;
use crate::store::backend::{Answer, Object, Session};

/// A session: one transaction after another.
pub(super) struct Transactions {
    shared: Arc<Shared>,
    /// The connection of the contract that runs, since its first operation.
    connection: Option<Connection>,
    transaction: Transaction,
}

#[derive(Default)]
enum Transaction {
    #[default]
    None,
    /// Begun.
    Open {
        /// Nobody else writes.
        _lock: Lock,
        /// Whether an operation was answered as done.
        done: bool,
    },
    /// SQLite took back what had been answered as done, for this reason.
    Lost(String),
}

impl Transactions {
    pub fn new(shared: Arc<Shared>) -> Self {
        Self { shared, connection: None, transaction: Transaction::None }
    }

    fn check(&self) -> Answer<()> {
        match &self.transaction {
            Transaction::Lost(reason) => Err(reason.clone()),
            _ => self.shared.disk.check(),
        }
    }

    /// Runs an operation that only reads. A store that is not there answers as an empty one.
    fn read<T: Default>(
        &mut self,
        kind: Kind,
        path: &str,
        operation: impl FnOnce(&Store<'_>) -> Result<T, Trouble>,
    ) -> Answer<T> {
        self.check()?;
        if self.connection.is_none() {
            self.connection = self.shared.take()?;
        }
        let Some(connection) = &self.connection else { return self.shared.absent(path).map(|()| T::default()) };
        let run = || match Store::find(connection, kind, path)? {
            Some(store) => operation(&store),
            None => Ok(self.shared.absent(path).map(|()| T::default())?),
        };
        let answer = run().map_err(|trouble| self.shared.reason(trouble));
        self.shared.disk.moved_on();
        answer.inspect_err(|reason| self.look_for_loss(reason))
    }

    /// Runs an operation that changes what is there, all of it or nothing.
    fn change<T: Default>(
        &mut self,
        kind: Kind,
        path: &str,
        operation: impl FnOnce(&Store<'_>) -> Result<T, Trouble>,
    ) -> Answer<T> {
        self.check()?;
        if self.connection.is_none() {
            self.connection = self.shared.take()?;
        }
        match &self.connection {
            Some(_) => self.write(|shared, connection| match Store::find(connection, kind, path)? {
                Some(store) => operation(&store),
                None => Ok(shared.absent(path).map(|()| T::default())?),
            }),
            None => self.shared.absent(path).map(|()| T::default()),
        }
    }

    /// Runs an operation that adds to a store, all of it or nothing.
    fn add<T>(
        &mut self,
        kind: Kind,
        path: &str,
        operation: impl FnOnce(&Store<'_>) -> Result<T, Trouble>,
    ) -> Answer<T> {
        self.check()?;
        if self.connection.is_none() {
            self.connection = self.shared.take()?;
        }
        if self.connection.is_none() {
            self.shared.absent(path)?;
            self.connection = Some(self.shared.take_or_create()?);
        }
        self.write(|shared, connection| {
            let store = match Store::find(connection, kind, path)? {
                Some(store) => store,
                None => {
                    shared.absent(path)?;
                    Store::create(connection, kind, path)?
                }
            };
            operation(&store)
        })
    }

    fn write<T>(&mut self, operation: impl FnOnce(&Shared, &Connection) -> Result<T, Trouble>) -> Answer<T> {
        let Some(connection) = &self.connection else { return Err("no database is open".into()) };
        let run = |transaction: &mut Transaction| {
            begin(&self.shared, connection, transaction)?;
            execute(connection, "SAVEPOINT operation")?;
            let answer = operation(&self.shared, connection);
            // Where even this fails, the operation can't be told from those before it: all goes.
            let ended = end(connection, answer.is_ok()).inspect_err(|_| take_back(connection));
            answer.and_then(|value| Ok(ended.map(|()| value)?))
        };
        let answer = run(&mut self.transaction).map_err(|trouble| self.shared.reason(trouble));
        match &answer {
            Ok(_) => {
                if let Transaction::Open { done, .. } = &mut self.transaction {
                    *done = true;
                }
            }
            Err(reason) => self.look_for_loss(reason),
        }
        answer
    }

    /// After an error: some make SQLite end the transaction by itself.
    fn look_for_loss(&mut self, reason: &str) {
        let ended = self.connection.as_ref().is_none_or(Connection::is_autocommit);
        if let (true, Transaction::Open { done, .. }) = (ended, &self.transaction) {
            self.transaction = match done {
                true => Transaction::Lost(format!("what this contract has done was taken back: {reason}")),
                false => Transaction::None,
            };
        }
    }

    fn give_back(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.shared.give_back(connection);
        }
    }
}

/// Begins a transaction that writes, unless one is open.
fn begin(shared: &Shared, connection: &Connection, transaction: &mut Transaction) -> Result<(), Trouble> {
    if let Transaction::Open { .. } = transaction {
        return Ok(());
    }
    let lock = Lock::exclusive(&shared.root)?;
    execute(connection, "BEGIN IMMEDIATE")?;
    *transaction = Transaction::Open { _lock: lock, done: false };
    Ok(())
}

/// Ends an operation within its transaction: keeps it, or takes it back where SQLite has not done so.
fn end(connection: &Connection, keep: bool) -> rusqlite::Result<()> {
    if connection.is_autocommit() {
        return Ok(());
    }
    if !keep {
        execute(connection, "ROLLBACK TO operation")?;
    }
    execute(connection, "RELEASE operation")
}

fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(|_| ())
}

/// Ends a transaction, and keeps what it did or takes it back.
fn keep(shared: &Shared, connection: &Connection) -> Answer<()> {
    let kept = shared
        .disk
        .check()
        .and_then(|()| execute(connection, "COMMIT").map_err(|error| shared.reason(Trouble::from(error))));
    if kept.is_err() {
        take_back(connection);
        return kept;
    }
    shared.disk.moved_on();
    match shared.disk.checkpoint_if_long(connection) {
        // Only a sync that failed puts what was kept in doubt.
        Err(trouble) => {
            shared.reason(trouble);
            shared.disk.check()
        }
        Ok(()) => Ok(()),
    }
}

fn take_back(connection: &Connection) {
    if !connection.is_autocommit() {
        // A connection that can't even roll back answers the next `BEGIN` with an error.
        let _ = execute(connection, "ROLLBACK");
    }
}

impl Shared {
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
        self.add(Kind::Registry, path, |store| store.register(key, entry))
    }

    fn find(&mut self, path: &str, key_or_address: &str) -> Answer<Option<Object>> {
        self.read(Kind::Registry, path, |store| store.entry(key_or_address))
    }

    fn count(&mut self, path: &str) -> Answer<u64> {
        self.read(Kind::Registry, path, |store| Ok(store.live()))
    }

    fn deregister(&mut self, path: &str, key_or_address: &str) -> Answer<bool> {
        self.change(Kind::Registry, path, |store| store.deregister(key_or_address))
    }

    fn append(&mut self, path: &str, entry: &mut dyn FnMut(u64) -> Answer<Object>) -> Answer<()> {
        self.add(Kind::Log, path, |store| store.append(entry))
    }

    fn entries(&mut self, path: &str, wanted: &dyn Fn(&Object) -> bool) -> Answer<Vec<Object>> {
        self.read(Kind::Log, path, |store| store.entries(wanted))
    }

    fn get(&mut self, path: &str, key: &str) -> Answer<Option<Value>> {
        self.read(Kind::Object, path, |store| store.value(key))
    }

    fn put(&mut self, path: &str, key: &str, value: Value) -> Answer<()> {
        self.add(Kind::Object, path, |store| store.put(key, &value))
    }

    fn remove(&mut self, path: &str, keys: &[String]) -> Answer<usize> {
        self.change(Kind::Object, path, |store| store.remove(keys))
    }

    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is not general enough")]
    fn list(&mut self, path: &str) -> Answer<Object> {
        self.read(Kind::Object, path, |store| store.list())
    }

    fn update(&mut self, path: &str, change: &mut dyn FnMut(&mut Object) -> bool) -> Answer<Vec<String>> {
        self.change(Kind::Object, path, |store| store.update(change))
    }

    fn commit(&mut self) -> Answer<()> {
        let kept = match (std::mem::take(&mut self.transaction), &self.connection) {
            (Transaction::None, _) => Ok(()),
            (Transaction::Lost(reason), _) => Err(reason),
            (Transaction::Open { _lock, done: true }, Some(connection)) => keep(&self.shared, connection),
            (Transaction::Open { _lock, done: false }, Some(connection)) => {
                take_back(connection);
                Ok(())
            }
            (Transaction::Open { .. }, None) => Err("the connection of the transaction is gone".into()),
        };
        self.give_back();
        kept
    }

    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}

impl Drop for Transactions {
    fn drop(&mut self) {
        if let (Some(connection), Transaction::Open { .. }) = (&self.connection, &self.transaction) {
            take_back(connection);
        }
        self.transaction = Transaction::None;
        self.give_back();
    }
}
