//! The stores that this process has open, and what of them is not on disk yet.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::header::Header;
use super::open_lock::OpenLock;
use super::run_locks::{HeldStores, RunLocks};
use super::sidecar::Sidecar;
use super::store_file::StoreFile;
use crate::data_root::DataRoot;
use crate::declared::StoreKind;
use crate::durability::Durability;
use crate::error::{StoreError, StoreResult};
use crate::isolation::StoreUse;
use crate::lock::{Lock, LockStamp};
use crate::options::{Deadline, StoreOptions};

/// What the sessions of one process have in common.
pub(super) struct OpenStores {
    root: DataRoot,
    options: StoreOptions,
    /// That this process works on the files.
    open_lock: Arc<OpenLock>,
    /// The locks of runs.
    run_locks: RunLocks,
    stores: Mutex<HashMap<String, Arc<Mutex<OpenStore>>>>,
    /// The stores that were changed or read, and are not known to be on disk.
    unsynced: Mutex<BTreeMap<String, StoreKind>>,
    /// Why a sync has failed: from then on nothing is answered, as it would build on what may be lost.
    failed: Mutex<Option<StoreError>>,
}

/// One of them.
pub(super) struct OpenStore {
    open_lock: Arc<OpenLock>,
    lock: Lock,
    /// The claim on the file's index.
    claim: Option<LockStamp>,
    /// How long this operation waits for the lock.
    deadline: Deadline,
    pub file: StoreFile,
}

impl OpenStore {
    /// Runs something on the file while nobody else changes it, no other system either if it is shared with one.
    pub fn locked<T>(
        &mut self,
        shared: bool,
        run: impl FnOnce(&mut StoreFile) -> StoreResult<T>,
    ) -> StoreResult<StoreResult<T>> {
        self.open_lock.join()?;
        let held = self.lock.exclusive(self.deadline)?;
        let _beside = shared.then(|| Sidecar::of(&self.file.path).hold(self.deadline)).transpose()?;
        match held.keeps(&mut self.claim) {
            // Another system knows nothing of claims.
            Ok(claimed) => self.file.begin(claimed && !shared),
            Err(error) => return Ok(Err(StoreError::io("take over", &self.file.path, &error))),
        }
        let answer = run(&mut self.file);
        if !shared && !self.file.claimed && self.file.is_alone() {
            self.claim = held.claim();
        }
        Ok(answer)
    }
}

impl OpenStore {
    /// An object was synced. Whoever holds the lock is not waited for: then less counts as confirmed.
    fn confirm_object(&mut self, synced: &Header) {
        if let Ok(Some(held)) = self.lock.try_exclusive()
            && held.keeps(&mut self.claim).is_ok()
        {
            self.file.confirm_object(synced);
        }
    }
}

impl OpenStores {
    /// None yet, below a data root.
    pub fn new(root: &DataRoot, options: StoreOptions) -> Self {
        Self {
            root: root.clone(),
            options,
            open_lock: Arc::new(OpenLock::new(root, options.wait)),
            run_locks: RunLocks::new(root, options.wait),
            stores: Mutex::default(),
            unsynced: Mutex::default(),
            failed: Mutex::default(),
        }
    }

    /// Waits for the lock of this name.
    pub fn hold(&self, name: &str, subject: &str) -> StoreResult<Box<dyn Send>> {
        self.open_lock.join_if_allowed()?;
        Lock::below(&self.root, name, subject).hold(self.options.wait.begin())
    }

    /// Waits for all these stores, which a run may use.
    pub fn hold_stores(&self, stores: &'static [StoreUse]) -> StoreResult<HeldStores> {
        self.open_lock.join_if_allowed()?;
        self.run_locks.hold(stores)
    }

    /// Lets others use them.
    pub fn release(&self, held: HeldStores) {
        self.run_locks.release(held);
    }

    /// Waits until everything that was changed or read is on disk.
    pub fn sync(&self) -> StoreResult<()> {
        // Whoever comes in the meantime waits: what it did may be among what is synced now.
        let mut failed = lock(&self.failed);
        if let Some(error) = &*failed {
            return Err(error.clone());
        }
        let unsynced = std::mem::take(&mut *lock(&self.unsynced));
        for (path, kind) in unsynced {
            if let Err(error) = self.sync_store(&path, kind) {
                let so = if error.is_denied() {
                    "so it can't be told whether what the run found there is on disk"
                } else {
                    "what was written there may be lost in a power loss"
                };
                let reason = format!("{error}; {so}");
                let error = StoreError::Unsynced { path: self.root.path().join(path), reason };
                *failed = Some(error.clone());
                return Err(error);
            }
        }
        Ok(())
    }

    /// Runs an operation on a store, which is then waited for. What was repaired is added to the notes.
    pub fn with<T>(
        &self,
        path: &str,
        kind: StoreKind,
        notes: &mut Vec<String>,
        run: impl FnOnce(&mut OpenStore) -> StoreResult<T>,
    ) -> StoreResult<T> {
        if let Some(reason) = &*lock(&self.failed) {
            let reason = format!("an earlier sync has failed: {reason}");
            return Err(StoreError::Unsynced { path: self.root.path().join(path), reason });
        }
        let deadline = self.options.wait.begin();
        let store = self.store(path);
        let mut store = lock(&store);
        // Waiting for another thread of this process is waiting, too.
        store.deadline = deadline;
        let answer = run(&mut store);
        notes.append(&mut store.file.notes);
        // What is not opened is neither changed nor read.
        let refused = matches!(answer, Err(StoreError::Denied { .. } | StoreError::Conflict { .. }));
        if self.options.durability == Durability::Sync && !refused && !store.file.is_on_disk(kind) {
            lock(&self.unsynced).insert(path.to_owned(), kind);
        }
        answer
    }

    fn store(&self, path: &str) -> Arc<Mutex<OpenStore>> {
        let mut stores = lock(&self.stores);
        if let Some(store) = stores.get(path) {
            return Arc::clone(store);
        }
        let file = StoreFile::new(&self.root, path, self.options.durability);
        let (open_lock, lock, deadline) = (Arc::clone(&self.open_lock), file.lock(), self.options.wait.begin());
        let store = Arc::new(Mutex::new(OpenStore { open_lock, lock, claim: None, deadline, file }));
        stores.insert(path.to_owned(), Arc::clone(&store));
        store
    }

    /// Waits for one store. Others may use it in the meantime.
    fn sync_store(&self, path: &str, kind: StoreKind) -> StoreResult<()> {
        let store = self.store(path);
        let unsynced = lock(&store).file.unsynced(kind)?;
        let Some(unsynced) = unsynced else { return Ok(()) };
        let waited = unsynced.wait();
        let mut store = lock(&store);
        if waited.is_ok() {
            store.file.synced(kind, &unsynced);
            if let (StoreKind::Object, Some(header)) = (kind, &unsynced.header) {
                store.confirm_object(header);
            }
            return Ok(());
        }
        let doubt = |file: &mut StoreFile| {
            file.doubt(kind);
            Ok(())
        };
        store.deadline = self.options.wait.begin();
        // Under the lock nobody writes over it. Without the lock, it is still better than nothing.
        if !matches!(store.locked(false, doubt), Ok(Ok(()))) {
            store.file.doubt(kind);
        }
        waited
    }
}

impl Drop for OpenStores {
    /// What waits for the indexes is written, so that the next process finds them as the files are.
    fn drop(&mut self) {
        let stores = self.stores.get_mut().unwrap_or_else(PoisonError::into_inner);
        for store in stores.values() {
            let OpenStore { open_lock: _, lock, claim, file, deadline: _ } = &mut *lock(store);
            if file.is_pending()
                && let Some(_held) = claim.and_then(|claim| lock.claimed(claim))
            {
                // If it can't be written the next process reads the lines that were added.
                let _ = file.settle();
            }
        }
    }
}

/// A thread that panicked has left the files as a killed process would, and they are looked at again.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
