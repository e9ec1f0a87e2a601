//! What the four stores need of the place where their state lies.
//!
//! A backend is one file or folder beside this one: it implements [`Backend`] and [`Session`], and [`State`] opens it.
//! What an operation means (arguments, statuses, the form of an entry) stands in the stores' own files and is the same
//! for every backend; so are the tests (`pgs-rt/tests/stores`).
//!
//! [`State`]: super::State

use std::path::Path;

use pgs_value::{Map, Value};

use crate::error::{StoreError, StoreResult};
use pgs_value::json;

/// A JSON object.
pub type Object = Map<String, Value>;

/// A place where state lies. Any number of threads and processes use it at the same time.
pub trait Backend: Send + Sync {
    /// Begins the session of a workflow.
    fn session(&self) -> Box<dyn Session>;

    /// Waits until everything that sessions have committed or read is on disk.
    ///
    /// After an error it is not known what of it is. Nothing of it may be reported as done.
    fn sync(&self) -> StoreResult<()>;
}

/// The operations of one workflow, which follow each other. `path` is the path of a store below the data root.
///
/// What a session has changed is there for others at [`Session::commit`] at the latest, or when it ends. A session that
/// ends without it may take back what it changed since the last [`Session::keep`], but only all of it.
pub trait Session: Send {
    /// Adds an entry to a registry unless its key is live. False if it is.
    fn register(&mut self, path: &str, key: &str, entry: &mut dyn FnMut() -> StoreResult<Object>) -> StoreResult<bool>;

    /// The live entry of a registry with this key, else with this address.
    fn find(&mut self, path: &str, key_or_address: &str) -> StoreResult<Option<Object>>;

    /// How many entries of a registry are live.
    fn count(&mut self, path: &str) -> StoreResult<u64>;

    /// Removes the live entry with this key or address from a registry. False if there is none.
    fn deregister(&mut self, path: &str, key_or_address: &str) -> StoreResult<bool>;

    /// Adds an entry to the end of a log, made from the count of entries before.
    fn append(&mut self, path: &str, entry: &mut dyn FnMut(u64) -> StoreResult<Object>) -> StoreResult<()>;

    /// The entries of a log that are wanted, in order.
    fn entries(&mut self, path: &str, wanted: &dyn Fn(&Object) -> bool) -> StoreResult<Vec<Object>>;

    /// The value at a key of an object.
    fn get(&mut self, path: &str, key: &str) -> StoreResult<Option<Value>>;

    /// Sets the value at a key of an object. A new key goes to the end, an old one keeps its place.
    fn put(&mut self, path: &str, key: &str, value: Value) -> StoreResult<()>;

    /// Removes keys from an object; how many were there.
    fn remove(&mut self, path: &str, keys: &[String]) -> StoreResult<usize>;

    /// All keys and values of an object, in order.
    fn list(&mut self, path: &str) -> StoreResult<Object>;

    /// Offers every value of an object that is an object itself to `change`, which says whether it changed it. The keys
    /// of those that were changed, in order. All changes are made, or none.
    fn update(&mut self, path: &str, change: &mut dyn FnMut(&mut Object) -> bool) -> StoreResult<Vec<String>>;

    /// A contract has ended: what it changed is not taken back any more if a later one breaks off.
    fn keep(&mut self) -> StoreResult<()> {
        Ok(())
    }

    /// Keeps what was changed since the last commit, now and for others: all of it, or after an error nothing. After an
    /// error every operation fails.
    fn commit(&mut self) -> StoreResult<()>;

    /// The run breaks off: as [`Session::commit`], but without what was changed since the last [`Session::keep`], as far
    /// as that can be taken back.
    fn break_off(&mut self) -> StoreResult<()> {
        self.commit()
    }

    /// What was found torn and was repaired since the last call: one sentence each.
    fn notes(&mut self) -> Vec<String>;
}

/// Refuses a value that no reader could read again, before it makes a whole file unreadable. Where the reference
/// interpreter keeps it, it lies `outer` lists and objects deep: an entry of a log 0, a value of an object 1.
pub fn check_depth(path: &Path, value: &Value, outer: usize) -> StoreResult<()> {
    let limit = json::DEPTH_LIMIT;
    if outer + json::depth(value) > limit { Err(StoreError::TooDeep { path: path.to_owned(), limit }) } else { Ok(()) }
}
