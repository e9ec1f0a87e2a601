//! `CS_APPENDONLY_JSONL`: an ordered log of records, one JSON object a line.

use pgs_value::{Map, Value};
use serde::{Deserialize, Serialize};

use pgs_store::{DeclaredStore, Location, StoreKind, StoreResult};

use crate::{Fault, Field, Reason, Run, Step, Violation, json, map, statuses};
use pgs_trace::sources::naive_micros;

/// An append-only store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Store(pub Location);

impl Store {
    /// This store in a table of stores.
    pub const fn declared(self) -> DeclaredStore {
        DeclaredStore { kind: StoreKind::Log, at: self.0 }
    }
}

statuses! {
    /// How APPEND ends.
    AppendStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How GET_ALL and READ_ALL end.
    ReadAllStatus { Success = "SUCCESS", BackendError = "BACKEND_ERROR" }
}

/// What APPEND is given.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Append {
    /// The record; must be an object.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub record: Field<Map<String, Value>>,
    /// The stream that the record belongs to.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub stream_id: Field<Value>,
    /// Who caused the record.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub actor_id: Field<Value>,
}

/// What APPEND answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Appended {
    /// How it ended.
    pub status: AppendStatus,
    /// The timestamp, `_`, and the count of lines before, six digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_id: Option<String>,
    /// The count of lines before, plus one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence_number: Option<i64>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
}

/// What GET_ALL and READ_ALL are given.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReadAll {
    /// Only the entries of this stream, if given.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub stream_id: Field<Value>,
}

/// What GET_ALL and READ_ALL answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entries {
    /// How it ended.
    pub status: ReadAllStatus,
    /// The entries, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Vec<Value>>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
}

/// Appends a record to the end of the log.
pub fn append(step: &Step<'_>, store: &Store, call: Append) -> Result<Appended, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Appended { status, record_id: None, sequence_number: None, reason: Some(reason) };
        let record = match call.record.required("record") {
            Ok(record) => record,
            Err(violation) => return ended(AppendStatus::Violation, violation.into()),
        };
        match store.add(run, record, &call.stream_id, &call.actor_id) {
            Ok((record_id, sequence_number)) => Appended {
                status: AppendStatus::Success,
                record_id: Some(record_id),
                sequence_number: Some(sequence_number),
                reason: None,
            },
            Err(error) => ended(AppendStatus::BackendError, error.into()),
        }
    })
}

/// Reads the log, or one stream of it.
pub fn read_all(step: &Step<'_>, store: &Store, call: ReadAll) -> Result<Entries, Fault> {
    step.effect(Some(&store.0), call, |run, call| match store.entries(run, &call.stream_id) {
        Ok(entries) => Entries { status: ReadAllStatus::Success, entries: Some(entries), reason: None },
        Err(error) => Entries { status: ReadAllStatus::BackendError, entries: None, reason: Some(error.into()) },
    })
}

impl Store {
    fn add(
        self,
        run: &Run,
        record: Map<String, Value>,
        stream_id: &Field<Value>,
        actor_id: &Field<Value>,
    ) -> StoreResult<(String, i64)> {
        let path = self.0.resolve()?;
        let mut added = (String::new(), 0);
        let mut record = Some(record);
        run.state(|session| {
            session.append(path, &mut |before| {
                let timestamp = naive_micros(run.unrecorded_sources().now());
                added = (
                    format!("{timestamp}_{before:06}"),
                    i64::try_from(before).map_err(|error| Violation::new(error.to_string()))? + 1,
                );
                Ok(map([
                    ("record_id", Value::from(added.0.as_str())),
                    ("sequence_number", Value::from(added.1)),
                    ("timestamp", Value::from(timestamp)),
                    ("actor_id", actor_id.to_value()),
                    ("stream_id", stream_id.to_value()),
                    ("record", Value::Object(record.take().unwrap_or_default())),
                ]))
            })
        })?;
        Ok(added)
    }

    fn entries(self, run: &Run, stream_id: &Field<Value>) -> StoreResult<Vec<Value>> {
        let path = self.0.resolve()?;
        let wanted = stream_id.to_value();
        let of_stream = |entry: &Map<String, Value>| {
            wanted.is_null() || entry.get("stream_id").is_some_and(|stream| json::equal(stream, &wanted))
        };
        let entries = run.state(|session| session.entries(path, &of_stream))?;
        Ok(entries.into_iter().map(Value::Object).collect())
    }
}
