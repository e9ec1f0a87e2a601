//! The literals of a protocol, as generated code writes them.

use crate::map::Map;
use crate::value::Value;

/// A JSON object of these entries.
pub fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(map(entries))
}

/// The fields of a JSON object of these entries.
pub fn map<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A JSON list of these items.
pub fn list<const N: usize>(items: [Value; N]) -> Value {
    Value::Array(items.into())
}

/// A JSON number of these digits: an integer beyond 64 bits, or a fraction. Null if they are none.
pub fn number(digits: &str) -> Value {
    digits.parse().map_or(Value::Null, Value::Number)
}
