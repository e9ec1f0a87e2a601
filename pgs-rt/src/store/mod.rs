//! The stores of the specification (`4-capabilities.md`, "Side effects"), and where their state lies.
//!
//! ```text
//! registry, append_only, mutable_json, name_registry
//!          the operations: arguments, statuses, the form of entries
//! state    opened state: which backend, and what is waited for
//! backend  what a store needs of a backend
//! lock     locks that outlive no process
//! moving   state that moves between backends
//! files    state as the reference interpreter's files
//! sqlite   state as one SQLite database
//! ```

pub mod append_only;
mod backend;
mod files;
mod lock;
mod moving;
pub mod mutable_json;
pub mod name_registry;
mod new_folder;
pub mod registry;
mod sqlite;
mod state;

use std::path::{Component, Path};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

pub(crate) use backend::{Answer, Session};
pub use moving::{Kept, Kind, Moved, export, import};
pub use state::{Backing, Durability, State};

/// Where a store lies, as the workflow's runtime binding and its storage STRUCTURE say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The store's name in the protocol, or the side effect's where the binding names a path and no store.
    pub name: &'static str,
    /// The path below the data root; none where the protocol gives none: every operation is then `BACKEND_ERROR`.
    pub path: Option<&'static str>,
}

impl Location {
    /// A store at this path below the data root.
    pub const fn at(name: &'static str, path: &'static str) -> Self {
        Self { name, path: Some(path) }
    }

    /// A store for which the protocol gives no path.
    pub const fn nowhere(name: &'static str) -> Self {
        Self { name, path: None }
    }

    /// The path, which stays below the data root; or why there is none.
    fn resolve(self) -> Answer<&'static str> {
        let path = self.path.ok_or_else(|| format!("the runtime binding gives no path for {}", self.name))?;
        let below = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if !Path::new(path).components().all(below) {
            return Err(format!("the path `{path}` of {} leads out of the data root", self.name));
        }
        Ok(path)
    }
}

/// What an operation without arguments is given.
#[derive(Serialize)]
struct NoArguments {}

/// Reads a value that is there, also where it is null.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
