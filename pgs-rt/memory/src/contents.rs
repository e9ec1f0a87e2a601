//! What a store holds, as the reference interpreter's files hold it.

use pgs_store::{Object, StoreKind};
use pgs_value::{Value, json};

/// What a store holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Contents {
    /// The lines of a registry or a log. The last line of a registry's key counts; one with `"tombstone": true` removes it.
    Lines(Vec<Object>),
    /// Values by key, in order.
    Object(Object),
}

impl Contents {
    /// What the text of a file of this kind holds: a JSON object, or one a line. None where it is something else.
    pub fn of_text(kind: StoreKind, text: &str) -> Option<Self> {
        let object_of = |text: &str| object(json::parse(text).ok()?);
        let lines = || text.lines().filter(|line| !line.trim().is_empty());
        match kind {
            StoreKind::Object => object_of(text).map(Self::Object),
            StoreKind::Registry | StoreKind::Log => lines().map(object_of).collect::<Option<_>>().map(Self::Lines),
        }
    }

    /// As one JSON value: the lines as a list, or the object.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Lines(lines) => Value::Array(lines.iter().cloned().map(Value::Object).collect()),
            Self::Object(object) => Value::Object(object.clone()),
        }
    }

    /// What such a value holds: a list of objects, or an object. None where it is neither.
    pub fn of_value(value: Value) -> Option<Self> {
        match value {
            Value::Array(lines) => lines.into_iter().map(object).collect::<Option<_>>().map(Self::Lines),
            Value::Object(object) => Some(Self::Object(object)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }
}

fn object(value: Value) -> Option<Object> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}
