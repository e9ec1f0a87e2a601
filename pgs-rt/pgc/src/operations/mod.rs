//! The operations of the three stores: arguments, statuses, the form of entries. Where they are kept is the backend's.
//!
//! A protocol says by which method of the engine an operation is served (`handler`), which is for the compiler to read. The
//! operations here are named after what protocols call them: LIST is `list_keys` there, SELECT `list`, GET_ALL `read_all`.
//!
//! An argument that a binding left out is missing. What of its errors an operation has no status for is a fault.

pub mod append_only;
pub mod mutable_json;
pub mod registry;

use pgs_value::{Reason, ReasonCode, Violation};

/// What a workflow may do with a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Read and write it: its own runtime binding describes it.
    Owned,
    /// Read it (`consults`). Writing is refused before anything runs.
    Consulted {
        /// The FQDN of the runtime binding that describes it.
        described_by: &'static str,
    },
}

impl Reach {
    /// Why nothing may be written to the store of this name.
    fn refuses(self, store: &str) -> Option<Violation> {
        match self {
            Self::Owned => None,
            Self::Consulted { described_by } => Some(Violation::new(format!(
                "REACH_IS_READ_ONLY: {store} is described by {described_by}, which the workflow consults and does not own"
            ))),
        }
    }
}

/// A number of entries, as the protocol's integers are.
fn counted<N: TryInto<i64>>(count: N) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

/// The store has no entry for what it was asked.
fn no_entry(sentence: &str) -> Reason {
    Reason::coded(ReasonCode::NoEntry, sentence)
}
