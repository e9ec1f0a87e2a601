//! The payload of a run, from a file or standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use pgs_rt::json::{self, ParseError};
use pgs_rt::limits::PAYLOAD;
use pgs_rt::{Map, Value};

use crate::size::Size;

/// Why the payload of `--payload` can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PayloadError {
    #[error("--payload: {name} can't be read: {source}; give a file with a JSON object, or - for standard input")]
    Unreadable { name: String, source: io::Error },
    #[error("--payload: {name} {error}")]
    Text { name: String, error: TextError },
}

/// Why a text is no payload. The sentence goes on after the name of the text.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TextError {
    #[error("is not UTF-8 from byte {from} on; save it as UTF-8")]
    NotUtf8 { from: usize },
    #[error("is not JSON that can be used: it begins with a byte order mark (BOM); save it as UTF-8 without one")]
    ByteOrderMark,
    #[error("is not JSON that can be used: {0}; a payload is a JSON object, such as {{}}")]
    NotJson(ParseError),
    #[error("is beyond a limit: {0}; {1}")]
    TooLarge(ParseError, &'static str),
    #[error("nests lists and objects deeper than {} levels; make it flatter", PAYLOAD.depth)]
    TooDeep,
    #[error("holds {found}; a payload is a JSON object, such as {{}}")]
    NotAnObject { found: &'static str },
    #[error("is too long; a payload has at most {most}; --max-payload sets the limit")]
    TooLong { most: Size },
}

impl From<ParseError> for TextError {
    fn from(error: ParseError) -> Self {
        match error {
            ParseError::TooDeep { .. } => Self::TooDeep,
            ParseError::TooManyDigits { .. } => Self::TooLarge(error, "give it as a text"),
            ParseError::TooManyValues { .. } => Self::TooLarge(error, "make several payloads of it"),
            ParseError::TextTooLong { .. } => Self::TooLarge(error, "keep it elsewhere, and give its name"),
            error => Self::NotJson(error),
        }
    }
}

/// Reads the payload: an empty object without a source, standard input for `-`, else the file.
///
/// Refused: what can't be read, and what is no payload as [`parse`] says. No more is read than a payload may have.
pub(crate) fn read(
    source: Option<&Path>,
    most: Size,
    stdin: &mut dyn Read,
) -> Result<Map<String, Value>, PayloadError> {
    let Some(path) = source else { return Ok(Map::new()) };
    let (name, bytes) = if path == Path::new("-") {
        ("standard input".to_owned(), read_up_to(most, stdin))
    } else {
        (path.display().to_string(), File::open(path).and_then(|mut file| read_up_to(most, &mut file)))
    };
    match bytes {
        Ok(bytes) => {
            let payload = bytes.ok_or(TextError::TooLong { most }).and_then(parse);
            payload.map_err(|error| PayloadError::Text { name, error })
        }
        Err(source) => Err(PayloadError::Unreadable { name, source }),
    }
}

/// All bytes; none if there are too many.
fn read_up_to(most: Size, input: &mut dyn Read) -> io::Result<Option<Vec<u8>>> {
    let most = most.bytes();
    let mut bytes = Vec::new();
    input.take(u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= most).then_some(bytes))
}

/// Those of UTF-8 and of UTF-16, big and little end first.
const BYTE_ORDER_MARKS: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe"];

/// Reads the text of a payload.
///
/// Refused: what is not UTF-8, is not JSON as [`json::parse`] takes it, goes beyond [`PAYLOAD`], or is not an object. Of a
/// key that is given twice the last value counts, as in the reference interpreter.
fn parse(bytes: Vec<u8>) -> Result<Map<String, Value>, TextError> {
    if BYTE_ORDER_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(TextError::ByteOrderMark);
    }
    let text =
        String::from_utf8(bytes).map_err(|error| TextError::NotUtf8 { from: error.utf8_error().valid_up_to() })?;
    match json::parse_within(&text, PAYLOAD)? {
        Value::Object(object) => Ok(object),
        other => Err(TextError::NotAnObject { found: kind(&other) }),
    }
}

/// Reads the text of a line; none is one that is too long. The error is a sentence without the line's name.
pub(crate) fn of_line(bytes: Option<Vec<u8>>, most: Size) -> Result<Map<String, Value>, String> {
    let payload = bytes.ok_or(TextError::TooLong { most }).and_then(parse);
    // The reader of JSON counts lines within the text that it is given: that is always the first.
    payload.map_err(|error| error.to_string().replace(" at line 1 column ", " at column "))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
