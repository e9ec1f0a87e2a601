//! The parts of a wallet record that transforms read.

use num_bigint::BigInt;
use pgs_rt::{Map, Value, Violation};

use super::integer;

/// The object at this key; an empty one if the key is absent. Anything else fails.
pub fn part(parent: &Map<String, Value>, name: &str) -> Result<Map<String, Value>, Violation> {
    match parent.get(name) {
        None => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object.clone()),
        Some(_) => Err(Violation::new(format!("`wallet_record`: `{name}` is not an object"))),
    }
}

/// The text at this key; none if it is absent or null.
pub fn text(parent: &Map<String, Value>, name: &str) -> Result<Option<String>, Violation> {
    match parent.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Violation::new(format!("`wallet_record`: `{name}` is not of type string"))),
    }
}

/// The nonce among these fields: 0 if it is absent, none if it is null.
pub fn nonce(eoa: &Map<String, Value>) -> Result<Option<BigInt>, Violation> {
    match eoa.get("nonce") {
        None => Ok(Some(BigInt::ZERO)),
        Some(Value::Null) => Ok(None),
        Some(value) => integer::of(value)
            .map(Some)
            .ok_or_else(|| Violation::new("`wallet_record`: `state.eoa.nonce` is not an integer")),
    }
}
