//! The head of an index: which state of its file it speaks of.

use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest as _, Sha256};

use super::file::Stamp;
use crate::boot::{UNKNOWN_BOOT, boot};
use crate::declared::StoreKind;

/// How many bytes a head takes.
pub(super) const LENGTH: usize = 8 * WORDS;
/// How many of them come before those that are written alone.
pub(super) const STATE_LENGTH: usize = 8 * (CHECK + 1);
/// Where in the file [`Header::synced`] stands: it is written alone, without the store's lock.
pub(super) const SYNCED_AT: u64 = 8 * (WORDS as u64 - 2);
/// Where in the file [`Header::named`] stands, likewise.
pub(super) const NAMED_AT: u64 = 8 * (WORDS as u64 - 1);

const WORDS: usize = 20;
/// The word that holds the hash of those before it: a head that was written in part is none.
const CHECK: usize = WORDS - 3;
/// The version of the format. Since the third one the lines of a log have been read, and not only counted.
const MAGIC: u64 = u64::from_be_bytes(*b"PGSIDX03");
/// More than a file can have of anything: a head that says so was not written here, and what is computed with it would not
/// fit 64 bits.
const MOST: u64 = 1 << 48;
/// Versions begin with a time in nanoseconds.
const LAST_VERSION: u64 = 1 << 63;
/// What an index knows of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The form of the file.
    pub kind: StoreKind,
    /// The file as it was when this was written.
    pub stamp: Stamp,
    /// How far the file was whole then. What a process has added that claims the index is not indexed yet.
    pub whole: u64,
    /// Where the next entry goes: all before it is indexed.
    pub end: u64,
    /// A line file: the checksum of all bytes before `end`.
    pub sum: u32,
    /// How many lines there are before `end`, blank ones included.
    pub lines: u64,
    /// Whether the last of them has no end.
    pub open_line: bool,
    /// Registry: the live entries. Object: the keys.
    pub count: u64,
    /// How many slots the table has.
    pub slots: u64,
    /// How many of them are taken.
    pub used: u64,
    /// Object: how many bytes hold what is overwritten or removed.
    pub slack: u64,
    /// Goes up by two with every change of the file; odd while it is changed in place.
    pub version: u64,
    /// Whether a sync of the file has failed: what it holds on disk is not known.
    pub doubtful: bool,
    /// Whether it is written down that the file is written here (`confirmed`).
    pub noted: Noted,
    /// The version that is on disk.
    pub synced: u64,
    /// Whether the names that lead to the file are on disk.
    pub named: Named,
}

/// Whether it is written down that a file is written here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Noted {
    /// Not known.
    No = 0,
    /// It is.
    Written = 1,
    /// It is, and that is on disk.
    Synced = 2,
}

/// Which of the names that lead to a file are on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// Not known of any.
    No = 0,
    /// Those of its folders, down from the data root's own.
    Folders = 1,
    /// Its own, too.
    Yes = 2,
}

impl Header {
    /// Of a file of which nothing is known yet.
    pub fn new(kind: StoreKind, stamp: Stamp) -> Self {
        Self {
            kind,
            stamp,
            whole: 0,
            end: 0,
            sum: 0,
            lines: 0,
            open_line: false,
            count: 0,
            slots: 0,
            used: 0,
            slack: 0,
            version: 2,
            doubtful: false,
            noted: Noted::No,
            synced: 0,
            named: Named::No,
        }
    }

    /// Whether all of the file is on disk, its name included.
    pub fn is_on_disk(&self) -> bool {
        self.synced == self.version && self.named == Named::Yes
    }

    /// Whether nobody is changing the file in place, and nobody has died doing so.
    pub fn is_settled(&self) -> bool {
        self.version.is_multiple_of(2)
    }

    /// The bytes in the file, for this boot of the machine.
    pub fn to_bytes(self) -> [u8; LENGTH] {
        let boot = boot();
        let mut words: [u64; WORDS] = [
            MAGIC,
            boot[0],
            boot[1],
            number(self.kind),
            self.stamp.inode,
            self.stamp.size,
            self.stamp.changed.cast_unsigned(),
            self.end,
            u64::from(self.sum),
            self.lines,
            self.count,
            self.slots,
            self.used,
            self.slack,
            self.version,
            u64::from(self.doubtful) | u64::from(self.open_line) << 1 | (self.noted as u64) << 2,
            self.whole,
            0,
            self.synced,
            self.named as u64,
        ];
        words[CHECK] = check(&words);
        let mut bytes = [0; LENGTH];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(words) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// What the bytes say; none if they are of another format, another boot of the machine or another kind of store.
    ///
    /// An index is never synced: after a power loss it may hold anything, so it counts within one boot only.
    pub fn from_bytes(bytes: &[u8; LENGTH], kind: StoreKind) -> Option<Self> {
        let mut words = [0; WORDS];
        for (chunk, word) in bytes.chunks_exact(8).zip(&mut words) {
            *word = u64::from_le_bytes(chunk.try_into().ok()?);
        }
        let written = [words[1], words[2]];
        let whole = words[0] == MAGIC && words[CHECK] == check(&words);
        let counts = [5, 7, 9, 10, 11, 12, 13, 16];
        let counted = counts.iter().all(|n| words[*n] <= MOST) && words[14].max(words[18]) <= LAST_VERSION;
        let fits = whole && counted && written == boot() && written != UNKNOWN_BOOT && words[3] == number(kind);
        if !fits {
            return None;
        }
        Some(Self {
            kind,
            stamp: Stamp { inode: words[4], size: words[5], changed: words[6].cast_signed() },
            end: words[7],
            sum: u32::try_from(words[8]).ok()?,
            lines: words[9],
            count: words[10],
            slots: words[11],
            used: words[12],
            slack: words[13],
            version: words[14],
            doubtful: words[15] & 1 != 0,
            open_line: words[15] & 2 != 0,
            noted: match words[15] >> 2 {
                2 => Noted::Synced,
                1 => Noted::Written,
                _ => Noted::No,
            },
            whole: words[16],
            synced: words[WORDS - 2],
            named: match words[WORDS - 1] {
                2 => Named::Yes,
                1 => Named::Folders,
                _ => Named::No,
            },
        })
    }
}

/// The word for what the file holds.
fn number(kind: StoreKind) -> u64 {
    match kind {
        StoreKind::Registry => 1,
        StoreKind::Log => 2,
        StoreKind::Object => 3,
    }
}

/// The hash of the words before [`CHECK`]; those after it are written by themselves.
fn check(words: &[u64; WORDS]) -> u64 {
    let mut bytes = [0; 8 * CHECK];
    for (chunk, word) in bytes.chunks_exact_mut(8).zip(words) {
        chunk.copy_from_slice(&word.to_le_bytes());
    }
    u64::from(crc32fast::hash(&bytes))
}

/// The version of a file of which no index tells another one: none that was ever told.
pub(super) fn first_version() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_nanos()).unwrap_or_default() & !1
}

/// A hash of bytes that is the same in every build.
pub(super) fn hash(parts: &[&[u8]]) -> u64 {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    let bytes: [u8; 32] = digest.finalize().into();
    let mut head = [0; 8];
    head.copy_from_slice(&bytes[..8]);
    u64::from_le_bytes(head)
}
