//! `CS_MUTABLE_JSON`: values by key in one JSON object per file, last write wins.

mod arguments;
mod records;
mod words;

use pgs_store::{DeclaredStore, Location, StoreError, StoreKind};
use pgs_value::{NoOutputs, Reason, ReasonCode, Reply, Value};

use super::{Reach, counted, no_entry};
use crate::fault::Fault;
use crate::step::Step;
use arguments::{keys, object, text};
use records::{has_match, update_at, update_matching};

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

    /// This store in a table of stores.
    pub const fn declared(self) -> DeclaredStore {
        DeclaredStore { kind: StoreKind::Object, at: self.at }
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

/// Sets the value at a key; null if it is missing.
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

/// Changes the record at a key. One that is not there, or is no object, is a violation; updates that are none end the run.
pub fn update(step: &Step<'_>, store: &Store, call: Update) -> Result<Reply<WriteStatus, NoOutputs>, Fault> {
    if let Some(refused) = store.reach.refuses(store.at.name) {
        return Ok(Reply::failure(WriteStatus::Violation, refused));
    }
    let path = store.path(step)?;
    let key = match text(call.key) {
        Ok(key) => key,
        Err(violation) => return Ok(Reply::failure(WriteStatus::Violation, violation)),
    };
    let updated = match object(call.updates) {
        Some(updates) => update_at(step.run(), path, &key, &updates),
        None => match step.run().state(|session| session.get(path, &key)) {
            Ok(Some(Value::Object(_))) => return Err(step.fault("`updates` is no object")),
            Ok(_) => Ok(false),
            Err(error) => Err(error),
        },
    };
    Ok(match updated {
        Ok(true) => Reply::success(WriteStatus::Success, NoOutputs {}),
        Ok(false) => {
            let reason = Reason::coded(ReasonCode::NoMatch, "there is no object at the key");
            Reply::failure(WriteStatus::Violation, reason)
        }
        Err(error) => Reply::failure(WriteStatus::BackendError, error),
    })
}

/// Changes all records that match a filter, or none. None that matches is a violation; a filter or updates that are none end the
/// run where a record is compared with them.
pub fn update_where(
    step: &Step<'_>,
    store: &Store,
    call: UpdateWhere,
) -> Result<Reply<WriteStatus, UpdateWhereOutputs>, Fault> {
    if let Some(refused) = store.reach.refuses(store.at.name) {
        return Ok(Reply::failure(WriteStatus::Violation, refused));
    }
    let path = store.path(step)?;
    let matched = match (object(call.filter), object(call.updates)) {
        (Some(filter), Some(updates)) => update_matching(step.run(), path, &filter, &updates),
        (filter, _) => match has_match(step.run(), path, filter.as_ref()) {
            Ok(true) if filter.is_some() => return Err(step.fault("`updates` is no object")),
            Ok(true) => return Err(step.fault("`filter` is no object")),
            Ok(false) => Ok(Vec::new()),
            Err(error) => Err(error),
        },
    };
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

/// Removes a list of keys and their values. What no keys can be ends the run.
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

fn unknown() -> Reason {
    no_entry("the key is not in the store")
}
