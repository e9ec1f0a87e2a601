//! The operations of the four stores of the specification (`docs/reference/README.md`): arguments, statuses, the form of
//! entries. Where they are kept is the backend's.

pub mod append_only;
pub mod mutable_json;
pub mod name_registry;
pub mod registry;

use pgs_value::{Reason, ReasonCode};

/// A number of entries, as the protocol's integers are.
fn counted<N: TryInto<i64>>(count: N) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

/// The store has no entry for what it was asked.
fn no_entry(sentence: &str) -> Reason {
    Reason::coded(ReasonCode::NoEntry, sentence)
}
