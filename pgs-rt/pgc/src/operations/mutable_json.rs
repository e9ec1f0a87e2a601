//! `CS_MUTABLE_JSON`: values by key in one JSON object per file, last write wins.

mod words;

use std::collections::BTreeSet;

use pgs_store::{Location, StoreError, StoreResult};
use pgs_value::{Field, Map, NoOutputs, Reason, ReasonCode, Reply, Value, Violation, json};

use super::{Reach, counted, no_entry};
use crate::fault::Fault;
use crate::run::Run;
use crate::step::Step;

pub use words::{
    DeleteMany, DeleteManyOutputs, DeleteStatus, ExistsOutputs, ExistsStatus, Keyed, ListOutputs, ListStatus,
    ReadOutputs, ReadStatus, SelectOutputs, Update, UpdateWhere, UpdateWhereOutputs, Write, WriteStatus,
};

/// A mutable JSON store.
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
}

/// Reads the value at a key.
pub fn read(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Reply<ReadStatus, ReadOutputs>, Fault> {
    let path = store.path(step)?;
    let key = match text(call.key) {
        Ok(key) => key,
        Err(violation) => return Ok(Reply::failure(ReadStatus::Violation, violation)),
    };
    Ok(match step.run().state(|session| session.get(path, &key)) {
        Ok(Some(value)) => Reply::success(ReadStatus::Success, ReadOutputs { value }),
        Ok(None) => Reply::failure(ReadStatus::NotFound, unknown()),
        Err(error) => Reply::failure(ReadStatus::BackendError, error),
    })
}

/// Sets the value at a key.
pub fn write(step: &Step<'_>, store: &Store, call: Write) -> Result<Reply<WriteStatus, NoOutputs>, Fault> {
    if let Some(refused) = store.reach.refuses(store.at.name) {
        return Ok(Reply::failure(WriteStatus::Violation, refused));
    }
    let path = store.path(step)?;
    let key = match text(call.key) {
        Ok(key) => key,
        Err(violation) => return Ok(Reply::failure(WriteStatus::Violation, violation)),
    };
    Ok(match step.run().change(|session| session.put(path, &key, call.value.to_value())) {
        Ok(()) => Reply::success(WriteStatus::Success, NoOutputs {}),
        Err(error) => Reply::failure(WriteStatus::BackendError, error),
    })
}

/// Sets fields of the object at a key.
pub fn update(step: &Step<'_>, store: &Store, call: Update) -> Result<Reply<WriteStatus, NoOutputs>, Fault> {
    if let Some(refused) = store.reach.refuses(store.at.name) {
        return Ok(Reply::failure(WriteStatus::Violation, refused));
    }
    let path = store.path(step)?;
    let key = match text(call.key) {
        Ok(key) => key,
        Err(violation) => return Ok(Reply::failure(WriteStatus::Violation, violation)),
    };
    let updates = object(step, call.updates, "updates")?;
    Ok(match update_at(step.run(), path, &key, &updates) {
        Ok(true) => Reply::success(WriteStatus::Success, NoOutputs {}),
        Ok(false) => {
            let reason = Reason::coded(ReasonCode::NoEntry, "there is no object at the key");
            Reply::failure(WriteStatus::Violation, reason)
        }
        Err(error) => Reply::failure(WriteStatus::BackendError, error),
    })
}

fn update_at(run: &Run, path: &str, key: &str, updates: &Map<String, Value>) -> StoreResult<bool> {
    let changed = run.change(|session| {
        session.update(path, &mut |at, record| {
            let changes = at == key;
            if changes {
                apply(record, updates);
            }
            changes
        })
    })?;
    Ok(!changed.is_empty())
}

/// Changes all records that match a filter, or none.
pub fn update_where(
    step: &Step<'_>,
    store: &Store,
    call: UpdateWhere,
) -> Result<Reply<WriteStatus, UpdateWhereOutputs>, Fault> {
    if let Some(refused) = store.reach.refuses(store.at.name) {
        return Ok(Reply::failure(WriteStatus::Violation, refused));
    }
    let path = store.path(step)?;
    let (filter, updates) = (object(step, call.filter, "filter")?, object(step, call.updates, "updates")?);
    let matched = step.run().change(|session| {
        session.update(path, &mut |_, record| {
            let changes = matches(record, &filter);
            if changes {
                apply(record, &updates);
            }
            changes
        })
    });
    Ok(match matched {
        Ok(matched) if matched.is_empty() => {
            let reason = Reason::coded(ReasonCode::NoMatch, "no record matches the filter");
            Reply::failure(WriteStatus::Violation, reason)
        }
        Ok(matched) => {
            let updated_count = counted(matched.len());
            let matched_keys = matched.into_iter().map(Value::from).collect();
            Reply::success(WriteStatus::Success, UpdateWhereOutputs { matched_keys, updated_count })
        }
        Err(error) => Reply::failure(WriteStatus::BackendError, error),
    })
}

/// Removes a key and its value.
pub fn delete(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Reply<DeleteStatus, NoOutputs>, Fault> {
    if let Some(refused) = store.reach.refuses(store.at.name) {
        return Ok(Reply::failure(DeleteStatus::Violation, refused));
    }
    let path = store.path(step)?;
    let key = match text(call.key) {
        Ok(key) => key,
        Err(violation) => return Ok(Reply::failure(DeleteStatus::Violation, violation)),
    };
    Ok(match step.run().change(|session| session.remove(path, &[key])) {
        Ok(1) => Reply::success(DeleteStatus::Success, NoOutputs {}),
        Ok(_) => Reply::failure(DeleteStatus::NotFound, unknown()),
        Err(error) => Reply::failure(DeleteStatus::BackendError, error),
    })
}

/// Removes a list of keys and their values.
pub fn delete_many(
    step: &Step<'_>,
    store: &Store,
    call: DeleteMany,
) -> Result<Reply<WriteStatus, DeleteManyOutputs>, Fault> {
    if let Some(refused) = store.reach.refuses(store.at.name) {
        return Ok(Reply::failure(WriteStatus::Violation, refused));
    }
    let path = store.path(step)?;
    let keys = keys(step, call.keys)?;
    Ok(match step.run().change(|session| session.remove(path, &keys)) {
        Ok(drained) => Reply::success(WriteStatus::Success, DeleteManyOutputs { drained_count: counted(drained) }),
        Err(error) => Reply::failure(WriteStatus::BackendError, error),
    })
}

/// Says whether a key is in the store.
pub fn exists(step: &Step<'_>, store: &Store, call: Keyed) -> Result<Reply<ExistsStatus, ExistsOutputs>, Fault> {
    let path = store.path(step)?;
    let key = match text(call.key) {
        Ok(key) => key,
        Err(violation) => return Ok(Reply::failure(ExistsStatus::Violation, violation)),
    };
    Ok(match step.run().state(|session| session.get(path, &key)) {
        Ok(value) => Reply::success(ExistsStatus::Success, ExistsOutputs { exists: value.is_some() }),
        Err(error) => Reply::failure(ExistsStatus::BackendError, error),
    })
}

/// Lists all keys.
pub fn list(step: &Step<'_>, store: &Store) -> Result<Reply<ListStatus, ListOutputs>, Fault> {
    let path = store.path(step)?;
    Ok(match step.run().state(|session| session.list(path)) {
        Ok(object) => {
            let keys = object.into_keys().map(Value::from).collect();
            Reply::success(ListStatus::Success, ListOutputs { keys })
        }
        Err(error) => Reply::failure(ListStatus::BackendError, error),
    })
}

/// Lists all keys and values.
pub fn select(step: &Step<'_>, store: &Store) -> Result<Reply<ListStatus, SelectOutputs>, Fault> {
    let path = store.path(step)?;
    Ok(match step.run().state(|session| session.list(path)) {
        Ok(object) => {
            let (keys, records) = object.into_iter().map(|(key, value)| (Value::from(key), value)).unzip();
            Reply::success(ListStatus::Success, SelectOutputs { records, keys })
        }
        Err(error) => Reply::failure(ListStatus::BackendError, error),
    })
}

impl Store {
    /// The path; that there is none is a fault.
    fn path(self, step: &Step<'_>) -> Result<&'static str, Fault> {
        self.at.resolve().map_err(|error: StoreError| step.fault(error.to_string()))
    }
}

/// A key: a text that is not blank.
fn text(field: Field<String>) -> Result<String, Violation> {
    let text = field.required("key")?;
    if text.trim().is_empty() { Err(Violation::new("`key` is blank")) } else { Ok(text) }
}

/// An argument that is an object, or stands for an empty one: whatever Python takes for false.
fn object(step: &Step<'_>, field: Field<Map<String, Value>>, name: &str) -> Result<Map<String, Value>, Fault> {
    match field {
        Field::Unset | Field::Null => Ok(Map::new()),
        Field::Is(object) => Ok(object),
        Field::Other(value) if is_false(&value) => Ok(Map::new()),
        Field::Other(_) => Err(step.fault(format!("`{name}` is no object"))),
    }
}

/// The texts among a list of keys, each once. What Python goes through in another way is no list here.
fn keys(step: &Step<'_>, field: Field<Vec<Value>>) -> Result<Vec<String>, Fault> {
    let items = match field {
        Field::Unset | Field::Null => Vec::new(),
        Field::Is(items) => items,
        Field::Other(value) if is_false(&value) => Vec::new(),
        Field::Other(_) => return Err(step.fault("`keys` is no list")),
    };
    if items.iter().any(|item| item.is_array() || item.is_object()) {
        return Err(step.fault("`keys` holds what can't be a key"));
    }
    let texts: BTreeSet<&str> = items.iter().filter_map(Value::as_str).collect();
    Ok(texts.into_iter().map(str::to_owned).collect())
}

fn is_false(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(_) => json::equal(value, &Value::from(0)),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(true) => false,
    }
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

fn unknown() -> Reason {
    no_entry("the key is not in the store")
}
