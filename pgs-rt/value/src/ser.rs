//! Typed data as values and texts.

mod data;
mod number;
mod value;

use serde::Serialize;

use crate::json;
use crate::number::{MAX_INTEGER_DIGITS, TooManyDigits};
use crate::value::Value;

/// Why data can't be JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SerializeError {
    /// A key of a map is neither a text nor a character, an integer, a truth value or a variant without data.
    #[error("a key of a map is no text; JSON has no other")]
    Key,
    /// A double is infinite, or no number.
    #[error("a double that is not finite is no JSON")]
    NotFinite,
    /// An integer is too long.
    #[error("an integer has more than {MAX_INTEGER_DIGITS} digits")]
    TooManyDigits,
    /// The type itself refuses, for this reason.
    #[error("{0}")]
    Refused(String),
}

impl serde::ser::Error for SerializeError {
    fn custom<T: std::fmt::Display>(reason: T) -> Self {
        Self::Refused(reason.to_string())
    }
}

impl From<TooManyDigits> for SerializeError {
    fn from(TooManyDigits: TooManyDigits) -> Self {
        Self::TooManyDigits
    }
}

/// Typed data as a value.
///
/// ```
/// use pgs_value::{json, to_value};
///
/// assert_eq!(to_value(&[(1, "a")])?, json!([[1, "a"]]));
/// # Ok::<(), pgs_value::SerializeError>(())
/// ```
pub fn to_value<T: Serialize>(data: T) -> Result<Value, SerializeError> {
    data.serialize(value::ValueSerializer::NEW)
}

/// Typed data as one line of JSON, as [`json::plain`] writes it.
pub fn to_string<T: Serialize + ?Sized>(data: &T) -> Result<String, SerializeError> {
    to_value(data).map(|value| json::plain(&value))
}

/// Typed data as JSON for people, as [`json::pretty`] writes it.
pub fn to_string_pretty<T: Serialize + ?Sized>(data: &T) -> Result<String, SerializeError> {
    to_value(data).map(|value| json::pretty(&value))
}
