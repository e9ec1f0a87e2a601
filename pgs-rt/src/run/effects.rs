//! What a run does to state.
//!
//! The operations of an isolated run, with all workflows that it starts, have one session: their effects are those of one
//! moment. It ends with the run, or before something happens that may take long and can't be taken back (a mail). Where
//! runs are not isolated each workflow has a session, which also ends before it starts another.
//!
//! A contract that breaks off is taken back alone, where the backend can.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Run, SharedSession, Waits};
use crate::runs::{self, FirstEnd};
use crate::{Fault, Violation};
use pgs_store::{Scope, Session, State, StoreError, StoreResult};
use pgs_value::is_wanted;

impl Run {
    /// Runs an operation of a store.
    pub(crate) fn state<T>(&self, run: impl FnOnce(&mut dyn Session) -> StoreResult<T>) -> StoreResult<T> {
        let no_state = || Violation::new("a replay has no state");
        let state = self.shared.state.as_ref().ok_or_else(no_state)?;
        let mut session = lock(&self.span.session);
        let session = session.get_or_insert_with(|| state.session(self.shared.scope));
        let answer = run(&mut **session);
        if answer.as_ref().is_err_and(is_of_backend) {
            self.shared.progress.failed.store(true, Ordering::Relaxed);
        }
        let mut notes = session.notes();
        if let Err(error) = &answer
            && is_told_at_once(error)
        {
            let note = error.to_string();
            let is_known = lock(&self.shared.notes).contains(&note);
            notes.extend(Some(note).filter(|_| !is_known));
        }
        self.note(notes);
        answer
    }

    /// The same of an operation that may write.
    pub(crate) fn change<T>(&self, run: impl FnOnce(&mut dyn Session) -> StoreResult<T>) -> StoreResult<T> {
        let answer = self.state(run);
        // After some errors it is not known what is there.
        if matches!(&answer, Ok(_) | Err(StoreError::Unsynced { .. } | StoreError::Lost { .. })) {
            self.does_something();
        }
        answer
    }

    /// From here on it took place.
    pub(crate) fn does_something(&self) {
        self.shared.progress.did.store(true, Ordering::Relaxed);
    }

    fn did_something(&self) -> bool {
        self.shared.progress.did.load(Ordering::Relaxed)
    }

    /// Goes on with a session that was begun for this run.
    pub(crate) fn takes_over(&self, session: Box<dyn Session>) {
        *lock(&self.span.session) = Some(session);
    }

    /// Keeps with the state that a run begins that has an id of its caller.
    pub(crate) fn writes_down_beginning(&self) -> Result<(), Fault> {
        let Some(named) = &self.shared.named else { return Ok(()) };
        if self.state(|session| runs::begin(session, named, self.trace_id()))? {
            self.does_something();
        }
        Ok(())
    }

    /// Nothing was done under the id of the run: it may be given again. Should that not be kept, it counts as broken off.
    fn forgets_beginning(&self) {
        if let Some(named) = self.shared.named.as_ref().filter(|_| self.span.depth == 0 && !self.did_something()) {
            let _ = self.state(|session| runs::forget(session, named));
        }
    }

    /// Keeps with the state how it ends. If it could not use a store, and has done nothing, it did not take place.
    pub(super) fn writes_down_end(&self, end: impl FnOnce() -> FirstEnd) -> Result<(), Fault> {
        match &self.shared.named {
            Some(_) if self.shared.progress.failed.load(Ordering::Relaxed) && !self.did_something() => {
                self.forgets_beginning();
                Ok(())
            }
            Some(named) if self.span.depth == 0 => Ok(self.state(|session| runs::end(session, named, end()))?),
            _ => Ok(()),
        }
    }

    /// A contract has ended: what it did stays done, also if the run breaks off later.
    pub(crate) fn keep(&self) -> Result<(), Fault> {
        self.end_with(|session| session.keep())
    }

    /// Keeps what the operations have done: from here on others see it, and it outlives this process.
    pub(crate) fn commit(&self) -> Result<(), Fault> {
        self.end_with(|session| session.commit())
    }

    /// What a contract did that has not ended is undone, where the backend can. In a session that others of the run use at
    /// the same time it can't be told from what they did, and stays.
    pub(crate) fn take_back(&self) -> Result<(), Fault> {
        let alone = !self.span.beside_others || self.shared.scope == Scope::Operations;
        if alone { self.end_with(|session| session.take_back()) } else { Ok(()) }
    }

    /// The run can't go on: as [`Run::commit`], without what the contract did that has not ended.
    pub(crate) fn break_off(&self) -> Result<(), Fault> {
        self.take_back()?;
        self.forgets_beginning();
        self.commit()
    }

    /// The workflow has ended: the session of an isolated run is that of the workflow that started this one, too.
    fn leave(&self) -> Result<(), Fault> {
        if self.span.depth > 0 && self.shared.scope != Scope::Operations { self.keep() } else { self.commit() }
    }

    /// Before another workflow starts: the session that it has.
    pub(super) fn hand_over(&self) -> Result<SharedSession, Fault> {
        match self.shared.scope {
            Scope::Run(_) => self.keep().map(|()| Arc::clone(&self.span.session)),
            Scope::Operations => self.commit().map(|()| Arc::default()),
        }
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
        self.leave()?;
        match (&self.shared.state, self.shared.waits) {
            (Some(state), Waits::Run) if self.span.depth == 0 => State::sync(state).map_err(Fault::from),
            _ => Ok(()),
        }
    }

    /// The folder below which all state lies; empty for a replay.
    pub fn data_root(&self) -> &Path {
        self.shared.state.as_ref().map_or_else(|| Path::new(""), State::data_root)
    }

    /// An APPEND has found a log damaged.
    pub(crate) fn has_met(&self, damage: Fault) {
        // The first one is told.
        let _ = self.shared.damage.set(damage);
    }

    /// The run does not succeed over a damaged log, whatever its routes say.
    pub(super) fn is_undamaged(&self, status: &str) -> Result<(), Fault> {
        match self.shared.damage.get() {
            Some(damage) if self.span.depth == 0 && is_wanted(status) => Err(damage.clone()),
            _ => Ok(()),
        }
    }

    /// What the run found torn and repaired in its state: one sentence each.
    pub fn notes(&self) -> Vec<String> {
        lock(&self.shared.notes).clone()
    }

    /// Takes down what was found torn or damaged and was repaired.
    pub(crate) fn note(&self, notes: Vec<String>) {
        if !notes.is_empty() {
            self.journal().note(&notes);
            lock(&self.shared.notes).extend(notes);
        }
    }
}

/// Whether people have to do something about it before any run can use the store: who waits in vain, may not read what is
/// there, or has something else in the place of a store is told so where they look, as the contract may route it anywhere.
fn is_told_at_once(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Busy { .. } | StoreError::Conflict { .. } | StoreError::Damaged { .. } | StoreError::Denied { .. }
    )
}

/// Whether the same may be answered otherwise once somebody has done something about the store.
fn is_of_backend(error: &StoreError) -> bool {
    is_told_at_once(error) || matches!(error, StoreError::System { .. } | StoreError::NotFound { .. })
}

/// A thread that panicked has changed a list by whole entries, and a session answers for itself.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
