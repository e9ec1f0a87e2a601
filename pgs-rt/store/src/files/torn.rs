//! What an own write can leave of itself: a beginning, where a process was killed; after a power loss also zeros, or a part
//! behind zeros.

use pgs_value::DeserializeError;
use pgs_value::json::ParseError;
use serde::de::IgnoredAny;

/// How the rest of a file fails to be what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Torn {
    /// It is the beginning of what was to be written.
    Cut,
    /// It is that, or nothing, and zeros up to the end of the file.
    Zeros,
    /// There are zeros in it, and something behind them, as where the disk has not written some of its blocks.
    Hole,
}

/// What a disk writes as a whole, or not: it may be a multiple of that.
const BLOCK: u64 = 512;

/// The rest of a line file, from the beginning of a line that can't be read, which is at `offset`; none if no own write
/// leaves that.
pub(super) fn of_lines(rest: &[u8], offset: u64) -> Option<Torn> {
    let is_beginning = |text: &[u8]| !text.contains(&b'\n') && begins(text, |text| text.starts_with('{'));
    match zeros(rest) {
        Some((at, true)) => (at == 0 || is_beginning(&rest[..at])).then_some(Torn::Zeros),
        Some((at, false)) => {
            let begins = at == 0 || is_beginning(&rest[..at]);
            (begins && are_blocks(rest, offset, |before| before.ends_with(b"\n"))).then_some(Torn::Hole)
        }
        None => is_beginning(rest).then_some(Torn::Cut),
    }
}

/// The rest of an object file, behind its last whole member, which ends at `offset`; none if no own write leaves that.
pub(super) fn of_object(rest: &[u8], offset: u64) -> Option<Torn> {
    // The brace that was to be written over, or what stands in its place.
    let is_old = |text: &[u8]| matches!(text, b"" | b"\n" | b"\n}" | b"}");
    match zeros(rest) {
        Some((at, true)) => (is_old(&rest[..at]) || is_member(&rest[..at])).then_some(Torn::Zeros),
        Some((at, false)) => {
            let begins = is_old(&rest[..at]) || is_member(&rest[..at]);
            // An own write ends with the brace, or where the old one stood.
            let ends = |before: &[u8]| is_old(before) || before.ends_with(b"\n}");
            (begins && are_blocks(rest, offset, ends)).then_some(Torn::Hole)
        }
        None => is_member(rest).then_some(Torn::Cut),
    }
}

/// Whether all zeros in a rest, which begins at `offset`, are whole blocks that were not written: each run of them begins
/// where a block does, or where an own write ended, and ends with a block or the file.
fn are_blocks(rest: &[u8], offset: u64, ends_write: impl Fn(&[u8]) -> bool) -> bool {
    let is_border = |at: usize| (offset + at as u64).is_multiple_of(BLOCK);
    let mut from = 0;
    while let Some(zeros) = memchr::memchr(0, &rest[from..]) {
        let begin = from + zeros;
        let length = rest[begin..].iter().take_while(|byte| **byte == 0).count();
        let begins = begin == 0 || is_border(begin) || ends_write(&rest[..begin]);
        if !begins || !(begin + length == rest.len() || is_border(begin + length)) {
            return false;
        }
        from = begin + length;
    }
    true
}

/// Where the first zero is, and whether nothing but zeros follows it.
fn zeros(rest: &[u8]) -> Option<(usize, bool)> {
    let at = memchr::memchr(0, rest)?;
    Some((at, rest[at..].iter().all(|byte| *byte == 0)))
}

/// Whether this is the beginning of a comma and one member, as they are written here.
fn is_member(rest: &[u8]) -> bool {
    let member = match rest {
        b"" => return false,
        b"," => return true,
        [b',', member @ ..] | member => member,
    };
    let [b'\n', lines @ ..] = member else { return false };
    // Another member or the closing brace would stand farther to the left than what belongs to the value.
    let belongs = |line: &[u8]| {
        let text = line.trim_ascii_start();
        text.is_empty() || line.len() - text.len() >= 4 || matches!(text, b"}" | b"]")
    };
    let mut lines = lines.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let key = first.trim_ascii_start();
    let begins_one = if key.is_empty() { rest[0] == b',' } else { key[0] == b'"' };
    begins_one && lines.all(belongs) && (key.is_empty() || begins(&[b"{", member].concat(), |_| true))
}

/// Whether this is the beginning of JSON that is not whole.
fn begins(text: &[u8], also: impl Fn(&str) -> bool) -> bool {
    let text = match std::str::from_utf8(text) {
        Ok(text) => text,
        // The beginning of a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&text[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let read = pgs_value::from_str::<IgnoredAny>(text);
    also(text) && matches!(read, Err(DeserializeError::Parse(ParseError::UnexpectedEnd { .. })))
}

#[cfg(test)]
mod tests {
    use pgs_value::{Value, map};

    use super::*;

    #[test]
    fn what_an_own_write_leaves_of_a_line() {
        for (rest, torn) in [
            (&b"{\"key\":\"z\",\"addr"[..], Some(Torn::Cut)),
            (b"{\"key\":\"\xc3", Some(Torn::Cut)),
            (b"{", Some(Torn::Cut)),
            (b"\0\0\0", Some(Torn::Zeros)),
            (b"{\"key\":\"z\0\0", Some(Torn::Zeros)),
            (b"\0\0\0:1}\n{\"key\":1}\n", Some(Torn::Hole)),
            (b"\0\0:1}\n{\"key\":1}\n", None),
            (b"\0\0\0\0:1}\n{\"key\":1}\n", None),
            (b"{\"k\0\0\"key\":1}\n", None),
            (b"{oops\n{\0\0:1}\n", None),
            (b"{\"key\":\"z\"\n", None),
            (b"[1, ", None),
            (b"oops", None),
            (b"{\"key\":oops", None),
            (b"{\"key\":\"\xff", None),
            (b"oops\0\0", None),
        ] {
            assert_eq!(of_lines(rest, 509), torn, "{}", String::from_utf8_lossy(rest));
        }
    }

    const WRITTEN: &str = r#"{"a":[-1.5e+10,true,{}],"b":null,"c":"\"\\\u00e9\ud83d\ude00\n","d":{"e":-0,"f":[1e-7]}}"#;

    #[test]
    fn every_beginning_of_a_line_is_one() {
        for length in 1..WRITTEN.len() {
            assert_eq!(of_lines(&WRITTEN.as_bytes()[..length], 509), Some(Torn::Cut), "{}", &WRITTEN[..length]);
        }
    }

    #[test]
    fn every_beginning_of_a_member_is_one() {
        let value = pgs_value::json::parse(WRITTEN).unwrap();
        let object = Value::Object(map([("first", Value::from(1)), ("key", value)]));
        let text = pgs_value::json::pretty(&object);
        let rest = &text[text.find(',').unwrap()..];
        let whole = rest.len() - 2;
        for length in (1..rest.len()).filter(|length| rest.is_char_boundary(*length)) {
            assert_eq!(of_object(&rest.as_bytes()[..length], 500), Some(Torn::Cut), "{}", &rest[..length]);
        }
        assert!(rest[whole..].eq("\n}") && of_object(rest.as_bytes(), 500).is_none());
    }

    #[test]
    fn what_an_own_write_leaves_of_a_member() {
        for (rest, torn) in [
            (&b","[..], Some(Torn::Cut)),
            (b",\n  \"z", Some(Torn::Cut)),
            (b",\n  \"z\": {\n    \"a\": [\n      1,", Some(Torn::Cut)),
            (b",\n  \"z\": {\n    \"a\": 1\n  }", Some(Torn::Cut)),
            (b"\n  \"z\": \"\xc3", Some(Torn::Cut)),
            (b"\n}\0\0\0", Some(Torn::Zeros)),
            (b",\n  \"z\": \"\0\0\0", Some(Torn::Zeros)),
            (b"\n}\0\0\": 1\n}", Some(Torn::Hole)),
            (b"\n}\0\": 1\n}", None),
            (b",\n  \0\0\": 1\n}", None),
            (b"", None),
            (b"\n", None),
            (b"}\n}", None),
            (b"\n}}", None),
            (b",\n  \"y\": {\n    \"a\": 1\n  ,\n  \"z\": {\n    \"a\": 1\n  }\n}", None),
            (b",\n  \"y\": {\n    \"a\": \"x\n  },\n  \"z\": 1\n}", None),
            (b" oops", None),
        ] {
            assert_eq!(of_object(rest, 508), torn, "{}", String::from_utf8_lossy(rest));
        }
    }
}
