//! The members of an object file, read one after the other in little memory.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::string::FromUtf8Error;

use pgs_value::json::{self, ParseError};
use pgs_value::{DeserializeError, Value};
use thiserror::Error;

use super::lines::Part;

/// What JSON takes for white space: less than Rust does.
const SPACES: [char; 4] = [' ', '\n', '\r', '\t'];

/// One member: a key and its value.
#[derive(Debug)]
pub(super) struct Member {
    /// Where the key begins.
    pub offset: u64,
    /// Where the value ends.
    pub end: u64,
    /// The text of both.
    text: String,
}

/// Why there is no next member.
#[derive(Debug, PartialEq)]
pub(super) enum Stop {
    /// The object ends here, and only white space follows.
    Closed,
    /// It is no JSON object.
    Broken(MemberError),
}

/// Why a file is no JSON object, or a member none of one.
#[derive(Debug, PartialEq, Error)]
pub(super) enum MemberError {
    #[error("not a JSON object")]
    NotAnObject,
    #[error("something follows the end of the object")]
    Trailing,
    #[error("a key is missing after a comma")]
    NoKey,
    #[error("the file ends within the object")]
    Ended,
    #[error("neither a comma nor the end of the object")]
    NoComma,
    /// What the system says.
    #[error("{0}")]
    Unreadable(String),
    #[error("no valid UTF-8: {0}")]
    NotUtf8(#[from] FromUtf8Error),
    #[error("a key is no text")]
    KeyNoText,
    #[error("no colon follows {key}")]
    NoColon { key: String },
    #[error("{key}: {error}")]
    Value { key: String, error: DeserializeError },
    #[error(transparent)]
    Key(#[from] DeserializeError),
    #[error(transparent)]
    Json(#[from] ParseError),
}

impl From<MemberError> for Stop {
    fn from(error: MemberError) -> Self {
        Self::Broken(error)
    }
}

/// What the system says of a file that can't be read.
impl From<io::Error> for MemberError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// What comes next.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    Object,
    FirstMember,
    Member,
}

/// The members of an object file, from some place on.
pub(super) struct Members<'f> {
    part: BufReader<Part<'f>>,
    at: u64,
    next: Next,
    /// Where the last whole member ends, or the object begins.
    pub whole: u64,
}

impl<'f> Members<'f> {
    /// All members of a file of this size.
    pub fn of(file: &'f File, size: u64) -> Self {
        Self { part: Part::new(file, 0, size), at: 0, next: Next::Object, whole: 0 }
    }

    /// The member whose key begins at `offset`.
    pub fn at(file: &'f File, offset: u64, size: u64) -> Result<Member, Stop> {
        let mut members = Self { part: Part::new(file, offset, size), at: offset, next: Next::Member, whole: offset };
        members.member()
    }

    /// The next member.
    pub fn next(&mut self) -> Result<Member, Stop> {
        if self.next == Next::Object {
            match self.skip()? {
                Some(b'{') => self.take(),
                _ => return Err(MemberError::NotAnObject.into()),
            }
            self.next = Next::FirstMember;
            self.whole = self.at;
        }
        match (self.next, self.skip()?) {
            (_, Some(b'}')) => {
                self.take();
                return Err(match self.skip()? {
                    None => Stop::Closed,
                    Some(_) => MemberError::Trailing.into(),
                });
            }
            (Next::FirstMember, Some(b'"')) => {}
            (Next::Member, Some(b',')) => {
                self.take();
                if self.skip()? != Some(b'"') {
                    return Err(MemberError::NoKey.into());
                }
            }
            (_, None) => return Err(MemberError::Ended.into()),
            (_, Some(_)) => return Err(MemberError::NoComma.into()),
        }
        let member = self.member()?;
        self.next = Next::Member;
        self.whole = member.end;
        Ok(member)
    }

    /// Reads a key and its value, which end where a comma or brace follows.
    fn member(&mut self) -> Result<Member, Stop> {
        let offset = self.at;
        let mut bytes = Vec::new();
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        'read: loop {
            let buffer = self.part.fill_buf().map_err(MemberError::from)?;
            if buffer.first().is_none_or(|byte| *byte == 0) {
                // The file ends here, or zeros follow. A text, a list or an object says itself where it ends; a number ends
                // where white space follows.
                match bytes.last() {
                    Some(b'"' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t') if depth == 0 && !quoted => break,
                    _ => return Err(MemberError::Ended.into()),
                }
            }
            for (n, byte) in buffer.iter().enumerate() {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if quoted => escaped = true,
                    b'"' => quoted = !quoted,
                    _ if quoted => {}
                    b'{' | b'[' => depth += 1,
                    0 if depth == 0 => {
                        bytes.extend_from_slice(&buffer[..n]);
                        self.consume(n);
                        continue 'read;
                    }
                    b',' | b'}' | b']' if depth == 0 => {
                        bytes.extend_from_slice(&buffer[..n]);
                        self.consume(n);
                        break 'read;
                    }
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
            }
            bytes.extend_from_slice(buffer);
            let read = buffer.len();
            self.consume(read);
        }
        let length = bytes.iter().rposition(|byte| !SPACES.contains(&char::from(*byte))).map_or(0, |last| last + 1);
        bytes.truncate(length);
        let text = String::from_utf8(bytes).map_err(MemberError::from)?;
        let member = Member { offset, end: offset + text.len() as u64, text };
        member.check()?;
        Ok(member)
    }

    /// Skips white space; the byte that follows is still to be taken.
    fn skip(&mut self) -> Result<Option<u8>, Stop> {
        loop {
            match self.peek()? {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.take(),
                found => return Ok(found),
            }
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, Stop> {
        let buffer = self.part.fill_buf().map_err(MemberError::from)?;
        Ok(buffer.first().copied())
    }

    fn take(&mut self) {
        self.consume(1);
    }

    fn consume(&mut self, bytes: usize) {
        self.part.consume(bytes);
        self.at += bytes as u64;
    }
}

/// One sentence.
impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("the object ends"),
            Self::Broken(error) => error.fmt(f),
        }
    }
}

impl Member {
    /// How many bytes it takes.
    pub fn length(&self) -> u64 {
        self.end - self.offset
    }

    fn check(&self) -> Result<(), MemberError> {
        let (key, rest) = self.parts().ok_or(MemberError::KeyNoText)?;
        let key = || key.to_owned();
        let value =
            rest.trim_start_matches(SPACES).strip_prefix(':').ok_or_else(|| MemberError::NoColon { key: key() })?;
        let checked = pgs_value::from_str::<serde::de::IgnoredAny>(value);
        checked.map(drop).map_err(|error| MemberError::Value { key: key(), error })
    }

    /// The key as it is written, and what follows it.
    fn parts(&self) -> Option<(&str, &str)> {
        let (_, rest) = json::leading_text(&self.text).ok()?;
        self.text.split_at_checked(self.text.len() - rest.len())
    }

    /// The key.
    pub fn key(&self) -> Result<String, MemberError> {
        let (key, _) = self.parts().ok_or(MemberError::KeyNoText)?;
        Ok(pgs_value::from_str(key)?)
    }

    /// The value.
    pub fn value(&self) -> Result<Value, MemberError> {
        let (_, rest) = self.parts().ok_or(MemberError::KeyNoText)?;
        Ok(json::parse(rest.trim_start_matches(SPACES).strip_prefix(':').unwrap_or_default())?)
    }
}
