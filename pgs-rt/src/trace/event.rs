//! One event, and the text of its line.

use serde_json::Value;

use super::Redaction;
use crate::sources::rfc3339_nanos;
use crate::{Timestamp, json};

/// One event before it has a place in a trace; `None` is JSON null.
pub(crate) struct Event<'a> {
    pub kind: &'a str,
    pub contract: Option<i64>,
    pub step: Option<i64>,
    pub op: Option<&'a str>,
    pub status: Option<&'a str>,
    pub detail: Detail<'a>,
    /// Whether it is the last one.
    pub seals: bool,
}

impl<'a> Event<'a> {
    pub fn new(kind: &'a str, detail: Detail<'a>) -> Self {
        Self { kind, contract: None, step: None, op: None, status: None, detail, seals: false }
    }
}

/// The `detail` of an event while its text is written. Values of the run are masked, words of the protocol are not.
pub(crate) struct Detail<'a> {
    redaction: &'a Redaction,
    /// The text without the closing brace.
    text: String,
}

impl<'a> Detail<'a> {
    pub fn new(redaction: &'a Redaction) -> Self {
        Self { redaction, text: String::with_capacity(256) }
    }

    /// A word of the protocol or of the trace.
    pub fn word(mut self, key: &str, word: &str) -> Self {
        self.key(key);
        json::write_text(&mut self.text, word);
        self
    }

    /// A value that no payload or state can influence.
    pub fn plain(mut self, key: &str, value: &Value) -> Self {
        self.key(key);
        json::write_compact(&mut self.text, value);
        self
    }

    /// A value of the run.
    pub fn data(mut self, key: &str, value: &Value) -> Self {
        self.key(key);
        if self.redaction.is_empty() {
            json::write_compact(&mut self.text, value);
        } else {
            self.redaction.learn(value);
            json::write_compact(&mut self.text, &self.redaction.mask(value));
        }
        self
    }

    /// A sentence that was made in the run.
    pub fn sentence(mut self, key: &str, text: &str) -> Self {
        self.key(key);
        if self.redaction.is_empty() {
            json::write_text(&mut self.text, text);
        } else {
            json::write_text(&mut self.text, &self.redaction.mask_text(text));
        }
        self
    }

    /// What was drawn since the event before.
    pub fn draws(mut self, draws: &[Draw]) -> Self {
        if !draws.is_empty() {
            let draws = draws.iter().map(Draw::to_value).collect();
            self.key("draws");
            json::write_compact(&mut self.text, &draws);
        }
        self
    }

    /// What was repaired since the event before.
    pub fn notes(self, notes: Vec<String>) -> Self {
        if notes.is_empty() { self } else { self.plain("notes", &notes.into()) }
    }

    fn key(&mut self, key: &str) {
        self.text.push(if self.text.is_empty() { '{' } else { ',' });
        json::write_text(&mut self.text, key);
        self.text.push(':');
    }

    /// The JSON text.
    pub fn finish(mut self) -> String {
        self.text.push_str(if self.text.is_empty() { "{}" } else { "}" });
        self.text
    }
}

/// What a run took from outside the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Draw {
    /// The time.
    Time(Timestamp),
    /// Random bytes, in hex.
    Random(String),
}

impl Draw {
    fn to_value(&self) -> Value {
        match self {
            Self::Time(time) => crate::object([("time", rfc3339_nanos(*time).into())]),
            Self::Random(bytes) => crate::object([("random", bytes.as_str().into())]),
        }
    }
}
