//! JSON in and out: what is read is written so that it is read as the same, and two readers agree what JSON is.
//!
//! `tests/python.rs` asks Python's `json` what it makes of the same.

use pgs_value::json::{self, ParseError};
use pgs_value::{Value, from_slice, from_value, to_string, to_value};

/// Reads the input as JSON.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let _ = std::str::from_utf8(data).map(json::leading_text);
    let read = json::parse_slice(data);
    let by_serde: Result<serde_json::Value, _> = serde_json::from_slice(data);
    match (&read, by_serde) {
        (Err(ParseError::Syntax { problem, position }), Ok(_)) => {
            panic!("{problem} at {position}: serde_json reads it")
        }
        (Ok(_), Err(error)) if error.is_syntax() && !is_limit(&error) => panic!("serde_json does not read it: {error}"),
        _ => {}
    }
    let typed: Result<Value, _> = from_slice(data);
    assert_eq!(typed.is_ok(), read.is_ok(), "typed data is read otherwise");
    let Ok(value) = read else { return };
    assert_eq!(typed.ok().as_ref(), Some(&value));
    for text in [json::compact(&value), json::canonical(&value), json::plain(&value), json::pretty(&value)] {
        let again = json::parse(&text).unwrap_or_else(|error| panic!("{text} can't be read again: {error}"));
        assert!(json::equal(&again, &value), "{text} is another value");
    }
    let compact = json::compact(&value);
    assert_eq!(json::parse(&compact).map(|it| json::compact(&it)), Ok(compact));
    let canonical = json::canonical(&value);
    assert_eq!(json::parse(&canonical).map(|it| json::canonical(&it)), Ok(canonical));
    assert_eq!(to_value(&value).ok().as_ref(), Some(&value));
    assert_eq!(from_value::<Value>(value.clone()).ok().as_ref(), Some(&value));
    let written = to_string(&value).unwrap();
    assert_eq!(json::parse(&written).as_ref(), Ok(&value));
    assert!(json::depth(&value) <= json::DEPTH_LIMIT);
}

/// What serde_json has its own limit for, or does not hold.
fn is_limit(error: &serde_json::Error) -> bool {
    let text = error.to_string();
    ["recursion limit", "number out of range", "surrogate", "unexpected end of hex escape"]
        .iter()
        .any(|it| text.contains(it))
}
