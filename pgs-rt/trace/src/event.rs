//! One event, and the text of its detail.

use crate::Redaction;
use crate::Timestamp;
use crate::sources::rfc3339_nanos;
use pgs_value::{View, json};

/// One event before it has a place in a trace and a detail; `None` is JSON null.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// The event type.
    pub kind: &'a str,
    /// The address of the contract.
    pub contract: Option<i64>,
    /// The address of the step's transform or side effect.
    pub step: Option<i64>,
    /// The operation of a side effect.
    pub op: Option<&'a str>,
    /// The status of a contract or workflow.
    pub status: Option<&'a str>,
    /// Whether it is the last one.
    pub seals: bool,
}

impl<'a> Event<'a> {
    /// An event of this type, and nothing more.
    pub fn new(kind: &'a str) -> Self {
        Self { kind, contract: None, step: None, op: None, status: None, seals: false }
    }
}

/// The `detail` of an event while it is appended to the text of the event. Values of the run are masked, words of the
/// protocol are not.
pub struct Detail<'a> {
    redaction: &'a Redaction,
    text: &'a mut String,
    empty: bool,
}

impl<'a> Detail<'a> {
    /// Begins a detail at the end of a text.
    pub fn new(redaction: &'a Redaction, text: &'a mut String) -> Self {
        text.push('{');
        Self { redaction, text, empty: true }
    }

    /// A word of the protocol or of the trace.
    pub fn word(&mut self, key: &str, word: &str) -> &mut Self {
        self.key(key);
        json::write_text(self.text, word);
        self
    }

    /// A list of keys.
    pub fn keys<'k>(&mut self, key: &str, keys: impl Iterator<Item = &'k str>) -> &mut Self {
        self.key(key);
        json::write_list(self.text, keys, json::write_text);
        self
    }

    /// A value that no payload or state can influence.
    pub fn plain(&mut self, key: &str, value: View<'_>) -> &mut Self {
        self.key(key);
        json::write_compact(self.text, value);
        self
    }

    /// A value of the run.
    pub fn data<'v>(&mut self, key: &str, value: impl Into<View<'v>>) -> &mut Self {
        self.key(key);
        let value = value.into();
        self.redaction.learn(value);
        self.redaction.write(self.text, value);
        self
    }

    /// A sentence that was made in the run.
    pub fn sentence(&mut self, key: &str, text: &str) -> &mut Self {
        self.key(key);
        self.redaction.write(self.text, View::Text(text));
        self
    }

    /// What was drawn since the event before.
    pub fn draws(&mut self, draws: &[Draw]) -> &mut Self {
        if !draws.is_empty() {
            self.key("draws");
            json::write_list(self.text, draws, |text, draw| match draw {
                Draw::Time(time) => json::write_compact(text, View::fields(&[("time", &&*rfc3339_nanos(*time))])),
                Draw::Random(bytes) => json::write_compact(text, View::fields(&[("random", &&**bytes)])),
            });
        }
        self
    }

    /// What was repaired since the event before.
    pub fn notes(&mut self, notes: &[String]) {
        if !notes.is_empty() {
            let notes = pgs_value::Value::from(notes);
            self.plain("notes", View::from(&notes));
        }
    }

    /// A key of the trace: it needs no escapes.
    fn key(&mut self, key: &str) {
        self.text.push_str(if self.empty { "\"" } else { ",\"" });
        self.empty = false;
        self.text.push_str(key);
        self.text.push_str("\":");
    }

    /// Closes it.
    pub fn end(self) {
        self.text.push('}');
    }
}

/// What a run took from outside the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draw {
    /// The time.
    Time(Timestamp),
    /// Random bytes, in hex.
    Random(String),
}
