//! Changes in the middle of a file: written down first, so that a kill or a power loss between them leaves all or none.
//!
//! The record lies beside the index, and holds what is to be written where, and what stands there before. It is on disk
//! before the file is touched, and is emptied when the file is on disk. Whoever finds one does what it says again, if the
//! file is as that change can have left it. If not, somebody has put something else in its place, which counts as it
//! stands; the record is kept beside.

use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::FileExt as _;

use pgs_folder::{Access, FilePath, NEW_FILE};

use crate::durability::Durability;

use super::change::{Change, Found, Record};
use super::file::Stamp;
use super::store_file::StoreFile;
use crate::declared::StoreKind;
use crate::error::{StoreError, StoreResult};

/// What is wrong with a file beside which a record lies that is not followed.
const FOREIGN: &str = "a change that was cut off can have left it";

impl StoreFile {
    /// Makes a change in place: all of it, or after an error nothing. For those who hold the lock, and whose index says
    /// that the file is being changed. False if that must go on saying so, since the record could not be emptied.
    pub fn change_in_place(&mut self, change: &Change) -> StoreResult<bool> {
        let path = self.redo_path();
        let inode = self.look()?.ok_or_else(|| self.missing())?.inode;
        let before = self.before(change)?;
        write(&path, &Record::to_bytes(change, &before, inode, self.durability), self.durability).map_err(|error| {
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
        match self.found_change(&bytes)? {
            Found::Change(record) => {
                self.apply(&record.change)?;
                self.notes.push(format!("{}: finished a change that had been cut off", self.path.display()));
            }
            Found::Foreign => {
                let kept = self.keep_record(&bytes)?;
                let (path, kept) = (self.path.display(), kept.display());
                self.notes
                    .push(format!("{path}: is not as {FOREIGN}; it counts as it is, and the record is in {kept}"));
            }
            Found::Nothing => {}
        }
        // The file is on disk: the record is not needed any more, and must not be followed again.
        empty(&path, self.durability).map_err(|error| StoreError::io("empty", &path, &error))
    }

    /// A change of this file that was cut off, and that nobody has finished. For those who change nothing: what is passed
    /// over is noted.
    pub fn cut_off_change(&mut self) -> StoreResult<Option<Change>> {
        let Some(bytes) = self.record_of_change()? else { return Ok(None) };
        match self.found_change(&bytes)? {
            Found::Change(record) => Ok(Some(record.change)),
            Found::Foreign => {
                let path = self.path.display();
                self.notes.push(format!("{path}: is not as {FOREIGN}; it counts as it is"));
                Ok(None)
            }
            Found::Nothing => Ok(None),
        }
    }

    fn found_change(&mut self, bytes: &[u8]) -> StoreResult<Found> {
        let Some(stamp) = self.look()? else { return Ok(Found::Nothing) };
        Record::find(bytes, self.data()?, stamp.inode).map_err(|error| StoreError::io("read", &self.path, &error))
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
