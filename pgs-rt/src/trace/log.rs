//! One file that receives the traces of many runs, each whole and in one piece.
//!
//! Beside it lies a small file (`<FILE>.ids`) that keeps the ids apart: for each suffix the time that an id with it has
//! taken last, eight bytes in little-endian order. Every process that appends to the one file goes through the other.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The open file.
#[derive(Debug)]
pub(crate) struct TraceLog {
    path: PathBuf,
    file: Mutex<File>,
    ids_path: PathBuf,
    ids: Mutex<File>,
}

impl TraceLog {
    /// Opens the file, and the one beside it.
    pub fn open(path: &Path) -> Result<Self, String> {
        let ids_path = path.with_added_extension("ids");
        let open = |path: &Path| {
            if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
                return Err(format!("{} is no regular file", path.display()));
            }
            let file = File::options().create(true).read(true).append(true).open(path);
            file.map_err(|error| format!("{} can't be written: {error}", path.display()))
        };
        let file = open(path)?;
        open(&ids_path)?;
        // What is appended only can't be changed in its middle.
        let ids = File::options().read(true).write(true).open(&ids_path);
        let ids = ids.map_err(|error| format!("{} can't be written: {error}", ids_path.display()))?;
        Ok(Self { path: path.to_owned(), file: Mutex::new(file), ids_path, ids: Mutex::new(ids) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The first time from now on, in milliseconds, that no id with this suffix has taken.
    pub fn next(&self, suffix: u16, now: i64) -> Result<i64, String> {
        let file = hold(&self.ids);
        let next = || {
            let held = Held::exclusive(&file)?;
            let at = SeekFrom::Start(u64::from(suffix) * 8);
            let (mut ids, mut taken) = (held.0, [0; 8]);
            ids.seek(at)?;
            match ids.read_exact(&mut taken) {
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => taken = [0; 8],
                read => read?,
            }
            let time = now.max(i64::from_le_bytes(taken).saturating_add(1));
            ids.seek(at)?;
            ids.write_all(&time.to_le_bytes())?;
            Ok(time)
        };
        next().map_err(|error: io::Error| format!("{} can't be read and written: {error}", self.ids_path.display()))
    }

    /// Appends whole lines, on a line of their own also where a kill has left half of one. After an error the file is as
    /// long as before.
    pub fn append(&self, lines: &str) -> io::Result<()> {
        let file = hold(&self.file);
        let held = Held::exclusive(&file)?;
        let mut file = held.0;
        let before = file.seek(SeekFrom::End(0))?;
        let torn = before > 0 && !ends_a_line(file)?;
        let mut write = || {
            if torn {
                file.write_all(b"\n")?;
            }
            file.write_all(lines.as_bytes())
        };
        write().inspect_err(|_| {
            // Should this fail too, the next trace begins on a line of its own.
            let _ = held.0.set_len(before);
        })
    }
}

fn ends_a_line(mut file: &File) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// A thread that panicked has left the file as a kill would.
fn hold(file: &Mutex<File>) -> MutexGuard<'_, File> {
    file.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The only lock on a file, between processes. It ends with the value.
struct Held<'f>(&'f File);

impl<'f> Held<'f> {
    fn exclusive(file: &'f File) -> io::Result<Self> {
        loop {
            match file.lock() {
                // A signal may interrupt the wait.
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                ended => return ended.map(|()| Self(file)),
            }
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // It ends with the process at the latest.
        let _ = self.0.unlock();
    }
}
