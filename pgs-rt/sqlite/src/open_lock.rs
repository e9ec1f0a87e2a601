//! Who has the database open, and who of them is the last one.

use std::sync::{Mutex, PoisonError};

use pgs_store::layout::DATABASE;
use pgs_store::lock::{Lock, LockGuard};
use pgs_store::{DataRoot, StoreError, StoreResult, Wait};

/// The lock that each process holds, together with all others, while it has the database open. Whoever gets it alone is
/// the last one.
pub(super) struct OpenLock {
    wait: Wait,
    held: Mutex<Held>,
}

struct Held {
    lock: Lock,
    guard: Option<LockGuard>,
    /// Whether no other process held it before.
    alone: bool,
}

impl OpenLock {
    /// Not held yet.
    pub fn new(root: &DataRoot, wait: Wait) -> Self {
        Self { wait, held: Mutex::new(Held { lock: lock_of(root), guard: None, alone: true }) }
    }

    /// Holds it, before the database is opened. Waits for a last one that ends. Whether no other process held it before, as
    /// far as can be told.
    pub fn join(&self) -> StoreResult<bool> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.guard.is_some() {
            return Ok(held.alone);
        }
        held.alone = !matches!(held.lock.try_exclusive(), Ok(None));
        match held.lock.shared(self.wait.begin()) {
            Ok(guard) => held.guard = Some(guard),
            // It makes nothing safe: who may not hold it leaves the log to others.
            Err(StoreError::Denied { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(held.alone)
    }

    /// Gives it up. The last one gets it alone.
    pub fn leave(&self) -> Option<LockGuard> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        drop(held.guard.take()?);
        let last = held.lock.try_exclusive().ok().flatten()?;
        last.sign();
        Some(last)
    }
}

/// The lock.
pub(super) fn lock_of(root: &DataRoot) -> Lock {
    let subject = format!("the database {}", root.path().join(DATABASE).display());
    Lock::below(root, &format!("{DATABASE}.open"), &subject)
}
