//! Changes in the middle of a file: written down first, so that a kill or a power loss between them leaves all or none.
//!
//! The record lies beside the index, and holds what is to be written where. It is on disk before the file is touched,
//! and is emptied when the file is on disk. Whoever finds one does what it says again.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::FileExt as _;

use pgs_folder::{Access, FilePath, NEW_FILE};
use sha2::{Digest as _, Sha256};

use crate::durability::Durability;

use super::file::Stamp;
use super::header::boot;
use super::store_file::StoreFile;
use crate::declared::StoreKind;
use crate::error::{StoreError, StoreResult};

const MAGIC: u64 = u64::from_be_bytes(*b"PGSREDO1");
const DIGEST: usize = 32;
/// Where a record says how long it is.
const LENGTH_AT: usize = 48;

/// What is to be written into a file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Change {
    /// What goes where.
    pub writes: Vec<(u64, Vec<u8>)>,
    /// How long the file is after it.
    pub size: u64,
}

impl Change {
    fn to_bytes(&self, inode: u64, durability: Durability) -> Vec<u8> {
        let boot = match durability {
            Durability::Sync => [0; 2],
            // What was never synced is worth nothing after a power loss.
            Durability::Os => boot(),
        };
        let mut bytes = Vec::new();
        bytes.extend(MAGIC.to_le_bytes());
        for word in [boot[0], boot[1], inode, self.size, self.writes.len() as u64] {
            bytes.extend(word.to_le_bytes());
        }
        let texts: usize = self.writes.iter().map(|(_, text)| 16 + text.len()).sum();
        bytes.extend(((bytes.len() + 8 + texts + DIGEST) as u64).to_le_bytes());
        for (offset, text) in &self.writes {
            bytes.extend(offset.to_le_bytes());
            bytes.extend((text.len() as u64).to_le_bytes());
            bytes.extend(text);
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend(digest);
        bytes
    }

    /// The change that is written down for this file; none if the record is not whole, or of another file or boot, or if
    /// it leads out of the file.
    fn from_bytes(bytes: &[u8], stamp: Stamp) -> Option<Self> {
        // What follows is of a longer record before it.
        let length = u64::from_le_bytes(bytes.get(LENGTH_AT..LENGTH_AT + 8)?.try_into().ok()?);
        let bytes = bytes.get(..usize::try_from(length).ok()?)?;
        let (body, digest) = bytes.split_at_checked(bytes.len().checked_sub(DIGEST)?)?;
        if Sha256::digest(body).as_slice() != digest {
            return None;
        }
        let mut words = Words(body);
        let (magic, written) = (words.next()?, [words.next()?, words.next()?]);
        if magic != MAGIC || (written != [0; 2] && written != boot()) || words.next()? != stamp.inode {
            return None;
        }
        let (size, count) = (words.next()?, words.next()?);
        words.next()?;
        let writes = (0..count).map(|_| {
            let (offset, length) = (words.next()?, usize::try_from(words.next()?).ok()?);
            Some((offset, words.take(length)?.to_vec()))
        });
        let change = Self { writes: writes.collect::<Option<_>>()?, size };
        change.is_within(stamp.size).then_some(change)
    }

    /// Whether a file of this size, which may have been changed in part, can become one of the change's own size: it grows
    /// by what is written at most, and nothing is written behind a gap.
    fn is_within(&self, size: u64) -> bool {
        let texts: u64 = self.writes.iter().map(|(_, text)| text.len() as u64).sum();
        let longest = size.max(self.size);
        self.size <= size.saturating_add(texts) && self.writes.iter().all(|(offset, _)| *offset <= longest)
    }

    fn apply(&self, file: &File) -> io::Result<()> {
        for (offset, text) in &self.writes {
            file.write_all_at(text, *offset)?;
        }
        file.set_len(self.size)
    }

    /// Does the same to the bytes of a file.
    pub fn apply_to(&self, bytes: &mut Vec<u8>) {
        let index = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        for (offset, text) in &self.writes {
            let (from, to) = (index(*offset), index(*offset + text.len() as u64));
            bytes.resize(bytes.len().max(to), 0);
            bytes[from..to].copy_from_slice(text);
        }
        bytes.resize(index(self.size), 0);
    }
}

/// What is left of a record.
struct Words<'b>(&'b [u8]);

impl<'b> Words<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, left) = self.0.split_at_checked(length)?;
        self.0 = left;
        Some(taken)
    }

    fn next(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }
}

impl StoreFile {
    /// Makes a change in place: all of it, or after an error nothing. For those who hold the lock, and whose index says
    /// that the file is being changed. False if that must go on saying so, since the record could not be emptied.
    pub fn change_in_place(&mut self, change: &Change) -> StoreResult<bool> {
        let path = self.redo_path();
        let inode = self.look()?.ok_or_else(|| self.missing())?.inode;
        let record = change.to_bytes(inode, self.durability);
        let before = self.before(change)?;
        write(&path, &record, self.durability).map_err(|error| {
            // Not whole, so nobody follows it.
            let _ = empty(&path, self.durability);
            StoreError::io("write", &path, &error)
        })?;
        if let Err(reason) = self.apply(change) {
            // The way back; should it fail too, the record stays, and the change is made when the file is looked at next.
            if self.apply(&before).is_ok() {
                let _ = empty(&path, self.durability);
            }
            return Err(reason);
        }
        Ok(empty(&path, self.durability).is_ok())
    }

    /// Writes a change, and waits for the disk.
    fn apply(&mut self, change: &Change) -> StoreResult<()> {
        let file = self.writable()?;
        change.apply(file).map_err(|error| StoreError::io("change", &self.path, &error))?;
        if self.durability == Durability::Sync {
            let synced = file.sync_data().map_err(|error| StoreError::io("sync", &self.path, &error));
            return synced.inspect_err(|_| self.doubt(StoreKind::Object));
        }
        Ok(())
    }

    /// Follows the record of a change that may have been cut off. For those who hold the lock.
    pub fn redo(&mut self) -> StoreResult<()> {
        let path = self.redo_path();
        let Some(bytes) = self.record_of_change()? else { return Ok(()) };
        let stamp = self.look()?.unwrap_or_default();
        if let Some(change) = Change::from_bytes(&bytes, stamp) {
            self.apply(&change)?;
            self.notes.push(format!("{}: finished a change that had been cut off", self.path.display()));
        }
        // The file is on disk: the record is not needed any more, and must not be followed again.
        empty(&path, self.durability).map_err(|error| StoreError::io("empty", &path, &error))
    }

    /// A change of this file that was cut off, and that nobody has finished.
    pub fn cut_off_change(&self, stamp: Stamp) -> StoreResult<Option<Change>> {
        Ok(self.record_of_change()?.and_then(|bytes| Change::from_bytes(&bytes, stamp)))
    }

    /// The bytes of a record that is not empty.
    fn record_of_change(&self) -> StoreResult<Option<Vec<u8>>> {
        let path = self.redo_path();
        let mut bytes = Vec::new();
        match path.open(Access::Read).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) if bytes.iter().take(8).all(|byte| *byte == 0) => Ok(None),
            Ok(_) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io("read", &path, &error)),
        }
    }

    /// The change that takes this one back.
    fn before(&self, change: &Change) -> StoreResult<Change> {
        let file = self.data()?;
        let size = Stamp::of_file(file).map_err(|error| StoreError::io("read", &self.path, &error))?.size;
        let old = |(offset, text): &(u64, Vec<u8>)| {
            let to = (offset + text.len() as u64).min(size).max(*offset);
            Ok((*offset, self.bytes(*offset, to)?))
        };
        let mut writes = change.writes.iter().map(old).collect::<StoreResult<Vec<_>>>()?;
        if change.size < size {
            writes.push((change.size, self.bytes(change.size, size)?));
        }
        Ok(Change { writes, size })
    }
}

fn write(path: &FilePath, record: &[u8], durability: Durability) -> io::Result<()> {
    // Not cut to nothing first: some file systems wait for the disk when such a file is written again.
    let file = path.with_parent(|| path.open_or_create(Access::Write, NEW_FILE))?;
    file.write_all_at(record, 0)?;
    if durability == Durability::Sync {
        file.sync_data()?;
        // Its own name, and those of the two folders that it lies in below the data root.
        path.ancestors().take(3).try_for_each(|name| name.sync_name())?;
    }
    Ok(())
}

/// A record without its beginning is none.
fn empty(path: &FilePath, durability: Durability) -> io::Result<()> {
    let file = path.open(Access::Write)?;
    file.write_all_at(&[0; 8], 0)?;
    if durability == Durability::Sync { file.sync_data() } else { Ok(()) }
}
