//! `CS_APPENDONLY_JSONL`: an ordered log of records, one JSON object a line.

use pgs_value::{Map, Value};
use serde::{Deserialize, Serialize};

use pgs_store::{DeclaredStore, Location, StoreKind, StoreResult};

use crate::{Fault, Field, Reply, Run, Step, Violation, described, json, map, statuses};
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

described! {
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

    /// What APPEND gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct AppendOutputs {
        /// The timestamp, `_`, and the count of lines before, six digits.
        pub record_id: String,
        /// The count of lines before, plus one.
        pub sequence_number: i64,
    }

    /// What GET_ALL and READ_ALL are given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct ReadAll {
        /// Only the entries of this stream, if given.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub stream_id: Field<Value>,
    }

    /// What GET_ALL and READ_ALL give.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct ReadAllOutputs {
        /// The entries, in order.
        pub entries: Vec<Value>,
    }
}

/// Appends a record to the end of the log.
pub fn append(step: &Step<'_>, store: &Store, call: Append) -> Result<Reply<AppendStatus, AppendOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let record = match call.record.required("record") {
            Ok(record) => record,
            Err(violation) => return Reply::failure(AppendStatus::Violation, violation),
        };
        match store.add(run, record, &call.stream_id, &call.actor_id) {
            Ok(outputs) => Reply::success(AppendStatus::Success, outputs),
            Err(error) => Reply::failure(AppendStatus::BackendError, error),
        }
    })
}

/// Reads the log, or one stream of it.
pub fn read_all(step: &Step<'_>, store: &Store, call: ReadAll) -> Result<Reply<ReadAllStatus, ReadAllOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| match store.entries(run, &call.stream_id) {
        Ok(entries) => Reply::success(ReadAllStatus::Success, ReadAllOutputs { entries }),
        Err(error) => Reply::failure(ReadAllStatus::BackendError, error),
    })
}

impl Store {
    fn add(
        self,
        run: &Run,
        record: Map<String, Value>,
        stream_id: &Field<Value>,
        actor_id: &Field<Value>,
    ) -> StoreResult<AppendOutputs> {
        let path = self.0.resolve()?;
        let mut added = AppendOutputs { record_id: String::new(), sequence_number: 0 };
        let mut record = Some(record);
        run.change(|session| {
            session.append(path, &mut |before| {
                let timestamp = naive_micros(run.unrecorded_sources().now());
                added = AppendOutputs {
                    record_id: format!("{timestamp}_{before:06}"),
                    sequence_number: i64::try_from(before).map_err(|error| Violation::new(error.to_string()))? + 1,
                };
                Ok(map([
                    ("record_id", Value::from(added.record_id.as_str())),
                    ("sequence_number", Value::from(added.sequence_number)),
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
