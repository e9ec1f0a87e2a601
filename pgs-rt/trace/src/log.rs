//! One file that receives the traces of many runs, each whole and in one piece.
//!
//! Beside it lies a small file (`<FILE>.ids`) that keeps the ids apart: for each suffix the time that an id with it has
//! taken last, eight bytes in little-endian order. Every process that appends to the one file goes through the other.

use std::fs::File;
use std::io::{self, ErrorKind, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pgs_folder::{Access, FilePath, Folder, Holder, LOCK, LockMode, NEW_FILE, Refused, close_to_readers, lock_within};

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
    path: FilePath,
    end: Mutex<End>,
    ids: Mutex<Ids>,
}

impl TraceLog {
    /// Opens the file, and the one beside it, whose lock is waited for so long.
    pub fn open(path: &Path, wait: Duration) -> Result<Self, DestinationError> {
        let name = path.file_name().ok_or_else(|| DestinationError::NoFile { path: path.to_owned() })?;
        let path = Folder::new(path.parent().unwrap_or(Path::new(""))).file(name);
        let file = path
            .open_or_create(Access::Append, NEW_FILE)
            .map_err(|error| not_opened(&path, &error, "name the file that it leads to"))?;
        let ids = Ids::open(path.with_added_extension("ids"), wait)?;
        Ok(Self { path, end: Mutex::new(End { file, whole: None }), ids: Mutex::new(ids) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The first time from now on, in milliseconds, that no id with this suffix has taken, and what was repaired to find it.
    pub fn next(&self, suffix: u16, now: i64) -> Result<(i64, Vec<String>), DestinationError> {
        let mut ids = hold(&self.ids);
        let mut next = || {
            let guard = ids.lock()?;
            let file = &guard.0;
            let (mut taken, mut notes) = (taken(file, suffix)?, Vec::new());
            if !repair::is_time(taken) {
                notes.push(repair::repair(file, &ids.path, &self.path)?);
                taken = self::taken(file, suffix)?;
            }
            let time = now.max(taken.saturating_add(1));
            file.write_all_at(&time.to_le_bytes(), place(suffix))?;
            Ok((time, notes))
        };
        let found: io::Result<(i64, Vec<String>)> = next();
        found.map_err(|error| DestinationError::NoId { path: ids.path.to_path_buf(), reason: error.to_string() })
    }

    /// Appends whole lines, on a line of their own also where a kill has left half of one. After an error the file is as
    /// long as before.
    pub fn append(&self, lines: &str) -> io::Result<()> {
        let End { file, whole } = &mut *hold(&self.end);
        let _guard = hold(&self.ids).lock()?;
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

/// Why a file can't be used.
fn not_opened(path: &Path, error: &io::Error, remedy: &'static str) -> DestinationError {
    match Refused::of(error) {
        Some(Refused::Link(link)) => DestinationError::Link { path: link.clone(), remedy },
        Some(_) => DestinationError::NoFile { path: path.to_owned() },
        None => DestinationError::NotOpened { path: path.to_owned(), reason: error.to_string() },
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

/// The file beside, whose lock is that of both: whoever can read traces may not be able to hold up those who write them.
#[derive(Debug)]
struct Ids {
    path: FilePath,
    file: Arc<File>,
    /// How long its lock is waited for.
    wait: Duration,
}

/// The only lock, between processes. It ends with the value.
struct IdsGuard(Arc<File>);

impl Ids {
    fn open(path: FilePath, wait: Duration) -> Result<Self, DestinationError> {
        // What is appended only can't be changed in its middle.
        let file =
            path.open_or_create(Access::ReadWrite, LOCK).map_err(|error| not_opened(&path, &error, "remove it"))?;
        close_to_readers(&file);
        Ok(Self { path, file: Arc::new(file), wait })
    }

    fn lock(&mut self) -> io::Result<IdsGuard> {
        if LockMode::Exclusive.try_lock(&self.file)? || lock_within(&self.file, LockMode::Exclusive, self.wait)? {
            return Ok(IdsGuard(Arc::clone(&self.file)));
        }
        let (holder, seconds) = (Holder::of(&self.file, &self.path), self.wait.as_secs());
        // Somebody still waits for the lock of the open file.
        self.file = Arc::new(self.path.open(Access::ReadWrite)?);
        let reason = format!(
            "it is held by {holder}, which was waited for {seconds} s: look whether that is stopped, and try again, or wait \
             longer (on the command line --wait)"
        );
        Err(io::Error::new(ErrorKind::TimedOut, reason))
    }
}

impl Drop for IdsGuard {
    fn drop(&mut self) {
        // It ends with the process at the latest.
        let _ = self.0.unlock();
    }
}
