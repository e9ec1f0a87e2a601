//! Whose turn it is to write.

use std::path::Path;

use pgs_store::layout::{DATABASE, LOCKS, OWN_FOLDER};
use pgs_store::lock::{Lock, LockGuard};
use pgs_store::{StoreResult, Wait};

/// Who may write: one session at a time, of all threads and processes. They queue here, where the operating system wakes
/// the next one, instead of asking SQLite again and again. SQLite has a lock of its own, so without this one writers are
/// slower and no less safe.
pub(super) struct Writers {
    wait: Wait,
    turn: Lock,
    /// Held by all who wait for their turn.
    waiting: Lock,
}

impl Writers {
    pub fn new(root: &Path, wait: Wait) -> Self {
        let subject = format!("the database {}", root.join(DATABASE).display());
        let lock = |name: String| Lock::new(root.join(OWN_FOLDER).join(LOCKS).join(name), subject.clone());
        Self { wait, turn: lock(format!("{DATABASE}.lock")), waiting: lock(format!("{DATABASE}.waiting.lock")) }
    }

    /// Waits for a turn, which lasts as long as the value.
    pub fn turn(&mut self) -> StoreResult<LockGuard> {
        let turn = match self.turn.try_exclusive()? {
            Some(turn) => turn,
            None => {
                let deadline = self.wait.begin();
                // Without it nobody knows of this one, who waits longer then.
                let _waiting = self.waiting.shared(deadline);
                self.turn.exclusive(deadline)?
            }
        };
        turn.sign();
        Ok(turn)
    }

    /// Whether somebody waits. For those whose turn it is.
    pub fn is_wanted(&mut self) -> bool {
        matches!(self.waiting.try_exclusive(), Ok(None))
    }
}
