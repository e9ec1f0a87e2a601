//! The backends of this build.

use pgs_rt::store::{BackendEntry, FILES, StoreError};

/// What `--store` may name.
pub(crate) const BACKENDS: &[BackendEntry] = &[FILES, SQLITE];

#[cfg(feature = "sqlite")]
pub(crate) const SQLITE: BackendEntry = pgs_store_sqlite::SQLITE;
#[cfg(not(feature = "sqlite"))]
pub(crate) const SQLITE: BackendEntry = pgs_rt::store::WITHOUT_SQLITE;

/// The backend of this word, if the build holds it.
pub(crate) fn named(word: &str) -> Option<Result<BackendEntry, StoreError>> {
    BackendEntry::find(BACKENDS, word).map(|entry| entry.constructors().map(|_| *entry))
}
