//! Replaces what differs from run to run: times, random addresses, trace ids.
//!
//! The times of the sample payloads have no fraction of a second, those of a run have one.

use pgs_value::Value;

/// Keys whose values are others in every run.
const DIFFERENT: [&str; 4] = ["ts_ns", "seq", "hash", "draws"];

/// The same value with placeholders for what differs from run to run.
pub fn fold(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::from(placeholder(text).unwrap_or(text)),
        Value::Array(items) => items.iter().map(fold).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| {
                (key.clone(), if DIFFERENT.contains(&key.as_str()) { Value::Null } else { fold(value) })
            })
            .collect(),
        other => other.clone(),
    }
}

fn placeholder(text: &str) -> Option<&'static str> {
    if text.starts_with("ADDR_") {
        return Some("<address>");
    }
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match shape.as_str() {
        "0000-00-00T00:00:00.000Z" => Some("<timestamp>"),
        "0000-00-00T00:00:00.000000" => Some("<time>"),
        "0000-00-00T00:00:00.000000_000000" => Some("<record id>"),
        _ if shape.starts_with("00000000T000000000Z__WF_") => Some("<trace id>"),
        _ => None,
    }
}
