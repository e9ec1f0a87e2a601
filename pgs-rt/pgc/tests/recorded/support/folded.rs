//! What differs from run to run, by the marks that the recordings have in its place.

use pgs_pgc::Value;

use super::Fixed;

/// The value with times and addresses folded.
pub fn folded(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::from(folded_text(text)),
        Value::Array(items) => Value::Array(items.iter().map(folded).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), folded(value))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn folded_text(text: &str) -> String {
    let text = Fixed::TIMES.iter().fold(text.to_owned(), |text, time| text.replace(time, "<timestamp>"));
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("ADDR_") {
        out.push_str(before);
        match after.split_at_checked(32) {
            Some((digits, after)) if digits.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                out.push_str("<address>");
                rest = after;
            }
            _ => {
                out.push_str("ADDR_");
                rest = after;
            }
        }
    }
    out + rest
}
