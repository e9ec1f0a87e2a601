//! Who works on the files of a data root: their state is moved only while nobody does.

use std::sync::{Mutex, PoisonError};

use crate::data_root::DataRoot;
use crate::error::StoreResult;
use crate::form::check_no_database;
use crate::lock::{Lock, LockGuard};
use crate::options::Wait;

/// The lock of a data root that each process holds, together with all others, from its first operation on files that takes
/// a lock. Who moves state holds it alone.
pub(super) struct OpenLock {
    root: DataRoot,
    wait: Wait,
    held: Mutex<Option<LockGuard>>,
}

impl OpenLock {
    /// Not held yet.
    pub fn new(root: &DataRoot, wait: Wait) -> Self {
        Self { root: root.clone(), wait, held: Mutex::default() }
    }

    /// Holds it. While it is held no database takes the place of the files; one that has done so before is an error.
    pub fn join(&self) -> StoreResult<()> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_some() {
            return Ok(());
        }
        let guard = Lock::of_files(&self.root).shared(self.wait.begin())?;
        check_no_database(self.root.path())?;
        *held = Some(guard);
        Ok(())
    }

    /// The same for whoever may turn out to read only: where nothing may be written there is no lock.
    pub fn join_if_allowed(&self) -> StoreResult<()> {
        self.join().or_else(|error| if error.is_denied() { Ok(()) } else { Err(error) })
    }
}
