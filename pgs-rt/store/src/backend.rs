//! What the four stores need of the place where their state lies.
//!
//! A backend implements [`Backend`] and [`Session`]. [`State::on`] takes any, and a [`BackendEntry`] gives it a word in a
//! table of backends. What an operation means (arguments, statuses, the form of an entry) stands in the stores' own files
//! in `pgs-rt` and is the same for every backend; so are the tests (`pgs-rt/tests/stores`).
//!
//! This one keeps state in memory, each store as one object: keys to entries, numbers to lines, keys to values.
//!
//! ```
//! # use std::{collections::HashMap, sync::{Arc, Mutex}};
//! # use pgs_store::{Backend, Object, Scope, Session, State, StoreResult};
//! # use pgs_value::{Value, json};
//! #[derive(Clone, Default)]
//! struct Memory(Arc<Mutex<HashMap<String, Object>>>);
//!
//! impl Backend for Memory {
//!     // Runs at the same time see each operation of others.
//!     fn session(&self, _: Scope) -> Box<dyn Session> { Box::new(self.clone()) }
//!     fn sync(&self) -> StoreResult<()> { Ok(()) }
//! }
//!
//! impl Memory {
//!     fn on<T>(&self, path: &str, run: impl FnOnce(&mut Object) -> T) -> T {
//!         run(self.0.lock().unwrap().entry(path.to_owned()).or_default())
//!     }
//! }
//!
//! fn key(store: &Object, name: &str) -> Option<String> {
//!     let named = |(key, entry): &(&String, &Value)| *key == name || entry["address"] == name;
//!     store.iter().find(named).map(|(key, _)| key.clone())
//! }
//!
//! impl Session for Memory {
//!     fn register(&mut self, path: &str, key: &str, entry: &mut dyn FnMut() -> StoreResult<Object>) -> StoreResult<bool> {
//!         self.on(path, |it| Ok(!it.contains_key(key) && it.insert(key.into(), entry()?.into()).is_none()))
//!     }
//!     fn find(&mut self, path: &str, name: &str) -> StoreResult<Option<Object>> {
//!         Ok(self.on(path, |it| it[&key(it, name)?].as_object().cloned()))
//!     }
//!     fn deregister(&mut self, path: &str, name: &str) -> StoreResult<bool> {
//!         Ok(self.on(path, |it| it.shift_remove(&key(it, name)?)).is_some())
//!     }
//!     fn count(&mut self, path: &str) -> StoreResult<u64> { Ok(self.on(path, |it| it.len() as u64)) }
//!     fn append(&mut self, path: &str, entry: &mut dyn FnMut(u64) -> StoreResult<Object>) -> StoreResult<()> {
//!         self.on(path, |it| Ok(drop(it.insert(it.len().to_string(), entry(it.len() as u64)?.into()))))
//!     }
//!     fn entries(&mut self, path: &str, wanted: &dyn Fn(&Object) -> bool) -> StoreResult<Vec<Object>> {
//!         Ok(self.on(path, |it| it.values().filter_map(Value::as_object).filter(|it| wanted(it)).cloned().collect()))
//!     }
//!     fn get(&mut self, path: &str, key: &str) -> StoreResult<Option<Value>> { Ok(self.on(path, |it| it.get(key).cloned())) }
//!     fn put(&mut self, path: &str, key: &str, value: Value) -> StoreResult<()> {
//!         Ok(drop(self.on(path, |it| it.insert(key.into(), value))))
//!     }
//!     fn remove(&mut self, path: &str, keys: &[String]) -> StoreResult<usize> {
//!         Ok(self.on(path, |it| keys.iter().filter(|key| it.shift_remove(*key).is_some()).count()))
//!     }
//!     fn list(&mut self, path: &str) -> StoreResult<Object> { Ok(self.on(path, |it| it.clone())) }
//!     fn update(&mut self, path: &str, change: &mut dyn FnMut(&str, &mut Object) -> bool) -> StoreResult<Vec<String>> {
//!         let mut changed = |(key, value): (&String, &mut Value)| change(key, value.as_object_mut()?).then(|| key.clone());
//!         Ok(self.on(path, |it| it.iter_mut().filter_map(&mut changed).collect()))
//!     }
//! }
//!
//! # fn main() -> StoreResult<()> {
//! let state = State::on(Arc::new(Memory::default()));
//! let mut session = state.session(Scope::Operations);
//! session.append("a/events", &mut |before| Ok(Object::from_iter([("n".to_owned(), json!(before))])))?;
//! session.commit()?;
//! assert_eq!(state.session(Scope::Operations).entries("a/events", &|_| true)?[0]["n"], 0);
//! # Ok(())
//! # }
//! ```
//!
//! [`State::on`]: crate::State::on
//! [`BackendEntry`]: crate::BackendEntry

use std::path::Path;

use pgs_value::{Map, Value};

use crate::error::{StoreError, StoreResult};
use crate::isolation::Scope;
use pgs_value::json;

/// A JSON object.
pub type Object = Map<String, Value>;

/// A place where state lies. Any number of threads and processes use it at the same time.
///
/// [`Session`] has the rules for paths and values.
pub trait Backend: Send + Sync {
    /// Begins a session. What [`Scope::Run`] promises is for the backend to hold.
    fn session(&self, scope: Scope) -> Box<dyn Session>;

    /// Waits until everything that sessions have committed or read is on disk.
    ///
    /// After an error it is not known what of it is. Nothing of it may be reported as done.
    fn sync(&self) -> StoreResult<()>;

    /// Makes sure that what was done before is on disk no later than what follows. A backend whose sessions are
    /// transactions has nothing to do.
    fn barrier(&self) -> StoreResult<()> {
        self.sync()
    }

    /// Waits until it alone, of all who use the state, holds what this name stands for, as long as what it gives lives.
    /// `subject` is the same for people.
    ///
    /// This is what runs with an id need, so that of two with one id one takes place. A backend that does not do so refuses
    /// them: [`StoreError::NoHold`].
    fn hold(&self, _name: &str, subject: &str) -> StoreResult<Box<dyn Send>> {
        Err(StoreError::NoHold { subject: subject.to_owned() })
    }
}

/// The operations of one workflow or one run, which follow each other. `path` is the path of a store below the data root.
///
/// What a session has changed is there for others at [`Session::commit`] at the latest, or when it ends. A session that
/// ends without it may take back what it changed since the last [`Session::keep`], but only all of it.
///
/// Two rules hold for every backend, so that state can move between them:
///
/// - A path is one store in all of its spellings: `./a//b` is `a/b`, as [`normal_path`](crate::normal_path) has it.
/// - A value that could not be read again is not kept: [`check_depth`] refuses it, before anything is changed.
pub trait Session: Send {
    /// Shares state with `pgc-runtime`, which may work on it at the same time: where that has locks of its own, whoever changes
    /// something holds these, too. A backend whose state no other system knows has nothing to do.
    fn share(&mut self) {}

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

    /// Offers every value of an object that is an object itself to `change`, with its key; it says whether it changed it. The keys
    /// of those that were changed, in order. All changes are made, or none.
    fn update(&mut self, path: &str, change: &mut dyn FnMut(&str, &mut Object) -> bool) -> StoreResult<Vec<String>>;

    /// A contract has ended: what it changed is not taken back any more if a later one breaks off.
    fn keep(&mut self) -> StoreResult<()> {
        Ok(())
    }

    /// Takes back what was changed since the last [`Session::keep`], as far as that can be.
    fn take_back(&mut self) -> StoreResult<()> {
        Ok(())
    }

    /// Keeps what was changed since the last commit, now and for others: all of it, or after an error nothing. After an
    /// error every operation fails.
    ///
    /// There is nothing to do where each operation is there for others at once.
    fn commit(&mut self) -> StoreResult<()> {
        Ok(())
    }

    /// What was found torn and was repaired since the last call: one sentence each.
    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// Refuses a value that no reader could read again, before it makes a whole file unreadable. Where the reference
/// interpreter keeps it, it lies `outer` lists and objects deep: an entry of a log 0, a value of an object 1.
pub fn check_depth(path: &Path, value: &Value, outer: usize) -> StoreResult<()> {
    let limit = json::DEPTH_LIMIT;
    if outer + json::depth(value) > limit { Err(StoreError::TooDeep { path: path.to_owned(), limit }) } else { Ok(()) }
}
