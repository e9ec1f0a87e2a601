//! An index as a hash table in a file, from keys to the places where they stand.
//!
//! A table has slots of 16 bytes: a hash, and an offset in the file with a [`Tag`]. A slot lies at its home, which grows
//! with its hash, or in the first free place after it. So the table in its order is nearly sorted, and a larger one is
//! written from it in one pass (`table`). Slots lie in blocks ([`Block`]), which are read and written whole: one that is
//! not as it was written is noticed before it is believed.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

use pgs_folder::{Access, FilePath, NEW_FILE};

use super::block::{BLOCK, Block, SLOTS};
use super::file::{Opened, Stamp, some_bytes};
use super::header::{self, Header, Named};
use super::index::{Index, IndexError, IndexResult, Look, Slot, Tag};
use super::table::{self, TABLE, Table, home};
use crate::declared::StoreKind;
use crate::error::{StoreError, StoreResult};

/// Slots this far from each other are written together.
const NEAR: u64 = 128;
/// How many slots are written together at most.
const TOGETHER: u64 = 4096;
/// How many blocks are read at once where all are.
const MANY: u64 = 128;

/// An open index.
pub(super) struct HashIndex {
    path: FilePath,
    file: Opened,
}

impl HashIndex {
    /// Opens the index at a path; none if there is none that can be used.
    pub fn open(path: &FilePath) -> Option<Self> {
        // In a data root that can only be read an index still finds things.
        Some(Self { path: path.clone(), file: Opened::at(path).ok()? })
    }

    /// Creates an index with so many empty slots as the head says, in the place of any other.
    pub fn create(path: &FilePath, header: &mut Header) -> StoreResult<Self> {
        if header.slots > 0 {
            return Ok(Self::of(path, Table::create(path, header.slots)?.finish(header)?));
        }
        header.used = 0;
        let create = || {
            let file = path.with_parent(|| path.open_or_create(Access::ReadWrite, NEW_FILE))?;
            file.set_len(0)?;
            file.write_all_at(&header.to_bytes(), 0)?;
            Ok(file)
        };
        let file = create().map_err(|error: io::Error| StoreError::io("create", path, &error))?;
        Ok(Self::of(path, file))
    }

    /// The index that was put in its place as this file.
    pub fn of(path: &FilePath, file: File) -> Self {
        Self { path: path.clone(), file: file.into() }
    }

    /// So many blocks, as far as they are there.
    fn blocks(&self, header: &Header, first: u64, count: u64) -> IndexResult<Vec<Block>> {
        let mut bytes = vec![0; usize::try_from(count).unwrap_or(0) * BLOCK];
        let read = self.read(first, &mut bytes)?;
        if !read.is_multiple_of(BLOCK) {
            return Err(IndexError::Untrue);
        }
        let blocks = (first..).zip(bytes[..read].chunks_exact(BLOCK));
        blocks.map(|(number, bytes)| Block::read(bytes, number, header.slots).ok_or(IndexError::Untrue)).collect()
    }

    /// The block of this number; none beyond the last.
    fn block(&self, header: &Header, number: u64) -> IndexResult<Option<Block>> {
        let mut bytes = [0; BLOCK];
        match self.read(number, &mut bytes)? {
            0 if number >= table::blocks(header.slots) => Ok(None),
            BLOCK => Block::read(&bytes, number, header.slots).map(Some).ok_or(IndexError::Untrue),
            _ => Err(IndexError::Untrue),
        }
    }

    fn read(&self, block: u64, bytes: &mut [u8]) -> StoreResult<usize> {
        some_bytes(&self.file, TABLE + block * BLOCK as u64, bytes)
            .map_err(|error| StoreError::io("read", &self.path, &error))
    }

    fn write(&self, block: u64, bytes: &[u8]) -> StoreResult<()> {
        let at = TABLE + block * BLOCK as u64;
        self.file.write_all_at(bytes, at).map_err(|error| StoreError::io("write", &self.path, &error))
    }

    /// Writes slots into one part of the table; how many of them found a place there.
    fn place_group(&self, header: &mut Header, group: &[Slot]) -> IndexResult<usize> {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return Ok(0) };
        let (from, to) = (home(first.hash, header.slots) / SLOTS, home(last.hash, header.slots) / SLOTS);
        let mut part = self.blocks(header, from, to - from + 2)?;
        let within = |position: u64| usize::try_from(position - from * SLOTS).unwrap_or(usize::MAX);
        let per_block = usize::try_from(SLOTS).unwrap_or(1);
        let mut placed = 0;
        for slot in group {
            let place = (within(home(slot.hash, header.slots))..part.len() * per_block)
                .map(|place| (place / per_block, place % per_block))
                .find(|(block, n)| part[*block].slot(*n).is_none_or(|there| there.tag == Tag::Gone || there == *slot));
            let Some((block, n)) = place else { break };
            header.used += u64::from(part[block].slot(n).is_none());
            part[block].set(n, *slot);
            placed += 1;
        }
        if placed > 0 {
            let sealed = (from..).zip(part).flat_map(|(number, block)| block.sealed(number, header.slots));
            self.write(from, &sealed.collect::<Vec<u8>>())?;
        }
        Ok(placed)
    }

    /// Whether there was a place for the slot.
    fn place(&self, header: &mut Header, slot: Slot) -> IndexResult<bool> {
        let mut position = home(slot.hash, header.slots);
        loop {
            let (number, from) = split(position);
            let Some(mut block) = self.block(header, number)? else { return Ok(false) };
            for (n, at) in (from..).zip(position..(number + 1) * SLOTS) {
                let there = block.slot(n);
                if there == Some(slot) {
                    return Ok(true);
                }
                if there.is_none_or(|there| there.tag == Tag::Gone) {
                    header.used += u64::from(there.is_none());
                    block.set(n, slot);
                    return Ok(self.write(number, &block.sealed(number, header.slots)).map(|()| true)?);
                }
                position = at + 1;
            }
        }
    }

    /// Moves everything to a table of twice the size, and with room for so many more.
    fn grow_for(&mut self, header: &mut Header, more: u64) -> IndexResult<()> {
        let slots = (header.slots * 2).max(table::slots_for(header.used + more));
        let mut new = Table::create(&self.path, slots)?;
        let mut cluster: Vec<Slot> = Vec::new();
        let all = if header.slots == 0 { 0 } else { table::blocks(header.slots) };
        let mut number = 0;
        loop {
            let blocks = self.blocks(header, number, if number < all { MANY } else { 1 })?;
            if blocks.is_empty() {
                break;
            }
            number += blocks.len() as u64;
            for block in &blocks {
                for n in 0..usize::try_from(SLOTS).unwrap_or(0) {
                    match block.slot(n) {
                        Some(slot) => cluster.push(slot),
                        None => new.push_cluster(&mut cluster)?,
                    }
                }
            }
        }
        if number < all {
            return Err(IndexError::Untrue);
        }
        new.push_cluster(&mut cluster)?;
        *self = Self::of(&self.path, new.finish(header)?);
        Ok(())
    }
}

impl Index for HashIndex {
    fn header(&self, kind: StoreKind) -> Option<Header> {
        let mut bytes = [0; header::LENGTH];
        self.file.read_exact_at(&mut bytes, 0).ok()?;
        let header = Header::from_bytes(&bytes, kind)?;
        // What is not there can't be read, and a table grows by what its head says.
        let length = Stamp::of_file(&self.file).ok()?.size;
        table::has_room(&header, length).then_some(header)
    }

    fn write_header(&self, header: &Header) -> StoreResult<()> {
        self.file.write_all_at(&header.to_bytes(), 0).map_err(|error| StoreError::io("write", &self.path, &error))
    }

    fn write_state(&self, header: &Header) -> StoreResult<()> {
        let state = &header.to_bytes()[..header::STATE_LENGTH];
        self.file.write_all_at(state, 0).map_err(|error| StoreError::io("write", &self.path, &error))
    }

    fn write_synced(&self, version: u64) -> io::Result<()> {
        self.file.write_all_at(&version.to_le_bytes(), header::SYNCED_AT)?;
        self.file.write_all_at(&(Named::Yes as u64).to_le_bytes(), header::NAMED_AT)
    }

    fn forget(&self) {
        // Where that can't be written it is found untrue again.
        let _ = self.file.write_all_at(&[0; 8], 0);
    }

    fn find(&self, header: &Header, hash: u64, look: &mut Look<'_>) -> IndexResult<()> {
        let mut position = home(hash, header.slots);
        loop {
            let (number, from) = split(position);
            let Some(block) = self.block(header, number)? else { return Ok(()) };
            for (n, at) in (from..).zip(position..(number + 1) * SLOTS) {
                let Some(slot) = block.slot(n) else { return Ok(()) };
                if slot.hash == hash && slot.tag != Tag::Gone && look(at, slot)? {
                    return Ok(());
                }
            }
            position = (number + 1) * SLOTS;
        }
    }

    fn add(&mut self, header: &mut Header, slot: Slot) -> IndexResult<()> {
        if (header.used + 1) * 4 > header.slots * 3 {
            self.grow_for(header, 0)?;
        }
        if self.place(header, slot)? {
            return Ok(());
        }
        self.grow_for(header, 0)?;
        if self.place(header, slot)? { Ok(()) } else { Err(IndexError::Untrue) }
    }

    fn add_all(&mut self, header: &mut Header, slots: &[Slot]) -> IndexResult<()> {
        if (header.used + slots.len() as u64) * 4 > header.slots * 3 {
            self.grow_for(header, slots.len() as u64)?;
        }
        let mut rest = slots;
        while let Some(first) = rest.first() {
            let group = near(rest, header.slots);
            let placed = if group > 1 { self.place_group(header, &rest[..group])? } else { 0 };
            if placed == 0 {
                self.add(header, *first)?;
            }
            rest = &rest[placed.max(1)..];
        }
        Ok(())
    }

    fn set(&self, header: &Header, position: u64, slot: Slot) -> IndexResult<()> {
        let (number, n) = split(position);
        let mut block = self.block(header, number)?.ok_or(IndexError::Untrue)?;
        block.set(n, slot);
        Ok(self.write(number, &block.sealed(number, header.slots))?)
    }
}

/// The block of a place, and the number of its slot there.
fn split(position: u64) -> (u64, usize) {
    (position / SLOTS, usize::try_from(position % SLOTS).unwrap_or(0))
}

/// How many of these sorted slots have places so near each other that they are read and written together.
fn near(slots: &[Slot], table: u64) -> usize {
    let homes = slots.iter().map(|slot| home(slot.hash, table));
    let first = homes.clone().next().unwrap_or(0);
    let gaps = homes.clone().skip(1).zip(homes);
    1 + gaps.take_while(|(next, before)| next - before <= NEAR && next - first <= TOGETHER).count()
}
