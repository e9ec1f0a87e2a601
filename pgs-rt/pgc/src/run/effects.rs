//! What a run does to state.
//!
//! The operations of a run have one session, so that what runs at the same time do and find is what they would in some order.
//! What an operation has done stays done, also if the run is refused later: there is no transaction.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pgs_store::{Session, StoreResult};

use super::Run;
use crate::fault::Fault;

impl Run {
    /// Reads state.
    pub(crate) fn state<T>(&self, run: impl FnOnce(&mut dyn Session) -> StoreResult<T>) -> StoreResult<T> {
        let mut session = lock(&self.session);
        let session = session.get_or_insert_with(|| {
            let mut session = self.state.session(self.scope);
            session.share();
            session
        });
        let answer = run(&mut **session);
        lock(&self.notes).extend(session.notes());
        answer
    }

    /// Changes state.
    pub(crate) fn change<T>(&self, run: impl FnOnce(&mut dyn Session) -> StoreResult<T>) -> StoreResult<T> {
        self.state(|session| {
            let answer = run(session)?;
            session.keep()?;
            Ok(answer)
        })
    }

    /// What the run did is there for others, and on disk.
    pub(crate) fn settle(&self) -> Result<(), Fault> {
        if let Some(session) = lock(&self.session).as_deref_mut() {
            let ended = session.commit();
            lock(&self.notes).extend(session.notes());
            ended?;
            self.state.sync()?;
        }
        Ok(())
    }

    /// What the run found torn and repaired in its state: one sentence each.
    pub fn notes(&self) -> Vec<String> {
        lock(&self.notes).clone()
    }
}

/// A thread that panicked has changed a list by whole entries, and a session answers for itself.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
