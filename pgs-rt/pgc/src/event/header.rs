//! The first line of a trace: of which snapshot it is, and what of it may differ from run to run.

use pgs_value::{Map, Value};

use super::member::{Keys, Member as _, Members, member};
use super::{EventError, SCHEMA_VERSION};

/// The vocabulary that says what of a trace may differ from run to run.
const CLASSIFIED_BY: &str = "vocabulary::VOCAB_EVIDENCE_CONTENT_CLASSIFICATION_V0";

/// The type of the line.
const EVENT_TYPE: &str = "trace_classification";

/// The first line of a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// The identity of the snapshot.
    pub snapshot_id: &'a str,
    /// The keys of an event that follow from protocol, payload and state.
    pub determinative: Keys<'a>,
    /// The keys of an event that may differ from run to run.
    pub observational: Keys<'a>,
    /// The keys that may differ wherever they stand.
    pub observational_keys: Keys<'a>,
}

impl<'a> Header<'a> {
    /// Appends the line, with its break.
    pub fn write(&self, text: &mut String) {
        let mut line = Members::begin(text);
        SCHEMA_VERSION.write("trace_schema_version", &mut line);
        EVENT_TYPE.write("event_type", &mut line);
        CLASSIFIED_BY.write("classified_by", &mut line);
        self.snapshot_id.write("snapshot_id", &mut line);
        self.determinative.write("determinative", &mut line);
        self.observational.write("observational", &mut line);
        self.observational_keys.write("observational_keys", &mut line);
        line.end();
        text.push('\n');
    }

    /// Reads the line.
    pub fn read(line: &'a Map<String, Value>) -> Result<Self, EventError> {
        if member(line, "trace_schema_version") != Some(SCHEMA_VERSION) {
            return Err(EventError::Schema);
        }
        if member(line, "event_type") != Some(EVENT_TYPE) {
            return Err(EventError::Common("event_type"));
        }
        let keys = |key| member(line, key).ok_or(EventError::Common(key));
        Ok(Self {
            snapshot_id: member(line, "snapshot_id").ok_or(EventError::Common("snapshot_id"))?,
            determinative: keys("determinative")?,
            observational: keys("observational")?,
            observational_keys: keys("observational_keys")?,
        })
    }
}
