//! Builds an index from all entries of a file, in little memory: slots are put into parts by their hash, and each part
//! is sorted by itself.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use pgs_folder::{Access, FilePath, NEW_FILE};

use super::hash_index::HashIndex;
use super::header::Header;
use super::index::{SLOT, Slot, Tag};
use super::table::{self, Table};
use crate::error::{StoreError, StoreResult};

/// How many parts there are: by the highest bits of the hash.
const PARTS: usize = 64;
/// How many slots of a part wait in memory.
const WAITING: usize = 4096;

/// An index that is being built.
pub(super) struct Builder {
    path: FilePath,
    parts: Vec<Part>,
    entries: u64,
}

#[derive(Default)]
struct Part {
    waiting: Vec<Slot>,
    written: Option<File>,
}

impl Builder {
    /// For the index at this path.
    pub fn new(path: &FilePath) -> Self {
        Self { path: path.clone(), parts: (0..PARTS).map(|_| Part::default()).collect(), entries: 0 }
    }

    /// Adds a slot. Those of one hash in the order of their offsets.
    pub fn add(&mut self, slot: Slot) -> StoreResult<()> {
        self.entries += 1;
        let number = usize::try_from(slot.hash >> 58).unwrap_or(0);
        let part = &mut self.parts[number];
        part.waiting.push(slot);
        if part.waiting.len() < WAITING {
            return Ok(());
        }
        part.write(&self.path).map_err(|error| StoreError::io("write beside", &self.path, &error))
    }

    /// Writes the index, and counts the keys in it. `choose` is given several slots of one hash, leaves those that belong
    /// into the index, and says how many keys they are.
    pub fn finish(
        self,
        header: &mut Header,
        mut choose: impl FnMut(&mut Vec<Slot>) -> StoreResult<u64>,
    ) -> StoreResult<HashIndex> {
        let mut table = Table::create(&self.path, table::slots_for(self.entries))?;
        header.count = 0;
        let mut alike: Vec<Slot> = Vec::new();
        for part in self.parts {
            let mut slots = part.read().map_err(|error| StoreError::io("read beside", &self.path, &error))?;
            slots.sort_by_key(|slot| slot.hash);
            for slot in slots {
                if alike.first().is_some_and(|first| first.hash != slot.hash) {
                    header.count += push(&mut table, &mut alike, &mut choose)?;
                }
                alike.push(slot);
            }
            header.count += push(&mut table, &mut alike, &mut choose)?;
        }
        Ok(HashIndex::of(&self.path, table.finish(header)?))
    }
}

/// Adds the chosen ones of slots with one hash, and forgets all; how many keys they are.
fn push(
    table: &mut Table,
    alike: &mut Vec<Slot>,
    choose: &mut impl FnMut(&mut Vec<Slot>) -> StoreResult<u64>,
) -> StoreResult<u64> {
    let keys = match alike.as_slice() {
        [Slot { tag: Tag::Key, .. }] => 1,
        [] | [Slot { tag: Tag::Address, .. }] => 0,
        _ => choose(alike)?,
    };
    alike.drain(..).try_for_each(|slot| table.push(slot))?;
    Ok(keys)
}

impl Part {
    fn write(&mut self, beside: &FilePath) -> std::io::Result<()> {
        let file = match &mut self.written {
            Some(file) => file,
            none => {
                // Without its name it is gone with the process, whatever ends that.
                let path = beside.with_added_extension("part");
                let file = path.with_parent(|| path.create_anew(Access::ReadWrite, NEW_FILE))?;
                path.remove()?;
                none.insert(file)
            }
        };
        let bytes: Vec<u8> = self.waiting.drain(..).flat_map(Slot::to_bytes).collect();
        file.write_all(&bytes)
    }

    fn read(mut self) -> std::io::Result<Vec<Slot>> {
        let mut bytes = Vec::new();
        if let Some(file) = &mut self.written {
            file.seek(SeekFrom::Start(0))?;
            file.read_to_end(&mut bytes)?;
        }
        Ok(bytes.chunks_exact(SLOT).filter_map(Slot::from_bytes).chain(self.waiting).collect())
    }
}
