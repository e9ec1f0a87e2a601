//! `CS_MUTABLE_JSON`: values by key in one JSON object per file, last write wins.

use std::collections::BTreeSet;

use pgs_value::{Map, Value};
use serde::{Deserialize, Serialize};

use super::registry::text;
use pgs_store::{DeclaredStore, Location, StoreKind, StoreResult};

use super::{counted, no_entry};
use crate::{
    Fault, Field, NoInputs, NoOutputs, Reason, ReasonCode, Reply, Run, Step, Violation, described, json, statuses,
};

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
    UpdateWhereStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

described! {
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

    /// What READ gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct ReadOutputs {
        /// The value at the key.
        pub value: Value,
    }

    /// What DELETE_MANY gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct DeleteManyOutputs {
        /// How many of the keys were there.
        pub drained_count: i64,
    }

    /// What EXISTS gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct ExistsOutputs {
        /// Whether the key is there.
        pub exists: bool,
    }

    /// What LIST gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct ListOutputs {
        /// The values, in the file's order.
        pub records: Vec<Value>,
        /// The keys, in the same order.
        pub keys: Vec<Value>,
    }

    /// What UPDATE_WHERE gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct UpdateWhereOutputs {
        /// The keys of the changed records.
        pub matched_keys: Vec<Value>,
        /// How many records were changed.
        pub updated_count: i64,
    }
}

/// Reads the value at a key.
pub fn read(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Reply<ReadStatus, ReadOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| read_at(run, store, call))
}

pub(super) fn read_at(run: &Run, store: &Store, call: Keyed) -> Reply<ReadStatus, ReadOutputs> {
    let key = match text(call.key, "key") {
        Ok(key) => key,
        Err(violation) => return Reply::failure(ReadStatus::Violation, violation),
    };
    match store.get(run, &key) {
        Ok(Some(value)) => Reply::success(ReadStatus::Success, ReadOutputs { value }),
        Ok(None) => Reply::failure(ReadStatus::NotFound, no_entry("the key is not in the store")),
        Err(error) => Reply::failure(ReadStatus::BackendError, error),
    }
}

/// Sets the value at a key.
pub fn write(step: &Step<'_>, store: &Store, call: Write) -> Result<Reply<WriteStatus, NoOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| write_at(run, store, call))
}

pub(super) fn write_at(run: &Run, store: &Store, call: Write) -> Reply<WriteStatus, NoOutputs> {
    let key = match text(call.key, "key") {
        Ok(key) => key,
        Err(violation) => return Reply::failure(WriteStatus::Violation, violation),
    };
    if call.value.is_unset() {
        return Reply::failure(WriteStatus::Violation, Violation::unset("value"));
    }
    let value = call.value.to_value();
    match store.put(run, &key, value) {
        Ok(()) => Reply::success(WriteStatus::Success, NoOutputs {}),
        Err(error) => Reply::failure(WriteStatus::BackendError, error),
    }
}

/// Removes a key and its value.
pub fn delete(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Reply<DeleteStatus, NoOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let key = match text(call.key, "key") {
            Ok(key) => key,
            Err(violation) => return Reply::failure(DeleteStatus::Violation, violation),
        };
        match store.remove(run, &[key]) {
            Ok(1) => Reply::success(DeleteStatus::Success, NoOutputs {}),
            Ok(_) => Reply::failure(DeleteStatus::NotFound, no_entry("the key is not in the store")),
            Err(error) => Reply::failure(DeleteStatus::BackendError, error),
        }
    })
}

/// Removes a list of keys and their values.
pub fn delete_many(
    step: &Step<'_>,
    store: &Store,
    call: DeleteMany,
) -> Result<Reply<DeleteManyStatus, DeleteManyOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let keys = match texts(call.keys, "keys") {
            Ok(keys) => keys,
            Err(violation) => return Reply::failure(DeleteManyStatus::Violation, violation),
        };
        match store.remove(run, &keys) {
            Ok(drained) => {
                Reply::success(DeleteManyStatus::Success, DeleteManyOutputs { drained_count: counted(drained) })
            }
            Err(error) => Reply::failure(DeleteManyStatus::BackendError, error),
        }
    })
}

/// Says whether a key is in the store.
pub fn exists(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Reply<ExistsStatus, ExistsOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let key = match text(call.key, "key") {
            Ok(key) => key,
            Err(violation) => return Reply::failure(ExistsStatus::Violation, violation),
        };
        match store.get(run, &key) {
            Ok(value) => Reply::success(ExistsStatus::Success, ExistsOutputs { exists: value.is_some() }),
            Err(error) => Reply::failure(ExistsStatus::BackendError, error),
        }
    })
}

/// Lists all keys and values.
pub fn list(step: &Step<'_>, store: &Store) -> Result<Reply<ListStatus, ListOutputs>, Fault> {
    step.effect(Some(&store.0), NoInputs {}, |run, NoInputs {}| match store.list(run) {
        Ok(object) => {
            let (keys, records) = object.into_iter().map(|(key, value)| (Value::from(key), value)).unzip();
            Reply::success(ListStatus::Success, ListOutputs { records, keys })
        }
        Err(error) => Reply::failure(ListStatus::BackendError, error),
    })
}

/// Changes all records that match a filter, or none.
pub fn update_where(
    step: &Step<'_>,
    store: &Store,
    call: UpdateWhere,
) -> Result<Reply<UpdateWhereStatus, UpdateWhereOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let required =
            |field: Field<Map<String, Value>>, name| field.required(name).map_err(|violation| violation.to_string());
        let (filter, updates) =
            match required(call.filter, "filter").and_then(|filter| Ok((filter, required(call.updates, "updates")?))) {
                Ok(both) => both,
                Err(violation) => return Reply::failure(UpdateWhereStatus::Violation, violation),
            };
        match store.update(run, &filter, &updates) {
            Ok(matched) if matched.is_empty() => Reply::failure(
                UpdateWhereStatus::Violation,
                Reason::coded(ReasonCode::NoMatch, "no record matches the filter"),
            ),
            Ok(matched) => {
                let updated_count = counted(matched.len());
                let matched_keys = matched.into_iter().map(Value::from).collect();
                Reply::success(UpdateWhereStatus::Success, UpdateWhereOutputs { matched_keys, updated_count })
            }
            Err(error) => Reply::failure(UpdateWhereStatus::BackendError, error),
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
        run.change(|session| session.put(path, key, value))
    }

    fn remove(self, run: &Run, keys: &[String]) -> StoreResult<usize> {
        let path = self.0.resolve()?;
        run.change(|session| session.remove(path, keys))
    }

    fn list(self, run: &Run) -> StoreResult<Map<String, Value>> {
        let path = self.0.resolve()?;
        run.state(|session| session.list(path))
    }

    fn update(self, run: &Run, filter: &Map<String, Value>, updates: &Map<String, Value>) -> StoreResult<Vec<String>> {
        let path = self.0.resolve()?;
        run.change(|session| {
            session.update(path, &mut |_, record| {
                let changes = matches(record, filter);
                if changes {
                    apply(record, updates);
                }
                changes
            })
        })
    }
}
