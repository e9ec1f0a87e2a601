//! Side effects of PGC that are not storage, one file each (`docs/reference/pgc/README.md`).
//!
//! An operation takes the policy that the runtime binding gives its side effect. It answers with a status, or faults: the run
//! ends then. What it stands on is its [`Ground`]: every engine has both.

use std::path::Path;

use pgs_rt::Sources;

pub mod clock;
#[cfg(feature = "pgc-files")]
pub mod evidence_expiry;
#[cfg(feature = "pgc-files")]
mod evidence_store;
#[cfg(feature = "pgc-files")]
pub mod text_artifact;

/// What a side effect stands on.
#[derive(Clone, Copy)]
pub struct Ground<'r> {
    /// Where time comes from. Traces record what a side effect answers, not what it draws.
    pub sources: &'r dyn Sources,
    /// The folder below which all state lies.
    pub data_root: &'r Path,
}

impl std::fmt::Debug for Ground<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ground").field("data_root", &self.data_root).finish_non_exhaustive()
    }
}
