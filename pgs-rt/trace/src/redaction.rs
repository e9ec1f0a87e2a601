//! What no output of a run may show: the values of `suppress_trace_fields`, wherever they turn up.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use memchr::memmem::Finder;
use pgs_value::{Map, Value};

use pgs_value::{View, json};

/// What stands in place of a suppressed value.
pub const SUPPRESSED: &str = "<suppressed>";

/// Texts shorter than this are hidden at their key only: words as short turn up everywhere.
const SHORTEST_SECRET: usize = 8;

/// The suppressed keys of a workflow, and the texts that were seen at them.
pub struct Redaction {
    keys: &'static [&'static str],
    secrets: Mutex<Vec<Secret>>,
}

/// A text that was seen at a suppressed key.
struct Secret {
    text: String,
    /// Finds it in the text of an event, where it is written with escapes.
    written: Finder<'static>,
}

impl Secret {
    fn new(text: &str) -> Self {
        let mut written = String::new();
        json::write_text(&mut written, text);
        let unquoted = written.get(1..written.len() - 1).unwrap_or_default();
        Self { text: text.to_owned(), written: Finder::new(unquoted).into_owned() }
    }
}

impl Redaction {
    /// Hides what stands at these keys.
    pub fn new(keys: &'static [&'static str]) -> Self {
        Self { keys, secrets: Mutex::default() }
    }

    /// Whether nothing is suppressed.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Remembers every text below a suppressed key.
    pub fn learn(&self, value: View<'_>) {
        if self.is_empty() {
            return;
        }
        match value {
            View::Array(items) => items.iter().for_each(|item| self.learn(item.into())),
            View::Object(object) => object.iter().for_each(|(key, value)| self.learn_at(key, value.into())),
            View::Fields(fields) => fields.entries().for_each(|(key, value)| self.learn_at(key, value)),
            View::Null | View::Bool(_) | View::Integer(_) | View::Number(_) | View::Text(_) => {}
        }
    }

    fn learn_at(&self, key: &str, value: View<'_>) {
        if self.hides(key) {
            self.learn_texts(value);
        } else {
            self.learn(value);
        }
    }

    fn learn_texts(&self, value: View<'_>) {
        match value {
            View::Text(text) => self.learn_text(text),
            View::Array(items) => items.iter().for_each(|item| self.learn_texts(item.into())),
            View::Object(object) => object.values().for_each(|value| self.learn_texts(value.into())),
            View::Fields(fields) => fields.entries().for_each(|(_, value)| self.learn_texts(value)),
            View::Null | View::Bool(_) | View::Integer(_) | View::Number(_) => {}
        }
    }

    /// Remembers a text, and, of bytes in hex, their digits without the prefix.
    pub fn learn_text(&self, text: &str) {
        let text = text.strip_prefix("0x").unwrap_or(text);
        if self.is_empty() || text.len() < SHORTEST_SECRET || text == SUPPRESSED {
            return;
        }
        let mut secrets = self.lock();
        if !secrets.iter().any(|known| known.text == text) {
            secrets.push(Secret::new(text));
        }
    }

    /// Appends the value as compact JSON, as an output may show it.
    pub fn write(&self, out: &mut String, value: View<'_>) {
        if self.is_empty() {
            return json::write_compact(out, value);
        }
        let secrets = self.lock();
        let start = out.len();
        // Most values hold no secret but at its key: one search over the text tells.
        self.write_masked(out, value, &[]);
        let shows = |secret: &Secret| secret.written.find(&out.as_bytes()[start..]).is_some();
        if secrets.iter().any(shows) {
            out.truncate(start);
            self.write_masked(out, value, &secrets);
        }
    }

    fn write_masked(&self, out: &mut String, value: View<'_>, secrets: &[Secret]) {
        match value {
            View::Text(text) => json::write_text(out, &mask_text(text, secrets)),
            View::Array(items) => {
                json::write_list(out, items, |out, item| self.write_masked(out, item.into(), secrets));
            }
            View::Object(object) => {
                let entries = object.iter().map(|(key, value)| (key.as_str(), value.into()));
                self.write_entries(out, entries, secrets);
            }
            View::Fields(fields) => self.write_entries(out, fields.entries(), secrets),
            scalar => json::write_compact(out, scalar),
        }
    }

    fn write_entries<'v>(
        &self,
        out: &mut String,
        entries: impl Iterator<Item = (&'v str, View<'v>)> + Clone,
        secrets: &[Secret],
    ) {
        if !secrets.is_empty() && entries.clone().any(|(key, _)| mask_text(key, secrets) != key) {
            // Keys that hold a secret may become the same.
            let object = entries.map(|(key, value)| (key.to_owned(), value.to_value())).collect();
            return json::write_compact(out, View::Object(&self.mask_fields(&object, secrets)));
        }
        json::write_object(out, entries, |out, key, value| {
            let value = if self.hides(key) { View::Text(SUPPRESSED) } else { value };
            self.write_masked(out, value, secrets);
        });
    }

    /// The value as an output may show it.
    pub fn mask(&self, value: &Value) -> Value {
        self.mask_value(value, &self.lock())
    }

    fn mask_value(&self, value: &Value, secrets: &[Secret]) -> Value {
        match value {
            Value::String(text) => Value::from(mask_text(text, secrets)),
            Value::Array(items) => items.iter().map(|item| self.mask_value(item, secrets)).collect(),
            Value::Object(object) => Value::Object(self.mask_fields(object, secrets)),
            scalar => scalar.clone(),
        }
    }

    fn mask_fields(&self, object: &Map<String, Value>, secrets: &[Secret]) -> Map<String, Value> {
        let fields = object.iter().map(|(key, value)| {
            let value = if self.hides(key) { Value::from(SUPPRESSED) } else { self.mask_value(value, secrets) };
            (mask_text(key, secrets).into_owned(), value)
        });
        fields.collect()
    }

    /// The answer of a transform as a trace may show it: a text in it that the contract maps to no output may be a
    /// secret that has no name yet.
    pub fn mask_unmapped(&self, answer: &Value, mapped: View<'_>) -> Value {
        match answer {
            Value::String(text) if text.len() >= SHORTEST_SECRET && !mapped.holds(text) => Value::from(SUPPRESSED),
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

    /// Every change of the list is one push.
    fn lock(&self) -> MutexGuard<'_, Vec<Secret>> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The text with every secret in it replaced.
fn mask_text<'t>(text: &'t str, secrets: &[Secret]) -> Cow<'t, str> {
    if text.len() < SHORTEST_SECRET {
        return Cow::Borrowed(text);
    }
    let mut found: Vec<&str> =
        secrets.iter().map(|secret| secret.text.as_str()).filter(|secret| text.contains(secret)).collect();
    // A longer secret may hold a shorter one.
    found.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    found.into_iter().fold(Cow::Borrowed(text), |text, secret| Cow::Owned(text.replace(secret, SUPPRESSED)))
}

/// Whether a suppressed value stands anywhere in this one.
pub fn has_suppressed(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(SUPPRESSED),
        Value::Array(items) => items.iter().any(has_suppressed),
        Value::Object(object) => object.values().any(has_suppressed),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRETS: [&str; 4] = ["correct horse", "\"quoted\"\n\u{e9}\u{1f600}", "horse battery", "0x00ff00ff00"];

    /// A value of few words, so that secrets, parts of them and equal keys turn up often.
    fn value(random: &mut fastrand::Rng, depth: usize) -> Value {
        match random.usize(..if depth == 0 { 4 } else { 7 }) {
            0 => Value::Null,
            1 => Value::from(random.i64(-5..5)),
            2 => Value::from(random.f64()),
            3 => Value::from(text(random)),
            4 => (0..random.usize(..4)).map(|_| value(random, depth - 1)).collect(),
            _ => Value::Object((0..random.usize(..5)).map(|_| (text(random), value(random, depth - 1))).collect()),
        }
    }

    fn text(random: &mut fastrand::Rng) -> String {
        let words =
            ["", "pin", "pins", "to ", "horse", "\n", "\u{e9}", "00ff00ff00", "quoted", "correct horse battery"];
        let words = words.into_iter().chain(SECRETS).collect::<Vec<_>>();
        (0..random.usize(1..3)).map(|_| words[random.usize(..words.len())]).collect()
    }

    #[test]
    fn what_is_written_is_what_a_masked_copy_says() {
        let random = &mut fastrand::Rng::with_seed(7);
        let mut hidden = 0;
        for _ in 0..20_000 {
            let redaction = Redaction::new(&["pin", "quoted"]);
            SECRETS.iter().take(random.usize(..=SECRETS.len())).for_each(|secret| redaction.learn_text(secret));
            let value = value(random, 3);
            redaction.learn((&value).into());
            let mut written = String::from("before ");
            redaction.write(&mut written, (&value).into());
            let masked = json::compact(&redaction.mask(&value));
            assert_eq!(written, format!("before {masked}"), "{value}");
            hidden += usize::from(masked.contains(SUPPRESSED));
        }
        assert!(hidden > 2_000, "{hidden} values with something to hide");
    }
}
