//! In which form state lies below a data root: only one of them counts.

use std::path::Path;

use pgs_folder::Refused;

use crate::error::{StoreError, StoreResult};
use crate::layout::DATABASE;

/// Where a database is, it holds the state, also where files of an earlier time are left.
pub(crate) fn check_no_database(data_root: &Path) -> StoreResult<()> {
    check_no_marker(data_root, DATABASE, "sqlite")
}

/// The same of the file by which the backend of this word is known.
pub(crate) fn check_no_marker(data_root: &Path, marker: &str, scheme: &str) -> StoreResult<()> {
    let path = data_root.join(marker);
    // What can't be looked at is found by whoever opens it.
    let Ok(found) = path.symlink_metadata() else { return Ok(()) };
    if found.is_symlink() {
        return Err(StoreError::io("use", data_root, &Refused::Link(path).into()));
    }
    let reason = format!(
        "{} holds the state: use the store {scheme} (on the command line --store {scheme}), or bring it into files with `pgs state export`",
        path.display()
    );
    Err(StoreError::Conflict { path, reason })
}
