//! What belongs into the index of a line file and is not written yet.
//!
//! An index may be behind its file: whoever finds it so reads the lines that were added since. So a process that has a
//! store to itself for some operations claims its index. It keeps what it adds in memory, and writes the slots of many
//! lines at once, and the head after them. The claim ends when somebody else holds the lock: that one reads the added
//! lines, and what waits here is forgotten.
//!
//! Without a claim each operation writes the index. Nobody claims it where what is done is waited for.

use std::collections::BTreeMap;

use super::super::Durability;
use super::super::backend::Answer;
use super::file::Stamp;
use super::header::{Header, Kind};
use super::index::{Index, Slot, Tag};
use super::store_file::StoreFile;

/// So many lines may wait: others that come have to read them.
const LINES: u64 = 512;
/// So many bytes of lines may wait.
const BYTES: u64 = 256 * 1024;
/// A process that did so many operations with nobody else's in between has the store to itself.
const ALONE: u32 = 16;

/// Where the index says that something stands, or is going to say so.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Where the slot is in the table, if it is in it.
    pub position: Option<u64>,
    /// The slot.
    pub slot: Slot,
}

/// What the index of a line file is to say.
pub(super) struct Ahead {
    /// The head.
    header: Header,
    /// The head as it was written last.
    written: Header,
    /// The slots that are not in the table, in the order of [`order`].
    waiting: BTreeMap<(u64, u64, u8), Place>,
}

fn order(slot: Slot) -> (u64, u64, u8) {
    (slot.hash, slot.offset, slot.tag as u8)
}

impl Ahead {
    /// Of an index that says all.
    pub fn of(header: Header) -> Self {
        Self { header, written: header, waiting: BTreeMap::new() }
    }

    /// Puts a slot at the place of an older one, or adds it.
    pub fn put(&mut self, older: Option<Place>, slot: Slot) {
        let position = older.and_then(|older| {
            self.waiting.remove(&order(older.slot));
            older.position
        });
        self.waiting.insert(order(slot), Place { position, slot });
    }

    fn of_hash(&self, hash: u64) -> impl Iterator<Item = Place> {
        self.waiting.range((hash, 0, 0)..=(hash, u64::MAX, u8::MAX)).map(|(_, place)| *place)
    }

    /// Writes everything. A kill in between leaves slots of lines that the head does not speak of yet: who reads these
    /// lines puts them right.
    fn write(&mut self, index: &mut Index) -> Answer<()> {
        let placed = self.waiting.values().filter_map(|place| Some((place.position?, place.slot)));
        placed.into_iter().try_for_each(|(position, slot)| index.set(position, slot))?;
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
    pub fn known(&self, kind: Kind, stamp: Stamp) -> Option<Header> {
        let ahead = self.ahead.as_ref().filter(|_| self.claimed && self.left_as(kind, stamp))?;
        Some(ahead.header)
    }

    /// Whether the file is as the last operation of this process has left it.
    pub fn left_as(&self, kind: Kind, stamp: Stamp) -> bool {
        self.ahead.as_ref().is_some_and(|ahead| ahead.header.kind == kind && ahead.header.stamp == stamp)
    }

    /// Calls `look` with the place of every slot of a hash, until it says that it has seen enough. What waits comes
    /// before what it is put in the place of.
    pub fn find_slots(&self, header: &Header, hash: u64, mut look: impl FnMut(Place) -> Answer<bool>) -> Answer<()> {
        for place in self.ahead.iter().flat_map(|ahead| ahead.of_hash(hash)) {
            if look(place)? {
                return Ok(());
            }
        }
        self.known_index()?.find(header, hash, |position, slot| look(Place { position: Some(position), slot }))
    }

    /// After a line was added: the index is going to speak of the file as it is now. The change has happened, so an index
    /// that can't be written is no error: it is found stale later.
    pub fn line_added(&mut self, mut header: Header) {
        let stamped = self.stamp(&mut header);
        let waits = self.claimed && !self.is_far_ahead(&header);
        let said = match &mut self.ahead {
            Some(ahead) if stamped.is_ok() => {
                ahead.header = header;
                waits || self.settle().is_ok()
            }
            _ => false,
        };
        if !said {
            self.drop_index();
        }
    }

    /// Whether others would have to read much that the index does not say.
    pub fn is_far_ahead(&self, header: &Header) -> bool {
        let written = self.ahead.as_ref().map_or(header, |ahead| &ahead.written);
        header.lines - written.lines >= LINES || header.end - written.end >= BYTES
    }

    /// Whether the index does not say all yet.
    pub fn is_ahead(&self) -> bool {
        self.ahead.as_ref().is_some_and(|ahead| ahead.header != ahead.written)
    }

    /// Writes what waits with this head, which is told how large the table is.
    pub fn settle_as(&mut self, header: &mut Header) -> Answer<()> {
        if let Some(ahead) = &mut self.ahead {
            ahead.header = *header;
        }
        self.settle()?;
        if let Some(ahead) = &self.ahead {
            *header = ahead.header;
        }
        Ok(())
    }

    /// Writes what waits. For those who hold the lock.
    pub fn settle(&mut self) -> Answer<()> {
        if !self.is_ahead() {
            return Ok(());
        }
        let (Some(ahead), Some(index)) = (&mut self.ahead, &mut self.index) else { return Ok(()) };
        let written = ahead.write(index);
        match &written {
            Ok(()) => self.unsaid = false,
            Err(_) => self.drop_index(),
        }
        written
    }
}
