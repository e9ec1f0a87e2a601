//! The locks of runs: one for every store that a run may use, held from its first operation to its end.
//!
//! All take theirs in one order, that of the paths, so nobody waits for somebody who waits for him.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use pgs_folder::FilePath;

use super::store_file::flat_name;
use crate::data_root::DataRoot;
use crate::error::{StoreError, StoreResult};
use crate::isolation::StoreUse;
use crate::layout::LOCKS;
use crate::lock::{Lock, LockGuard};
use crate::options::{Deadline, Wait};

/// The locks of a data root's stores that no run of this process holds.
pub(super) struct RunLocks {
    folder: FilePath,
    wait: Wait,
    free: Mutex<HashMap<&'static str, Vec<RunLock>>>,
}

/// The lock of one store.
struct RunLock {
    lock: Lock,
    /// Held by whoever waits to write: those who only read don't overtake him.
    queue: Lock,
}

/// A store that a run holds. The guard goes first.
struct Held {
    _guard: LockGuard,
    path: &'static str,
    lock: RunLock,
}

/// The stores that a run holds.
#[derive(Default)]
pub(super) struct HeldStores(Vec<Held>);

impl RunLocks {
    /// None yet, below a data root.
    pub fn new(root: &DataRoot, wait: Wait) -> Self {
        Self { folder: root.own().file(LOCKS), wait, free: Mutex::default() }
    }

    /// Waits for all these stores. Where nothing may be written there are no locks: such a run can only read.
    pub fn hold(&self, stores: &'static [StoreUse]) -> StoreResult<HeldStores> {
        let deadline = self.wait.begin();
        let mut held = HeldStores(Vec::with_capacity(stores.len()));
        for store in stores {
            let mut lock = self.take(store.path);
            let guard = if store.writes { lock.exclusive(deadline) } else { lock.shared(deadline) };
            match guard {
                Ok(guard) => held.0.push(Held { _guard: guard, path: store.path, lock }),
                Err(error) if error.is_denied() => {}
                Err(error) => {
                    self.release(held);
                    return Err(error);
                }
            }
        }
        Ok(held)
    }

    /// Lets others use the stores.
    pub fn release(&self, held: HeldStores) {
        if held.0.is_empty() {
            return;
        }
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        for Held { _guard, path, lock } in held.0 {
            free.entry(path).or_default().push(lock);
        }
    }

    fn take(&self, path: &'static str) -> RunLock {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).get_mut(path).and_then(Vec::pop);
        free.unwrap_or_else(|| {
            let lock = |what: &str| {
                Lock::new(self.folder.file(format!("{}.{what}", flat_name(path))), format!("the store `{path}`"))
            };
            RunLock { lock: lock("run"), queue: lock("queue") }
        })
    }
}

impl RunLock {
    fn exclusive(&mut self, deadline: Deadline) -> StoreResult<LockGuard> {
        let guard = match self.lock.try_exclusive()? {
            Some(guard) => guard,
            None => {
                let _first = self.queue.exclusive(deadline).or_else(|error| self.in_vain(error, deadline))?;
                self.lock.exclusive(deadline)?
            }
        };
        guard.sign();
        Ok(guard)
    }

    fn shared(&mut self, deadline: Deadline) -> StoreResult<LockGuard> {
        let _after = self.queue.shared(deadline).or_else(|error| self.in_vain(error, deadline))?;
        self.lock.shared(deadline)
    }

    /// Who waits first in the queue is not the one who holds the store.
    fn in_vain(&mut self, error: StoreError, deadline: Deadline) -> StoreResult<LockGuard> {
        match error {
            StoreError::Busy { .. } => Err(self.lock.exclusive(deadline).err().unwrap_or(error)),
            other => Err(other),
        }
    }
}
