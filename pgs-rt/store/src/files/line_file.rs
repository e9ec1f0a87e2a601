//! Line files: registries and logs, one JSON object a line.
//!
//! A line is appended with one write, under the store's lock. Should that fail, the file is cut back. What a kill or a power
//! loss left of a line that was being added is cut off when the file is looked at next (`own_writes`). Any other line that
//! can't be read is damage: it is reported, and nothing is changed.

use pgs_value::Value;

use super::builder::Builder;
use super::file::Stamp;
use super::header::{Header, first_version};
use super::index::{IndexError, IndexResult, Slot, Tag};
use super::lines::{self, Head, Line, Lines, Sort, sum_up_to};
use super::pending::PendingIndex;
use super::store_file::{Peek, StoreFile};
use super::table::FEWEST;
use crate::backend::{Object, check_depth};
use crate::declared::StoreKind;
use crate::error::{Place, StoreError, StoreResult};
use pgs_value::json;

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
        let mut lines = Lines::new(&file, header.end, stamp.size);
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
        let mut lines = Lines::new(&file, 0, stamp.size);
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

    /// The next line that is not torn: where it begins, and what it holds if that is an entry. Of a log the lines are
    /// counted and not read, as the reference does it.
    fn next_line(
        &mut self,
        lines: &mut Lines<'_>,
        header: &mut Header,
        size: u64,
    ) -> StoreResult<Option<(u64, Option<Head>)>> {
        let read = lines.next().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let Some(line) = read else { return Ok(None) };
        let found = if header.kind == StoreKind::Log { line.counted() } else { line.sort() };
        let head = match found {
            Sort::Entry(head) => Some(head),
            Sort::Blank => None,
            Sort::Broken(reason) => {
                if self.is_torn_line(header.kind, line.offset, line.bytes, size)? {
                    self.cut(line.offset, size, &format!("after line {}", header.lines))?;
                    self.stamp(header)?;
                    return Ok(None);
                }
                // Whoever reads the log says what is wrong with the line.
                if header.kind != StoreKind::Log || std::str::from_utf8(line.bytes).is_err() {
                    return Err(self.broken(header.lines + 1, &reason));
                }
                None
            }
        };
        header.sum = line.sum(header.sum);
        header.lines += 1;
        header.end = line.next();
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
        let sum = header.sum;
        let written =
            self.begin_own_writes(&mut header, Some(sum)).and_then(|()| self.write_at(line.as_bytes(), before));
        if let Err(error) = written {
            // Should this fail too, the torn line is cut off when the file is looked at next.
            let _ = if created { self.remove() } else { self.cut_back(before) };
            return Err(error);
        }
        header.end += line.len() as u64;
        header.lines += 1;
        header.open_line = false;
        header.sum = lines::sum(sum, line.as_bytes());
        Ok((header, before + u64::from(line.starts_with('\n'))))
    }

    fn create_lines(&mut self, kind: StoreKind) -> StoreResult<Header> {
        let version = self.header(kind).map_or_else(first_version, |header| header.version);
        let mut header = Header { version, ..Header::new(kind, Stamp::default()) };
        header.slots = if kind == StoreKind::Registry { FEWEST } else { 0 };
        self.create_index(&mut header)?;
        header.stamp = self.create()?;
        self.pending = Some(PendingIndex::of(header));
        Ok(header)
    }

    /// The line that begins at an offset, without its end.
    pub fn line_at(&self, offset: u64, end: u64) -> IndexResult<String> {
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
            // A line that was indexed is text.
            let text = std::str::from_utf8(line).map_err(|_| IndexError::Untrue)?;
            return Ok(text.to_owned());
        }
    }

    /// The entry that begins at an offset, by the index.
    pub fn entry_at(&self, offset: u64, end: u64) -> IndexResult<Object> {
        match json::parse(&self.line_at(offset, end)?) {
            Ok(Value::Object(object)) => Ok(object),
            _ => Err(IndexError::Untrue),
        }
    }

    /// Adds an entry to a log, made from the count of lines before. For those who hold the lock.
    pub fn append_entry(&mut self, entry: &mut dyn FnMut(u64) -> StoreResult<Object>) -> StoreResult<()> {
        let known = self.hold_lines(StoreKind::Log)?;
        let entry = entry(known.map_or(0, |header| header.lines))?;
        let (header, _) = self.append_line(StoreKind::Log, known, entry)?;
        self.line_added(header);
        Ok(())
    }

    /// Hands every line that holds an entry on, in order, without an index and without changing anything. A torn end does
    /// not count, and is noted.
    pub fn each_line(
        &mut self,
        kind: StoreKind,
        each: &mut dyn FnMut(&Line<'_>) -> StoreResult<()>,
    ) -> StoreResult<()> {
        let Some(stamp) = self.look()? else { return Ok(()) };
        let file = self.data()?.try_clone().map_err(|error| StoreError::io("read", &self.path, &error))?;
        let (mut lines, mut number) = (Lines::new(&file, 0, stamp.size), 0);
        while let Some(line) = lines.next().map_err(|error| StoreError::io("read", &self.path, &error))? {
            number += 1;
            match line.sort() {
                Sort::Blank => {}
                Sort::Entry(_) => each(&line)?,
                Sort::Broken(reason) => {
                    if !self.is_torn_line(kind, line.offset, line.bytes, stamp.size)? {
                        return Err(self.broken(number, &reason));
                    }
                    let (path, size) = (self.path.display(), stamp.size - line.offset);
                    let place = number - 1;
                    self.notes.push(format!(
                        "{path}: {size} bytes after line {place} were never confirmed; they are left out"
                    ));
                    break;
                }
            }
        }
        Ok(())
    }

    /// All entries, in order, without an index and a lock: where nothing may be written.
    pub fn whole_entries(&mut self, kind: StoreKind) -> StoreResult<Vec<Object>> {
        let mut entries = Vec::new();
        self.each_line(kind, &mut |line| {
            // It was one a moment ago.
            entries.extend(entry(line).ok().flatten());
            Ok(())
        })?;
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
