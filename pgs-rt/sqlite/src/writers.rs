//! Whose turn it is to write.

use pgs_store::layout::DATABASE;
use pgs_store::lock::{Lock, LockGuard};
use pgs_store::{DataRoot, StoreResult};

/// Who may write: one session at a time, of all threads and processes. They queue here, where the operating system wakes
/// the next one, instead of asking SQLite again and again. SQLite has a lock of its own, so without this one writers are
/// slower and no less safe.
pub(super) struct Writers {
    turn: Lock,
    /// Held by all who wait for their turn.
    waiting: Lock,
}

impl Writers {
    pub fn new(root: &DataRoot) -> Self {
        let lock = |name: String| Lock::new(root.own().file("locks").file(name));
        Self { turn: lock(format!("{DATABASE}.lock")), waiting: lock(format!("{DATABASE}.waiting.lock")) }
    }

    /// Waits for a turn, which lasts as long as the value.
    pub fn turn(&mut self) -> StoreResult<LockGuard> {
        match self.turn.try_exclusive() {
            Ok(None) => {
                // Without it nobody knows of this one, who waits longer then.
                let _waiting = self.waiting.shared();
                self.turn.exclusive()
            }
            Ok(Some(held)) => Ok(held),
            Err(error) => Err(error),
        }
    }

    /// Whether somebody waits. For those whose turn it is.
    pub fn is_wanted(&mut self) -> bool {
        matches!(self.waiting.try_exclusive(), Ok(None))
    }
}
