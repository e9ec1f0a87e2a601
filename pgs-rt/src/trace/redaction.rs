//! What no output of a run may show: the values of `suppress_trace_fields`, wherever they turn up.

use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

/// What stands in place of a suppressed value.
pub const SUPPRESSED: &str = "<suppressed>";

/// Texts shorter than this are hidden at their key only: words as short turn up everywhere.
const SHORTEST_SECRET: usize = 8;

/// The suppressed keys of a workflow, and the texts that were seen at them.
pub(crate) struct Redaction {
    keys: &'static [&'static str],
    secrets: Mutex<Vec<String>>,
}

impl Redaction {
    pub fn new(keys: &'static [&'static str]) -> Self {
        Self { keys, secrets: Mutex::default() }
    }

    /// Whether nothing is suppressed.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Remembers every text below a suppressed key.
    pub fn learn(&self, value: &Value) {
        if self.is_empty() {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(object) => {
                for (key, value) in object {
                    if self.hides(key) {
                        self.learn_texts(value);
                    } else {
                        self.learn(value);
                    }
                }
            }
            _ => {}
        }
    }

    fn learn_texts(&self, value: &Value) {
        match value {
            Value::String(text) => self.learn_text(text),
            Value::Array(items) => items.iter().for_each(|item| self.learn_texts(item)),
            Value::Object(object) => object.values().for_each(|value| self.learn_texts(value)),
            _ => {}
        }
    }

    /// Remembers a text, and, of bytes in hex, their digits without the prefix.
    pub fn learn_text(&self, text: &str) {
        let text = text.strip_prefix("0x").unwrap_or(text);
        if self.is_empty() || text.len() < SHORTEST_SECRET || text == SUPPRESSED {
            return;
        }
        let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        if !secrets.iter().any(|known| known == text) {
            secrets.push(text.to_owned());
        }
    }

    /// The value as an output may show it.
    pub fn mask(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::from(self.mask_text(text)),
            Value::Array(items) => items.iter().map(|item| self.mask(item)).collect(),
            Value::Object(object) => Value::Object(self.mask_fields(object)),
            scalar => scalar.clone(),
        }
    }

    fn mask_fields(&self, object: &Map<String, Value>) -> Map<String, Value> {
        let fields = object.iter().map(|(key, value)| {
            let value = if self.hides(key) { Value::from(SUPPRESSED) } else { self.mask(value) };
            (self.mask_text(key), value)
        });
        fields.collect()
    }

    /// The text with every known secret in it replaced.
    pub fn mask_text(&self, text: &str) -> String {
        if text.len() < SHORTEST_SECRET {
            return text.to_owned();
        }
        let secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        let found = secrets.iter().filter(|secret| text.contains(secret.as_str()));
        // A longer secret may hold a shorter one.
        let mut found: Vec<&String> = found.collect();
        found.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        found.into_iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), SUPPRESSED))
    }

    /// The answer of a transform as a trace may show it: a text in it that the contract maps to no output may be a
    /// secret that has no name yet.
    pub fn mask_unmapped(&self, answer: &Value, mapped: &Value) -> Value {
        match answer {
            Value::String(text) if text.len() >= SHORTEST_SECRET && !holds(mapped, answer) => Value::from(SUPPRESSED),
            Value::Array(items) => items.iter().map(|item| self.mask_unmapped(item, mapped)).collect(),
            Value::Object(object) => {
                object.iter().map(|(key, value)| (key.clone(), self.mask_unmapped(value, mapped))).collect()
            }
            other => self.mask(other),
        }
    }

    fn hides(&self, key: &str) -> bool {
        self.keys.contains(&key)
    }
}

/// Whether this value stands anywhere in the other.
fn holds(value: &Value, wanted: &Value) -> bool {
    value == wanted
        || match value {
            Value::Array(items) => items.iter().any(|item| holds(item, wanted)),
            Value::Object(object) => object.values().any(|value| holds(value, wanted)),
            _ => false,
        }
}

/// Whether a suppressed value stands anywhere in this one.
pub(crate) fn has_suppressed(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(SUPPRESSED),
        Value::Array(items) => items.iter().any(has_suppressed),
        Value::Object(object) => object.values().any(has_suppressed),
        _ => false,
    }
}
