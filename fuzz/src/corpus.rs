//! The inputs that a target begins with: the files of `corpus/<target>/`.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of this package.
pub fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The inputs for a target, by name of their files.
///
/// # Panics
///
/// Where they can't be read, or there are none.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let folder = home().join("corpus").join(target);
    let listed = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = listed.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}
