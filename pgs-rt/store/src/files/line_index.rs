//! The index of a line file: brought up to date by the lines that were added, or built from all.

use super::builder::Builder;
use super::file::Stamp;
use super::header::{Header, first_version};
use super::index::{IndexError, IndexResult, Slot, Tag};
use super::lines::{Head, Lines, Sort, sum_up_to};
use super::pending::PendingIndex;
use super::store_file::{Peek, StoreFile};
use crate::declared::StoreKind;
use crate::error::{StoreError, StoreResult};

/// A part longer than this is indexed by a new index, if it is a large part of the file.
const LONG: u64 = 1024 * 1024;

impl StoreFile {
    /// What the index says of a line file, if it speaks of the file as it is now; none if there is no file. For those
    /// who do not hold the lock.
    pub fn peek_lines(&mut self, kind: StoreKind) -> StoreResult<Peek<Option<Header>>> {
        let Some(stamp) = self.look()? else { return Ok(Peek::Known(None)) };
        if let Some(header) = self.known(kind, stamp) {
            return Ok(Peek::Known(Some(header)));
        }
        let current = |header: &Header| header.stamp == stamp && header.end == header.whole && !header.doubtful;
        let Some(header) = self.header(kind).filter(current) else { return Ok(Peek::Unsure) };
        // Somebody else has indexed what this process knew, and what came after it.
        self.pending = None;
        Ok(Peek::Known(Some(header)))
    }

    /// Brings the index of a line file up to date, and repairs the file's end; none if there is no file. For those who
    /// hold the lock.
    pub fn hold_lines(&mut self, kind: StoreKind) -> StoreResult<Option<Header>> {
        let Some(stamp) = self.look()? else {
            self.pending = None;
            return Ok(None);
        };
        if let Some(header) = self.known(kind, stamp) {
            return Ok(Some(header));
        }
        self.alone = if self.left_as(kind, stamp) { self.alone.saturating_add(1) } else { 0 };
        if self.claimed {
            // Should this fail, more lines are read below.
            let _ = self.settle();
        }
        self.pending = None;
        let known = self.header(kind);
        let version = known.map_or_else(first_version, |header| header.version);
        match known {
            Some(header) if header.doubtful => self.copy_anew()?,
            Some(header) if header.stamp == stamp && header.end == header.whole => {
                self.pending = Some(PendingIndex::of(header));
                return Ok(Some(header));
            }
            Some(header) if self.follows(&header, stamp)? => match self.follow_lines(header, stamp) {
                Ok(header) => return Ok(Some(header)),
                Err(IndexError::Store(error)) => return Err(error),
                Err(IndexError::Untrue) => self.distrust(),
            },
            _ => {}
        }
        self.index_lines(kind, version).map(Some)
    }

    /// Whether nothing has happened to the lines that are indexed but that others followed them.
    fn follows(&self, header: &Header, stamp: Stamp) -> StoreResult<bool> {
        if header.stamp == stamp {
            return Ok(true);
        }
        let longer = header.stamp.inode == stamp.inode && header.end <= stamp.size;
        if !longer || header.open_line || is_long(header, stamp) {
            return Ok(false);
        }
        let sum = sum_up_to(self.data()?, header.end).map_err(|error| StoreError::io("read", &self.path, &error))?;
        Ok(sum == header.sum)
    }

    /// Indexes the lines that were added.
    fn follow_lines(&mut self, mut header: Header, stamp: Stamp) -> IndexResult<Header> {
        let file = self.data()?.try_clone().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let mut lines = Lines::new(&file, header.end, self.text_end(stamp.size)?);
        self.pending = Some(PendingIndex::of(header));
        let before = header.stamp;
        while let Some((offset, head)) = self.next_line(&mut lines, &mut header, stamp.size)? {
            if let Some(head) = head {
                self.learn(&mut header, offset, &head, stamp.size)?;
            }
            if self.is_far_behind(&header) {
                self.settle_as(&mut header)?;
            }
        }
        // Unless the end was repaired.
        if header.stamp == before {
            header.stamp = stamp;
        }
        self.settle_as(&mut header)?;
        self.remember(&mut header)?;
        self.pending = Some(PendingIndex::of(header));
        Ok(header)
    }

    /// Builds the index from all lines.
    fn index_lines(&mut self, kind: StoreKind, version: u64) -> StoreResult<Header> {
        let stamp = self.look()?.ok_or_else(|| self.missing())?;
        let mut header = Header { version, ..Header::new(kind, stamp) };
        let file = self.data()?.try_clone().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let mut lines = Lines::new(&file, 0, self.text_end(stamp.size)?);
        if kind == StoreKind::Log {
            while self.next_line(&mut lines, &mut header, stamp.size)?.is_some() {}
            self.create_index(&mut header)?;
        } else {
            let mut builder = Builder::new(&self.index_path());
            while let Some((offset, head)) = self.next_line(&mut lines, &mut header, stamp.size)? {
                let Some(Head { key: Some(key), address, tombstone }) = head else { continue };
                let tag = if tombstone { Tag::Removed } else { Tag::Key };
                builder.add(Slot { hash: Slot::hash_of(Tag::Key, &key), tag, offset })?;
                if let Some(address) = address.filter(|_| !tombstone) {
                    builder.add(Slot { hash: Slot::hash_of(Tag::Address, &address), tag: Tag::Address, offset })?;
                }
            }
            let end = header.end;
            let index = builder.finish(&mut header, |slots| self.keep_last(slots, end))?;
            self.set_index(Box::new(index));
        }
        header.noted = self.noted(&header)?;
        self.remember(&mut header)?;
        self.pending = Some(PendingIndex::of(header));
        Ok(header)
    }

    /// The next line that is not torn: where it begins, and what it holds if that is an entry. Lines of a log are read
    /// too, though the reference counts them without: no run is to succeed behind one that is damaged.
    fn next_line(
        &mut self,
        lines: &mut Lines<'_>,
        header: &mut Header,
        size: u64,
    ) -> StoreResult<Option<(u64, Option<Head>)>> {
        let read = lines.next().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let Some(line) = read else { return Ok(None) };
        let head = match line.sort() {
            Sort::Entry(head) => Some(head),
            Sort::Blank => None,
            Sort::Broken(reason) => {
                if self.is_torn_line(header.kind, line.offset, line.bytes, size)? {
                    self.cut(line.offset, size, &format!("after line {}", header.lines))?;
                    self.stamp(header)?;
                    return Ok(None);
                }
                return Err(self.broken(header.lines + 1, &reason));
            }
        };
        header.sum = line.sum(header.sum);
        header.lines += 1;
        header.end = line.next();
        header.open_line = !line.ends;
        Ok(Some((line.offset, head)))
    }
}

/// Whether so much was added that a new index is quicker.
fn is_long(header: &Header, stamp: Stamp) -> bool {
    let added = stamp.size - header.end;
    added > LONG && added > header.end / 4
}
