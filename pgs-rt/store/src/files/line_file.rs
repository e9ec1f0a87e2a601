//! Line files: registries and logs, one JSON object a line.
//!
//! A line is appended with one write, under the store's lock. Should that fail, the file is cut back. A line that a kill
//! or a power loss left without its end is cut off when the file is looked at next.

use pgs_value::Value;

use super::builder::Builder;
use super::file::Stamp;
use super::hash_index::FEWEST;
use super::header::{Header, tail_hash};
use super::index::{Slot, Tag};
use super::lines::{Head, Line, Lines, Sort};
use super::pending::PendingIndex;
use super::store_file::{Peek, StoreFile};
use crate::backend::{Object, check_depth};
use crate::declared::StoreKind;
use crate::error::{Place, StoreError, StoreResult};
use pgs_value::json;

/// How far from the end of a file bytes that never came to the disk are looked for. More is not written between two
/// syncs, and what lies before is damage.
const NEAR_THE_END: u64 = 16 * 1024 * 1024;

/// A part longer than this is indexed by a new index, if it is a large part of the file.
const LONG: u64 = 1024 * 1024;

/// How many bytes of a line are read at first.
const FIRST_BYTES: u64 = 512;

impl StoreFile {
    /// What the index says of a line file, if it speaks of the file as it is now; none if there is no file. For those
    /// who do not hold the lock.
    pub fn peek_lines(&mut self, kind: StoreKind) -> StoreResult<Peek<Option<Header>>> {
        let Some(stamp) = self.look()? else { return Ok(Peek::Known(None)) };
        if let Some(header) = self.known(kind, stamp) {
            return Ok(Peek::Known(Some(header)));
        }
        let Some(header) = self.header(kind).filter(|header| header.stamp == stamp && !header.doubtful) else {
            return Ok(Peek::Unsure);
        };
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
        match known {
            Some(header) if header.doubtful => {
                self.copy_anew()?;
                let header = self.index_lines(kind, header.version)?;
                Ok(Some(header))
            }
            Some(header) if header.stamp == stamp => {
                self.pending = Some(PendingIndex::of(header));
                Ok(Some(header))
            }
            Some(header) if self.reaches(&header, stamp) && !is_long(&header, stamp) => {
                self.follow_lines(header, stamp).map(Some)
            }
            _ => self.index_lines(kind, known.map_or(0, |header| header.version)).map(Some),
        }
    }

    /// Indexes the lines that others have added.
    fn follow_lines(&mut self, mut header: Header, stamp: Stamp) -> StoreResult<Header> {
        let file = self.data()?.try_clone().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let mut lines = Lines::new(&file, header.end, stamp.size);
        self.pending = Some(PendingIndex::of(header));
        while let Some((offset, head)) = self.next_entry(&mut lines, &mut header, stamp)? {
            if let Some(head) = head {
                self.learn(&mut header, offset, &head, stamp.size)?;
            }
            if self.is_far_behind(&header) {
                header.tail =
                    tail_hash(&file, header.end).map_err(|error| StoreError::io("read", &self.path, &error))?;
                self.settle_as(&mut header)?;
            }
        }
        self.stamp_anew(&mut header)?;
        self.settle_as(&mut header)?;
        Ok(header)
    }

    /// Builds the index from all lines.
    fn index_lines(&mut self, kind: StoreKind, version: u64) -> StoreResult<Header> {
        let stamp = self.look()?.ok_or_else(|| self.missing())?;
        let mut header = Header { version, ..Header::new(kind, stamp) };
        let file = self.data()?.try_clone().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let mut lines = Lines::new(&file, 0, stamp.size);
        if kind == StoreKind::Log {
            while let Some((_, head)) = self.next_entry(&mut lines, &mut header, stamp)? {
                header.count += u64::from(head.is_some());
            }
            self.create_index(&mut header)?;
        } else {
            let mut builder = Builder::new(&self.index_path());
            while let Some((offset, head)) = self.next_entry(&mut lines, &mut header, stamp)? {
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
        self.remember(&mut header)?;
        self.pending = Some(PendingIndex::of(header));
        Ok(header)
    }

    /// The next line that is not torn: where it begins, and what it holds if it is not blank.
    fn next_entry(
        &mut self,
        lines: &mut Lines<'_>,
        header: &mut Header,
        stamp: Stamp,
    ) -> StoreResult<Option<(u64, Option<Head>)>> {
        let read = lines.next().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let Some(line) = read else { return Ok(None) };
        let head = match line.sort() {
            Sort::Entry(head) => Some(head),
            Sort::Blank => None,
            Sort::Torn if stamp.size - line.offset <= NEAR_THE_END => {
                let place = format!("after line {}", header.lines);
                return self.cut(line.offset, stamp.size, &place).map(|()| None);
            }
            Sort::Torn => return Err(self.broken(header.lines + 1, "bytes that were never written")),
            Sort::Broken(reason) => return Err(self.broken(header.lines + 1, &reason)),
        };
        header.lines += 1;
        header.end = line.offset + line.bytes.len() as u64 + u64::from(line.ends);
        header.open_line = !line.ends;
        Ok(Some((line.offset, head)))
    }

    pub(super) fn broken(&self, line: u64, reason: &str) -> StoreError {
        StoreError::Damaged {
            path: self.path.clone(),
            place: Place::Line(line),
            reason: reason.to_owned(),
            remedy: "repair the line or remove it",
        }
    }

    pub(super) fn broken_at(&self, offset: u64, reason: &str) -> StoreError {
        StoreError::Damaged {
            path: self.path.clone(),
            place: Place::Byte(offset),
            reason: reason.to_owned(),
            remedy: "repair the line",
        }
    }

    /// Adds one line to the end of the file, which `header` speaks of; where there is no file it is created.
    pub fn append_line(
        &mut self,
        kind: StoreKind,
        known: Option<Header>,
        object: Object,
    ) -> StoreResult<(Header, u64)> {
        let object = Value::Object(object);
        check_depth(&self.path, &object, 0)?;
        let mut line = json::compact(&object);
        line.push('\n');
        let created = known.is_none();
        let mut header = match known {
            Some(header) => header,
            None => self.create_lines(kind)?,
        };
        if header.open_line {
            line.insert(0, '\n');
        }
        let before = header.end;
        if let Err(reason) = self.write_at(line.as_bytes(), before) {
            // Should this fail too, the torn line is cut off when the file is looked at next.
            let _ = if created { self.remove() } else { self.cut_back(before) };
            return Err(reason);
        }
        header.end += line.len() as u64;
        header.lines += 1;
        header.open_line = false;
        header.tail = self.tail_after(header.end, line.as_bytes());
        Ok((header, before + u64::from(line.starts_with('\n'))))
    }

    fn create_lines(&mut self, kind: StoreKind) -> StoreResult<Header> {
        let version = self.header(kind).map_or(0, |header| header.version);
        let mut header = Header { version, ..Header::new(kind, Stamp::default()) };
        header.slots = if kind == StoreKind::Registry { FEWEST } else { 0 };
        self.create_index(&mut header)?;
        header.stamp = self.create()?;
        self.pending = Some(PendingIndex::of(header));
        Ok(header)
    }

    /// The line that begins at an offset, without its end.
    pub fn line_at(&self, offset: u64, end: u64) -> StoreResult<String> {
        let mut length = FIRST_BYTES;
        loop {
            let to = (offset + length).min(end);
            let bytes = self.bytes(offset, to)?;
            let line = match bytes.iter().position(|byte| *byte == b'\n') {
                Some(line) => &bytes[..line],
                None if to == end => &bytes[..],
                None => {
                    length *= 8;
                    continue;
                }
            };
            let text = std::str::from_utf8(line).map_err(|error| self.broken_at(offset, &error.to_string()))?;
            return Ok(text.to_owned());
        }
    }

    /// The entry that begins at an offset.
    pub fn entry_at(&self, offset: u64, end: u64) -> StoreResult<Object> {
        match json::parse(&self.line_at(offset, end)?) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(self.broken_at(offset, "not a JSON object")),
            Err(error) => Err(self.broken_at(offset, &error.to_string())),
        }
    }

    /// Adds an entry to a log, made from the count of entries before. For those who hold the lock.
    pub fn append_entry(&mut self, entry: &mut dyn FnMut(u64) -> StoreResult<Object>) -> StoreResult<()> {
        let known = self.hold_lines(StoreKind::Log)?;
        let entry = entry(known.map_or(0, |header| header.count))?;
        let (mut header, _) = self.append_line(StoreKind::Log, known, entry)?;
        header.count += 1;
        self.line_added(header);
        Ok(())
    }

    /// All entries, in order, without an index and a lock: where nothing may be written. A torn end does not count.
    pub fn whole_entries(&mut self) -> StoreResult<Vec<Object>> {
        let Some(stamp) = self.look()? else { return Ok(Vec::new()) };
        let mut lines = Lines::new(self.data()?, 0, stamp.size);
        let (mut entries, mut number) = (Vec::new(), 0);
        while let Some(line) = lines.next().map_err(|error| StoreError::io("read", &self.path, &error))? {
            number += 1;
            match line.sort() {
                Sort::Torn => break,
                Sort::Broken(reason) => return Err(self.broken(number, &reason)),
                Sort::Blank | Sort::Entry(_) => {}
            }
            entries.extend(entry(&line).map_err(|reason| self.broken(number, &reason))?);
        }
        Ok(entries)
    }

    /// All entries up to `end`, in order.
    pub fn entries(&self, end: u64, mut each: impl FnMut(Object)) -> StoreResult<()> {
        let mut lines = Lines::new(self.data()?, 0, end);
        let mut number = 0;
        while let Some(line) = lines.next().map_err(|error| StoreError::io("read", &self.path, &error))? {
            number += 1;
            if let Some(object) = entry(&line).map_err(|reason| self.broken(number, &reason))? {
                each(object);
            }
        }
        Ok(())
    }
}

/// The entry of a line; none if it is blank.
fn entry(line: &Line<'_>) -> Result<Option<Object>, String> {
    let text = std::str::from_utf8(line.bytes).map_err(|_| "stream did not contain valid UTF-8".to_owned())?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    match json::parse(text) {
        Ok(Value::Object(object)) => Ok(Some(object)),
        Ok(_) => Err("not a JSON object".into()),
        Err(error) => Err(error.to_string().replace(" at line 1 column ", " at column ")),
    }
}

/// Whether so much was added that a new index is quicker.
fn is_long(header: &Header, stamp: Stamp) -> bool {
    let added = stamp.size - header.end;
    added > LONG && added > header.end / 4
}
