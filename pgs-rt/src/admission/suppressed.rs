//! The values of a payload that a recording does not show. No rule can be checked on them.

use std::fmt::Display;

use super::Schema;
use crate::{SUPPRESSED, Value};

/// Whether this value stands for one that is not shown.
pub fn is_suppressed(value: &Value) -> bool {
    value.as_str() == Some(SUPPRESSED)
}

/// The paths of the values that are not shown, among those that the schema speaks of.
pub fn paths(value: &Value, schema: &Schema, path: &dyn Display, found: &mut Vec<String>) {
    if is_suppressed(value) {
        found.push(path.to_string());
        return;
    }
    if !schema.admits(value) {
        return;
    }
    match value {
        Value::Array(items) => {
            let Some(schema) = schema.items else { return };
            for (n, item) in items.iter().enumerate() {
                paths(item, schema, &format_args!("{path}[{n}]"), found);
            }
        }
        Value::Object(object) => {
            for (name, schema) in schema.fields {
                if let Some(value) = object.get(*name) {
                    paths(value, schema, &format_args!("{path}.{name}"), found);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
