//! `CS_MUTABLE_JSON` as PGC has it: LIST gives keys alone and SELECT all, UPDATE changes the record at one key.

use std::collections::BTreeSet;

use pgs_value::{Map, Value};
use serde::{Deserialize, Serialize};

use super::mistyped;
use crate::operations::counted;
pub use crate::operations::mutable_json::{
    DeleteManyOutputs, DeleteManyStatus, DeleteStatus, ExistsOutputs, ExistsStatus, Keyed,
    ListOutputs as SelectOutputs, ListStatus, ListStatus as SelectStatus, ReadOutputs, ReadStatus, Store,
    UpdateWhereOutputs, UpdateWhereStatus, UpdateWhereStatus as UpdateStatus, Write, WriteStatus, delete, exists,
    list as select, read,
};
use crate::operations::mutable_json::{apply, matches};
use crate::operations::registry::text;
use crate::{Fault, Field, NoInputs, NoOutputs, Reason, ReasonCode, Reply, Run, Step, described};

described! {
    /// What DELETE_MANY is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct DeleteMany {
        /// The keys; one that is not there counts for nothing, and neither does what is no text.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub keys: Field<Vec<Value>>,
    }

    /// What UPDATE is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Update {
        /// The key; must be a text that is not blank.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub key: Field<String>,
        /// The fields to set; null removes one. None if it is missing.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub updates: Field<Map<String, Value>>,
    }

    /// What UPDATE_WHERE is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct UpdateWhere {
        /// The records that equal every one of these fields are changed; all if it is missing.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub filter: Field<Map<String, Value>>,
        /// The fields to set; null removes one. None if it is missing.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub updates: Field<Map<String, Value>>,
    }

    /// What LIST gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct ListOutputs {
        /// The keys, in the file's order.
        pub keys: Vec<Value>,
    }
}

/// Sets the value at a key; null if it is missing.
pub fn write(step: &Step<'_>, store: &Store, call: Write) -> Result<Reply<WriteStatus, NoOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let key = match text(call.key, "key") {
            Ok(key) => key,
            Err(violation) => return Reply::failure(WriteStatus::Violation, violation),
        };
        match store.put(run, &key, call.value.to_value()) {
            Ok(()) => Reply::success(WriteStatus::Success, NoOutputs {}),
            Err(error) => Reply::failure(WriteStatus::BackendError, error),
        }
    })
}

/// Lists all keys.
pub fn list(step: &Step<'_>, store: &Store) -> Result<Reply<ListStatus, ListOutputs>, Fault> {
    step.effect(Some(&store.0), NoInputs {}, |run, NoInputs {}| match store.list(run) {
        Ok(object) => {
            Reply::success(ListStatus::Success, ListOutputs { keys: object.into_keys().map(Value::from).collect() })
        }
        Err(error) => Reply::failure(ListStatus::BackendError, error),
    })
}

/// Removes a list of keys and their values. What no keys can be ends the run.
pub fn delete_many(
    step: &Step<'_>,
    store: &Store,
    call: DeleteMany,
) -> Result<Reply<DeleteManyStatus, DeleteManyOutputs>, Fault> {
    step.effect_or_fault(Some(&store.0), call, DeleteManyStatus::BackendError, |run, call| {
        Ok(match store.remove(run, &keys(call.keys)?) {
            Ok(drained) => {
                Reply::success(DeleteManyStatus::Success, DeleteManyOutputs { drained_count: counted(drained) })
            }
            Err(error) => Reply::failure(DeleteManyStatus::BackendError, error),
        })
    })
}

/// Changes the record at a key. One that is not there, or is no object, is a violation; updates that are none end the run.
pub fn update(step: &Step<'_>, store: &Store, call: Update) -> Result<Reply<UpdateStatus, NoOutputs>, Fault> {
    step.effect_or_fault(Some(&store.0), call, UpdateStatus::BackendError, |run, call| {
        let key = match text(call.key, "key") {
            Ok(key) => key,
            Err(violation) => return Ok(Reply::failure(UpdateStatus::Violation, violation)),
        };
        let changed = match fields(call.updates) {
            Some(updates) => store.update_at(run, &key, &updates),
            None => match store.get(run, &key) {
                Ok(Some(Value::Object(_))) => return Err(mistyped("updates", "an object")),
                Ok(_) => Ok(false),
                Err(error) => Err(error),
            },
        };
        Ok(match changed {
            Ok(true) => Reply::success(UpdateStatus::Success, NoOutputs {}),
            Ok(false) => Reply::failure(UpdateStatus::Violation, no_match("no record is at the key")),
            Err(error) => Reply::failure(UpdateStatus::BackendError, error),
        })
    })
}

/// Changes all records that match a filter, or none. None that matches is a violation; a filter or updates that are none end the
/// run where a record is compared with them.
pub fn update_where(
    step: &Step<'_>,
    store: &Store,
    call: UpdateWhere,
) -> Result<Reply<UpdateWhereStatus, UpdateWhereOutputs>, Fault> {
    step.effect_or_fault(Some(&store.0), call, UpdateWhereStatus::BackendError, |run, call| {
        let changed = match (fields(call.filter), fields(call.updates)) {
            (Some(filter), Some(updates)) => store.update(run, &filter, &updates),
            (filter, _) => match store.has_match(run, filter.as_ref()) {
                Ok(true) => return Err(mistyped(if filter.is_some() { "updates" } else { "filter" }, "an object")),
                Ok(false) => Ok(Vec::new()),
                Err(error) => Err(error),
            },
        };
        Ok(match changed {
            Ok(matched) if matched.is_empty() => {
                Reply::failure(UpdateWhereStatus::Violation, no_match("no record matches the filter"))
            }
            Ok(matched) => {
                let updated_count = counted(matched.len());
                let matched_keys = matched.into_iter().map(Value::from).collect();
                Reply::success(UpdateWhereStatus::Success, UpdateWhereOutputs { matched_keys, updated_count })
            }
            Err(error) => Reply::failure(UpdateWhereStatus::BackendError, error),
        })
    })
}

fn no_match(sentence: &str) -> Reason {
    Reason::coded(ReasonCode::NoMatch, sentence)
}

/// An object; an empty one where there is nothing, and none where there is something else.
fn fields(field: Field<Map<String, Value>>) -> Option<Map<String, Value>> {
    match field {
        Field::Unset | Field::Null => Some(Map::new()),
        Field::Is(fields) => Some(fields),
        Field::Other(other) => is_nothing(&other).then(Map::new),
    }
}

/// What the reference takes for nothing.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(truth) => !truth,
        Value::Number(_) => pgs_value::json::equal(value, &Value::from(0)),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.is_empty(),
    }
}

/// The keys, each once: those of a list, the characters of a text, the keys of an object.
fn keys(field: Field<Vec<Value>>) -> Result<Vec<String>, Fault> {
    let keys: BTreeSet<String> = match field.to_value() {
        Value::Array(items) => {
            if items.iter().any(|item| item.is_array() || item.is_object()) {
                return Err(Fault::new("`keys`: a key is a list or an object"));
            }
            items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
        }
        Value::String(text) => text.chars().map(String::from).collect(),
        Value::Object(object) => object.into_keys().collect(),
        nothing if is_nothing(&nothing) => BTreeSet::new(),
        Value::Null | Value::Bool(_) | Value::Number(_) => return Err(mistyped("keys", "a list")),
    };
    Ok(keys.into_iter().collect())
}

impl Store {
    /// Changes the record at one key. False where there is none.
    fn update_at(self, run: &Run, key: &str, updates: &Map<String, Value>) -> pgs_store::StoreResult<bool> {
        let path = self.0.resolve()?;
        let changed = run.change(|session| {
            session.update(path, &mut |at, record| {
                let is_it = at == key;
                if is_it {
                    apply(record, updates);
                }
                is_it
            })
        })?;
        Ok(!changed.is_empty())
    }

    /// Whether a record matches a filter; any record, where there is none.
    fn has_match(self, run: &Run, filter: Option<&Map<String, Value>>) -> pgs_store::StoreResult<bool> {
        let records = self.list(run)?;
        let mut records = records.values().filter_map(Value::as_object);
        Ok(records.any(|record| filter.is_none_or(|filter| matches(record, filter))))
    }
}
