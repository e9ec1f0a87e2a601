//! The payload of a run, from a file or standard input.

use std::path::Path;
use std::{fs, io};

use pgs_rt::json::{self, ParseError};
use pgs_rt::{Map, Value};

/// How deep lists and objects may be nested in a payload: less than a document that can be read, so that the traces and
/// records that a payload becomes a part of can be read as well.
const DEPTH_LIMIT: usize = 100;

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
    #[error("is not JSON that can be used: {0}; a payload is a JSON object, such as {{}}")]
    NotJson(#[from] ParseError),
    #[error("nests lists and objects deeper than {DEPTH_LIMIT} levels; make it flatter")]
    TooDeep,
    #[error("holds {found}; a payload is a JSON object, such as {{}}")]
    NotAnObject { found: &'static str },
    #[error("is too long; a payload has at most 64 MiB")]
    TooLong,
}

/// Reads the payload: an empty object without a source, standard input for `-`, else the file.
///
/// Refused: what can't be read, and what is no payload as [`parse`] says.
pub(crate) fn read(source: Option<&Path>, stdin: &mut dyn io::Read) -> Result<Map<String, Value>, PayloadError> {
    let Some(path) = source else { return Ok(Map::new()) };
    let (name, bytes) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        ("standard input".to_owned(), stdin.read_to_end(&mut bytes).map(|_| bytes))
    } else {
        (path.display().to_string(), fs::read(path))
    };
    match bytes {
        Ok(bytes) => parse(bytes).map_err(|error| PayloadError::Text { name, error }),
        Err(source) => Err(PayloadError::Unreadable { name, source }),
    }
}

/// Reads the text of a payload.
///
/// Refused: what is not UTF-8, is not JSON as [`json::parse`] takes it, is nested deeper than [`DEPTH_LIMIT`], or is not
/// an object. Of a key that is given twice the last value counts, as in the reference interpreter.
pub(crate) fn parse(bytes: Vec<u8>) -> Result<Map<String, Value>, TextError> {
    let text =
        String::from_utf8(bytes).map_err(|error| TextError::NotUtf8 { from: error.utf8_error().valid_up_to() })?;
    match json::parse(&text)? {
        value if json::depth(&value) > DEPTH_LIMIT => Err(TextError::TooDeep),
        Value::Object(object) => Ok(object),
        other => Err(TextError::NotAnObject { found: kind(&other) }),
    }
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
