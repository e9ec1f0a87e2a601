//! The lock of `pgc-runtime`: an empty file beside a state file, `.<name>.lock`, which its writers hold.
//!
//! Sessions that share their files with it hold that lock, too, while they hold their own: so both may work on one data root at
//! the same time. Within a process the own lock comes first, so nobody else of it has the file open.

use std::fs::File;
use std::path::Path;

use pgs_folder::{Access, FilePath, lock_process};

use crate::error::{StoreError, StoreResult};
use crate::options::Deadline;

/// Who may use it, as its owner there makes it. The umask takes from that what it takes from any new file.
const MODE: u32 = 0o644;

/// The lock beside a state file.
pub(super) struct Sidecar {
    path: FilePath,
}

impl Sidecar {
    /// That of this file.
    pub fn of(file: &FilePath) -> Self {
        let name = Path::new(file.file_name().unwrap_or_default()).display().to_string();
        Self { path: file.with_name(format!(".{name}.lock")) }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        self.path.whole()
    }

    /// Waits for it. It is held until what this gives is dropped.
    pub fn hold(&self, deadline: Deadline) -> StoreResult<File> {
        let path = &self.path;
        let io = |error| StoreError::io("lock", path, &error);
        let file = path.with_parent(|| path.open_or_create(Access::Write, MODE)).map_err(io)?;
        if lock_process(&file, deadline.left()).map_err(io)? {
            return Ok(file);
        }
        let reason = format!(
            "another system holds {}, and was waited for {} s: look whether that is stopped, and try again, or wait longer \
             (`StoreOptions::wait`, on the command line --wait)",
            path.display(),
            deadline.wait().as_secs()
        );
        Err(StoreError::Busy { path: path.to_path_buf(), reason })
    }
}
