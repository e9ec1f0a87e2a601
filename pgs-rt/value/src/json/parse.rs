//! JSON documents as values.

use std::str::FromStr;

use jiter::Peek;

use super::error::{ParseError, Syntax};
use super::limits::Limits;
use super::reader::{self, Reader};
use crate::number::Number;
use crate::value::Value;

/// Reads one JSON document.
///
/// Integers are kept exactly, doubles are the nearest ones, and of a key that stands twice the last value counts, at the
/// first place: as Python reads them. Refused are
/// - what is no JSON, which `NaN` and `Infinity` are not, and text after the document;
/// - a double beyond the largest one, and more than [`MAX_INTEGER_DIGITS`](crate::MAX_INTEGER_DIGITS) digits;
/// - a lone surrogate, which Python keeps and no Rust text can hold;
/// - nesting deeper than [`DEPTH_LIMIT`](super::DEPTH_LIMIT).
///
/// ```
/// use pgs_value::json::{self, ParseError, Syntax};
///
/// let value = json::parse(r#"{"b": 1, "a": [1.50, 1e3, 123456789012345678901234567890]}"#)?;
/// assert_eq!(json::compact(&value), r#"{"b":1,"a":[1.5,1000.0,123456789012345678901234567890]}"#);
///
/// let error = json::parse("[1,]").unwrap_err();
/// assert!(matches!(error, ParseError::Syntax { problem: Syntax::TrailingComma, .. }));
/// assert_eq!(error.to_string(), "trailing comma at line 1 column 4");
/// # Ok::<(), ParseError>(())
/// ```
pub fn parse(text: &str) -> Result<Value, ParseError> {
    parse_within(text, Limits::default())
}

/// Reads one JSON document, as [`parse`] does, and refuses one that goes beyond these limits.
///
/// ```
/// use pgs_value::json::{self, Limits};
///
/// let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
/// assert!(json::parse(&deep).is_err() && json::parse_within(&deep, Limits::nested(200)).is_ok());
/// ```
pub fn parse_within(text: &str, limits: Limits) -> Result<Value, ParseError> {
    let mut reader = Reader::within(text, limits);
    let value = reader.value()?;
    reader.finish()?;
    Ok(value)
}

/// Reads one JSON document in UTF-8, as [`parse`] does.
pub fn parse_slice(bytes: &[u8]) -> Result<Value, ParseError> {
    parse(reader::text(bytes)?)
}

/// From JSON text that is a number and nothing else.
impl FromStr for Number {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut reader = Reader::new(text);
        let start = reader.peek()?;
        if !start.is_num() {
            return Err(reader.syntax(Syntax::Number).into());
        }
        let number = reader.number(start)?;
        reader.finish()?;
        Ok(number)
    }
}

/// From one JSON document, as [`parse`] reads it.
impl FromStr for Value {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text)
    }
}

/// Reads a text with which a document begins: the text, and what follows it.
///
/// ```
/// let (key, rest) = pgs_value::json::leading_text(r#""a\"b" : 1"#)?;
/// assert_eq!((key.as_str(), rest), (r#"a"b"#, " : 1"));
/// # Ok::<(), pgs_value::json::ParseError>(())
/// ```
pub fn leading_text(document: &str) -> Result<(String, &str), ParseError> {
    let mut reader = Reader::new(document);
    if reader.peek()? != Peek::String {
        return Err(reader.syntax(Syntax::Key).into());
    }
    let text = reader.text()?.into_string();
    Ok((text, reader.rest()))
}
