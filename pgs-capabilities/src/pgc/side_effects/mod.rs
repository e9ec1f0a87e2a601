//! Side effects of PGC that are not storage, one file each (`docs/reference/pgc/README.md`).
//!
//! An operation takes what the run has around it ([`Surroundings`]: it knows no engine), and the policy that the runtime binding
//! gives its side effect. It answers with a status; a violation is a fault: the run ends then.

pub mod clock;
#[cfg(feature = "pgc-files")]
pub mod evidence_expiry;
#[cfg(feature = "pgc-files")]
mod evidence_store;
#[cfg(feature = "pgc-files")]
pub mod text_artifact;

use std::fmt;
use std::path::Path;

use pgs_rt::Sources;

/// What a side effect finds around it.
#[derive(Clone, Copy)]
pub struct Surroundings<'r> {
    /// The folder below which all state lies.
    pub data_root: &'r Path,
    /// Time and random bytes.
    pub sources: &'r dyn Sources,
}

/// What stands in a policy for the data root.
const DATA_ROOT: &str = "{{module_data_root}}";

impl Surroundings<'_> {
    /// A text of a policy with the data root, without a `/` at its end, in the place of `{{module_data_root}}`.
    pub fn resolved(&self, text: &str) -> String {
        let data_root = self.data_root.to_string_lossy();
        text.replace(DATA_ROOT, data_root.trim_end_matches('/'))
    }
}

impl fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").field("data_root", &self.data_root).finish_non_exhaustive()
    }
}
