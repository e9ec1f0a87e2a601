//! An open database.

use std::cell::RefCell;
use std::collections::HashMap;

use rusqlite::Connection;

use super::database_error::DatabaseError;
use super::store::Store;
use super::writers::Writers;
use pgs_store::{DataRoot, StoreKind, Wait};

/// A connection, and what goes with it from session to session.
pub(super) struct Opened {
    pub connection: Connection,
    pub writers: Writers,
    /// The numbers of stores by path, for each kind. No store is ever removed.
    numbers: RefCell<[HashMap<String, i64>; 3]>,
}

impl Opened {
    pub fn new(connection: Connection, root: &DataRoot, wait: Wait) -> Self {
        Self { connection, writers: Writers::new(root, wait), numbers: RefCell::default() }
    }

    /// The store at a path, if it is there.
    pub fn store<'s>(&'s self, kind: StoreKind, path: &'s str) -> Result<Option<Store<'s>>, DatabaseError> {
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
