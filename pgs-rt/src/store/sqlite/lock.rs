//! Who may write: one session at a time, of all threads and processes.
//!
//! Writers queue here, where the operating system wakes the next one, instead of asking SQLite again and again.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

/// The held lock. It ends with the value, and with the process.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for it. The lock belongs to the open file: threads exclude each other as processes do.
    pub fn exclusive(root: &Path) -> Result<Self, String> {
        let folder = root.join(".pgs").join("locks");
        let path = folder.join("pgs.db.lock");
        let options = || File::options().create(true).truncate(false).write(true).open(&path);
        let lock = || {
            let file = options().or_else(|error| match error.kind() {
                ErrorKind::NotFound => fs::create_dir_all(&folder).and_then(|()| options()),
                _ => Err(error),
            })?;
            wait_for(&file)?;
            Ok(Self { _file: file })
        };
        lock().map_err(|error: io::Error| format!("can't lock {}: {error}", path.display()))
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
