//! Who may let the index of a line file wait.
//!
//! A process that has a store to itself for some operations claims its index: what belongs into it then waits
//! (`pending`), until it is much, or the process ends, or somebody else holds the lock.
//!
//! Without a claim each operation writes the index. Nobody claims it where what is done is waited for.

use super::file::Stamp;
use super::header::Header;
use super::index::IndexResult;
use super::pending::SlotPlace;
use super::store_file::StoreFile;
use crate::declared::StoreKind;
use crate::durability::Durability;

/// So many lines may wait: others that come have to read them.
const LINES: u64 = 512;
/// So many bytes of lines may wait.
const BYTES: u64 = 256 * 1024;
/// A process that did so many operations with nobody else's in between has the store to itself.
const ALONE: u32 = 16;

impl StoreFile {
    /// Begins an operation under the lock, and says whether the claim still holds.
    pub fn begin(&mut self, claimed: bool) {
        if self.claimed && !claimed {
            self.alone = 0;
        }
        self.claimed = claimed;
    }

    /// Whether this process has the store to itself, and nothing that it does is waited for.
    pub fn is_alone(&self) -> bool {
        self.durability == Durability::Os && self.alone >= ALONE
    }

    /// The head, if the index is claimed, and the head speaks of the file as it is now.
    pub fn known(&self, kind: StoreKind, stamp: Stamp) -> Option<Header> {
        let pending = self.pending.as_ref().filter(|_| self.claimed && self.left_as(kind, stamp))?;
        Some(pending.header)
    }

    /// Whether the file is as the last operation of this process has left it.
    pub fn left_as(&self, kind: StoreKind, stamp: Stamp) -> bool {
        self.pending.as_ref().is_some_and(|pending| pending.header.kind == kind && pending.header.stamp == stamp)
    }

    /// Calls `look` with the place of every slot of a hash, until it says that it has seen enough. What waits comes
    /// before what it is put in the place of.
    pub fn find_slots(
        &self,
        header: &Header,
        hash: u64,
        mut look: impl FnMut(SlotPlace) -> IndexResult<bool>,
    ) -> IndexResult<()> {
        for place in self.pending.iter().flat_map(|pending| pending.of_hash(hash)) {
            if look(place)? {
                return Ok(());
            }
        }
        self.known_index()?.find(header, hash, &mut |position, slot| look(SlotPlace { position: Some(position), slot }))
    }

    /// After a line was added: the index is going to speak of the file as it is now. The change has happened, so an index
    /// that can't be written is no error: it is found stale later.
    pub fn line_added(&mut self, mut header: Header) {
        // Nobody else has added a line meanwhile.
        let stamped = self.stamp(&mut header).is_ok() && header.stamp.size == header.end;
        let waits = self.claimed && !self.is_far_behind(&header);
        if let Some(pending) = &mut self.pending {
            pending.header = header;
        }
        let said = match (&mut self.pending, &self.index) {
            (Some(pending), Some(index)) if stamped && waits => pending.write_stamp(&**index).is_ok(),
            _ => stamped && self.settle().is_ok(),
        };
        if !said {
            self.drop_index();
        }
    }

    /// Whether others would have to read much that the index does not say.
    pub fn is_far_behind(&self, header: &Header) -> bool {
        let written = self.pending.as_ref().map_or(header, |pending| &pending.written);
        header.lines - written.lines >= LINES || header.end - written.end >= BYTES
    }

    /// Whether the index does not say all yet.
    pub fn is_pending(&self) -> bool {
        self.pending.as_ref().is_some_and(|pending| pending.header.end != pending.written.end)
    }

    /// Writes what waits with this head, which is told how large the table is.
    pub fn settle_as(&mut self, header: &mut Header) -> IndexResult<()> {
        if let Some(pending) = &mut self.pending {
            pending.header = *header;
        }
        self.settle()?;
        if let Some(pending) = &self.pending {
            *header = pending.header;
        }
        Ok(())
    }

    /// Writes what waits. For those who hold the lock.
    pub fn settle(&mut self) -> IndexResult<()> {
        if !self.is_pending() {
            return Ok(());
        }
        let (Some(pending), Some(index)) = (&mut self.pending, &mut self.index) else { return Ok(()) };
        let written = pending.write(&mut **index);
        match &written {
            Ok(()) => self.unsaid = false,
            Err(_) => self.drop_index(),
        }
        written
    }
}
