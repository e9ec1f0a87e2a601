//! The payload of a run, from a file or standard input.

use std::fs;
use std::io::Read;
use std::path::Path;

use pgs_rt::{Map, Value, json};

/// How deep lists and objects may be nested in a payload: less than a document that can be read, so that the traces and
/// records that a payload becomes a part of can be read as well.
const DEPTH_LIMIT: usize = 100;

/// Reads the payload: an empty object without a source, standard input for `-`, else the file.
///
/// Refused: what can't be read, is not UTF-8, is not JSON as [`json::parse`] takes it, is nested deeper than
/// [`DEPTH_LIMIT`], or is not an object. Of a key
/// that is given twice the last value counts, as in the reference interpreter.
pub(crate) fn read(source: Option<&Path>, stdin: &mut dyn Read) -> Result<Map<String, Value>, String> {
    let Some(path) = source else { return Ok(Map::new()) };
    let (name, bytes) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        ("standard input".to_owned(), stdin.read_to_end(&mut bytes).map(|_| bytes))
    } else {
        (path.display().to_string(), fs::read(path))
    };
    let bytes = bytes.map_err(|error| {
        format!("--payload: {name} can't be read: {error}; give a file with a JSON object, or - for standard input")
    })?;
    object(bytes).map_err(|reason| format!("--payload: {name} {reason}"))
}

/// The payload in one line of a batch; what is refused is the same. An error goes on after the number of the line.
pub(crate) fn of_line(bytes: Vec<u8>) -> Result<Map<String, Value>, String> {
    // The JSON library counts lines within the text that it is given.
    object(bytes).map_err(|reason| reason.replace(" at line 1 column ", " at column "))
}

fn object(bytes: Vec<u8>) -> Result<Map<String, Value>, String> {
    let text = String::from_utf8(bytes)
        .map_err(|error| format!("is not UTF-8 from byte {} on; save it as UTF-8", error.utf8_error().valid_up_to()))?;
    match json::parse(&text) {
        Ok(value) if json::depth(&value) > DEPTH_LIMIT => {
            Err(format!("nests lists and objects deeper than {DEPTH_LIMIT} levels; make it flatter"))
        }
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(format!("holds {}; a payload is a JSON object, such as {{}}", kind(&other))),
        Err(reason) => Err(format!("is not JSON that can be used: {reason}; a payload is a JSON object, such as {{}}")),
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
