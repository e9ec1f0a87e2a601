//! What is computed of artifacts and what is stated, compared.

use std::collections::BTreeSet;

use pgs_value::pointer::push;
use pgs_value::{Map, Value, json};

/// Where a value first says something else than what was computed: the place, what was computed, and what is stated.
pub fn difference(actual: &Value, stated: &Value, pointer: String) -> Option<(String, String, String)> {
    let below = |key: &str| {
        let mut pointer = pointer.clone();
        push(&mut pointer, key);
        pointer
    };
    match (actual, stated) {
        (Value::Object(actual), Value::Object(stated)) => {
            let keys: BTreeSet<&String> = actual.keys().chain(stated.keys()).collect();
            keys.into_iter().find_map(|key| match (actual.get(key), stated.get(key)) {
                (Some(actual), Some(stated)) => difference(actual, stated, below(key)),
                (actual, stated) => Some((below(key), shown(actual), shown(stated))),
            })
        }
        (Value::Array(actual), Value::Array(stated)) => {
            (0..actual.len().max(stated.len())).find_map(|n| match (actual.get(n), stated.get(n)) {
                (Some(actual), Some(stated)) => difference(actual, stated, below(&n.to_string())),
                (actual, stated) => Some((below(&n.to_string()), shown(actual), shown(stated))),
            })
        }
        (actual, stated) if actual == stated => None,
        (actual, stated) => Some((pointer, shown(Some(actual)), shown(Some(stated)))),
    }
}

/// The beginning of a value.
fn shown(value: Option<&Value>) -> String {
    const SHOWN: usize = 80;
    let Some(value) = value else { return "nothing".to_owned() };
    let text = json::compact(value);
    let cut: String = text.chars().take(SHOWN).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { text }
}

/// An object of these fields.
pub fn object<K: Into<String>>(fields: impl IntoIterator<Item = (K, Value)>) -> Value {
    Value::Object(fields.into_iter().map(|(key, value)| (key.into(), value)).collect::<Map<_, _>>())
}
