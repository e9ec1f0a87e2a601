//! Transforms and side effects that are not storage, called directly by generated code; and how transforms are checked
//! against the conformance cases of a snapshot.

pub mod conformance;
#[cfg(feature = "pgc")]
pub mod pgc;
pub mod side_effects;
pub mod transforms;
