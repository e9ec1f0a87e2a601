//! State in memory, for as long as the process lives: for tests, and for runs of which nothing is to be left.
//!
//! What can be put into it and taken out is what the reference interpreter's files hold ([`Contents`]).
//!
//! ```
//! use std::sync::Arc;
//!
//! use pgs_store::{Scope, State};
//! use pgs_store_memory::{Contents, Memory};
//! use pgs_value::{json, map};
//!
//! let memory = Memory::default();
//! memory.set("town/people.json", Contents::Object(map([("ada", json!({"age": 36}))])));
//! let state = State::on(Arc::new(memory.clone()));
//! state.session(Scope::Operations).put("town/people.json", "bob", json!({"age": 40}))?;
//! assert_eq!(memory.contents("town/people.json").unwrap().to_value(), json!({"ada": {"age": 36}, "bob": {"age": 40}}));
//! # pgs_store::StoreResult::Ok(())
//! ```
//!
//! ```text
//! contents  what a store holds
//! session   the operations of a run or a workflow
//! ```

mod contents;
mod session;

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use pgs_store::{Backend, Scope, Session, StoreResult, normal_path};

pub use contents::Contents;
use session::MemorySession;

/// State in memory. A clone is the same state. An isolated run has all of it to itself until it commits.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    stores: Mutex<Stores>,
    /// Told whenever a run has it to itself no longer.
    left: Condvar,
}

/// The stores, by path in its one spelling.
#[derive(Debug, Default)]
struct Stores {
    by_path: BTreeMap<String, Contents>,
    /// How many sessions were begun.
    sessions: u64,
    /// The session that has all of it to itself.
    holder: Option<u64>,
}

impl Memory {
    /// Puts this in the place of what a store holds.
    pub fn set(&self, path: &str, contents: Contents) {
        self.lock().by_path.insert(normal_path(path), contents);
    }

    /// What a store holds; none if nobody has written to it.
    pub fn contents(&self, path: &str) -> Option<Contents> {
        self.lock().by_path.get(&normal_path(path)).cloned()
    }

    /// Forgets what every store holds.
    pub fn clear(&self) {
        self.lock().by_path.clear();
    }

    /// The paths of the stores that are there, in their one spelling, by name.
    pub fn paths(&self) -> Vec<String> {
        self.lock().by_path.keys().cloned().collect()
    }

    /// A thread that panicked has changed a store or not.
    fn lock(&self) -> MutexGuard<'_, Stores> {
        self.0.stores.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The stores, when no other session has them to itself. With `holds` this one has them from then on.
    fn enter(&self, session: u64, holds: bool) -> MutexGuard<'_, Stores> {
        let mut stores = self.lock();
        while stores.holder.is_some_and(|holder| holder != session) {
            stores = self.0.left.wait(stores).unwrap_or_else(PoisonError::into_inner);
        }
        if holds {
            stores.holder = Some(session);
        }
        stores
    }

    /// The session does not have the stores to itself any more.
    fn leave(&self, session: u64) {
        let mut stores = self.lock();
        if stores.holder == Some(session) {
            stores.holder = None;
            self.0.left.notify_all();
        }
    }
}

impl Backend for Memory {
    fn session(&self, scope: Scope) -> Box<dyn Session> {
        let mut stores = self.lock();
        stores.sessions += 1;
        Box::new(MemorySession::new(self.clone(), stores.sessions, matches!(scope, Scope::Run(_))))
    }

    fn sync(&self) -> StoreResult<()> {
        Ok(())
    }
}
