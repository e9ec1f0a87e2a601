//! State as the reference interpreter's files: either system continues on the other's data.
//!
//! ```text
//! store_file   the file of one store, with its index
//! line_file    registries and logs: one JSON object a line
//! registry     which line of a key counts
//! object       objects by key: small files are replaced
//! large_object, large_change
//!              large ones are added to in place
//! lines, members
//!              how both are read
//! index, builder, header
//!              what finds an entry without reading the file
//! ahead        what belongs into an index and is not written yet
//! redo         changes in the middle of a file
//! replace      files that are replaced
//! moving       stores from and to a database
//! file         stamps, folders, words for errors
//! ```
//!
//! What is not the reference's lies under `.pgs` in the data root. `docs/storage.md` says what is promised, and why it
//! holds.

mod ahead;
mod builder;
mod file;
mod header;
mod index;
mod large_change;
mod large_object;
mod line_file;
mod lines;
mod members;
pub(super) mod moving;
mod object;
mod redo;
mod registry;
mod replace;
mod store_file;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use self::file::describe;
use self::header::Kind;
use self::store_file::{Now, StoreFile};
use super::Durability;
use super::backend::{Answer, Backend, Object, Session};
use super::lock::{Lock, Mark, Unlocked};

/// State on files.
pub(super) struct Files(Arc<Shared>);

struct Shared {
    root: PathBuf,
    durability: Durability,
    stores: Mutex<HashMap<String, Arc<Mutex<Store>>>>,
    /// The stores that were changed or read, and are not known to be on disk.
    unsynced: Mutex<BTreeMap<String, Kind>>,
    /// Why a sync has failed: from then on nothing is answered, as it would build on what may be lost.
    failed: Mutex<Option<String>>,
}

struct Store {
    lock: Lock,
    /// The claim on the file's index.
    claim: Option<Mark>,
    file: StoreFile,
}

impl Store {
    /// Runs something on the file while nobody else changes it.
    fn locked<T>(&mut self, run: impl FnOnce(&mut StoreFile) -> Answer<T>) -> Result<Answer<T>, Unlocked> {
        let held = self.lock.exclusive()?;
        match held.keeps(&mut self.claim) {
            Ok(claimed) => self.file.begin(claimed),
            Err(error) => return Ok(Err(describe("take over", &self.file.path, &error))),
        }
        let answer = run(&mut self.file);
        if !self.file.claimed && self.file.is_alone() {
            self.claim = held.claim();
        }
        Ok(answer)
    }
}

impl Files {
    /// The state below a data root.
    pub fn new(root: &Path, durability: Durability) -> Self {
        Self(Arc::new(Shared {
            root: root.to_owned(),
            durability,
            stores: Mutex::default(),
            unsynced: Mutex::default(),
            failed: Mutex::default(),
        }))
    }
}

impl Backend for Files {
    fn session(&self) -> Box<dyn Session> {
        Box::new(FilesSession { files: Arc::clone(&self.0), notes: Vec::new() })
    }

    fn sync(&self) -> Answer<()> {
        // Whoever comes in the meantime waits: what it did may be among what is synced now.
        let mut failed = lock(&self.0.failed);
        if let Some(reason) = &*failed {
            return Err(reason.clone());
        }
        let unsynced = std::mem::take(&mut *lock(&self.0.unsynced));
        for (path, kind) in unsynced {
            if let Err(reason) = self.0.sync_store(&path, kind) {
                let reason = format!("{reason}; what was written there may be lost in a power loss");
                *failed = Some(reason.clone());
                return Err(reason);
            }
        }
        Ok(())
    }
}

impl Shared {
    fn store(&self, path: &str) -> Arc<Mutex<Store>> {
        let mut stores = lock(&self.stores);
        if let Some(store) = stores.get(path) {
            return Arc::clone(store);
        }
        let file = StoreFile::new(&self.root, path, self.durability);
        let store = Arc::new(Mutex::new(Store { lock: Lock::new(file.lock_path()), claim: None, file }));
        stores.insert(path.to_owned(), Arc::clone(&store));
        store
    }

    /// Waits for one store. Others may use it in the meantime.
    fn sync_store(&self, path: &str, kind: Kind) -> Answer<()> {
        let store = self.store(path);
        let unsynced = lock(&store).file.unsynced(kind)?;
        let Some(unsynced) = unsynced else { return Ok(()) };
        let waited = unsynced.wait();
        let mut store = lock(&store);
        if waited.is_ok() {
            store.file.synced(kind, &unsynced);
            return Ok(());
        }
        let doubt = |file: &mut StoreFile| {
            file.doubt(kind);
            Ok(())
        };
        // Under the lock nobody writes over it. Without the lock, it is still better than nothing.
        if !matches!(store.locked(doubt), Ok(Ok(()))) {
            store.file.doubt(kind);
        }
        waited
    }
}

impl Drop for Shared {
    /// What waits for the indexes is written, so that the next process finds them as the files are.
    fn drop(&mut self) {
        let stores = self.stores.get_mut().unwrap_or_else(PoisonError::into_inner);
        for store in stores.values() {
            let Store { lock, claim, file } = &mut *lock(store);
            if file.is_ahead()
                && let Some(_held) = claim.and_then(|claim| lock.claimed(claim))
            {
                // If it can't be written the next process reads the lines that were added.
                let _ = file.settle();
            }
        }
    }
}

/// One lock for a file that is used.
struct FilesSession {
    files: Arc<Shared>,
    notes: Vec<String>,
}

impl FilesSession {
    /// Runs an operation on a store while nobody else changes it.
    fn hold<T>(&mut self, path: &str, kind: Kind, run: impl FnOnce(&mut StoreFile) -> Answer<T>) -> Answer<T> {
        self.with(path, kind, |store| store.locked(run).map_err(|unlocked| unlocked.reason)?)
    }

    /// Runs an operation that only reads: without the lock if `now` can tell, else with it. Where nothing may be written
    /// there are no locks, and `alone` reads the file as it is.
    fn read<T>(
        &mut self,
        path: &str,
        kind: Kind,
        now: impl FnOnce(&mut StoreFile) -> Answer<Now<T>>,
        held: impl FnOnce(&mut StoreFile) -> Answer<T>,
        alone: impl FnOnce(&mut StoreFile) -> Answer<T>,
    ) -> Answer<T> {
        self.with(path, kind, |store| {
            if let Now::Known(answer) = now(&mut store.file)? {
                return Ok(answer);
            }
            match store.locked(held) {
                Ok(answer) => answer,
                Err(unlocked) if unlocked.read_only => alone(&mut store.file),
                Err(unlocked) => Err(unlocked.reason),
            }
        })
    }

    fn with<T>(&mut self, path: &str, kind: Kind, run: impl FnOnce(&mut Store) -> Answer<T>) -> Answer<T> {
        if let Some(reason) = &*lock(&self.files.failed) {
            return Err(format!("an earlier sync has failed: {reason}"));
        }
        let store = self.files.store(path);
        let mut store = lock(&store);
        let answer = run(&mut store);
        self.notes.append(&mut store.file.notes);
        let waits = self.files.durability == Durability::Sync;
        if waits && !store.file.is_on_disk(kind) {
            lock(&self.files.unsynced).insert(path.to_owned(), kind);
        }
        answer
    }
}

impl Session for FilesSession {
    fn register(&mut self, path: &str, key: &str, entry: &mut dyn FnMut() -> Answer<Object>) -> Answer<bool> {
        self.hold(path, Kind::Registry, |file| file.register(key, entry))
    }

    fn find(&mut self, path: &str, key_or_address: &str) -> Answer<Option<Object>> {
        let entry = |file: &mut StoreFile, header: Option<header::Header>| match header {
            Some(header) => file.live_entry(&header, key_or_address),
            None => Ok(None),
        };
        self.read(
            path,
            Kind::Registry,
            |file| match file.lines_now(Kind::Registry)? {
                Now::Known(header) => entry(file, header).map(Now::Known),
                Now::Unsure => Ok(Now::Unsure),
            },
            |file| file.hold_lines(Kind::Registry).and_then(|header| entry(file, header)),
            |file| file.live_entries().map(|entries| registry::find(entries, key_or_address)),
        )
    }

    fn count(&mut self, path: &str) -> Answer<u64> {
        let count = |header: Option<header::Header>| header.map_or(0, |header| header.count);
        self.read(
            path,
            Kind::Registry,
            |file| match file.lines_now(Kind::Registry)? {
                Now::Known(header) => Ok(Now::Known(count(header))),
                Now::Unsure => Ok(Now::Unsure),
            },
            |file| file.hold_lines(Kind::Registry).map(count),
            |file| file.live_entries().map(|entries| entries.len() as u64),
        )
    }

    fn deregister(&mut self, path: &str, key_or_address: &str) -> Answer<bool> {
        self.hold(path, Kind::Registry, |file| file.deregister(key_or_address))
    }

    fn append(&mut self, path: &str, entry: &mut dyn FnMut(u64) -> Answer<Object>) -> Answer<()> {
        self.hold(path, Kind::Log, |file| file.append_entry(entry))
    }

    fn entries(&mut self, path: &str, wanted: &dyn Fn(&Object) -> bool) -> Answer<Vec<Object>> {
        let entries = |file: &mut StoreFile, header: Option<header::Header>| {
            let mut entries = Vec::new();
            if let Some(header) = header {
                file.entries(header.end, |entry| entries.extend(Some(entry).filter(wanted)))?;
            }
            Ok(entries)
        };
        self.read(
            path,
            Kind::Log,
            |file| match file.lines_now(Kind::Log)? {
                Now::Known(header) => entries(file, header).map(Now::Known),
                Now::Unsure => Ok(Now::Unsure),
            },
            |file| file.hold_lines(Kind::Log).and_then(|header| entries(file, header)),
            |file| file.whole_entries().map(|all| all.into_iter().filter(|entry| wanted(entry)).collect()),
        )
    }

    fn get(&mut self, path: &str, key: &str) -> Answer<Option<Value>> {
        self.read(
            path,
            Kind::Object,
            |file| file.value_now(key),
            |file| file.value(key),
            |file| file.object_unlocked().map(|mut object| object.swap_remove(key)),
        )
    }

    fn put(&mut self, path: &str, key: &str, value: Value) -> Answer<()> {
        self.hold(path, Kind::Object, |file| file.put(key, value))
    }

    fn remove(&mut self, path: &str, keys: &[String]) -> Answer<usize> {
        self.hold(path, Kind::Object, |file| file.remove_keys(keys))
    }

    fn list(&mut self, path: &str) -> Answer<Object> {
        self.read(path, Kind::Object, StoreFile::object_now, StoreFile::object, StoreFile::object_unlocked)
    }

    fn update(&mut self, path: &str, change: &mut dyn FnMut(&mut Object) -> bool) -> Answer<Vec<String>> {
        self.hold(path, Kind::Object, |file| file.update(change))
    }

    fn commit(&mut self) -> Answer<()> {
        // Every operation is there for others at once.
        Ok(())
    }

    fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }
}

/// A thread that panicked has left the files as a killed process would, and they are looked at again.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
