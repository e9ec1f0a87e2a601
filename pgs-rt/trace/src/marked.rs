//! What a recording says is suppressed: it is put out of reach of all other texts while the run is repeated.

use pgs_value::hidden::hidden;
use pgs_value::{Map, Value};

use crate::hidden::SUPPRESSED;
use crate::recorded::is_marker;

/// A value of a run that is repeated, as the recording has it.
pub(crate) fn shown(value: &Value) -> Value {
    let text = |text: &str| text.replace(hidden(), SUPPRESSED);
    match value {
        Value::String(own) => Value::from(text(own)),
        Value::Array(items) => items.iter().map(shown).collect(),
        Value::Object(object) => Value::Object(object.iter().map(|(key, value)| (text(key), shown(value))).collect()),
        scalar => scalar.clone(),
    }
}

/// Puts [`hidden`] in the place of what these pointers of a recorded detail say is suppressed. None where one of them leads
/// to something else.
pub(crate) fn hide(detail: &mut Map<String, Value>, pointers: &[&str]) -> Option<()> {
    for pointer in pointers {
        let mut whole = Value::Object(std::mem::take(detail));
        let done = hide_at(&mut whole, pointer);
        if let Value::Object(object) = whole {
            *detail = object;
        }
        done?;
    }
    Some(())
}

fn hide_at(value: &mut Value, pointer: &str) -> Option<()> {
    // A key that is suppressed is renamed, at its place.
    if let Some((parent, key)) = pointer.rsplit_once('/').filter(|(_, key)| *key == SUPPRESSED) {
        let object = value.pointer_mut(parent)?.as_object_mut()?;
        let renamed = object.iter().map(|(own, value)| {
            if own == key { (hidden().to_owned(), Value::from(hidden())) } else { (own.clone(), value.clone()) }
        });
        *object = renamed.collect();
        return Some(());
    }
    let Value::String(text) = value.pointer_mut(pointer)? else { return None };
    if !is_marker(pointer, text) {
        return None;
    }
    *text = text.replace(SUPPRESSED, hidden());
    Some(())
}

/// Whether the marker stands at one of these keys, at any depth.
pub(crate) fn hides_at_key(object: &Map<String, Value>, keys: &[&str]) -> bool {
    let below = |value: &Value| match value {
        Value::Object(object) => hides_at_key(object, keys),
        Value::Array(items) => items.iter().any(|item| match item {
            Value::Object(object) => hides_at_key(object, keys),
            _ => false,
        }),
        _ => false,
    };
    object.iter().any(|(key, value)| (keys.contains(&key.as_str()) && *value == SUPPRESSED) || below(value))
}

/// Whether the marker stands anywhere in a value.
pub(crate) fn has_marker(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(SUPPRESSED),
        Value::Array(items) => items.iter().any(has_marker),
        Value::Object(object) => object.iter().any(|(key, value)| key.contains(SUPPRESSED) || has_marker(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The same in a trace that was recorded before events said what is suppressed: wherever the marker stands.
pub(crate) fn hide_marked(value: &mut Value) {
    match value {
        Value::String(text) if text.contains(SUPPRESSED) => *text = text.replace(SUPPRESSED, hidden()),
        Value::Array(items) => items.iter_mut().for_each(hide_marked),
        Value::Object(object) => hide_marked_fields(object),
        _ => {}
    }
}

/// The same for the fields of an object.
pub(crate) fn hide_marked_fields(object: &mut Map<String, Value>) {
    object.values_mut().for_each(hide_marked);
    if object.keys().any(|key| key.contains(SUPPRESSED)) {
        *object = object.iter().map(|(key, value)| (key.replace(SUPPRESSED, hidden()), value.clone())).collect();
    }
}
