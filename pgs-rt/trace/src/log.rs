//! One file that receives the traces of many runs, each whole and in one piece.
//!
//! Beside it lies a small file (`<FILE>.ids`) that keeps the ids apart: for each suffix the time that an id with it has
//! taken last, eight bytes in little-endian order. Every process that appends to the one file goes through the other.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::DestinationError;
use crate::repair::{self, TIME_BYTES};

/// The end of the file.
#[derive(Debug)]
struct End {
    file: File,
    /// Where it was when this process had written whole lines up to it.
    whole: Option<u64>,
}

/// The open file.
#[derive(Debug)]
pub struct TraceLog {
    path: PathBuf,
    end: Mutex<End>,
    ids_path: PathBuf,
    ids: Mutex<File>,
}

impl TraceLog {
    /// Opens the file, and the one beside it.
    pub fn open(path: &Path) -> Result<Self, DestinationError> {
        let ids_path = path.with_added_extension("ids");
        let not_opened = |path: &Path, error: &io::Error| DestinationError::NotOpened {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        let open = |path: &Path| {
            if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
                return Err(DestinationError::NoFile { path: path.to_owned() });
            }
            let file = File::options().create(true).read(true).append(true).open(path);
            file.map_err(|error| not_opened(path, &error))
        };
        let file = open(path)?;
        open(&ids_path)?;
        // What is appended only can't be changed in its middle.
        let ids = File::options().read(true).write(true).open(&ids_path);
        let ids = ids.map_err(|error| not_opened(&ids_path, &error))?;
        Ok(Self { path: path.to_owned(), end: Mutex::new(End { file, whole: None }), ids_path, ids: Mutex::new(ids) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The first time from now on, in milliseconds, that no id with this suffix has taken, and what was repaired to find it.
    pub fn next(&self, suffix: u16, now: i64) -> Result<(i64, Vec<String>), DestinationError> {
        let file = hold(&self.ids);
        let next = || {
            let guard = FileGuard::exclusive(&file)?;
            let ids = guard.0;
            let (mut taken, mut notes) = (taken(ids, suffix)?, Vec::new());
            if !repair::is_time(taken) {
                notes.push(repair::repair(ids, &self.ids_path, &self.path)?);
                taken = self::taken(ids, suffix)?;
            }
            let time = now.max(taken.saturating_add(1));
            ids.write_all_at(&time.to_le_bytes(), place(suffix))?;
            Ok((time, notes))
        };
        next().map_err(|error: io::Error| DestinationError::NoId {
            path: self.ids_path.clone(),
            reason: error.to_string(),
        })
    }

    /// Appends whole lines, on a line of their own also where a kill has left half of one. After an error the file is as
    /// long as before.
    pub fn append(&self, lines: &str) -> io::Result<()> {
        let End { file, whole } = &mut *hold(&self.end);
        let guard = FileGuard::exclusive(file)?;
        let mut file = guard.0;
        let before = file.seek(SeekFrom::End(0))?;
        let known = whole.take() == Some(before);
        let torn = !known && before > 0 && !ends_a_line(file, before)?;
        let mut write = || {
            if torn {
                file.write_all(b"\n")?;
            }
            file.write_all(lines.as_bytes())
        };
        write().inspect_err(|_| {
            // Should this fail too, the next trace begins on a line of its own.
            let _ = file.set_len(before);
        })?;
        *whole = Some(before + u64::from(torn) + lines.len() as u64);
        Ok(())
    }
}

/// Where the time that was taken last for this suffix stands.
fn place(suffix: u16) -> u64 {
    u64::from(suffix) * TIME_BYTES as u64
}

/// The time that was taken last for this suffix; zero for none.
fn taken(ids: &File, suffix: u16) -> io::Result<i64> {
    let mut taken = [0; TIME_BYTES];
    match ids.read_exact_at(&mut taken, place(suffix)) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(0),
        read => read.map(|()| i64::from_le_bytes(taken)),
    }
}

fn ends_a_line(file: &File, end: u64) -> io::Result<bool> {
    let mut last = [0];
    file.read_exact_at(&mut last, end - 1)?;
    Ok(last == *b"\n")
}

/// A thread that panicked has left the file as a kill would.
fn hold<T>(file: &Mutex<T>) -> MutexGuard<'_, T> {
    file.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The only lock on a file, between processes. It ends with the value.
struct FileGuard<'f>(&'f File);

impl<'f> FileGuard<'f> {
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

impl Drop for FileGuard<'_> {
    fn drop(&mut self) {
        // It ends with the process at the latest.
        let _ = self.0.unlock();
    }
}
