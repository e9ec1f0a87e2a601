//! Line files: registries and logs, one JSON object a line.
//!
//! A line is appended with one write, under the store's lock. Should that fail, the file is cut back. What a kill or a power
//! loss left of a line that was being added is cut off when the file is looked at next (`own_writes`). Any other line that
//! can't be read is damage: it is reported, and nothing is changed.

use std::str::Utf8Error;

use pgs_value::Value;
use pgs_value::json::{self, ParseError};
use thiserror::Error;

use super::file::Stamp;
use super::header::{Header, first_version};
use super::index::{IndexError, IndexResult};
use super::lines::{self, Line, Lines, Sort};
use super::pending::PendingIndex;
use super::store_file::StoreFile;
use super::table::FEWEST;
use crate::backend::{Object, check_depth};
use crate::declared::StoreKind;
use crate::error::{DamagePlace, StoreError, StoreResult};

/// How many bytes of a line are read at first.
const FIRST_BYTES: u64 = 512;

impl StoreFile {
    pub(super) fn broken(&self, line: u64, reason: &str) -> StoreError {
        StoreError::Damaged {
            path: self.path.to_path_buf(),
            place: DamagePlace::Line(line),
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
        let mut line = json::spaced(&object);
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
        let (mut lines, mut number) = (Lines::new(&file, 0, self.text_end(stamp.size)?), 0);
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
            if let Some(object) = entry(&line).map_err(|error| self.broken(number, &error.to_string()))? {
                each(object);
            }
        }
        Ok(())
    }
}

/// Why a line is no entry.
#[derive(Debug, Error)]
enum EntryError {
    #[error("stream did not contain valid UTF-8")]
    NotUtf8(#[from] Utf8Error),
    #[error("not a JSON object")]
    NotAnObject,
    // The reader of JSON counts lines within the text that it is given: that is always the first.
    #[error("{}", .0.to_string().replace(" at line 1 column ", " at column "))]
    Json(#[from] ParseError),
}

/// The entry of a line; none if it is blank.
fn entry(line: &Line<'_>) -> Result<Option<Object>, EntryError> {
    let text = std::str::from_utf8(line.bytes)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    match json::parse(text)? {
        Value::Object(object) => Ok(Some(object)),
        _ => Err(EntryError::NotAnObject),
    }
}
