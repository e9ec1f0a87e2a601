//! `CS_APPENDONLY_JSONL`: an ordered log of records, one JSON object a line.

use pgs_store::{DeclaredStore, Location, StoreKind, StoreResult};
use pgs_trace::sources::naive_micros;
use pgs_value::{Field, Map, Reply, Value, Violation, described, json, map, statuses};
use serde::Serialize;

use super::{Reach, counted};
use crate::fault::Fault;
use crate::run::Run;
use crate::step::Step;

/// An append-only store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Store {
    at: Location,
    reach: Reach,
}

impl Store {
    /// One that the workflow owns.
    pub const fn owned(at: Location) -> Self {
        Self { at, reach: Reach::Owned }
    }

    /// One that it consults, as this runtime binding describes it.
    pub const fn consulted(at: Location, described_by: &'static str) -> Self {
        Self { at, reach: Reach::Consulted { described_by } }
    }

    /// This store in a table of stores.
    pub const fn declared(self) -> DeclaredStore {
        DeclaredStore { kind: StoreKind::Log, at: self.at }
    }
}

statuses! {
    /// How APPEND ends. `BACKEND_ERROR` is declared, and answered by none: what the log can't do is a fault.
    AppendStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How GET_ALL ends. `BACKEND_ERROR` is declared, and answered by none: what the log can't do is a fault.
    GetAllStatus { Success = "SUCCESS", BackendError = "BACKEND_ERROR" }
}

described! {
    /// What APPEND is given.
    #[derive(Clone, Debug, Default)]
    pub struct Append {
        /// The record, any value; null if it is missing.
        pub record: Field<Value>,
        /// The stream that the record belongs to.
        pub stream_id: Field<Value>,
        /// Who caused the record.
        pub actor_id: Field<Value>,
    }

    /// What APPEND gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct AppendOutputs {
        /// The timestamp, `_`, and the count of lines before, six digits.
        pub record_id: String,
        /// The count of lines before, plus one.
        pub sequence_number: i64,
    }

    /// What GET_ALL is given.
    #[derive(Clone, Debug, Default)]
    pub struct GetAll {
        /// Only the entries of this stream, if given.
        pub stream_id: Field<Value>,
    }

    /// What GET_ALL gives.
    #[derive(Clone, Debug, Default, PartialEq, Serialize)]
    pub struct GetAllOutputs {
        /// The entries, in order.
        pub entries: Vec<Value>,
    }
}

/// Appends a record to the end of the log. What can't be written ends the run.
pub fn append(step: &Step<'_>, store: &Store, call: Append) -> Result<Reply<AppendStatus, AppendOutputs>, Fault> {
    if let Some(refused) = store.reach.refuses(store.at.name) {
        return Ok(Reply::failure(AppendStatus::Violation, refused));
    }
    step.operation(|run| Ok(Reply::success(AppendStatus::Success, store.add(run, call)?)))
}

/// Reads the log, or one stream of it. What can't be read ends the run.
pub fn get_all(step: &Step<'_>, store: &Store, call: GetAll) -> Result<Reply<GetAllStatus, GetAllOutputs>, Fault> {
    step.operation(|run| {
        let entries = store.entries(run, &call.stream_id)?;
        Ok(Reply::success(GetAllStatus::Success, GetAllOutputs { entries }))
    })
}

impl Store {
    fn add(self, run: &Run, call: Append) -> StoreResult<AppendOutputs> {
        let path = self.at.resolve()?;
        let mut added = AppendOutputs::default();
        run.change(|session| {
            session.append(path, &mut |before| {
                let timestamp = naive_micros(run.sources().now());
                let sequence = before.checked_add(1).ok_or_else(|| Violation::new("the log is full"))?;
                added =
                    AppendOutputs { record_id: format!("{timestamp}_{before:06}"), sequence_number: counted(sequence) };
                Ok(map([
                    ("record_id", Value::from(added.record_id.as_str())),
                    ("sequence_number", Value::from(added.sequence_number)),
                    ("timestamp", Value::from(timestamp)),
                    ("actor_id", call.actor_id.to_value()),
                    ("stream_id", call.stream_id.to_value()),
                    ("record", call.record.to_value()),
                ]))
            })
        })?;
        Ok(added)
    }

    fn entries(self, run: &Run, stream_id: &Field<Value>) -> StoreResult<Vec<Value>> {
        let path = self.at.resolve()?;
        let wanted = stream_id.to_value();
        let of_stream = |entry: &Map<String, Value>| {
            wanted.is_null() || entry.get("stream_id").is_some_and(|stream| json::equal(stream, &wanted))
        };
        let entries = run.state(|session| session.entries(path, &of_stream))?;
        Ok(entries.into_iter().map(Value::Object).collect())
    }
}
