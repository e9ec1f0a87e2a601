//! `CS_MUTABLE_JSON`: values by key in one JSON object per file, last write wins.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::lock::Lock;
use super::registry::text;
use super::{Location, NoArguments, object_file, some};
use crate::{Fault, Field, Run, Step, json, statuses};

/// A mutable JSON store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Store(pub Location);

statuses! {
    /// How READ ends.
    ReadStatus { Success = "SUCCESS", NotFound = "NOT_FOUND", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How WRITE ends.
    WriteStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How DELETE ends.
    DeleteStatus { Success = "SUCCESS", NotFound = "NOT_FOUND", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How DELETE_MANY ends.
    DeleteManyStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How EXISTS ends.
    ExistsStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How LIST ends.
    ListStatus { Success = "SUCCESS", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How UPDATE_WHERE ends.
    UpdateStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

/// What READ, DELETE and EXISTS are given.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Keyed {
    /// The key; must be a text that is not blank.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub key: Field<String>,
}

/// What WRITE is given.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Write {
    /// The key; must be a text that is not blank.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub key: Field<String>,
    /// The value; must be bound, and may be null.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub value: Field<Value>,
}

/// What DELETE_MANY is given.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DeleteMany {
    /// The keys, each a text that is not blank; a key that is not there counts for nothing.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub keys: Field<Vec<Value>>,
}

/// What UPDATE_WHERE is given.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UpdateWhere {
    /// The records that equal every one of these fields are changed.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub filter: Field<Map<String, Value>>,
    /// The fields to set; null removes one.
    #[serde(skip_serializing_if = "Field::is_unset")]
    pub updates: Field<Map<String, Value>>,
}

/// What READ answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Read {
    /// How it ended.
    pub status: ReadStatus,
    /// The value at the key.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    pub value: Option<Value>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What WRITE answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Written {
    /// How it ended.
    pub status: WriteStatus,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What DELETE answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Deleted {
    /// How it ended.
    pub status: DeleteStatus,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What DELETE_MANY answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Drained {
    /// How it ended.
    pub status: DeleteManyStatus,
    /// How many of the keys were there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drained_count: Option<i64>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What EXISTS answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Existing {
    /// How it ended.
    pub status: ExistsStatus,
    /// Whether the key is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exists: Option<bool>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What LIST answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// How it ended.
    pub status: ListStatus,
    /// The values, in the file's order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<Vec<Value>>,
    /// The keys, in the same order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<Value>>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What UPDATE_WHERE answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Updated {
    /// How it ended.
    pub status: UpdateStatus,
    /// The keys of the changed records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched_keys: Option<Vec<Value>>,
    /// How many records were changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_count: Option<i64>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Reads the value at a key.
pub fn read(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Read, Fault> {
    step.effect(Some(&store.0), call, |run, call| read_at(run, store, call))
}

pub(super) fn read_at(run: &Run, store: &Store, call: Keyed) -> Read {
    let ended = |status, reason| Read { status, value: None, reason: Some(reason) };
    let key = match text(call.key, "key") {
        Ok(key) => key,
        Err(reason) => return ended(ReadStatus::Violation, reason),
    };
    match store.read(run) {
        Ok(mut object) => match object.swap_remove(&key) {
            Some(value) => Read { status: ReadStatus::Success, value: Some(value), reason: None },
            None => ended(ReadStatus::NotFound, "the key is not in the store".into()),
        },
        Err(reason) => ended(ReadStatus::BackendError, reason),
    }
}

/// Sets the value at a key.
pub fn write(step: &Step<'_>, store: &Store, call: Write) -> Result<Written, Fault> {
    step.effect(Some(&store.0), call, |run, call| write_at(run, store, call))
}

pub(super) fn write_at(run: &Run, store: &Store, call: Write) -> Written {
    let ended = |status, reason| Written { status, reason: Some(reason) };
    let key = match text(call.key, "key") {
        Ok(key) => key,
        Err(reason) => return ended(WriteStatus::Violation, reason),
    };
    if call.value.is_unset() {
        return ended(WriteStatus::Violation, "`value` is missing".into());
    }
    let value = call.value.to_value();
    let outcome = store.change(run, |object| {
        object.insert(key, value);
        true
    });
    match outcome {
        Ok(_) => Written { status: WriteStatus::Success, reason: None },
        Err(reason) => ended(WriteStatus::BackendError, reason),
    }
}

/// Removes a key and its value.
pub fn delete(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Deleted, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Deleted { status, reason: Some(reason) };
        let key = match text(call.key, "key") {
            Ok(key) => key,
            Err(reason) => return ended(DeleteStatus::Violation, reason),
        };
        match store.change(run, |object| object.shift_remove(&key).is_some()) {
            Ok(true) => Deleted { status: DeleteStatus::Success, reason: None },
            Ok(false) => ended(DeleteStatus::NotFound, "the key is not in the store".into()),
            Err(reason) => ended(DeleteStatus::BackendError, reason),
        }
    })
}

/// Removes a list of keys and their values.
pub fn delete_many(step: &Step<'_>, store: &Store, call: DeleteMany) -> Result<Drained, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Drained { status, drained_count: None, reason: Some(reason) };
        let keys = match texts(call.keys, "keys") {
            Ok(keys) => keys,
            Err(reason) => return ended(DeleteManyStatus::Violation, reason),
        };
        let mut drained = 0;
        let outcome = store.change(run, |object| {
            let before = object.len();
            object.retain(|key, _| !keys.contains(key));
            drained = before - object.len();
            drained > 0
        });
        match outcome {
            Ok(_) => {
                Drained { status: DeleteManyStatus::Success, drained_count: i64::try_from(drained).ok(), reason: None }
            }
            Err(reason) => ended(DeleteManyStatus::BackendError, reason),
        }
    })
}

/// Says whether a key is in the store.
pub fn exists(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Existing, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Existing { status, exists: None, reason: Some(reason) };
        let key = match text(call.key, "key") {
            Ok(key) => key,
            Err(reason) => return ended(ExistsStatus::Violation, reason),
        };
        match store.read(run) {
            Ok(object) => {
                Existing { status: ExistsStatus::Success, exists: Some(object.contains_key(&key)), reason: None }
            }
            Err(reason) => ended(ExistsStatus::BackendError, reason),
        }
    })
}

/// Lists all keys and values.
pub fn list(step: &Step<'_>, store: &Store) -> Result<Listed, Fault> {
    step.effect(Some(&store.0), NoArguments {}, |run, _| match store.read(run) {
        Ok(object) => {
            let (keys, records) = object.into_iter().map(|(key, value)| (Value::from(key), value)).unzip();
            Listed { status: ListStatus::Success, records: Some(records), keys: Some(keys), reason: None }
        }
        Err(reason) => Listed { status: ListStatus::BackendError, records: None, keys: None, reason: Some(reason) },
    })
}

/// Changes all records that match a filter, in one replacement of the file.
pub fn update_where(step: &Step<'_>, store: &Store, call: UpdateWhere) -> Result<Updated, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Updated { status, matched_keys: None, updated_count: None, reason: Some(reason) };
        let required =
            |field: Field<Map<String, Value>>, name| field.required(name).map_err(|violation| violation.to_string());
        let (filter, updates) =
            match required(call.filter, "filter").and_then(|filter| Ok((filter, required(call.updates, "updates")?))) {
                Ok(both) => both,
                Err(reason) => return ended(UpdateStatus::Violation, reason),
            };
        let mut matched = Vec::new();
        let outcome = store.change(run, |object| {
            for (key, record) in object.iter_mut() {
                let Value::Object(record) = record else { continue };
                if matches(record, &filter) {
                    apply(record, &updates);
                    matched.push(Value::from(key.clone()));
                }
            }
            !matched.is_empty()
        });
        match outcome {
            Ok(true) => Updated {
                status: UpdateStatus::Success,
                updated_count: i64::try_from(matched.len()).ok(),
                matched_keys: Some(matched),
                reason: None,
            },
            Ok(false) => ended(UpdateStatus::Violation, "no record matches the filter".into()),
            Err(reason) => ended(UpdateStatus::BackendError, reason),
        }
    })
}

fn matches(record: &Map<String, Value>, filter: &Map<String, Value>) -> bool {
    filter.iter().all(|(name, wanted)| json::equal(record.get(name).unwrap_or(&Value::Null), wanted))
}

fn apply(record: &mut Map<String, Value>, updates: &Map<String, Value>) {
    for (name, value) in updates {
        if value.is_null() {
            record.shift_remove(name);
        } else {
            record.insert(name.clone(), value.clone());
        }
    }
}

fn texts(field: Field<Vec<Value>>, name: &str) -> Result<HashSet<String>, String> {
    let items = field.required(name).map_err(|violation| violation.to_string())?;
    items.into_iter().map(|item| text(Field::json(item), name)).collect()
}

impl Store {
    fn read(self, run: &Run) -> Result<Map<String, Value>, String> {
        object_file::read(&self.0.resolve(run)?)
    }

    /// Changes the object under the store's lock and writes it back if `change` says that it did something.
    fn change(self, run: &Run, change: impl FnOnce(&mut Map<String, Value>) -> bool) -> Result<bool, String> {
        let path = self.0.resolve(run)?;
        let _lock = Lock::exclusive(run.data_root(), &path)?;
        let mut object = object_file::read(&path)?;
        let changed = change(&mut object);
        if changed {
            object_file::replace(&path, object)?;
        }
        Ok(changed)
    }
}
