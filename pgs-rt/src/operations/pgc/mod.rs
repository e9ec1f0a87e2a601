//! The operations of the stores as PGC has them (`docs/reference/pgc/README.md`): what differs from PGS. State has the same
//! form, and the operations keep the same promises.
//!
//! A protocol of PGC says by which method of the engine an operation is served (`handler`); the caller reads it. The operations
//! here are named after what they are called in protocols: LIST is `list_keys`, SELECT is `list`, GET_ALL is `read_all`.
//!
//! What the reference answers by an exception is a fault here: the run ends. A step without a store is one too, and is for the
//! caller to find.

pub mod append_only;
pub mod mutable_json;
pub mod registry;

use pgs_store::StoreError;

use crate::Fault;

/// What can't be done with an argument that the reference breaks off at.
fn mistyped(name: &str, wanted: &str) -> Fault {
    Fault::new(format!("`{name}` is not {wanted}"))
}

/// An error of a store that the reference breaks off at.
fn unreadable(error: StoreError) -> Fault {
    Fault::new(error.to_string())
}
