//! `CS_APPENDONLY_JSONL` as PGC has it: any value may be a record, and what can't be read ends the run.

use pgs_value::Value;
use serde::Serialize;

use super::unreadable;
pub use crate::operations::append_only::{AppendOutputs, AppendStatus, ReadAll, ReadAllOutputs, ReadAllStatus, Store};
use crate::{Fault, Field, Reply, Step, described};

described! {
    /// What APPEND is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Append {
        /// The record, any value; null if it is missing.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub record: Field<Value>,
        /// The stream that the record belongs to.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub stream_id: Field<Value>,
        /// Who caused the record.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub actor_id: Field<Value>,
    }
}

/// Appends a record to the end of the log. What can't be written ends the run.
pub fn append(step: &Step<'_>, store: &Store, call: Append) -> Result<Reply<AppendStatus, AppendOutputs>, Fault> {
    step.effect_or_fault(Some(&store.0), call, AppendStatus::BackendError, |run, call| {
        let added = store.add(run, call.record.to_value(), &call.stream_id, &call.actor_id);
        Ok(Reply::success(AppendStatus::Success, added.map_err(unreadable)?))
    })
}

/// Reads the log, or one stream of it. What can't be read ends the run.
pub fn get_all(step: &Step<'_>, store: &Store, call: ReadAll) -> Result<Reply<ReadAllStatus, ReadAllOutputs>, Fault> {
    step.effect_or_fault(Some(&store.0), call, ReadAllStatus::BackendError, |run, call| {
        let entries = store.entries(run, &call.stream_id).map_err(unreadable)?;
        Ok(Reply::success(ReadAllStatus::Success, ReadAllOutputs { entries }))
    })
}
