//! The lines of a line file: read one after the other, and told apart.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::os::unix::fs::FileExt as _;

use pgs_value::DeserializeError;
use pgs_value::Value;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// A part of a file, read from its beginning to its end.
pub(super) struct Part<'f> {
    file: &'f File,
    at: u64,
    to: u64,
}

impl<'f> Part<'f> {
    /// The bytes of a file from `from` to `to`.
    pub fn new(file: &'f File, from: u64, to: u64) -> BufReader<Self> {
        BufReader::with_capacity(64 * 1024, Self { file, at: from, to })
    }
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.to.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        let read = self.file.read_at(&mut buffer[..wanted], self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// The lines of a part.
pub(super) struct Lines<'f> {
    part: BufReader<Part<'f>>,
    next: u64,
    line: Vec<u8>,
}

/// One line.
pub(super) struct Line<'l> {
    /// Where it begins.
    pub offset: u64,
    /// Its bytes, without the end of the line.
    pub bytes: &'l [u8],
    /// Whether it has an end.
    pub ends: bool,
}

impl<'f> Lines<'f> {
    pub fn new(file: &'f File, from: u64, to: u64) -> Self {
        Self { part: Part::new(file, from, to), next: from, line: Vec::new() }
    }

    pub fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let offset = self.next;
        let read = self.part.read_until(b'\n', &mut self.line)?;
        self.next += read as u64;
        let ends = self.line.last() == Some(&b'\n');
        let bytes = if ends { &self.line[..read - 1] } else { &self.line[..] };
        Ok((read > 0).then_some(Line { offset, bytes, ends }))
    }
}

/// What a line is.
pub(super) enum Sort {
    /// White space.
    Blank,
    /// An entry.
    Entry(Head),
    /// No entry, for this reason.
    Broken(String),
}

impl Line<'_> {
    /// Where the line after it begins.
    pub fn next(&self) -> u64 {
        self.offset + self.bytes.len() as u64 + u64::from(self.ends)
    }

    /// The checksum of a file that ends with this line, of which the sum before it is known.
    pub fn sum(&self, before: u32) -> u32 {
        sum(sum(before, self.bytes), if self.ends { b"\n" } else { b"" })
    }

    /// What this line is. It is checked, not built: a long file costs little more than reading it.
    pub fn sort(&self) -> Sort {
        let text = match std::str::from_utf8(self.bytes) {
            Ok(text) if text.trim().is_empty() => return Sort::Blank,
            Ok(text) => text,
            Err(error) => return Sort::Broken(format!("stream did not contain valid UTF-8: {error}")),
        };
        match pgs_value::from_str(text) {
            Ok(head) => Sort::Entry(head),
            Err(DeserializeError::Data { .. }) => Sort::Broken("not a JSON object".into()),
            // The JSON library counts lines within the text that it is given: that is always the first.
            Err(error) => Sort::Broken(error.to_string().replace(" at line 1 column ", " at column ")),
        }
    }
}

/// The checksum of bytes that follow others, of which the sum is known.
pub(super) fn sum(before: u32, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(before);
    hasher.update(bytes);
    hasher.finalize()
}

/// The checksum of a file up to some place.
pub(super) fn sum_up_to(file: &File, end: u64) -> io::Result<u32> {
    let mut part = Part::new(file, 0, end);
    let mut sum_before = 0;
    loop {
        let bytes = part.fill_buf()?;
        if bytes.is_empty() {
            return Ok(sum_before);
        }
        sum_before = sum(sum_before, bytes);
        let read = bytes.len();
        part.consume(read);
    }
}

/// What the index of a registry is made of.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The key, if it is a text.
    pub key: Option<String>,
    /// The address, if it is a text.
    pub address: Option<String>,
    /// Whether the line removes the key.
    pub tombstone: bool,
}

impl<'de> Deserialize<'de> for Head {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeadVisitor)
    }
}

struct HeadVisitor;

impl<'de> Visitor<'de> for HeadVisitor {
    type Value = Head;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    /// Of a name that stands twice the last one counts, as in the reference interpreter.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Head, A::Error> {
        let mut head = Head::default();
        while let Some(Name(name)) = map.next_key::<Name<'_>>()? {
            match &*name {
                "key" => head.key = text(map.next_value()?),
                "address" => head.address = text(map.next_value()?),
                "tombstone" => head.tombstone = map.next_value::<Value>()? == Value::Bool(true),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(head)
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// A name that is copied only where it holds an escape.
struct Name<'n>(Cow<'n, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}
