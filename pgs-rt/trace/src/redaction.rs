//! What no output of a run may show: the values of `suppress_trace_fields`, and where they go from there.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pgs_value::hidden::{hidden, is_hidden};
use pgs_value::pointer::tokens;
use pgs_value::{Map, Value, View, json};

use crate::hidden::{SUPPRESSED, enter};

/// A shorter text turns up everywhere: it is followed by where it comes from, and not looked for in other texts.
const SEARCHED: usize = 8;
/// A shorter text is found in the answer of what it was given to where it is all of a text there.
const IN_ANSWERS: usize = 3;

/// Where the keys of an object in the detail of an event are names of the protocol or of its capabilities.
const DECLARED: [&str; 5] = ["/inputs", "/arguments", "/results", "/answer", "/answer/outputs"];

/// The suppressed keys of a workflow, and the texts that were seen at them.
pub struct Redaction {
    keys: &'static [&'static str],
    /// The names that the protocol declares, in order: no secret, whatever a payload says.
    names: &'static [&'static str],
    /// Whether a recorded run is repeated, in which [`hidden`] stands for what is suppressed.
    repeats: bool,
    secrets: Mutex<Vec<Secret>>,
}

/// A text that was seen at a suppressed key.
struct Secret {
    text: String,
    /// Whether a payload brought it.
    of_payload: bool,
}

/// Where values are suppressed in the detail of an event.
#[derive(Debug, Default)]
pub struct Marks {
    /// What the run knows to be secret, as JSON pointers.
    pub secret: Vec<String>,
    /// What was written without its value, as JSON pointers.
    pub written: Vec<String>,
}

impl Marks {
    /// What the run knows to be secret.
    pub fn of(secret: Vec<String>) -> Self {
        Self { secret, written: Vec::new() }
    }
}

impl Redaction {
    /// Hides what stands at these keys.
    pub fn new(keys: &'static [&'static str]) -> Self {
        Self { keys, names: &[], repeats: false, secrets: Mutex::default() }
    }

    /// The same where the protocol declares these names, which stand in order: as keys they are shown.
    #[must_use]
    pub fn naming(self, names: &'static [&'static str]) -> Self {
        Self { names, ..self }
    }

    /// The same for a run that repeats a recorded one.
    #[must_use]
    pub fn repeating(self) -> Self {
        Self { repeats: true, ..self }
    }

    /// Whether nothing is suppressed.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The suppressed keys.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.keys.iter().copied()
    }

    /// Whether this key is suppressed.
    pub fn hides(&self, key: &str) -> bool {
        self.keys.contains(&key)
    }

    /// Whether a JSON pointer leads to, or into, what stands at a suppressed key.
    pub fn hides_at(&self, pointer: &str) -> bool {
        tokens(pointer).into_iter().flatten().any(|key| self.hides(&key))
    }

    /// Whether something stands at a suppressed key in a value, or, in a run that is repeated, may stand there: below a key
    /// that is not shown.
    pub fn is_in(&self, value: View<'_>) -> bool {
        let hides = |key: &str| self.hides(key) || (self.repeats && is_hidden(key));
        match value {
            View::Array(items) => items.iter().any(|item| self.is_in(item.into())),
            View::Object(object) => object.iter().any(|(key, value)| hides(key) || self.is_in(value.into())),
            View::Fields(fields) => fields.entries().any(|(key, value)| hides(key) || self.is_in(value)),
            View::Null | View::Bool(_) | View::Integer(_) | View::Number(_) | View::Text(_) => false,
        }
    }

    /// What stands in place of a suppressed value.
    pub(crate) fn marker(&self) -> &'static str {
        if self.repeats { hidden() } else { SUPPRESSED }
    }

    /// Remembers every text below a suppressed key.
    pub fn learn(&self, value: View<'_>) {
        self.learn_of(value, false);
    }

    /// The same of a payload: the keys of its objects may hold its secrets, too.
    pub fn learn_payload(&self, payload: View<'_>) {
        self.learn_of(payload, true);
    }

    fn learn_of(&self, value: View<'_>, of_payload: bool) {
        if self.is_empty() || self.repeats {
            return;
        }
        let at = |key: &str, value: View<'_>| {
            if self.hides(key) { self.learn_texts(value, of_payload) } else { self.learn_of(value, of_payload) }
        };
        match value {
            View::Array(items) => items.iter().for_each(|item| self.learn_of(item.into(), of_payload)),
            View::Object(object) => object.iter().for_each(|(key, value)| at(key, value.into())),
            View::Fields(fields) => fields.entries().for_each(|(key, value)| at(key, value)),
            View::Null | View::Bool(_) | View::Integer(_) | View::Number(_) | View::Text(_) => {}
        }
    }

    fn learn_texts(&self, value: View<'_>, of_payload: bool) {
        match value {
            View::Text(text) => self.add(text, of_payload),
            View::Array(items) => items.iter().for_each(|item| self.learn_texts(item.into(), of_payload)),
            View::Object(object) => object.values().for_each(|value| self.learn_texts(value.into(), of_payload)),
            View::Fields(fields) => fields.entries().for_each(|(_, value)| self.learn_texts(value, of_payload)),
            View::Null | View::Bool(_) | View::Integer(_) | View::Number(_) => {}
        }
    }

    /// Remembers a text, and, of bytes in hex, their digits without the prefix.
    pub fn learn_text(&self, text: &str) {
        if !self.is_empty() && !self.repeats {
            self.add(text, false);
        }
    }

    fn add(&self, text: &str, of_payload: bool) {
        let text = text.strip_prefix("0x").unwrap_or(text);
        let mut secrets = self.lock();
        match secrets.iter_mut().find(|known| known.text == text) {
            Some(known) => known.of_payload |= of_payload,
            None if text.is_empty() => {}
            None => secrets.push(Secret { text: text.to_owned(), of_payload }),
        }
    }

    /// Whether a text holds one of these secrets, or, in a run that is repeated, what stands for one.
    pub fn finds(&self, text: &str, secrets: &[String]) -> bool {
        let is_in = |secret: &String| text == secret || (secret.len() >= IN_ANSWERS && text.contains(secret.as_str()));
        (self.repeats && is_hidden(text)) || secrets.iter().any(is_in)
    }

    /// Whether a text holds a secret of the run that is long enough to be looked for.
    pub fn finds_any(&self, text: &str) -> bool {
        if self.repeats {
            return is_hidden(text);
        }
        self.lock().iter().any(|secret| secret.text.len() >= SEARCHED && text.contains(&secret.text))
    }

    /// Whether a text holds a secret that a payload brought, and that is long enough to be looked for.
    pub fn finds_of_payload(&self, text: &str) -> bool {
        if self.repeats {
            return is_hidden(text);
        }
        let is_in = |secret: &Secret| secret.of_payload && secret.text.len() >= SEARCHED && text.contains(&secret.text);
        self.lock().iter().any(is_in)
    }

    /// Appends the value as compact JSON, as the trace may show it, and notes where it does not show it. `at` is the pointer
    /// to it.
    pub fn write(&self, out: &mut String, value: View<'_>, at: &mut String, marks: &mut Marks) {
        if self.is_empty() && marks.secret.is_empty() {
            return json::write_compact(out, value);
        }
        if marks.secret.contains(at) {
            return self.mark(out, at, marks);
        }
        match value {
            View::Array(items) => {
                let mut n = 0;
                json::write_list(out, items, |out, item| {
                    let before = enter(at, &n.to_string());
                    n += 1;
                    self.write(out, item.into(), at, marks);
                    at.truncate(before);
                });
            }
            View::Object(object) => {
                let entries = object.iter().map(|(key, value)| (key.as_str(), value.into()));
                self.write_entries(out, entries, at, marks);
            }
            View::Fields(fields) => self.write_named(out, fields.entries(), at, marks),
            scalar => json::write_compact(out, scalar),
        }
    }

    fn mark(&self, out: &mut String, at: &str, marks: &mut Marks) {
        marks.written.push(at.to_owned());
        json::write_text(out, self.marker());
    }

    fn write_entries<'v>(
        &self,
        out: &mut String,
        entries: impl Iterator<Item = (&'v str, View<'v>)> + Clone,
        at: &mut String,
        marks: &mut Marks,
    ) {
        let secret_keys = self.lock().iter().any(|secret| secret.of_payload) || self.repeats;
        if secret_keys && !DECLARED.contains(&at.as_str()) && entries.clone().any(|(key, _)| self.is_secret_key(key)) {
            return self.write_renamed(out, entries, at, marks);
        }
        self.write_named(out, entries, at, marks);
    }

    /// An object of whose keys none is a secret.
    fn write_named<'v>(
        &self,
        out: &mut String,
        entries: impl Iterator<Item = (&'v str, View<'v>)>,
        at: &mut String,
        marks: &mut Marks,
    ) {
        json::write_object(out, entries, |out, key, value| {
            let before = enter(at, key);
            if self.hides(key) {
                self.mark(out, at, marks);
            } else {
                self.write(out, value, at, marks);
            }
            at.truncate(before);
        });
    }

    /// An object of which a key is a secret. Keys that are may become the same, and then the last value counts.
    fn write_renamed<'v>(
        &self,
        out: &mut String,
        entries: impl Iterator<Item = (&'v str, View<'v>)>,
        at: &mut String,
        marks: &mut Marks,
    ) {
        let mut renamed: Map<String, Value> = Map::new();
        for (key, value) in entries {
            let key = self.key(key).into_owned();
            let value = if key == self.marker() { Value::from(self.marker()) } else { value.to_value() };
            renamed.insert(key, value);
        }
        let renamed = renamed.iter().map(|(key, value)| (key.as_str(), View::from(value)));
        json::write_object(out, renamed, |out, key, value| {
            let is_secret = key == self.marker();
            let before = enter(at, if is_secret { SUPPRESSED } else { key });
            if is_secret || self.hides(key) {
                self.mark(out, at, marks);
            } else {
                self.write(out, value, at, marks);
            }
            at.truncate(before);
        });
    }

    /// A key of an object as the trace may show it: one that a payload made of its own secret is replaced by one of its own.
    pub fn key<'k>(&self, key: &'k str) -> Cow<'k, str> {
        if self.is_secret_key(key) { Cow::Owned(self.marker().to_owned()) } else { Cow::Borrowed(key) }
    }

    fn is_secret_key(&self, key: &str) -> bool {
        if self.hides(key) || self.names.binary_search(&key).is_ok() {
            return false;
        }
        if self.repeats {
            return is_hidden(key);
        }
        let is_in_key =
            |secret: &Secret| key == secret.text || (secret.text.len() >= SEARCHED && key.contains(&secret.text));
        self.lock().iter().any(|secret| secret.of_payload && is_in_key(secret))
    }

    /// A sentence without these secrets and without those of the run that are looked for in texts, and whether it lacks one.
    pub fn sentence<'s>(&self, text: &'s str, secrets: &[String], of_run: bool) -> (Cow<'s, str>, bool) {
        if self.is_empty() {
            return (Cow::Borrowed(text), self.repeats && is_hidden(text));
        }
        let known = self.lock();
        let of_run = known.iter().map(|secret| secret.text.as_str()).filter(|text| of_run && text.len() >= SEARCHED);
        let own = secrets.iter().map(String::as_str).filter(|secret| !self.repeats || !is_hidden(secret));
        let mut found: Vec<&str> = own.chain(of_run).filter(|secret| text.contains(secret)).collect();
        // A longer secret may hold a shorter one.
        found.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        let lacks = !found.is_empty() || (self.repeats && is_hidden(text));
        let replaced = |text: Cow<'s, str>, secret| replaced(&text, secret, self.marker());
        (found.into_iter().fold(Cow::Borrowed(text), replaced), lacks)
    }

    /// The value as output beside the trace may show it: without what is suppressed, and without any text that was.
    pub fn mask(&self, value: &Value, secret: &[String]) -> Value {
        if self.is_empty() && secret.is_empty() {
            return value.clone();
        }
        let (mut at, mut text, mut marks) = (String::new(), String::new(), Marks::of(secret.to_vec()));
        self.write(&mut text, value.into(), &mut at, &mut marks);
        // What is written here can be read.
        let masked = json::parse(&text).unwrap_or_default();
        if self.is_empty() { masked } else { self.mask_texts(masked) }
    }

    fn mask_texts(&self, value: Value) -> Value {
        let text = |text: String| self.sentence(&text, &[], true).0.into_owned();
        match value {
            Value::String(own) => Value::from(text(own)),
            Value::Array(items) => items.into_iter().map(|item| self.mask_texts(item)).collect(),
            Value::Object(object) => {
                Value::Object(object.into_iter().map(|(key, value)| (text(key), self.mask_texts(value))).collect())
            }
            scalar => scalar,
        }
    }

    /// Every change of the list is one push.
    fn lock(&self) -> MutexGuard<'_, Vec<Secret>> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn replaced<'t>(text: &str, secret: &str, marker: &str) -> Cow<'t, str> {
    // The marker itself may hold a short secret.
    let parts: Vec<String> = text.split(marker).map(|part| part.replace(secret, marker)).collect();
    Cow::Owned(parts.join(marker))
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
        let words = [
            "",
            "pin",
            "pins",
            "to ",
            "horse",
            "\n",
            "\u{e9}",
            "00ff00ff00",
            "quoted",
            "a/b~c",
            "correct horse battery",
        ];
        let words = words.into_iter().chain(SECRETS).collect::<Vec<_>>();
        (0..random.usize(1..3)).map(|_| words[random.usize(..words.len())]).collect()
    }

    /// What is written is the value, but for what the marks lead to, and that is nothing but the marker.
    #[test]
    fn what_is_written_is_the_value_but_for_what_is_marked() {
        let random = &mut fastrand::Rng::with_seed(7);
        let mut hidden = 0;
        for _ in 0..20_000 {
            let redaction = Redaction::new(&["pin", "quoted"]);
            SECRETS.iter().take(random.usize(..=SECRETS.len())).for_each(|secret| redaction.learn_text(secret));
            let value = value(random, 3);
            let mut pointers = Vec::new();
            crate::visit_values((&value).into(), &mut String::new(), &mut |at, _| pointers.push(at.to_owned()));
            let secret: Vec<String> = pointers.into_iter().filter(|_| random.u8(..4) == 0).collect();
            let (mut written, mut at, mut marks) = (String::from("before "), String::new(), Marks::of(secret.clone()));
            redaction.write(&mut written, (&value).into(), &mut at, &mut marks);
            let mut written = json::parse(written.strip_prefix("before ").unwrap()).unwrap();
            let mut expected = value.clone();
            for pointer in &marks.written {
                let own = written.pointer_mut(pointer).unwrap();
                assert_eq!(own.take(), SUPPRESSED);
                *expected.pointer_mut(pointer).unwrap() = Value::Null;
            }
            assert_eq!(written, expected);
            assert!(secret.iter().all(|place| value.pointer(place).is_none_or(Value::is_null) || {
                marks.written.iter().any(|mark| crate::below(place, mark).is_some())
            }));
            hidden += usize::from(!marks.written.is_empty());
        }
        assert!(hidden > 2_000, "{hidden} values with something to hide");
    }
}
