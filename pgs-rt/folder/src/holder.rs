//! Who holds a lock: for the sentence that says why nobody else gets it.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::time::SystemTime;

use jiff::Timestamp;

use crate::{Access, FilePath};

/// Who holds a lock, as far as it can be told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Holder {
    processes: Vec<u32>,
    /// Since when the last of them to come has held it.
    since: Option<Timestamp>,
}

/// A signature is not longer, in bytes.
const LONGEST: usize = 64;

/// Writes down that this process holds the lock of this file.
pub fn sign(file: &File) -> io::Result<()> {
    // Whoever waits is not told a time that no clock should say.
    let Ok(now) = Timestamp::try_from(SystemTime::now()) else { return Ok(()) };
    let text = format!("{} {:.0}\n", std::process::id(), now);
    file.write_all_at(text.as_bytes(), 0)
}

impl Holder {
    /// Who holds the lock of this file now, by the system's table, or else by the file.
    pub fn of(file: &File, path: &FilePath) -> Self {
        let signature = signature(path);
        let processes = processes(file);
        match signature {
            Some((process, since)) if processes.is_empty() || processes.contains(&process) => {
                let processes = if processes.is_empty() { vec![process] } else { processes };
                Self { processes, since: Some(since) }
            }
            _ => Self { processes, since: None },
        }
    }
}

/// The open file can't be read: who may write may lock.
fn signature(path: &FilePath) -> Option<(u32, Timestamp)> {
    let file = path.open(Access::Read).ok()?;
    let mut bytes = [0; LONGEST];
    let length = file.read_at(&mut bytes, 0).ok()?;
    let text = std::str::from_utf8(bytes.get(..length)?).ok()?;
    let (process, since) = text.lines().next()?.split_once(' ')?;
    Some((process.parse().ok()?, since.parse().ok()?))
}

/// The processes that hold a `flock` on this file, by `/proc/locks`; none where there is no such table.
fn processes(file: &File) -> Vec<u32> {
    let (Ok(table), Ok(metadata)) = (fs::read_to_string("/proc/locks"), file.metadata()) else { return Vec::new() };
    let inode = format!(":{}", metadata.ino());
    let mut processes: Vec<u32> = table.lines().filter_map(|line| owner(line, &inode)).collect();
    processes.sort_unstable();
    processes.dedup();
    processes
}

/// `1: FLOCK  ADVISORY  WRITE 4242 fe:00:393238 0 EOF`; who waits has an arrow behind the number.
fn owner(line: &str, inode: &str) -> Option<u32> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        [_, "FLOCK", _, _, process, file, ..] if file.ends_with(inode) => process.parse().ok().filter(|it| *it > 0),
        _ => None,
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.processes.as_slice() {
            [] => write!(f, "another process")?,
            [one] if *one == std::process::id() => write!(f, "this process, {one},")?,
            [one] => write!(f, "process {one}")?,
            several => {
                let several = several.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
                write!(f, "the processes {several}")?;
            }
        }
        self.since.map_or(Ok(()), |since| write!(f, " since {since:.0}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Folder, LOCK};

    #[test]
    fn a_line_of_the_table_names_the_owner_and_none_that_waits() {
        assert_eq!(owner("1: FLOCK  ADVISORY  WRITE 4242 fe:00:17 0 EOF", ":17"), Some(4242));
        for line in [
            "1: -> FLOCK  ADVISORY  WRITE 4242 fe:00:17 0 EOF",
            "1: POSIX  ADVISORY  WRITE 4242 fe:00:17 0 EOF",
            "1: FLOCK  ADVISORY  WRITE 4242 fe:00:117 0 EOF",
            "1: FLOCK  ADVISORY  WRITE 0 fe:00:17 0 EOF",
            "",
        ] {
            assert_eq!(owner(line, ":17"), None, "{line}");
        }
    }

    #[test]
    fn who_has_signed_is_named_with_the_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = Folder::new(folder.path()).file("lock");
        let file = &path.create_new(Access::Write, LOCK).unwrap();
        let holder = || Holder::of(file, &path).to_string();
        assert_eq!(holder(), "another process");
        file.write_all_at(b"4242 2026-11-26T17:00:03Z\n", 0).unwrap();
        assert_eq!(holder(), "process 4242 since 2026-11-26T17:00:03Z");
        file.lock().unwrap();
        sign(file).unwrap();
        assert!(holder().starts_with(&format!("this process, {}, since 2", std::process::id())));
    }
}
