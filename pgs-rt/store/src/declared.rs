//! Stores as the protocol declares them: what they keep, and where.

use std::path::{Component, Path};

use crate::error::{StoreError, StoreResult};

/// What a store keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoreKind {
    /// Entries with a key, of which those that were removed don't count.
    Registry,
    /// Lines, of which none is ever removed.
    Log,
    /// Values by key, in order.
    Object,
}

impl StoreKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Registry, Self::Log, Self::Object];

    /// The word that users read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Log => "log",
            Self::Object => "object",
        }
    }
}

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
    pub fn resolve(self) -> StoreResult<&'static str> {
        let path = self.path.ok_or(StoreError::NoPath { store: self.name })?;
        let below = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if !Path::new(path).components().all(below) {
            return Err(StoreError::Outside { store: self.name, path });
        }
        Ok(path)
    }
}

/// A store of the protocol, as a table of stores names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeclaredStore {
    /// What it keeps.
    pub kind: StoreKind,
    /// Where it lies.
    pub at: Location,
}

/// A path below the data root in its one spelling: `./a//b` is `a/b`.
pub fn normal_path(path: &str) -> String {
    let parts = Path::new(path).components().filter_map(|part| match part {
        Component::Normal(name) => name.to_str(),
        Component::CurDir | Component::ParentDir | Component::RootDir | Component::Prefix(_) => None,
    });
    parts.collect::<Vec<_>>().join("/")
}
