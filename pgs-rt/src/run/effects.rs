//! What a run does to state.
//!
//! The operations of one run are one transaction, where the backend has transactions. It ends with the run, or before
//! something happens that can't be taken back (a mail) or must see what was done (a nested workflow). A contract that
//! breaks off is taken back alone.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Run, Waits};
use crate::{Fault, Violation};
use pgs_store::{Session, State, StoreResult};

impl Run {
    /// Runs an operation of a store.
    pub(crate) fn state<T>(&self, run: impl FnOnce(&mut dyn Session) -> StoreResult<T>) -> StoreResult<T> {
        let no_state = || Violation::new("a replay has no state");
        let state = self.shared.state.as_ref().ok_or_else(no_state)?;
        let mut session = lock(&self.span.session);
        let session = session.get_or_insert_with(|| state.session());
        let answer = run(&mut **session);
        self.note(session.notes());
        answer
    }

    /// A contract has ended: what it did stays done, also if the run breaks off later.
    pub(crate) fn keep(&self) -> Result<(), Fault> {
        self.end_with(|session| session.keep())
    }

    /// Keeps what the operations have done: from here on others see it, and it outlives this process.
    pub(crate) fn commit(&self) -> Result<(), Fault> {
        self.end_with(|session| session.commit())
    }

    /// The run can't go on: as [`Run::commit`], without what the contract did that has not ended.
    pub(crate) fn break_off(&self) -> Result<(), Fault> {
        self.end_with(|session| session.break_off())
    }

    fn end_with(&self, end: impl FnOnce(&mut dyn Session) -> StoreResult<()>) -> Result<(), Fault> {
        match lock(&self.span.session).as_deref_mut() {
            Some(session) => {
                let ended = end(session);
                self.note(session.notes());
                ended.map_err(Fault::from)
            }
            None => Ok(()),
        }
    }

    /// Before the workflow that was started ends: what the run did is kept, and on disk if this run waits for that.
    pub(crate) fn settle(&self) -> Result<(), Fault> {
        self.commit()?;
        match (&self.shared.state, self.shared.waits) {
            (Some(state), Waits::Run) if self.span.depth == 0 => State::sync(state).map_err(Fault::from),
            _ => Ok(()),
        }
    }

    /// The folder below which all state lies; empty for a replay.
    pub fn data_root(&self) -> &Path {
        self.shared.state.as_ref().map_or_else(|| Path::new(""), State::data_root)
    }

    /// What the run found torn and repaired in its state: one sentence each.
    pub fn notes(&self) -> Vec<String> {
        lock(&self.shared.notes).clone()
    }

    fn note(&self, notes: Vec<String>) {
        if !notes.is_empty() {
            self.journal().note(&notes);
            lock(&self.shared.notes).extend(notes);
        }
    }
}

/// A thread that panicked has changed a list by whole entries, and a session answers for itself.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
