//! What the operations make of what they are given, as Python does.

use std::collections::BTreeSet;

use pgs_value::{Field, Map, Value, Violation, json};

use crate::fault::Fault;
use crate::step::Step;

/// A key: a text that is not blank.
pub fn text(field: Field<String>) -> Result<String, Violation> {
    let text = field.required("key")?;
    if text.trim().is_empty() { Err(Violation::new("`key` is blank")) } else { Ok(text) }
}

/// An argument that is an object, or stands for an empty one: whatever Python takes for false. None where it is neither.
pub fn object(field: Field<Map<String, Value>>) -> Option<Map<String, Value>> {
    match field {
        Field::Unset | Field::Null => Some(Map::new()),
        Field::Is(object) => Some(object),
        Field::Other(value) => is_false(&value).then(Map::new),
    }
}

/// The keys, each once: the texts of a list, the characters of a text, the keys of an object.
pub fn keys(step: &Step<'_>, field: Field<Vec<Value>>) -> Result<Vec<String>, Fault> {
    let keys: BTreeSet<String> = match field.to_value() {
        Value::Array(items) => {
            if items.iter().any(|item| item.is_array() || item.is_object()) {
                return Err(step.fault("`keys`: a list or an object can't be a key"));
            }
            items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        Value::String(text) => text.chars().map(String::from).collect(),
        Value::Object(object) => object.into_keys().collect(),
        value if is_false(&value) => BTreeSet::new(),
        Value::Null | Value::Bool(_) | Value::Number(_) => return Err(step.fault("`keys` is no list")),
    };
    Ok(keys.into_iter().collect())
}

fn is_false(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(_) => json::equal(value, &Value::from(0)),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(true) => false,
    }
}
