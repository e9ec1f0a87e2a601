//! The operations of the four stores of the specification (`4-capabilities.md`, "Side effects"): arguments, statuses, the form of
//! entries. Where they are kept is the backend's.

pub mod append_only;
pub mod mutable_json;
pub mod name_registry;
pub mod registry;

use pgs_value::{Reason, ReasonCode, Value};
use serde::{Deserialize, Deserializer, Serialize};

/// What an operation without arguments is given.
#[derive(Serialize)]
struct NoArguments {}

/// The store has no entry for what it was asked.
fn no_entry(sentence: &str) -> Reason {
    Reason::coded(ReasonCode::NoEntry, sentence)
}

/// Reads a value that is there, also where it is null.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
