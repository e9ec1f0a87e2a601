//! A block of an index: some slots, and what tells whether it is as it was written.

use super::index::{SLOT, Slot};

/// How long a block is: what a disk writes at once.
pub(super) const BLOCK: usize = 512;
/// How many slots it holds.
pub(super) const SLOTS: u64 = ((BLOCK - CHECK) / SLOT) as u64;
/// How many bytes at its end are no slots.
const CHECK: usize = 16;

/// A block.
pub(super) struct Block {
    bytes: [u8; BLOCK],
}

impl Block {
    /// One without slots.
    pub fn empty() -> Self {
        Self { bytes: [0; BLOCK] }
    }

    /// What was written as the block of this number into a table of this size; none if these bytes are not that.
    pub fn read(bytes: &[u8], number: u64, table: u64) -> Option<Self> {
        let block = Self { bytes: bytes.try_into().ok()? };
        let check = block.bytes[BLOCK - CHECK..BLOCK - CHECK + 8].try_into().ok()?;
        (u64::from_le_bytes(check) == block.check(number, table)).then_some(block)
    }

    /// The bytes to be written.
    pub fn sealed(mut self, number: u64, table: u64) -> [u8; BLOCK] {
        let check = self.check(number, table).to_le_bytes();
        self.bytes[BLOCK - CHECK..BLOCK - CHECK + 8].copy_from_slice(&check);
        self.bytes
    }

    /// Other blocks, and those of other tables, have another check.
    fn check(&self, number: u64, table: u64) -> u64 {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&number.to_le_bytes());
        hasher.update(&table.to_le_bytes());
        hasher.update(&self.bytes[..BLOCK - CHECK]);
        // Never zero, as a hole in a file is.
        1 << 32 | u64::from(hasher.finalize())
    }

    /// The slot of this number in the block, unless it is empty.
    pub fn slot(&self, n: usize) -> Option<Slot> {
        Slot::from_bytes(&self.bytes[n * SLOT..(n + 1) * SLOT])
    }

    /// Writes over a slot.
    pub fn set(&mut self, n: usize, slot: Slot) {
        self.bytes[n * SLOT..(n + 1) * SLOT].copy_from_slice(&slot.to_bytes());
    }
}
