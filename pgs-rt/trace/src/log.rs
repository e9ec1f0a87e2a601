//! One file that receives the traces of many runs, each whole and in one piece.
//!
//! Beside it lies a small file (`<FILE>.ids`) that keeps the ids apart: for each suffix the time that an id with it has
//! taken last, eight bytes in little-endian order. Every process that appends to the one file goes through the other.

use std::fs::File;
use std::io::{self, ErrorKind, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pgs_folder::{Access, FilePath, Folder, LOCK, NEW_FILE, Refused, close_to_readers};

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
    ids_path: FilePath,
    ids: Mutex<File>,
}

impl TraceLog {
    /// Opens the file, and the one beside it.
    pub fn open(path: &Path) -> Result<Self, String> {
        let name = path.file_name().ok_or_else(|| format!("{} is no regular file", path.display()))?;
        let path = Folder::new(path.parent().unwrap_or(Path::new(""))).file(name);
        let ids_path = path.with_added_extension("ids");
        let open = |path: &FilePath, access, mode, remedy| {
            path.open_or_create(access, mode).map_err(|error| told(path, &error, remedy))
        };
        let file = open(&path, Access::Append, NEW_FILE, "name the file that it leads to")?;
        // Nobody reads it but those who write it, as it is locked. What is appended only can't be changed in its middle.
        let ids = open(&ids_path, Access::ReadWrite, LOCK, "remove it")?;
        close_to_readers(&ids);
        Ok(Self { path, end: Mutex::new(End { file, whole: None }), ids_path, ids: Mutex::new(ids) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The first time from now on, in milliseconds, that no id with this suffix has taken.
    pub fn next(&self, suffix: u16, now: i64) -> Result<i64, String> {
        let file = hold(&self.ids);
        let next = || {
            let held = Held::exclusive(&file)?;
            let ids = held.0;
            let (at, mut taken) = (u64::from(suffix) * 8, [0; 8]);
            match ids.read_exact_at(&mut taken, at) {
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => taken = [0; 8],
                read => read?,
            }
            let time = now.max(i64::from_le_bytes(taken).saturating_add(1));
            ids.write_all_at(&time.to_le_bytes(), at)?;
            Ok(time)
        };
        next().map_err(|error: io::Error| format!("{} can't be read and written: {error}", self.ids_path.display()))
    }

    /// Appends whole lines, on a line of their own also where a kill has left half of one. After an error the file is as
    /// long as before.
    pub fn append(&self, lines: &str) -> io::Result<()> {
        let End { file, whole } = &mut *hold(&self.end);
        let held = Held::exclusive(file)?;
        let mut file = held.0;
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
fn told(path: &Path, error: &io::Error, remedy: &str) -> String {
    match Refused::of(error) {
        Some(Refused::Link(link)) => format!("{} is a symbolic link; {remedy}", link.display()),
        Some(_) => format!("{} is no regular file", path.display()),
        None => format!("{} can't be written: {error}", path.display()),
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
