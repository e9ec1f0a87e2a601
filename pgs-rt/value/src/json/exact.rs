//! Whether a text is what [`compact`](super::compact) writes, without making a value of it.

use std::collections::HashSet;

use super::float::write_float;
use crate::number::MAX_INTEGER_DIGITS;
use crate::pointer::tokens;

/// How many bytes the value takes that begins a text; none unless it stands there as [`compact`](super::compact) writes it,
/// with each key of an object once, and nested no deeper than this.
///
/// ```
/// use pgs_value::json::compact_len;
///
/// assert_eq!(compact_len(br#"{"a":[1.5,"\u00e9"]},"#, 2), Some(20));
/// for other in [r#"{"a": 1}"#, r#"{"a":1,"a":1}"#, "1.50", r#""\u00E9""#, "[[[1]]]"] {
///     assert_eq!(compact_len(other.as_bytes(), 2), None);
/// }
/// ```
pub fn compact_len(text: &[u8], depth: usize) -> Option<usize> {
    Scanner { text, keys: Vec::new() }.value(0, depth)
}

/// What a JSON pointer (RFC 6901) leads to in a text that [`compact`](super::compact) has written, as it stands there. None
/// where a key on the way has escapes.
///
/// ```
/// use pgs_value::json::compact_at;
///
/// let text = br#"{"a":[1,{"b/c":"d"}]}"#;
/// assert_eq!(compact_at(text, "/a/1/b~1c"), Some(&br#""d""#[..]));
/// assert_eq!(compact_at(text, "/a/2"), None);
/// ```
pub fn compact_at<'t>(text: &'t [u8], pointer: &str) -> Option<&'t [u8]> {
    let mut value = text;
    for token in tokens(pointer)? {
        value = match value.first()? {
            b'{' => field(value, token.as_bytes())?,
            b'[' => item(value, token.parse().ok()?)?,
            _ => return None,
        };
    }
    Some(value)
}

/// The value of an object at this key.
fn field<'t>(object: &'t [u8], key: &[u8]) -> Option<&'t [u8]> {
    let mut rest = object.get(1..)?;
    while rest.first() == Some(&b'"') {
        let (own, after) = rest.split_at_checked(compact_len(rest, 0)?)?;
        let value = after.get(1..)?;
        let (value, after) = value.split_at_checked(compact_len(value, usize::MAX)?)?;
        let own = own.get(1..own.len() - 1)?;
        if own == key && !own.contains(&b'\\') {
            return Some(value);
        }
        rest = after.strip_prefix(b",").unwrap_or_default();
    }
    None
}

/// The item of a list at this place.
fn item(list: &[u8], place: usize) -> Option<&[u8]> {
    let mut rest = list.get(1..)?;
    for _ in 0..place {
        rest = rest.get(compact_len(rest, usize::MAX)?..)?.strip_prefix(b",")?;
    }
    rest.get(..compact_len(rest, usize::MAX)?)
}

/// Up to how many keys each is compared with each.
const FEW: usize = 12;

/// A text that is looked at, and the keys of the objects that are open.
struct Scanner<'t> {
    text: &'t [u8],
    keys: Vec<&'t [u8]>,
}

impl Scanner<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.get(at).copied()
    }

    /// Where the value ends that begins here.
    fn value(&mut self, at: usize, depth: usize) -> Option<usize> {
        match self.byte(at)? {
            b'"' => self.string(at),
            b'{' => self.object(at, depth.checked_sub(1)?),
            b'[' => self.array(at, depth.checked_sub(1)?),
            b't' => self.word(at, b"true"),
            b'f' => self.word(at, b"false"),
            b'n' => self.word(at, b"null"),
            _ => self.number(at),
        }
    }

    fn word(&self, at: usize, word: &[u8]) -> Option<usize> {
        self.text.get(at..)?.starts_with(word).then_some(at + word.len())
    }

    fn array(&mut self, at: usize, depth: usize) -> Option<usize> {
        let mut at = at + 1;
        if self.byte(at)? == b']' {
            return Some(at + 1);
        }
        loop {
            at = self.value(at, depth)?;
            match self.byte(at)? {
                b',' => at += 1,
                b']' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    fn object(&mut self, at: usize, depth: usize) -> Option<usize> {
        let (mut at, first) = (at + 1, self.keys.len());
        if self.byte(at)? == b'}' {
            return Some(at + 1);
        }
        loop {
            if self.byte(at)? != b'"' {
                return None;
            }
            let end = self.string(at)?;
            let key = self.text.get(at..end)?;
            if self.byte(end)? != b':' || (self.keys.len() - first < FEW && self.keys.get(first..)?.contains(&key)) {
                return None;
            }
            self.keys.push(key);
            at = self.value(end + 1, depth)?;
            match self.byte(at)? {
                b',' => at += 1,
                b'}' => break,
                _ => return None,
            }
        }
        let keys = self.keys.get(first..)?;
        if keys.len() > FEW && keys.iter().collect::<HashSet<_>>().len() < keys.len() {
            return None;
        }
        self.keys.truncate(first);
        Some(at + 1)
    }

    /// Where the text ends that begins here.
    fn string(&self, at: usize) -> Option<usize> {
        let mut at = at + 1;
        loop {
            at += plain(self.text.get(at..)?);
            match self.byte(at)? {
                b'"' => return Some(at + 1),
                b'\\' => at = self.escape(at + 1)?,
                _ => return None,
            }
        }
    }

    /// Where an escape ends, behind its backslash.
    fn escape(&self, at: usize) -> Option<usize> {
        match self.byte(at)? {
            b'"' | b'\\' | b'n' | b'r' | b't' | b'b' | b'f' => Some(at + 1),
            b'u' => match self.unit(at + 1)? {
                // These have a shorter escape, or need none.
                0x08..=0x0a | 0x0c | 0x0d | 0x20..=0x7e | 0xdc00..=0xdfff => None,
                0xd800..=0xdbff => {
                    let low = self.word(at + 5, b"\\u").and_then(|at| self.unit(at))?;
                    matches!(low, 0xdc00..=0xdfff).then_some(at + 11)
                }
                _ => Some(at + 5),
            },
            _ => None,
        }
    }

    fn unit(&self, at: usize) -> Option<u16> {
        self.text.get(at..at + 4)?.iter().try_fold(0, |unit: u16, digit| {
            let digit = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return None,
            };
            Some(unit << 4 | u16::from(digit))
        })
    }

    fn number(&self, at: usize) -> Option<usize> {
        let text = self.text.get(at..)?;
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let number = &text[..text.iter().take_while(|byte| is_part(byte)).count()];
        let end = at + number.len();
        let digits = number.strip_prefix(b"-").unwrap_or(number);
        if digits.iter().all(u8::is_ascii_digit) {
            let is_plain = match digits {
                [] => false,
                [b'0'] => number == b"0",
                [first, ..] => *first != b'0' && digits.len() <= MAX_INTEGER_DIGITS,
            };
            return is_plain.then_some(end);
        }
        let number = str::from_utf8(number).ok()?;
        let float: f64 = number.parse().ok().filter(|float: &f64| float.is_finite())?;
        let mut written = String::new();
        write_float(&mut written, float);
        (written == number).then_some(end)
    }
}

/// How many bytes are characters that stand in a text as they are.
fn plain(text: &[u8]) -> usize {
    let is_other = |byte: u8| !(b' '..=b'~').contains(&byte) || byte == b'"' || byte == b'\\';
    let mut at = 0;
    for block in text.as_chunks::<16>().0 {
        if block.iter().fold(false, |other, byte| other | is_other(*byte)) {
            break;
        }
        at += 16;
    }
    at + text[at..].iter().take_while(|byte| !is_other(**byte)).count()
}
