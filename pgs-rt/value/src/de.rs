//! Values and texts as typed data.

mod data;
mod key;
mod number;
mod text;
mod value;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::json::reader::{self, Reader};
use crate::json::{ParseError, Position};
use crate::value::Value;

/// Why JSON is no such data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeserializeError {
    /// The text can't be read.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// The JSON is not what the type expects.
    #[error("{reason}{}", position.map(|position| format!(" at {position}")).unwrap_or_default())]
    Data {
        /// What is not as expected, in words.
        reason: String,
        /// Up to where the text was read then; none if it was no text.
        position: Option<Position>,
    },
}

impl From<reader::Failure> for DeserializeError {
    fn from(failure: reader::Failure) -> Self {
        Self::Parse(failure.into())
    }
}

impl serde::de::Error for DeserializeError {
    fn custom<T: std::fmt::Display>(reason: T) -> Self {
        Self::Data { reason: reason.to_string(), position: None }
    }
}

/// A value as typed data.
///
/// ```
/// use pgs_value::{from_value, json};
///
/// let pairs: Vec<(String, i64)> = from_value(json!([["a", 1], ["b", 2]]))?;
/// assert_eq!(pairs[1], ("b".to_owned(), 2));
/// # Ok::<(), pgs_value::DeserializeError>(())
/// ```
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, DeserializeError> {
    T::deserialize(value)
}

/// A JSON document as typed data. No value is built on the way; what the type ignores is checked, not kept.
pub fn from_str<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, DeserializeError> {
    let mut reader = Reader::new(text);
    let data = T::deserialize(text::TextDeserializer(&mut reader)).map_err(|error| match error {
        DeserializeError::Data { reason, position: None } => {
            DeserializeError::Data { reason, position: Some(reader.position()) }
        }
        placed => placed,
    })?;
    reader.finish()?;
    Ok(data)
}

/// A JSON document in UTF-8 as typed data, as [`from_str`] reads it.
pub fn from_slice<'t, T: Deserialize<'t>>(bytes: &'t [u8]) -> Result<T, DeserializeError> {
    from_str(reader::text(bytes)?)
}
