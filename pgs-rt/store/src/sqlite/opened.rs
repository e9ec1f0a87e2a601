//! An open database.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

use rusqlite::Connection;

use super::store::{Kind, Store};
use super::trouble::Trouble;
use crate::lock::{Held, Lock};

/// A connection, and what goes with it from session to session.
pub(super) struct Opened {
    pub connection: Connection,
    pub writers: Writers,
    /// The numbers of stores by path, for each kind. No store is ever removed.
    numbers: RefCell<[HashMap<String, i64>; 3]>,
}

impl Opened {
    pub fn new(connection: Connection, root: &Path) -> Self {
        Self { connection, writers: Writers::new(root), numbers: RefCell::default() }
    }

    /// The store at a path, if it is there.
    pub fn store<'s>(&'s self, kind: Kind, path: &'s str) -> Result<Option<Store<'s>>, Trouble> {
        let known = self.numbers.borrow()[kind as usize].get(path).copied();
        if let Some(number) = known {
            return Ok(Some(Store::known(&self.connection, path, number)));
        }
        let store = Store::find(&self.connection, kind, path)?;
        if let Some(store) = &store {
            self.numbers.borrow_mut()[kind as usize].insert(path.to_owned(), store.number());
        }
        Ok(store)
    }

    /// After something was taken back: it may have been the creation of a store.
    pub fn forget(&self) {
        self.numbers.take();
    }
}

/// Who may write: one session at a time, of all threads and processes. They queue here, where the operating system wakes
/// the next one, instead of asking SQLite again and again. SQLite has a lock of its own, so without this one writers are
/// slower and no less safe.
pub(super) struct Writers {
    turn: Lock,
    /// Held by all who wait for their turn.
    waiting: Lock,
}

impl Writers {
    pub fn new(root: &Path) -> Self {
        let lock = |name| Lock::new(root.join(".pgs").join("locks").join(name));
        Self { turn: lock("pgs.db.lock"), waiting: lock("pgs.db.waiting.lock") }
    }

    /// Waits for a turn, which lasts as long as the value.
    pub fn turn(&mut self) -> Result<Held, String> {
        let turn = match self.turn.try_exclusive() {
            Ok(None) => {
                // Without it nobody knows of this one, who waits longer then.
                let _waiting = self.waiting.shared();
                self.turn.exclusive()
            }
            Ok(Some(held)) => Ok(held),
            Err(unlocked) => Err(unlocked),
        };
        turn.map_err(|unlocked| unlocked.reason)
    }

    /// Whether somebody waits. For those whose turn it is.
    pub fn is_wanted(&mut self) -> bool {
        matches!(self.waiting.try_exclusive(), Ok(None))
    }
}

pub(super) fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(|_| ())
}

/// Ends a transaction, and keeps nothing of it.
pub(super) fn take_back(connection: &Connection) {
    if !connection.is_autocommit() {
        // A connection that can't even roll back answers the next `BEGIN` with an error.
        let _ = execute(connection, "ROLLBACK");
    }
}

/// Runs several statements within a transaction: all of them happen, or none.
pub(super) fn whole<T>(connection: &Connection, run: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    execute(connection, "SAVEPOINT operation")?;
    let answer = run();
    // Where even this fails, the operation can't be told from those before it: all goes.
    let ended = end(connection, answer.is_ok()).inspect_err(|_| take_back(connection));
    answer.and_then(|value| Ok(ended.map(|()| value)?))
}

/// Keeps the operation, or takes it back where SQLite has not done so.
fn end(connection: &Connection, keep: bool) -> rusqlite::Result<()> {
    if connection.is_autocommit() {
        return Ok(());
    }
    if !keep {
        execute(connection, "ROLLBACK TO operation")?;
    }
    execute(connection, "RELEASE operation")
}
