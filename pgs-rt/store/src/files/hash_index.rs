//! An index as a hash table in a file, from keys to the places where they stand.
//!
//! A table has slots of 16 bytes: a hash, and an offset in the file with a [`Tag`]. A slot lies at its home, which grows
//! with its hash, or in the first free place after it. So the table in its order is nearly sorted, and a larger one is
//! written from it in one pass.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use super::file::{Opened, some_bytes};
use super::header::{self, Header, Named};
use super::index::{Index, Look, SLOT, Slot, Tag};
use crate::declared::StoreKind;
use crate::error::{StoreError, StoreResult};

/// Where the table begins.
const TABLE: u64 = 4096;
/// Slots beyond the last home, so that none has to be looked for at the beginning again.
const SPARE: u64 = 512;
/// How many slots are read at once.
const WINDOW: usize = 32;
/// Slots this far from each other are written together.
const NEAR: u64 = 128;
/// How many slots are written together at most.
const TOGETHER: u64 = 4096;
/// The fewest slots of a table.
pub(super) const FEWEST: u64 = 64;

/// An open index.
pub(super) struct HashIndex {
    path: PathBuf,
    file: Opened,
}

impl HashIndex {
    /// Opens the index at a path; none if there is none that can be used.
    pub fn open(path: &Path) -> Option<Self> {
        // In a data root that can only be read an index still finds things.
        Some(Self { path: path.to_owned(), file: Opened::at(path).ok()? })
    }

    /// Creates an index with so many empty slots as the head says, in the place of any other.
    pub fn create(path: &Path, header: &mut Header) -> StoreResult<Self> {
        let open = || File::options().read(true).write(true).create(true).truncate(true).open(path);
        header.used = 0;
        let create = || {
            let file = match open() {
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    fs::create_dir_all(path.parent().unwrap_or(path))?;
                    open()?
                }
                opened => opened?,
            };
            file.set_len(length(header.slots))?;
            file.write_all_at(&header.to_bytes(), 0)?;
            Ok(file)
        };
        let file = create().map_err(|error: io::Error| StoreError::io("create", path, &error))?;
        Ok(Self { path: path.to_owned(), file: file.into() })
    }

    fn damaged(&self) -> StoreError {
        let (path, reason) = (self.path.clone(), format!("{} is damaged; remove it", self.path.display()));
        StoreError::System { path, reason }
    }

    /// Writes slots into one part of the table; how many of them found a place there.
    fn place_group(&self, header: &mut Header, group: &[Slot]) -> StoreResult<usize> {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return Ok(0) };
        let (from, to) = (home(first.hash, header.slots), home(last.hash, header.slots));
        let mut part = vec![0; usize::try_from(to - from).unwrap_or(0) * SLOT + WINDOW * SLOT];
        let read = self.read(from, &mut part)? / SLOT;
        let mut placed = 0;
        for slot in group {
            let home = usize::try_from(home(slot.hash, header.slots) - from).unwrap_or(usize::MAX);
            let place = (home..read).find(|place| {
                let there = Slot::from_bytes(&part[place * SLOT..]);
                there.is_none_or(|there| there.tag == Tag::Gone || there == *slot)
            });
            let Some(place) = place else { break };
            let bytes = &mut part[place * SLOT..(place + 1) * SLOT];
            header.used += u64::from(Slot::from_bytes(bytes).is_none());
            bytes.copy_from_slice(&slot.to_bytes());
            placed += 1;
        }
        if placed > 0 {
            let at = TABLE + from * SLOT as u64;
            self.file
                .write_all_at(&part[..read * SLOT], at)
                .map_err(|error| StoreError::io("write", &self.path, &error))?;
        }
        Ok(placed)
    }

    /// Whether there was a place for the slot.
    fn place(&self, header: &mut Header, slot: Slot) -> StoreResult<bool> {
        let mut position = home(slot.hash, header.slots);
        let mut window = [0; WINDOW * SLOT];
        while position < header.slots + SPARE {
            let read = self.read(position, &mut window)?;
            for bytes in window[..read].chunks_exact(SLOT) {
                let there = Slot::from_bytes(bytes);
                if there == Some(slot) {
                    return Ok(true);
                }
                if there.is_none_or(|there| there.tag == Tag::Gone) {
                    header.used += u64::from(there.is_none());
                    return self.set(position, slot).map(|()| true);
                }
                position += 1;
            }
            if read < SLOT {
                break;
            }
        }
        Ok(false)
    }

    fn read(&self, position: u64, window: &mut [u8]) -> StoreResult<usize> {
        some_bytes(&self.file, TABLE + position * SLOT as u64, window)
            .map_err(|error| StoreError::io("read", &self.path, &error))
    }

    /// Moves everything to a table of twice the size.
    fn grow(&mut self, header: &mut Header) -> StoreResult<()> {
        self.grow_for(header, 0)
    }

    /// The same with room for so many more.
    fn grow_for(&mut self, header: &mut Header, more: u64) -> StoreResult<()> {
        let slots = (header.slots * 2).max(Table::slots_for(header.used + more));
        let mut table = Table::create(&self.path, slots)?;
        let mut cluster: Vec<Slot> = Vec::new();
        let mut window = vec![0; 4096 * SLOT];
        let (mut position, end) = (0, if header.slots == 0 { 0 } else { u64::MAX });
        while position < end {
            let read = self.read(position, &mut window)? / SLOT;
            if read == 0 {
                break;
            }
            for bytes in window[..read * SLOT].chunks_exact(SLOT) {
                match Slot::from_bytes(bytes) {
                    Some(slot) => cluster.push(slot),
                    None => table.push_cluster(&mut cluster)?,
                }
            }
            position += read as u64;
        }
        table.push_cluster(&mut cluster)?;
        *self = table.finish(header)?;
        Ok(())
    }
}

impl Index for HashIndex {
    fn header(&self, kind: StoreKind) -> Option<Header> {
        let mut bytes = [0; header::LENGTH];
        self.file.read_exact_at(&mut bytes, 0).ok()?;
        Header::from_bytes(&bytes, kind)
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

    fn find(&self, header: &Header, hash: u64, look: &mut Look<'_>) -> StoreResult<()> {
        let mut position = home(hash, header.slots);
        let mut window = [0; WINDOW * SLOT];
        loop {
            let read = self.read(position, &mut window)?;
            for bytes in window[..read].chunks_exact(SLOT) {
                let Some(slot) = Slot::from_bytes(bytes) else { return Ok(()) };
                if slot.hash == hash && slot.tag != Tag::Gone && look(position, slot)? {
                    return Ok(());
                }
                position += 1;
            }
            if read < SLOT {
                return Ok(());
            }
        }
    }

    fn add(&mut self, header: &mut Header, slot: Slot) -> StoreResult<()> {
        if (header.used + 1) * 4 > header.slots * 3 {
            self.grow(header)?;
        }
        if self.place(header, slot)? {
            return Ok(());
        }
        self.grow(header)?;
        if self.place(header, slot)? { Ok(()) } else { Err(self.damaged()) }
    }

    fn add_all(&mut self, header: &mut Header, slots: &[Slot]) -> StoreResult<()> {
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

    fn set(&self, position: u64, slot: Slot) -> StoreResult<()> {
        let at = TABLE + position * SLOT as u64;
        self.file.write_all_at(&slot.to_bytes(), at).map_err(|error| StoreError::io("write", &self.path, &error))
    }
}

/// How many of these sorted slots have places so near each other that they are read and written together.
fn near(slots: &[Slot], table: u64) -> usize {
    let homes = slots.iter().map(|slot| home(slot.hash, table));
    let first = homes.clone().next().unwrap_or(0);
    let gaps = homes.clone().skip(1).zip(homes);
    1 + gaps.take_while(|(next, before)| next - before <= NEAR && next - first <= TOGETHER).count()
}

/// How long an index with so many slots is, in bytes.
fn length(slots: u64) -> u64 {
    if slots == 0 { header::LENGTH as u64 } else { TABLE + (slots + SPARE) * SLOT as u64 }
}

fn home(hash: u64, slots: u64) -> u64 {
    // The product's upper half is less than `slots`.
    u64::try_from((u128::from(hash) * u128::from(slots)) >> 64).unwrap_or(0)
}

/// A table while it is written, in the order of its hashes.
pub(super) struct Table {
    path: PathBuf,
    new: PathBuf,
    out: BufWriter<File>,
    slots: u64,
    used: u64,
    next: u64,
}

impl Table {
    /// Begins a table with so many slots, for the index at a path.
    pub fn create(path: &Path, slots: u64) -> StoreResult<Self> {
        let new = path.with_added_extension("new");
        let open = || File::options().read(true).write(true).create(true).truncate(true).open(&new);
        let opened = match open() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(path.parent().unwrap_or(path)).and_then(|()| open())
            }
            opened => opened,
        };
        let mut out = BufWriter::new(opened.map_err(|error| StoreError::io("create", &new, &error))?);
        io::copy(&mut io::repeat(0).take(TABLE), &mut out).map_err(|error| StoreError::io("write", &new, &error))?;
        Ok(Self { path: path.to_owned(), new, out, slots, used: 0, next: 0 })
    }

    /// How many slots a table for so many entries should have.
    pub fn slots_for(entries: u64) -> u64 {
        (entries * 2).max(FEWEST)
    }

    /// Adds a slot; each hash at least as large as the one before.
    pub fn push(&mut self, slot: Slot) -> StoreResult<()> {
        let position = home(slot.hash, self.slots).max(self.next);
        let write = |out: &mut BufWriter<File>, next: u64| {
            for _ in next..position {
                out.write_all(&[0; SLOT])?;
            }
            out.write_all(&slot.to_bytes())
        };
        write(&mut self.out, self.next).map_err(|error| StoreError::io("write", &self.new, &error))?;
        self.next = position + 1;
        self.used += 1;
        Ok(())
    }

    /// Adds slots that lay side by side, and forgets them.
    fn push_cluster(&mut self, cluster: &mut Vec<Slot>) -> StoreResult<()> {
        cluster.sort_by_key(|slot| (slot.hash, slot.offset));
        cluster.drain(..).filter(|slot| slot.tag != Tag::Gone).try_for_each(|slot| self.push(slot))
    }

    /// Puts the table in the place of the index, with this head.
    pub fn finish(self, header: &mut Header) -> StoreResult<HashIndex> {
        header.slots = self.slots;
        header.used = self.used;
        let put = || {
            let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.set_len(length(self.slots).max(TABLE + self.next * SLOT as u64))?;
            file.write_all_at(&header.to_bytes(), 0)?;
            // Whoever has the old one open must look for the new one.
            if let Ok(old) = File::options().write(true).open(&self.path) {
                old.write_all_at(&[0; 8], 0)?;
            }
            fs::rename(&self.new, &self.path)?;
            Ok(file)
        };
        match put() {
            Ok(file) => Ok(HashIndex { path: self.path, file: file.into() }),
            Err(error) => Err(StoreError::io("write", &self.new, &error)),
        }
    }
}
