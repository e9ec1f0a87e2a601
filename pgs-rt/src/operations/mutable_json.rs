//! `CS_MUTABLE_JSON`: values by key in one JSON object per file, last write wins.

use std::collections::BTreeSet;

use pgs_value::{Map, Value};
use serde::{Deserialize, Serialize};

use super::registry::text;
use pgs_store::{DeclaredStore, Location, StoreKind, StoreResult};

use super::{NoArguments, no_entry, some};
use crate::{Fault, Field, Reason, ReasonCode, Run, Step, Violation, json, statuses};

/// A mutable JSON store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Store(pub Location);

impl Store {
    /// This store in a table of stores.
    pub const fn declared(self) -> DeclaredStore {
        DeclaredStore { kind: StoreKind::Object, at: self.0 }
    }
}

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
    pub reason: Option<Box<Reason>>,
}

/// What WRITE answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Written {
    /// How it ended.
    pub status: WriteStatus,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
}

/// What DELETE answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Deleted {
    /// How it ended.
    pub status: DeleteStatus,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
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
    pub reason: Option<Box<Reason>>,
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
    pub reason: Option<Box<Reason>>,
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
    pub reason: Option<Box<Reason>>,
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
    pub reason: Option<Box<Reason>>,
}

/// Reads the value at a key.
pub fn read(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Read, Fault> {
    step.effect(Some(&store.0), call, |run, call| read_at(run, store, call))
}

pub(super) fn read_at(run: &Run, store: &Store, call: Keyed) -> Read {
    let ended = |status, reason| Read { status, value: None, reason: Some(reason) };
    let key = match text(call.key, "key") {
        Ok(key) => key,
        Err(violation) => return ended(ReadStatus::Violation, violation.into()),
    };
    match store.get(run, &key) {
        Ok(Some(value)) => Read { status: ReadStatus::Success, value: Some(value), reason: None },
        Ok(None) => ended(ReadStatus::NotFound, no_entry("the key is not in the store").into()),
        Err(error) => ended(ReadStatus::BackendError, error.into()),
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
        Err(violation) => return ended(WriteStatus::Violation, violation.into()),
    };
    if call.value.is_unset() {
        return ended(WriteStatus::Violation, Violation::unset("value").into());
    }
    let value = call.value.to_value();
    match store.put(run, &key, value) {
        Ok(()) => Written { status: WriteStatus::Success, reason: None },
        Err(error) => ended(WriteStatus::BackendError, error.into()),
    }
}

/// Removes a key and its value.
pub fn delete(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Deleted, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Deleted { status, reason: Some(reason) };
        let key = match text(call.key, "key") {
            Ok(key) => key,
            Err(violation) => return ended(DeleteStatus::Violation, violation.into()),
        };
        match store.remove(run, &[key]) {
            Ok(1) => Deleted { status: DeleteStatus::Success, reason: None },
            Ok(_) => ended(DeleteStatus::NotFound, no_entry("the key is not in the store").into()),
            Err(error) => ended(DeleteStatus::BackendError, error.into()),
        }
    })
}

/// Removes a list of keys and their values.
pub fn delete_many(step: &Step<'_>, store: &Store, call: DeleteMany) -> Result<Drained, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Drained { status, drained_count: None, reason: Some(reason) };
        let keys = match texts(call.keys, "keys") {
            Ok(keys) => keys,
            Err(violation) => return ended(DeleteManyStatus::Violation, violation.into()),
        };
        match store.remove(run, &keys) {
            Ok(drained) => {
                Drained { status: DeleteManyStatus::Success, drained_count: i64::try_from(drained).ok(), reason: None }
            }
            Err(error) => ended(DeleteManyStatus::BackendError, error.into()),
        }
    })
}

/// Says whether a key is in the store.
pub fn exists(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Existing, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Existing { status, exists: None, reason: Some(reason) };
        let key = match text(call.key, "key") {
            Ok(key) => key,
            Err(violation) => return ended(ExistsStatus::Violation, violation.into()),
        };
        match store.get(run, &key) {
            Ok(value) => Existing { status: ExistsStatus::Success, exists: Some(value.is_some()), reason: None },
            Err(error) => ended(ExistsStatus::BackendError, error.into()),
        }
    })
}

/// Lists all keys and values.
pub fn list(step: &Step<'_>, store: &Store) -> Result<Listed, Fault> {
    step.effect(Some(&store.0), NoArguments {}, |run, _| match store.list(run) {
        Ok(object) => {
            let (keys, records) = object.into_iter().map(|(key, value)| (Value::from(key), value)).unzip();
            Listed { status: ListStatus::Success, records: Some(records), keys: Some(keys), reason: None }
        }
        Err(error) => {
            Listed { status: ListStatus::BackendError, records: None, keys: None, reason: Some(error.into()) }
        }
    })
}

/// Changes all records that match a filter, or none.
pub fn update_where(step: &Step<'_>, store: &Store, call: UpdateWhere) -> Result<Updated, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let ended = |status, reason| Updated { status, matched_keys: None, updated_count: None, reason: Some(reason) };
        let UpdateWhere { filter, updates } = call;
        let required = filter.required("filter").and_then(|filter| Ok((filter, updates.required("updates")?)));
        let (filter, updates) = match required {
            Ok(both) => both,
            Err(violation) => return ended(UpdateStatus::Violation, violation.into()),
        };
        match store.update(run, &filter, &updates) {
            Ok(matched) if matched.is_empty() => ended(
                UpdateStatus::Violation,
                Reason::coded(ReasonCode::NoMatch, "no record matches the filter").into(),
            ),
            Ok(matched) => Updated {
                status: UpdateStatus::Success,
                updated_count: i64::try_from(matched.len()).ok(),
                matched_keys: Some(matched.into_iter().map(Value::from).collect()),
                reason: None,
            },
            Err(error) => ended(UpdateStatus::BackendError, error.into()),
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

/// A list of texts that are not blank, each once.
fn texts(field: Field<Vec<Value>>, name: &str) -> Result<Vec<String>, Violation> {
    let items = field.required(name)?;
    let distinct: BTreeSet<String> =
        items.into_iter().map(|item| text(Field::json(item), name)).collect::<Result<_, _>>()?;
    Ok(distinct.into_iter().collect())
}

impl Store {
    fn get(self, run: &Run, key: &str) -> StoreResult<Option<Value>> {
        let path = self.0.resolve()?;
        run.state(|session| session.get(path, key))
    }

    fn put(self, run: &Run, key: &str, value: Value) -> StoreResult<()> {
        let path = self.0.resolve()?;
        run.state(|session| session.put(path, key, value))
    }

    fn remove(self, run: &Run, keys: &[String]) -> StoreResult<usize> {
        let path = self.0.resolve()?;
        run.state(|session| session.remove(path, keys))
    }

    fn list(self, run: &Run) -> StoreResult<Map<String, Value>> {
        let path = self.0.resolve()?;
        run.state(|session| session.list(path))
    }

    fn update(self, run: &Run, filter: &Map<String, Value>, updates: &Map<String, Value>) -> StoreResult<Vec<String>> {
        let path = self.0.resolve()?;
        run.state(|session| {
            session.update(path, &mut |record| {
                let changes = matches(record, filter);
                if changes {
                    apply(record, updates);
                }
                changes
            })
        })
    }
}
