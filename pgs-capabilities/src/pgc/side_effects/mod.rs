//! Side effects of PGC that are not storage, one file each (`docs/reference/pgc/README.md`).
//!
//! An operation takes the policy that the runtime binding gives its side effect. It answers with a status, or faults: the run
//! ends then.

pub mod clock;
#[cfg(feature = "pgc-files")]
pub mod evidence_expiry;
#[cfg(feature = "pgc-files")]
mod evidence_store;
#[cfg(feature = "pgc-files")]
pub mod text_artifact;
