//! What is known of own writes to a store's file, and so whether an end that can't be read may be cut off.

use super::confirmed::Confirmed;
use super::file::Stamp;
use super::header::{Header, Noted};
use super::lines::sum_up_to;
use super::store_file::StoreFile;
use super::torn::{self, Torn};
use crate::declared::StoreKind;
use crate::durability::Durability;
use crate::error::{StoreError, StoreResult};

/// Own writes to a file.
pub(super) struct OwnWrites {
    /// Nothing before is torn.
    pub confirmed: u64,
    /// Whether the power may have gone since.
    lost_power: bool,
}

impl OwnWrites {
    /// Whether a rest of the file, which fails in this way, may be what they left.
    fn explain(&self, torn: Option<Torn>) -> bool {
        match torn {
            Some(Torn::Cut | Torn::Zeros) => true,
            // A process that is killed leaves none.
            Some(Torn::Hole) => self.lost_power,
            None => false,
        }
    }

    /// Whether the rest of an object file, behind its whole members, may be what they left.
    pub fn tear_object(&self, whole: u64, rest: &[u8]) -> bool {
        // All that is missing is the brace behind a member that was added.
        let is_unclosed = rest.trim_ascii().is_empty() && whole > self.confirmed;
        is_unclosed || self.explain(torn::of_object(rest, whole))
    }
}

impl StoreFile {
    /// Before the file is added to: makes sure that it is written down where that begins. For those who hold the lock. Bytes
    /// before the end of a file with a sum never change.
    pub fn begin_own_writes(&mut self, header: &mut Header, sum: Option<u32>) -> StoreResult<()> {
        let wanted = match self.durability {
            Durability::Sync => Noted::Synced,
            Durability::Os => Noted::Written,
        };
        if header.noted < wanted {
            self.write_confirmed(Confirmed::new(header.stamp.inode, header.end, sum))?;
            header.noted = wanted;
        }
        Ok(())
    }

    /// Before the file becomes shorter than this: less of it is confirmed then.
    pub fn confirm_less(&self, header: &Header, end: u64) -> StoreResult<()> {
        match self.confirmed()? {
            Some(record) if record.inode == header.stamp.inode && record.end > end => {
                self.write_confirmed(Confirmed::new(record.inode, end, None))
            }
            _ => Ok(()),
        }
    }

    /// After everything up to the end of this line file was synced. Without this less counts as confirmed.
    pub fn confirm_lines(&self, header: &Header) {
        if header.noted == Noted::Synced {
            let record = Confirmed::new(header.stamp.inode, header.end, Some(header.sum));
            let _ = record.advance(&self.confirmed_path());
        }
    }

    /// The same of an object file, which may have become shorter since. For those who hold the lock.
    pub fn confirm_object(&mut self, synced: &Header) {
        let Some(now) = self.header(StoreKind::Object) else { return };
        if now.version == synced.version && now.is_settled() && now.noted == Noted::Synced {
            let _ = Confirmed::new(now.stamp.inode, now.end, None).advance(&self.confirmed_path());
        }
    }

    /// After a copy of the file has taken its place: what is known of the one holds for the other.
    pub fn own_writes_move(&self, from: u64, to: u64) -> StoreResult<()> {
        match self.confirmed()? {
            Some(record) if record.inode == from => self.write_confirmed(Confirmed { inode: to, ..record }),
            _ => Ok(()),
        }
    }

    /// What an index that is built anew is to know of own writes. Those of an earlier boot end with it: the file was just
    /// read as it is on disk, and what was whole is confirmed, so that no later restart explains damage in it.
    pub fn noted(&self, header: &Header) -> StoreResult<Noted> {
        let Some(record) = self.confirmed()? else { return Ok(Noted::No) };
        if record.inode != header.stamp.inode {
            // Of a file that is gone: its number may be given to another one.
            let _ = Confirmed::remove(&self.confirmed_path());
            return Ok(Noted::No);
        }
        if record.end > header.end || !self.is_of_this_file(&record)? {
            return Ok(Noted::No);
        }
        if record.may_have_lost_power() {
            // Lines have a sum, and all of them were read; members may still be taken away.
            let sum = (header.kind != StoreKind::Object).then_some(header.sum);
            let now = Confirmed { synced: record.synced, ..Confirmed::new(record.inode, header.end, sum) };
            let _ = now.advance(&self.confirmed_path());
        }
        Ok(if record.synced { Noted::Synced } else { Noted::Written })
    }

    /// Whether the rest of a line file, from a line that can't be read, may be cut off: `line` are the line's bytes.
    pub fn is_torn_line(&mut self, kind: StoreKind, offset: u64, line: &[u8], size: u64) -> StoreResult<bool> {
        match self.own_writes(kind)? {
            Some(own) if offset >= own.confirmed => {
                let rest = self.bytes(offset, self.text_end(size)?)?;
                Ok(own.explain(torn::of_lines(&rest, offset)))
            }
            Some(_) => Ok(false),
            // What was confirmed is not there any more: that is no end that a write has left.
            None if self.is_recorded()? => Ok(false),
            // Nobody has ever written zeros that reach the end of a file. But what can be read before them in their line
            // may be somebody's.
            None => Ok(line.first() == Some(&0) && self.text_end(size)? <= offset + 1),
        }
    }

    /// None if this system has never written to the file.
    pub fn own_writes(&mut self, kind: StoreKind) -> StoreResult<Option<OwnWrites>> {
        let stamp = Stamp::of_file(self.data()?).map_err(|error| StoreError::io("read", &self.path, &error))?;
        let Some(record) = self.confirmed()?.filter(|record| record.inode == stamp.inode) else { return Ok(None) };
        if record.end > stamp.size || !self.is_of_this_file(&record)? {
            return Ok(None);
        }
        // In this boot nothing was lost but what a killed process did not write.
        let header = self.header(kind).filter(|header| header.stamp.inode == stamp.inode && header.is_settled());
        let whole = header.map_or(0, |header| header.whole);
        Ok(Some(OwnWrites { confirmed: record.end.max(whole), lost_power: record.may_have_lost_power() }))
    }

    /// Whether there is a record of own writes to a file of this number, be it true of this file or not.
    fn is_recorded(&self) -> StoreResult<bool> {
        let stamp = Stamp::of_file(self.data()?).map_err(|error| StoreError::io("read", &self.path, &error))?;
        Ok(self.confirmed()?.is_some_and(|record| record.inode == stamp.inode))
    }

    /// The number of an inode is given again: what the file holds tells.
    fn is_of_this_file(&self, record: &Confirmed) -> StoreResult<bool> {
        let Some(sum) = record.sum else { return Ok(true) };
        let found = sum_up_to(self.data()?, record.end).map_err(|error| StoreError::io("read", &self.path, &error))?;
        Ok(found == sum)
    }

    fn confirmed(&self) -> StoreResult<Option<Confirmed>> {
        let path = self.confirmed_path();
        Confirmed::read(&path).map_err(|error| StoreError::io("read", &path, &error))
    }

    fn write_confirmed(&self, record: Confirmed) -> StoreResult<()> {
        let path = self.confirmed_path();
        record.write(&path, self.durability).map_err(|error| StoreError::io("write", &path, &error))
    }
}
