//! The index beside a state file: what finds an entry by its key, so that no operation has to read the file.
//!
//! The file is the truth. An index says in its [`Header`] which state of the file it speaks of; where that is not the
//! present one it is brought up to date or built anew. It is never waited for, and nothing is lost with it.

use std::io;

use super::header::{self, Header};
use crate::declared::StoreKind;
use crate::error::StoreError;

/// How long a slot is.
pub(super) const SLOT: usize = 16;

/// Why something was not found by an index.
#[derive(Debug)]
pub(super) enum IndexError {
    /// The index is not as it was written, or does not say what the file says: it must be built anew.
    Untrue,
    /// Something else is wrong.
    Store(StoreError),
}

impl From<StoreError> for IndexError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// For what writes a file and reads another one by its index on the way.
impl From<IndexError> for io::Error {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Untrue => Self::other("the file changes while it is read; try again"),
            IndexError::Store(error) => error.into(),
        }
    }
}

/// What an index gives.
pub(super) type IndexResult<T> = Result<T, IndexError>;

/// Takes slots with their places, until it says that it has seen enough.
pub(super) type Look<'l> = dyn FnMut(u64, Slot) -> IndexResult<bool> + 'l;

/// An open index. Its slots have places, which they keep until one is added.
pub(super) trait Index: Send {
    /// The head; none if the index is of another boot, format or kind, or another index has taken its place.
    fn header(&self, kind: StoreKind) -> Option<Header>;

    /// Writes the head: from here on the index speaks of this state of the file.
    fn write_header(&self, header: &Header) -> Result<(), StoreError>;

    /// The same without what is written alone.
    fn write_state(&self, header: &Header) -> Result<(), StoreError>;

    /// Remembers that a version of the file is on disk, and its name in the folder.
    fn write_synced(&self, version: u64) -> io::Result<()>;

    /// Makes sure that nobody believes this index any more.
    fn forget(&self);

    /// Shows every slot of a hash.
    fn find(&self, header: &Header, hash: u64, look: &mut Look<'_>) -> IndexResult<()>;

    /// Adds a slot.
    fn add(&mut self, header: &mut Header, slot: Slot) -> IndexResult<()>;

    /// Adds slots, which are sorted by their hash.
    fn add_all(&mut self, header: &mut Header, slots: &[Slot]) -> IndexResult<()>;

    /// Writes over the slot at a place.
    fn set(&self, header: &Header, position: u64, slot: Slot) -> IndexResult<()>;
}

/// What stands at a slot's offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// An entry or member, found by its key.
    Key = 1,
    /// The line that removed a key.
    Removed = 2,
    /// An entry, found by its address.
    Address = 3,
    /// Nothing any more.
    Gone = 4,
}

impl Tag {
    fn of(word: u64) -> Option<Self> {
        [Self::Key, Self::Removed, Self::Address, Self::Gone].into_iter().find(|tag| *tag as u64 == word)
    }
}

/// One slot of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// The hash of the key or address.
    pub hash: u64,
    /// What stands at the offset.
    pub tag: Tag,
    /// Where in the file it stands.
    pub offset: u64,
}

impl Slot {
    pub fn to_bytes(self) -> [u8; SLOT] {
        let mut bytes = [0; SLOT];
        bytes[..8].copy_from_slice(&self.hash.to_le_bytes());
        bytes[8..].copy_from_slice(&(self.offset << 8 | self.tag as u64).to_le_bytes());
        bytes
    }

    /// None for an empty slot.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let word = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
        let tagged = word(8)?;
        Some(Self { hash: word(0)?, tag: Tag::of(tagged & 0xff)?, offset: tagged >> 8 })
    }

    /// The hash by which a text is found under a tag.
    pub fn hash_of(tag: Tag, text: &str) -> u64 {
        header::hash(&[&[tag as u8], text.as_bytes()])
    }
}
