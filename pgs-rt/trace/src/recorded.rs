//! A line that is read: as exactly as it was written here, and as far as it goes where another system wrote it.

use std::collections::BTreeSet;

use pgs_value::json::{self, ParseError};
use pgs_value::{Map, Value};

use crate::chain::HASH;
use crate::detail::MARKS;
use crate::event::{Event, LineFields, SENTENCES};
use crate::hidden::{SUPPRESSED, text_at};
use crate::line::{are_keys, key};

/// How deep lists and objects may be nested in a line. A value of a payload or of the state may have
/// [`json::DEPTH_LIMIT`], and bindings and surfaces of workflows that start each other put it deeper.
pub const DEPTH_LIMIT: usize = 512;

/// One event that was recorded. Traces of the reference interpreter have no `seq`, `span` or `hash`, and no `node`.
#[derive(Clone, Debug)]
pub struct RecordedEvent(Map<String, Value>);

/// Why a line is no event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// It is not UTF-8.
    #[error("it is no UTF-8 from byte {from} on")]
    NotUtf8 {
        /// How many bytes of the line are UTF-8.
        from: usize,
    },
    /// It is no JSON.
    #[error("it is no JSON: {0}")]
    NotJson(#[from] ParseError),
    /// It is another JSON value than an object.
    #[error("it is no JSON object")]
    NotAnObject,
    /// It is an event of a trace that is written in another way.
    #[error("it is an event of {0}: traces of this format are not read")]
    OtherFormat(Format),
    /// It is an object, and no event of the schema that its trace has.
    #[error("it is no event of its schema: {0}")]
    NoEvent(String),
}

/// A format of traces that is known, and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Format {
    /// Of `omnibachi`, the predecessor of `pgs_runtime`: `TRACE_SCHEMA_V0`, with one event for each node.
    #[error("omnibachi (TRACE_SCHEMA_V0, before pgs_runtime 0.3)")]
    Omnibachi,
}

impl Format {
    /// What its events have, and no event that is read.
    const OMNIBACHI: [&str; 3] = ["execution_id", "sequence", "payload"];

    /// The format of this event; none if it is read, or of a format that nobody knows.
    fn of(event: &Map<String, Value>) -> Option<Self> {
        let has = |key: &&str| event.contains_key(*key);
        let is_omnibachi = !has(&key::TRACE_ID) && has(&key::EVENT_TYPE) && Self::OMNIBACHI.iter().all(has);
        is_omnibachi.then_some(Self::Omnibachi)
    }
}

/// The type of the first line of a trace of PGC.
const CLASSIFICATION: &str = "trace_classification";

/// How a line differs from what is written here for its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Inexact {
    /// Its keys are others, or stand in another order.
    #[error("its keys are not those of an event in their order")]
    Keys,
    /// It is written in another form.
    #[error("it is not written as compact JSON")]
    Form,
}

/// A key that has one value in all events of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommonKey(pub &'static str);

/// The keys that have one value in all events of a trace.
const COMMON: [&str; 4] = [key::SCHEMA_VERSION, key::TRACE_ID, key::DOMAIN, key::WORKFLOW];

impl RecordedEvent {
    /// Reads a line.
    pub fn parse(line: &str) -> Result<Self, LineError> {
        match json::parse_within(line, json::Limits::nested(DEPTH_LIMIT))? {
            Value::Object(event) => {
                Format::of(&event).map_or(Ok(Self(event)), |format| Err(LineError::OtherFormat(format)))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(LineError::NotAnObject)
            }
        }
    }

    /// The event.
    pub fn event(&self) -> Event<'_> {
        let integer = |key: &str| self.0.get(key).and_then(Value::as_i64);
        let line = LineFields {
            contract: integer(key::CONTRACT),
            step: integer(key::STEP),
            op: self.text(key::OP),
            status: self.text(key::STATUS),
            seals: self.seals(),
        };
        Event::read(self.text(key::EVENT_TYPE).unwrap_or_default(), line, self.detail())
    }

    /// Whether addresses, operation and status stand only in events that have them. Of other types of events nobody knows.
    pub fn fits_its_type(&self) -> bool {
        let event = self.event();
        if let Event::Other(_) = event {
            return true;
        }
        let LineFields { contract, step, op, status, .. } = event.line_fields();
        let read = [contract.is_some(), step.is_some(), op.is_some(), status.is_some()];
        let keys = [key::CONTRACT, key::STEP, key::OP, key::STATUS];
        keys.iter().zip(read).all(|(key, read)| read || self.0.get(*key).is_none_or(Value::is_null))
    }

    /// All that it holds, as it stands there.
    pub fn members(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Whether it is the first line of a trace of PGC: it says what of the events that follow may differ, and is none.
    pub fn classifies(&self) -> bool {
        self.text(key::EVENT_TYPE) == Some(CLASSIFICATION)
    }

    /// The detail, as it stands there.
    pub fn detail(&self) -> Option<&Map<String, Value>> {
        self.0.get(key::DETAIL).and_then(Value::as_object)
    }

    /// Where it says that its detail is suppressed, as JSON pointers; inner none where it says so in another form. Older
    /// traces say nothing.
    pub fn marks(&self) -> Option<Option<Vec<&str>>> {
        let marks = self.detail()?.get(MARKS)?;
        Some(marks.as_array().and_then(|marks| marks.iter().map(Value::as_str).collect()))
    }

    /// Whether its detail is suppressed wherever it says so.
    pub fn is_marked(&self) -> bool {
        let Some((detail, Some(marks))) = self.detail().zip(self.marks()) else { return false };
        let mut seen = BTreeSet::new();
        marks.iter().all(|pointer| {
            seen.insert(*pointer) && text_at(detail, pointer).is_some_and(|text| is_marker(pointer, text))
        })
    }

    /// Whether it is an event of a trace: it has a trace id and a type.
    pub fn is_of_trace(&self) -> bool {
        self.trace_id().is_some() && self.text(key::EVENT_TYPE).is_some()
    }

    /// The version of the schema.
    pub fn schema_version(&self) -> Option<&str> {
        self.text(key::SCHEMA_VERSION)
    }

    /// The trace id.
    pub fn trace_id(&self) -> Option<&str> {
        self.text(key::TRACE_ID)
    }

    /// The domain of the workflow that was started first.
    pub fn domain(&self) -> Option<&str> {
        self.text(key::DOMAIN)
    }

    /// When it was written, in nanoseconds of a clock that never goes back.
    pub fn time(&self) -> Option<u64> {
        self.number(key::TIME)
    }

    /// Its number in the trace, from 1.
    pub fn seq(&self) -> Option<u64> {
        self.number(key::SEQ)
    }

    /// The span of its workflow.
    pub fn span(&self) -> Option<&str> {
        self.text(key::SPAN)
    }

    /// Whether it says that it is the last one.
    pub fn seals(&self) -> bool {
        self.0.get(key::SEALED) == Some(&Value::Bool(true))
    }

    /// Whether a system that chains its traces wrote it.
    pub fn is_chained(&self) -> bool {
        self.0.contains_key(HASH)
    }

    /// The hash.
    pub fn hash(&self) -> Option<&str> {
        self.text(HASH)
    }

    /// Whether a trace begins with it.
    pub fn begins(&self) -> bool {
        match self.seq() {
            Some(seq) => seq == 1,
            None => matches!(self.event(), Event::WorkflowStart(_)),
        }
    }

    /// What has another value here than in the first event of the trace, though it must not.
    pub fn not_common(&self, first: &Self) -> Option<CommonKey> {
        COMMON.into_iter().find(|key| self.0.get(*key) != first.0.get(*key)).map(CommonKey)
    }

    /// Whether this is the line, byte for byte, that is written here for the event.
    pub fn is_exactly(&self, line: &str) -> Result<(), Inexact> {
        if !are_keys(self.0.keys().map(String::as_str), self.0.contains_key(key::SEALED)) {
            return Err(Inexact::Keys);
        }
        let mut written = String::with_capacity(line.len());
        json::write_compact(&mut written, (&self.0).into());
        if written == line { Ok(()) } else { Err(Inexact::Form) }
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(Value::as_str)
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.0.get(key).and_then(Value::as_u64)
    }
}

/// Whether what a pointer of a detail leads to is suppressed: a value as a whole, a sentence also in part.
pub(crate) fn is_marker(pointer: &str, text: &str) -> bool {
    let is_sentence = pointer.strip_prefix('/').is_some_and(|key| SENTENCES.contains(&key));
    if is_sentence { text.contains(SUPPRESSED) } else { text == SUPPRESSED }
}
