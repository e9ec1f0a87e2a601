//! The operations of the four stores of the specification (`4-capabilities.md`, "Side effects"): arguments, statuses, the form of
//! entries. Where they are kept is the backend's.

pub mod append_only;
pub mod mutable_json;
pub mod name_registry;
pub mod registry;

/// A number of entries, as the protocol's integers are.
fn counted<N: TryInto<i64>>(count: N) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}
