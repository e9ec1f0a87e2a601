//! The members of an object file, read one after the other in little memory.

use std::fs::File;
use std::io::{BufRead as _, BufReader};

use pgs_value::Value;

use super::lines::Part;
use pgs_value::json;

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
    /// It is no JSON object, for this reason.
    Broken(String),
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
                _ => return Err(broken("not a JSON object")),
            }
            self.next = Next::FirstMember;
            self.whole = self.at;
        }
        match (self.next, self.skip()?) {
            (_, Some(b'}')) => {
                self.take();
                return Err(match self.skip()? {
                    None => Stop::Closed,
                    Some(_) => broken("something follows the end of the object"),
                });
            }
            (Next::FirstMember, Some(b'"')) => {}
            (Next::Member, Some(b',')) => {
                self.take();
                if self.skip()? != Some(b'"') {
                    return Err(broken("a key is missing after a comma"));
                }
            }
            (_, None) => return Err(broken("the file ends within the object")),
            (_, Some(_)) => return Err(broken("neither a comma nor the end of the object")),
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
            let buffer = self.part.fill_buf().map_err(|error| Stop::Broken(error.to_string()))?;
            if buffer.first().is_none_or(|byte| *byte == 0) {
                // The file ends here, or zeros follow. A text, a list or an object says itself where it ends; a number ends
                // where white space follows.
                match bytes.last() {
                    Some(b'"' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t') if depth == 0 && !quoted => break,
                    _ => return Err(broken("the file ends within the object")),
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
        let length = bytes.trim_ascii_end().len();
        bytes.truncate(length);
        let text = String::from_utf8(bytes).map_err(|error| Stop::Broken(format!("no valid UTF-8: {error}")))?;
        let member = Member { offset, end: offset + text.len() as u64, text };
        member.check().map_err(Stop::Broken)?;
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
        let buffer = self.part.fill_buf().map_err(|error| Stop::Broken(error.to_string()))?;
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

fn broken(reason: &str) -> Stop {
    Stop::Broken(reason.to_owned())
}

impl Stop {
    /// One sentence.
    pub fn reason(&self) -> &str {
        match self {
            Self::Closed => "the object ends",
            Self::Broken(reason) => reason,
        }
    }
}

impl Member {
    /// How many bytes it takes.
    pub fn length(&self) -> u64 {
        self.end - self.offset
    }

    fn check(&self) -> Result<(), String> {
        let (key, rest) = self.parts().ok_or("a key is no text")?;
        let colon = rest.trim_start().strip_prefix(':').ok_or_else(|| format!("no colon follows {key}"))?;
        pgs_value::from_str::<serde::de::IgnoredAny>(colon).map(drop).map_err(|error| format!("{key}: {error}"))
    }

    /// The key as it is written, and what follows it.
    fn parts(&self) -> Option<(&str, &str)> {
        let (_, rest) = json::leading_text(&self.text).ok()?;
        self.text.split_at_checked(self.text.len() - rest.len())
    }

    /// The key.
    pub fn key(&self) -> Result<String, String> {
        let (key, _) = self.parts().ok_or("a key is no text")?;
        pgs_value::from_str(key).map_err(|error| error.to_string())
    }

    /// The value.
    pub fn value(&self) -> Result<Value, String> {
        let (_, rest) = self.parts().ok_or("a key is no text")?;
        json::parse(rest.trim_start().strip_prefix(':').unwrap_or_default()).map_err(|error| error.to_string())
    }
}
