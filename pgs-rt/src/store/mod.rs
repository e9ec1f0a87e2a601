//! The stores of the specification on files (`4-capabilities.md`, "Side effects").
//!
//! Files are those of the reference interpreter: either system continues on the other's data. Every operation that
//! reads and then writes holds the store's lock from before the read until after the write, so any number of processes
//! and threads may share one data root.

pub mod append_only;
mod files;
mod lines;
mod lock;
pub mod mutable_json;
pub mod name_registry;
mod object_file;
pub mod registry;

use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::Run;

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

    fn resolve(self, run: &Run) -> Result<PathBuf, String> {
        let path = self.path.ok_or_else(|| format!("the runtime binding gives no path for {}", self.name))?;
        let below = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if !Path::new(path).components().all(below) {
            return Err(format!("the path `{path}` of {} leads out of the data root", self.name));
        }
        Ok(run.data_root().join(path))
    }
}

/// What an operation without arguments is given.
#[derive(Serialize)]
struct NoArguments {}

/// Reads a value that is there, also where it is null.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Declares the statuses with which an operation can end.
#[macro_export]
macro_rules! statuses {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $variant,)+
        }

        impl $name {
            /// The status word of the protocol.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        /// As the status word.
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        /// From the status word.
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <String as $crate::serde::Deserialize>::deserialize(deserializer)?;
                match word.as_str() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::serde::de::Error::custom(format!("{word} is no status here"))),
                }
            }
        }
    };
}
