//! The operations of a workflow or a run on files. Each is there at once for others that may see it.

use std::sync::Arc;

use pgs_value::Value;

use super::header::Header;
use super::index::{IndexError, IndexResult};
use super::open_stores::{OpenStore, OpenStores};
use super::registry;
use super::run_locks::HeldStores;
use super::store_file::{Peek, StoreFile};
use crate::backend::{Object, Session};
use crate::declared::StoreKind;
use crate::error::{StoreError, StoreResult};
use crate::isolation::Scope;

/// One lock for a file that is used, while it is used; a run has those of its stores besides.
pub(super) struct FilesSession {
    stores: Arc<OpenStores>,
    scope: Scope,
    /// Whether another system may work on the files at the same time.
    shared: bool,
    held: Hold,
    notes: Vec<String>,
}

/// What a run holds.
enum Hold {
    /// Nothing: no operation came yet.
    None,
    /// Its stores.
    Stores(HeldStores),
    /// Nothing: it has waited in vain, and goes on without state.
    Failed(StoreError),
}

impl FilesSession {
    /// A session that shares its files with others.
    pub fn new(stores: Arc<OpenStores>, scope: Scope) -> Self {
        Self { stores, scope, shared: false, held: Hold::None, notes: Vec::new() }
    }

    /// Before an operation: a run waits for all its stores.
    fn enter(&mut self) -> StoreResult<()> {
        let Scope::Run(stores) = self.scope else { return Ok(()) };
        match &self.held {
            Hold::Stores(_) => Ok(()),
            Hold::Failed(error) => Err(error.clone()),
            Hold::None => match self.stores.hold_stores(stores) {
                Ok(held) => {
                    self.held = Hold::Stores(held);
                    Ok(())
                }
                Err(error) => {
                    self.held = Hold::Failed(error.clone());
                    Err(error)
                }
            },
        }
    }

    /// Runs an operation on a store while nobody else changes it.
    fn hold<T>(
        &mut self,
        path: &str,
        kind: StoreKind,
        run: impl FnOnce(&mut StoreFile) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let shared = self.shared;
        self.with(path, kind, |store| store.locked(shared, run)?)
    }

    /// Runs an operation that only reads: without the lock if `peek` can tell, else with it. Where nothing may be written
    /// there are no locks, and `alone` reads the file as it is.
    fn read<T>(
        &mut self,
        path: &str,
        kind: StoreKind,
        peek: impl FnOnce(&mut StoreFile) -> IndexResult<Peek<T>>,
        held: impl FnOnce(&mut StoreFile) -> StoreResult<T>,
        alone: impl FnOnce(&mut StoreFile) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let shared = self.shared;
        self.with(path, kind, |store| {
            match peek(&mut store.file) {
                Ok(Peek::Known(answer)) => return Ok(answer),
                Ok(Peek::Unsure) | Err(IndexError::Untrue) => {}
                Err(IndexError::Store(error)) => return Err(error),
            }
            match store.locked(shared, held) {
                Ok(answer) => answer,
                Err(error) if error.is_denied() => alone(&mut store.file),
                Err(error) => Err(error),
            }
        })
    }

    fn with<T>(
        &mut self,
        path: &str,
        kind: StoreKind,
        run: impl FnOnce(&mut OpenStore) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.enter()?;
        self.stores.with(path, kind, &mut self.notes, run)
    }
}

impl Drop for FilesSession {
    fn drop(&mut self) {
        let _ = self.commit();
    }
}

impl Session for FilesSession {
    fn share(&mut self) {
        self.shared = true;
    }

    fn register(&mut self, path: &str, key: &str, entry: &mut dyn FnMut() -> StoreResult<Object>) -> StoreResult<bool> {
        self.hold(path, StoreKind::Registry, |file| file.register(key, entry))
    }

    fn find(&mut self, path: &str, key_or_address: &str) -> StoreResult<Option<Object>> {
        let entry = |file: &mut StoreFile, header: Option<Header>| match header {
            Some(header) => file.live_entry(&header, key_or_address),
            None => Ok(None),
        };
        self.read(
            path,
            StoreKind::Registry,
            |file| match file.peek_lines(StoreKind::Registry)? {
                Peek::Known(header) => entry(file, header).map(Peek::Known),
                Peek::Unsure => Ok(Peek::Unsure),
            },
            |file| {
                file.believing(|file| {
                    let header = file.hold_lines(StoreKind::Registry)?;
                    entry(file, header)
                })
            },
            |file| file.live_entries().map(|entries| registry::find(entries, key_or_address)),
        )
    }

    fn count(&mut self, path: &str) -> StoreResult<u64> {
        let count = |header: Option<Header>| header.map_or(0, |header| header.count);
        self.read(
            path,
            StoreKind::Registry,
            |file| match file.peek_lines(StoreKind::Registry)? {
                Peek::Known(header) => Ok(Peek::Known(count(header))),
                Peek::Unsure => Ok(Peek::Unsure),
            },
            |file| file.hold_lines(StoreKind::Registry).map(count),
            |file| file.live_entries().map(|entries| entries.len() as u64),
        )
    }

    fn deregister(&mut self, path: &str, key_or_address: &str) -> StoreResult<bool> {
        self.hold(path, StoreKind::Registry, |file| file.deregister(key_or_address))
    }

    fn append(&mut self, path: &str, entry: &mut dyn FnMut(u64) -> StoreResult<Object>) -> StoreResult<()> {
        self.hold(path, StoreKind::Log, |file| file.append_entry(entry))
    }

    fn entries(&mut self, path: &str, wanted: &dyn Fn(&Object) -> bool) -> StoreResult<Vec<Object>> {
        let entries = |file: &mut StoreFile, header: Option<Header>| {
            let mut entries = Vec::new();
            if let Some(header) = header {
                file.entries(header.end, |entry| entries.extend(Some(entry).filter(wanted)))?;
            }
            Ok::<_, StoreError>(entries)
        };
        self.read(
            path,
            StoreKind::Log,
            |file| match file.peek_lines(StoreKind::Log)? {
                Peek::Known(header) => Ok(Peek::Known(entries(file, header)?)),
                Peek::Unsure => Ok(Peek::Unsure),
            },
            |file| file.hold_lines(StoreKind::Log).and_then(|header| entries(file, header)),
            |file| {
                file.whole_entries(StoreKind::Log).map(|all| all.into_iter().filter(|entry| wanted(entry)).collect())
            },
        )
    }

    fn get(&mut self, path: &str, key: &str) -> StoreResult<Option<Value>> {
        self.read(
            path,
            StoreKind::Object,
            |file| Ok(file.peek_value(key)?),
            |file| file.value(key),
            |file| file.object_unchanged().map(|mut object| object.swap_remove(key)),
        )
    }

    fn put(&mut self, path: &str, key: &str, value: Value) -> StoreResult<()> {
        self.hold(path, StoreKind::Object, |file| file.put(key, value))
    }

    fn remove(&mut self, path: &str, keys: &[String]) -> StoreResult<usize> {
        self.hold(path, StoreKind::Object, |file| file.remove_keys(keys))
    }

    fn list(&mut self, path: &str) -> StoreResult<Object> {
        self.read(
            path,
            StoreKind::Object,
            |file| Ok(file.peek_object()?),
            StoreFile::object,
            StoreFile::object_unchanged,
        )
    }

    fn update(&mut self, path: &str, change: &mut dyn FnMut(&str, &mut Object) -> bool) -> StoreResult<Vec<String>> {
        self.hold(path, StoreKind::Object, |file| file.update(change))
    }

    /// All is there already; others may come now.
    fn commit(&mut self) -> StoreResult<()> {
        if let Hold::Stores(held) = std::mem::replace(&mut self.held, Hold::None) {
            self.stores.release(held);
        }
        Ok(())
    }

    fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }
}
