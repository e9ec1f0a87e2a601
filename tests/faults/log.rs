//! The log that `shim.c` writes: every operation, in the order of its effects.

use std::path::Path;

/// One operation.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its number within its process; 0 if it has none.
    pub number: usize,
    /// What it did.
    pub kind: Kind,
    /// What the kernel answered; an error number below 0.
    pub answer: i64,
}

/// What an operation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Opened a file to write, or created it.
    Open { path: String, inode: u64, created: bool, emptied: bool },
    /// Opened a file or folder to read.
    Look,
    /// Read.
    Read,
    /// Wrote these bytes.
    Write { inode: u64, at: usize, data: Vec<u8> },
    /// Printed these bytes on standard output.
    Print(Vec<u8>),
    /// Set the length of a file.
    Size { inode: u64, size: usize },
    /// Reserved room up to this length; whether the file then has that length.
    Room { inode: u64, up_to: usize, grows: bool },
    /// Synced a file or folder.
    Sync { inode: u64 },
    /// Changed permissions.
    Mode,
    /// Asked for a lock.
    Lock,
    /// Renamed.
    Rename { from: String, to: String },
    /// Gave a file a second name.
    Link { from: String, to: String },
    /// Removed a file or an empty folder.
    Unlink { path: String },
    /// Created a folder.
    Mkdir { path: String, inode: u64 },
    /// Mapped a file into memory, to write.
    Map { inode: u64 },
}

impl Kind {
    /// Whether the operation leaves the disk as it is.
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::Look | Self::Read | Self::Mode | Self::Lock | Self::Map { .. })
    }
}

/// Reads a log; empty where no operation was logged.
pub fn read(path: &Path) -> Vec<Record> {
    let bytes = std::fs::read(path).unwrap_or_default();
    let mut rest = bytes.as_slice();
    let mut records = Vec::new();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let head = std::str::from_utf8(&rest[..end]).unwrap();
        let words: Vec<&str> = head.split(' ').collect();
        let [number, kind, answer, inode, a, b, length] = words[..] else { panic!("a broken log: {head}") };
        let length: usize = length.parse().unwrap();
        let data = &rest[end + 1..end + 1 + length];
        rest = &rest[end + 2 + length..];
        let answer = answer.parse().unwrap();
        let kind = kind_of(kind, answer, inode.parse().unwrap(), (a.parse().unwrap(), b.parse().unwrap()), data);
        records.push(Record { number: number.parse().unwrap(), kind, answer });
    }
    records
}

fn kind_of(word: &str, answer: i64, inode: u64, (a, b): (i64, i64), data: &[u8]) -> Kind {
    let text = || String::from_utf8(data.to_owned()).unwrap();
    let size = |number| usize::try_from(number).unwrap();
    let written = || data[..usize::try_from(answer).unwrap_or(0).min(data.len())].to_owned();
    let two = || {
        let text = text();
        let (from, to) = text.split_once('\0').unwrap();
        (from.to_owned(), to.to_owned())
    };
    match word {
        "open" => Kind::Open { path: text(), inode, created: a != 0, emptied: b != 0 },
        "look" => Kind::Look,
        "read" => Kind::Read,
        "write" => Kind::Write { inode, at: size(a), data: written() },
        "print" => Kind::Print(written()),
        "size" => Kind::Size { inode, size: size(a) },
        "room" => Kind::Room { inode, up_to: size(a), grows: b == 0 },
        "sync" => Kind::Sync { inode },
        "mode" => Kind::Mode,
        "lock" => Kind::Lock,
        "rename" => {
            let (from, to) = two();
            Kind::Rename { from, to }
        }
        "link" => {
            let (from, to) = two();
            Kind::Link { from, to }
        }
        "unlink" => Kind::Unlink { path: text() },
        "mkdir" => Kind::Mkdir { path: text(), inode },
        "map" => Kind::Map { inode },
        other => panic!("an operation that the model does not know: {other} {answer}"),
    }
}
