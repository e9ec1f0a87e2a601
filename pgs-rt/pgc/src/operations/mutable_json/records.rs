//! Values that are objects: found by their fields, and changed.

use pgs_store::StoreResult;
use pgs_value::{Map, Value, json};

use crate::run::Run;

/// Changes the record at a key. False where there is none.
pub fn update_at(run: &Run, path: &str, key: &str, updates: &Map<String, Value>) -> StoreResult<bool> {
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

/// Changes the records that match; their keys.
pub fn update_matching(
    run: &Run,
    path: &str,
    filter: &Map<String, Value>,
    updates: &Map<String, Value>,
) -> StoreResult<Vec<String>> {
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

/// Whether a record matches; without a filter, whether there is one.
pub fn has_match(run: &Run, path: &str, filter: Option<&Map<String, Value>>) -> StoreResult<bool> {
    let all = run.state(|session| session.list(path))?;
    let mut records = all.values().filter_map(Value::as_object);
    Ok(records.any(|record| filter.is_none_or(|filter| matches(record, filter))))
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
