//! The table of an index while it is written, in the order of its hashes.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::os::unix::fs::FileExt as _;

use pgs_folder::{Access, FilePath, NEW_FILE};

use super::block::{BLOCK, Block, SLOTS};
use super::header::Header;
use super::index::{Slot, Tag};
use crate::error::{StoreError, StoreResult};

/// Where the table begins.
pub(super) const TABLE: u64 = 4096;
/// The fewest slots of a table.
pub(super) const FEWEST: u64 = 64;
/// Slots beyond the last home, so that none has to be looked for at the beginning again.
const SPARE: u64 = 512;

/// How many slots a table for so many entries should have.
pub(super) fn slots_for(entries: u64) -> u64 {
    (entries * 2).max(FEWEST)
}

/// How many blocks a table with so many slots has at least.
pub(super) fn blocks(slots: u64) -> u64 {
    (slots + SPARE).div_ceil(SLOTS)
}

/// Whether an index of so many bytes can hold the table that its head tells of.
pub(super) fn has_room(header: &Header, length: u64) -> bool {
    header.slots == 0 || header.used <= header.slots + SPARE && TABLE + blocks(header.slots) * BLOCK as u64 <= length
}

/// Where a slot of this hash belongs in a table with so many slots.
pub(super) fn home(hash: u64, slots: u64) -> u64 {
    // The product's upper half is less than `slots`.
    u64::try_from((u128::from(hash) * u128::from(slots)) >> 64).unwrap_or(0)
}

/// A table while it is written.
pub(super) struct Table {
    path: FilePath,
    new: FilePath,
    out: BufWriter<File>,
    slots: u64,
    used: u64,
    /// The first place that is free.
    next: u64,
    /// The block that is being filled, and its number.
    block: Block,
    number: u64,
}

impl Table {
    /// Begins a table with so many slots, for the index at a path.
    pub fn create(path: &FilePath, slots: u64) -> StoreResult<Self> {
        let new = path.with_added_extension("new");
        let opened = new.with_parent(|| new.create_anew(Access::ReadWrite, NEW_FILE));
        let mut out = BufWriter::new(opened.map_err(|error| StoreError::io("create", &new, &error))?);
        io::copy(&mut io::repeat(0).take(TABLE), &mut out).map_err(|error| StoreError::io("write", &new, &error))?;
        Ok(Self { path: path.clone(), new, out, slots, used: 0, next: 0, block: Block::empty(), number: 0 })
    }

    /// Adds a slot; each hash at least as large as the one before.
    pub fn push(&mut self, slot: Slot) -> StoreResult<()> {
        let position = home(slot.hash, self.slots).max(self.next);
        self.turn_to(position / SLOTS)?;
        self.block.set(usize::try_from(position % SLOTS).unwrap_or(0), slot);
        self.next = position + 1;
        self.used += 1;
        Ok(())
    }

    /// Writes the blocks before this one.
    fn turn_to(&mut self, number: u64) -> StoreResult<()> {
        while self.number < number {
            let block = std::mem::replace(&mut self.block, Block::empty()).sealed(self.number, self.slots);
            self.out.write_all(&block).map_err(|error| StoreError::io("write", &self.new, &error))?;
            self.number += 1;
        }
        Ok(())
    }

    /// Adds slots that lay side by side, and forgets them.
    pub fn push_cluster(&mut self, cluster: &mut Vec<Slot>) -> StoreResult<()> {
        cluster.sort_by_key(|slot| (slot.hash, slot.offset));
        cluster.drain(..).filter(|slot| slot.tag != Tag::Gone).try_for_each(|slot| self.push(slot))
    }

    /// Puts the table in the place of the index, with this head.
    pub fn finish(mut self, header: &mut Header) -> StoreResult<File> {
        header.slots = self.slots;
        header.used = self.used;
        self.turn_to(blocks(self.slots).max(self.number + 1))?;
        let put = || {
            let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.write_all_at(&header.to_bytes(), 0)?;
            // Whoever has the old one open must look for the new one.
            if let Ok(old) = self.path.open(Access::Write) {
                old.write_all_at(&[0; 8], 0)?;
            }
            self.new.rename(&self.path)?;
            Ok(file)
        };
        put().map_err(|error| StoreError::io("write", &self.new, &error))
    }
}
