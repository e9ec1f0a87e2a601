//! Locks that outlive no process.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Component, Path};

use sha2::{Digest as _, Sha256};

use super::file::describe;

/// Longer names of lock files give way to their hash: most file systems end at 255 bytes.
const LONGEST_NAME: usize = 200;

/// A held lock on one store. It ends with the value, and with the process.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the only lock on the store at `path` below `data_root`.
    ///
    /// The lock is a file of its own: a replaced file can't carry one. It lies under `.pgs/locks`, away from the state.
    pub fn exclusive(data_root: &Path, path: &Path) -> Result<Self, String> {
        let folder = data_root.join(".pgs").join("locks");
        let lock = folder.join(lock_name(data_root, path));
        let open = || {
            fs::create_dir_all(&folder)?;
            let file = File::options().create(true).truncate(false).write(true).open(&lock)?;
            wait_for(&file)?;
            Ok(file)
        };
        open().map(|file| Self { _file: file }).map_err(|error: io::Error| describe("lock", &lock, &error))
    }
}

/// A signal may interrupt the wait.
fn wait_for(file: &File) -> io::Result<()> {
    loop {
        match file.lock() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            ended => return ended,
        }
    }
}

fn lock_name(data_root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(data_root).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().replace('%', "%25")),
            _ => None,
        })
        .collect();
    let name = parts.join("%2F");
    if name.len() > LONGEST_NAME {
        return format!("{}.lock", hex::encode(Sha256::digest(name)));
    }
    format!("{name}.lock")
}
