//! Where own writes to a file begin: only what lies behind that can be torn.
//!
//! Before this system adds to a file for the first time it writes down how far the file is confirmed then: a record beside
//! the index, of which nothing counts but what is whole. With [`Durability::Sync`] the record is on disk before the file is
//! touched. What is synced later is confirmed too; that goes into the record's second place and is not waited for, so
//! the record may speak of less than what is confirmed, and never of more.
//!
//! A file of which there is no record was never added to by this system. Whatever in it can't be read is damage.

use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::FileExt as _;

use pgs_folder::{Access, FilePath, NEW_FILE};

use crate::boot::boot;
use crate::durability::Durability;

const MAGIC: u64 = u64::from_be_bytes(*b"PGSCONF1");
/// How long a record is.
const LENGTH: usize = 8 * WORDS;
const WORDS: usize = 7;
/// Where its two places are: what a power loss makes of one leaves the other.
const PLACES: [u64; 2] = [0, 512];

/// How far a file is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Confirmed {
    /// The file.
    pub inode: u64,
    /// Nothing before is torn.
    pub end: u64,
    /// The checksum of the bytes before `end`, if those never change.
    pub sum: Option<u32>,
    /// Whether the record is on disk.
    pub synced: bool,
    /// In which boot of the machine this was written.
    pub boot: [u64; 2],
}

impl Confirmed {
    /// Of this boot, to be synced.
    pub fn new(inode: u64, end: u64, sum: Option<u32>) -> Self {
        Self { inode, end, sum, synced: true, boot: boot() }
    }

    /// Whether the power may have gone since it was written.
    pub fn may_have_lost_power(&self) -> bool {
        self.boot != boot()
    }

    /// What is written down, if anything is.
    pub fn read(path: &FilePath) -> io::Result<Option<Self>> {
        let mut places = [0; 1024];
        let file = match path.open(Access::Read) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        super::file::some_bytes(&file, 0, &mut places)?;
        let [first, second] = PLACES.map(|at| usize::try_from(at).unwrap_or(0)).map(|at| &places[at..at + LENGTH]);
        Ok(Self::from_bytes(second).or_else(|| Self::from_bytes(first)))
    }

    /// Writes it down, in the place of anything before.
    pub fn write(&self, path: &FilePath, durability: Durability) -> io::Result<()> {
        let record = Self { synced: durability == Durability::Sync, ..*self };
        let new = path.with_added_extension("new");
        let mut file = new.with_parent(|| new.create_anew(Access::Write, NEW_FILE))?;
        file.write_all(&record.to_bytes())?;
        if durability == Durability::Os {
            return new.rename(path);
        }
        file.sync_data()?;
        new.rename(path)?;
        // Its own name, and those of the two folders that it lies in below the data root.
        path.ancestors().take(3).try_for_each(|name| name.sync_name())
    }

    /// More is confirmed. That may get lost, and is believed only where it is whole.
    pub fn advance(&self, path: &FilePath) -> io::Result<()> {
        path.open(Access::Write)?.write_all_at(&self.to_bytes(), PLACES[1])
    }

    /// Removes what is written down.
    pub fn remove(path: &FilePath) -> io::Result<()> {
        path.remove()
    }

    fn to_bytes(self) -> [u8; LENGTH] {
        let sum = self.sum.map_or(0, |sum| 1 << 32 | u64::from(sum)) | u64::from(self.synced) << 33;
        let words = [MAGIC, self.boot[0], self.boot[1], self.inode, self.end, sum];
        let mut bytes = [0; LENGTH];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(words) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        let check = u64::from(crc32fast::hash(&bytes[..LENGTH - 8]));
        bytes[LENGTH - 8..].copy_from_slice(&check.to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut words = [0; WORDS];
        for (chunk, word) in bytes.chunks_exact(8).zip(&mut words) {
            *word = u64::from_le_bytes(chunk.try_into().ok()?);
        }
        let [magic, first, second, inode, end, sum, check] = words;
        let whole = magic == MAGIC && check == u64::from(crc32fast::hash(&bytes[..LENGTH - 8]));
        let synced = sum >> 33 & 1 == 1;
        let sum = (sum >> 32 & 1 == 1).then_some(u32::try_from(sum & u64::from(u32::MAX)).ok()?);
        whole.then_some(Self { inode, end, sum, synced, boot: [first, second] })
    }
}
