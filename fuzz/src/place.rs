//! Folders in memory, where the system has such, and the one state file that targets write.

use std::fs;
use std::path::{Path, PathBuf};

use pgs_store::{Durability, FILES, Scope, Session, State, StoreOptions, Wait};
use tempfile::TempDir;

/// The path of the state file below its data root.
pub const FILE: &str = "a/state";

/// An empty folder, which goes with the value.
///
/// # Panics
///
/// Where none can be made.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.unwrap()
}

/// A data root.
#[derive(Debug)]
pub struct Place(TempDir);

impl Default for Place {
    fn default() -> Self {
        Self(folder())
    }
}

impl Place {
    /// One whose state file holds this.
    ///
    /// # Panics
    ///
    /// Where it can't be written.
    pub fn with(bytes: &[u8]) -> Self {
        let place = Self::default();
        place.write(FILE, bytes);
        place
    }

    /// A file below the data root.
    pub fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Writes a file below the data root. One that is there stays the same file.
    ///
    /// # Panics
    ///
    /// Where it can't be written.
    pub fn write(&self, below: &str, bytes: &[u8]) {
        let path = self.path(below);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).unwrap();
        }
        fs::write(path, bytes).unwrap();
    }

    /// The bytes of a file below the data root; none where there is no such file.
    pub fn bytes(&self, below: &str) -> Option<Vec<u8>> {
        fs::read(self.path(below)).ok()
    }

    /// A session as a process that comes new has it.
    ///
    /// # Panics
    ///
    /// Where the data root can't be used.
    pub fn session(&self) -> Box<dyn Session> {
        let options = StoreOptions { durability: Durability::Os, wait: Wait::NONE };
        State::at(self.0.path(), &FILES, options).unwrap().session(Scope::Operations)
    }
}
