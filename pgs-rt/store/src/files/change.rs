//! A change in the middle of a file, and the record of one: what is to be written where, and what stands there before.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

use sha2::{Digest as _, Sha256};

use super::file::some_bytes;
use crate::boot::boot;
use crate::durability::Durability;

/// The version of the format. Since the second one a record holds what stands in the file before.
const MAGIC: u64 = u64::from_be_bytes(*b"PGSREDO2");
const DIGEST: usize = 32;
/// Where a record says how long it is.
const LENGTH_AT: usize = 56;
/// What a disk writes as a whole, or not.
const BLOCK: u64 = 512;

/// What is to be written into a file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Change {
    /// What goes where.
    pub writes: Vec<(u64, Vec<u8>)>,
    /// How long the file is after it.
    pub size: u64,
}

impl Change {
    /// Does it to a file.
    pub fn apply(&self, file: &File) -> io::Result<()> {
        for (offset, text) in &self.writes {
            file.write_all_at(text, *offset)?;
        }
        file.set_len(self.size)
    }

    /// Does the same to the bytes of a file.
    pub fn apply_to(&self, bytes: &mut Vec<u8>) {
        let index = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        for (offset, text) in &self.writes {
            let (from, to) = (index(*offset), index(*offset + text.len() as u64));
            bytes.resize(bytes.len().max(to), 0);
            bytes[from..to].copy_from_slice(text);
        }
        bytes.resize(index(self.size), 0);
    }
}

/// A change, and the one that takes it back.
#[derive(Debug)]
pub(super) struct Record {
    pub change: Change,
    /// What stood at the same places, in the same order; behind them what the change cuts off.
    pub before: Change,
}

/// What the bytes of a record tell.
#[derive(Debug)]
pub(super) enum Found {
    /// A change of this file.
    Change(Record),
    /// It is whole, and of no change of the file as it is.
    Foreign,
    /// Nothing: it was not written to its end, or the power may have gone since and it was never synced.
    Nothing,
}

impl Record {
    /// The bytes of a record of a change, and of what it replaces.
    pub fn to_bytes(change: &Change, before: &Change, inode: u64, durability: Durability) -> Vec<u8> {
        let boot = match durability {
            Durability::Sync => [0; 2],
            // What was never synced is worth nothing after a power loss.
            Durability::Os => boot(),
        };
        let mut bytes = Vec::new();
        bytes.extend(MAGIC.to_le_bytes());
        for word in [boot[0], boot[1], inode, change.size, before.size, change.writes.len() as u64] {
            bytes.extend(word.to_le_bytes());
        }
        let writes = || change.writes.iter().chain(&before.writes);
        let texts: usize = writes().map(|(_, text)| 16 + text.len()).sum();
        bytes.extend(((bytes.len() + 8 + texts + DIGEST) as u64).to_le_bytes());
        for (offset, text) in writes() {
            bytes.extend(offset.to_le_bytes());
            bytes.extend((text.len() as u64).to_le_bytes());
            bytes.extend(text);
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend(digest);
        bytes
    }

    /// What a record says of this file, of which the number is known.
    pub fn find(bytes: &[u8], file: &File, inode: u64) -> io::Result<Found> {
        let Some((body, magic)) = whole(bytes) else { return Ok(Found::Nothing) };
        if magic != MAGIC {
            return Ok(Found::Foreign);
        }
        let Some((head, record)) = Self::from_body(body) else { return Ok(Found::Foreign) };
        if head.boot != [0; 2] && head.boot != boot() {
            return Ok(Found::Nothing);
        }
        let is_of_file = head.inode == inode && record.fits(file)?;
        Ok(if is_of_file { Found::Change(record) } else { Found::Foreign })
    }

    fn from_body(body: &[u8]) -> Option<(Head, Self)> {
        let mut words = Words(body);
        words.next()?;
        let head = Head { boot: [words.next()?, words.next()?], inode: words.next()? };
        let (after, before, count) = (words.next()?, words.next()?, words.next()?);
        words.next()?;
        let mut write = || {
            let (offset, length) = (words.next()?, usize::try_from(words.next()?).ok()?);
            // Its end is a number too.
            offset.checked_add(length as u64)?;
            Some((offset, words.take(length)?.to_vec()))
        };
        let writes = (0..count).map(|_| write()).collect::<Option<_>>()?;
        let change = Change { writes, size: after };
        let olds = std::iter::from_fn(write).collect();
        let record = Self { change, before: Change { writes: olds, size: before } };
        record.is_paired().then_some((head, record))
    }

    /// Whether both sides speak of the same places, and the file has no others: nothing is written behind a gap.
    fn is_paired(&self) -> bool {
        let (new, old) = (&self.change.writes, &self.before.writes);
        let ends = |(at, text): &(u64, Vec<u8>)| at + text.len() as u64;
        let longest = self.change.size.max(self.before.size);
        let same = new.iter().zip(old).all(|((at, text), (old_at, old))| at == old_at && old.len() <= text.len());
        let cut = old.get(new.len()..).is_some_and(|rest| match rest {
            [] => self.change.size >= self.before.size,
            [rest] => rest.0 == self.change.size && ends(rest) == self.before.size,
            _ => false,
        });
        let grown = self.change.size <= self.before.size || new.iter().any(|write| ends(write) == self.change.size);
        same && cut && grown && new.iter().chain(old).all(|write| ends(write) <= longest)
    }

    /// Whether the change may have left the file as it is: each of its places holds what was there, or what was to be
    /// written, and so each block of the disk where a write was cut; and the length is one of the two, or lies between.
    fn fits(&self, file: &File) -> io::Result<bool> {
        let size = file.metadata()?.len();
        let (least, most) = (self.change.size.min(self.before.size), self.change.size.max(self.before.size));
        if size < least || size > most {
            return Ok(false);
        }
        let none = Vec::new();
        for (place, (offset, old)) in self.before.writes.iter().enumerate() {
            let new = self.change.writes.get(place).map_or(&none, |(_, new)| new);
            let mut now = vec![0; old.len().max(new.len())];
            let read = some_bytes(file, *offset, &mut now)?;
            if !are_of(&now[..read], *offset, old, new) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether bytes from an offset on are old or new ones, block by block: within one, what a cut write has left.
fn are_of(now: &[u8], offset: u64, old: &[u8], new: &[u8]) -> bool {
    // Where a file is not so long, there is nothing, and that reads as zeros.
    let at = |text: &[u8], place: usize| text.get(place).copied().unwrap_or(0);
    let mut from = 0;
    while from < now.len() {
        let left = BLOCK - (offset + from as u64) % BLOCK;
        let to = now.len().min(from + usize::try_from(left).unwrap_or(usize::MAX));
        let begins_as = |text: &[u8]| (from..to).take_while(|place| now[*place] == at(text, *place)).count();
        let ends_as = |text: &[u8]| (from..to).rev().take_while(|place| now[*place] == at(text, *place)).count();
        let is_cut = |first: &[u8], then: &[u8]| begins_as(first) + ends_as(then) >= to - from;
        // A change that was being taken back leaves the other order.
        if !is_cut(new, old) && !is_cut(old, new) {
            return false;
        }
        from = to;
    }
    true
}

struct Head {
    boot: [u64; 2],
    inode: u64,
}

/// What a whole record holds before its digest, and the version of its format.
fn whole(bytes: &[u8]) -> Option<(&[u8], u64)> {
    let magic = Words(bytes).next()?;
    // In the first version there was one word less.
    let length_at = if magic == MAGIC { LENGTH_AT } else { LENGTH_AT - 8 };
    let length = Words(bytes.get(length_at..)?).next()?;
    // What follows is of a longer record before it.
    let bytes = bytes.get(..usize::try_from(length).ok()?)?;
    let (body, digest) = bytes.split_at_checked(bytes.len().checked_sub(DIGEST)?)?;
    (Sha256::digest(body).as_slice() == digest).then_some((body, magic))
}

/// What is left of a record.
struct Words<'b>(&'b [u8]);

impl<'b> Words<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, left) = self.0.split_at_checked(length)?;
        self.0 = left;
        Some(taken)
    }

    fn next(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }
}
