//! What belongs into the index of a line file and is not written yet.
//!
//! An index may be behind its file: whoever finds it so reads the lines that were added since. So a process that has
//! claimed its index (`claim`) keeps what it adds in memory, and writes the slots of many lines at once, and the head after
//! them. When somebody else holds the lock that one reads the added lines, and what waits here is forgotten.

use std::collections::BTreeMap;

use super::header::Header;
use super::index::{Index, IndexResult, Slot, Tag};
use crate::error::StoreResult;

/// Where the index says that something stands, or is going to say so.
#[derive(Clone, Copy)]
pub(super) struct SlotPlace {
    /// Where the slot is in the table, if it is in it.
    pub position: Option<u64>,
    /// The slot.
    pub slot: Slot,
}

/// What the index of a line file is to say.
pub(super) struct PendingIndex {
    /// The head.
    pub header: Header,
    /// The head as it was written last.
    pub written: Header,
    /// The slots that are not in the table, in the order of [`order`].
    waiting: BTreeMap<(u64, u64, u8), SlotPlace>,
}

fn order(slot: Slot) -> (u64, u64, u8) {
    (slot.hash, slot.offset, slot.tag as u8)
}

impl PendingIndex {
    /// Of an index that says all.
    pub fn of(header: Header) -> Self {
        Self { header, written: header, waiting: BTreeMap::new() }
    }

    /// Puts a slot at the place of an older one, or adds it.
    pub fn put(&mut self, older: Option<SlotPlace>, slot: Slot) {
        let position = older.and_then(|older| {
            self.waiting.remove(&order(older.slot));
            older.position
        });
        self.waiting.insert(order(slot), SlotPlace { position, slot });
    }

    /// What waits under a hash.
    pub fn of_hash(&self, hash: u64) -> impl Iterator<Item = SlotPlace> {
        self.waiting.range((hash, 0, 0)..=(hash, u64::MAX, u8::MAX)).map(|(_, place)| *place)
    }

    /// Writes how far the file is whole, so that whoever comes knows that the lines which are not indexed are own ones.
    pub fn write_stamp(&mut self, index: &dyn Index) -> StoreResult<()> {
        let Header { stamp, whole, noted, .. } = self.header;
        (self.written.stamp, self.written.whole, self.written.noted) = (stamp, whole, noted);
        index.write_state(&self.written)
    }

    /// Writes everything. A kill in between leaves slots of lines that the head does not speak of yet: who reads these
    /// lines puts them right.
    pub fn write(&mut self, index: &mut dyn Index) -> IndexResult<()> {
        let placed = self.waiting.values().filter_map(|place| Some((place.position?, place.slot)));
        placed.into_iter().try_for_each(|(position, slot)| index.set(&self.written, position, slot))?;
        // A key that came and went in the meantime needs no slot.
        let new = self.waiting.values().filter(|place| place.position.is_none() && place.slot.tag != Tag::Removed);
        index.add_all(&mut self.written, &new.map(|place| place.slot).collect::<Vec<_>>())?;
        (self.header.slots, self.header.used) = (self.written.slots, self.written.used);
        index.write_state(&self.header)?;
        self.written = self.header;
        self.waiting.clear();
        Ok(())
    }
}
