//! Where a store lies.

use std::path::{Component, Path};

use crate::Answer;

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
    pub fn resolve(self) -> Answer<&'static str> {
        let path = self.path.ok_or_else(|| format!("the runtime binding gives no path for {}", self.name))?;
        let below = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if !Path::new(path).components().all(below) {
            return Err(format!("the path `{path}` of {} leads out of the data root", self.name));
        }
        Ok(path)
    }
}
