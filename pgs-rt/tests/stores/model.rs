//! Random sequences of operations do to state what they do to a simple model in memory.

use pgs_rt::store::Location;
use pgs_rt::store::append_only::{self, Append, ReadAll};
use pgs_rt::store::mutable_json::{self, DeleteMany, Keyed, UpdateWhere, Write};
use pgs_rt::store::registry::{self, Named, Register};
use pgs_rt::{Field, Map, Run, Value, json};
use proptest::prelude::*;

use crate::support::{Form, Place, step};

const RECORDS: mutable_json::Store = mutable_json::Store(Location::at("RECORDS", "records.json"));
const KEYS: registry::Store = registry::Store(Location::at("KEYS", "keys.jsonl"));
const EVENTS: append_only::Store = append_only::Store(Location::at("EVENTS", "events.jsonl"));

/// Few keys, so that operations meet.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![Just("a"), Just("b"), Just("é"), Just("a\"\\\n"), Just("😀 ")].prop_map(str::to_owned)
}

fn scalar() -> impl Strategy<Value = Value> {
    let big = any::<i128>().prop_map(|n| Value::Number(pgs_rt::Number::from(n)));
    let float = any::<f64>().prop_map(|f| Value::from(if f.is_finite() { f } else { 0.5 }));
    prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), (0..3).prop_map(Value::from), big, float]
}

/// A record with few fields and few values, so that filters match.
fn record() -> impl Strategy<Value = Map<String, Value>> {
    let name = prop_oneof![Just("s"), Just("t"), Just("u")].prop_map(str::to_owned);
    let value = prop_oneof![4 => (0..2).prop_map(Value::from), 1 => scalar(), 1 => ".{0,6}".prop_map(Value::from)];
    proptest::collection::vec((name, value), 0..3).prop_map(|fields| fields.into_iter().collect())
}

#[derive(Clone, Debug)]
enum Change {
    Write(String, Value),
    Delete(String),
    DeleteMany(Vec<String>),
    Update(Map<String, Value>, Map<String, Value>),
}

fn change() -> impl Strategy<Value = Change> {
    let value = prop_oneof![record().prop_map(Value::Object), scalar()];
    prop_oneof![
        4 => (key(), value).prop_map(|(key, value)| Change::Write(key, value)),
        1 => key().prop_map(Change::Delete),
        1 => proptest::collection::vec(key(), 0..3).prop_map(Change::DeleteMany),
        3 => (record(), record()).prop_map(|(filter, updates)| Change::Update(filter, updates)),
    ]
}

/// The model of an object file: entries in order.
type Records = Vec<(String, Value)>;

/// Changes the model, and says with which status and count the store should answer.
fn expected(records: &mut Records, change: &Change) -> (&'static str, usize) {
    let before = records.len();
    match change {
        Change::Write(key, value) => {
            match records.iter_mut().find(|(name, _)| name == key) {
                Some((_, old)) => *old = value.clone(),
                None => records.push((key.clone(), value.clone())),
            }
            ("SUCCESS", 0)
        }
        Change::Delete(key) => {
            records.retain(|(name, _)| name != key);
            (if records.len() < before { "SUCCESS" } else { "NOT_FOUND" }, 0)
        }
        Change::DeleteMany(keys) => {
            records.retain(|(name, _)| !keys.contains(name));
            ("SUCCESS", before - records.len())
        }
        Change::Update(filter, updates) => {
            let count = records.iter_mut().filter_map(|(_, value)| update(value, filter, updates)).count();
            (if count > 0 { "SUCCESS" } else { "VIOLATION" }, count)
        }
    }
}

fn update(record: &mut Value, filter: &Map<String, Value>, updates: &Map<String, Value>) -> Option<()> {
    let record = record.as_object_mut()?;
    let null = Value::Null;
    let matches = filter.iter().all(|(name, wanted)| json::equal(record.get(name).unwrap_or(&null), wanted));
    if !matches {
        return None;
    }
    for (name, value) in updates {
        if value.is_null() {
            *record = std::mem::take(record).into_iter().filter(|(other, _)| other != name).collect();
        } else {
            record.insert(name.clone(), value.clone());
        }
    }
    Some(())
}

fn answered(run: &Run, change: &Change) -> (&'static str, usize) {
    let count = |count: Option<i64>| usize::try_from(count.unwrap_or(0)).unwrap();
    match change.clone() {
        Change::Write(key, value) => {
            let call = Write { key: Field::Is(key), value: Field::json(value) };
            (mutable_json::write(&step(run), &RECORDS, call).unwrap().status.as_str(), 0)
        }
        Change::Delete(key) => {
            (mutable_json::delete(&step(run), &RECORDS, Keyed { key: Field::Is(key) }).unwrap().status.as_str(), 0)
        }
        Change::DeleteMany(keys) => {
            let keys = Field::Is(keys.into_iter().map(Value::from).collect());
            let done = mutable_json::delete_many(&step(run), &RECORDS, DeleteMany { keys }).unwrap();
            (done.status.as_str(), count(done.outputs.map(|it| it.drained_count)))
        }
        Change::Update(filter, updates) => {
            let call = UpdateWhere { filter: Field::Is(filter), updates: Field::Is(updates) };
            let done = mutable_json::update_where(&step(run), &RECORDS, call).unwrap();
            (done.status.as_str(), count(done.outputs.map(|it| it.updated_count)))
        }
    }
}

fn records(place: &Place, changes: &[Change]) -> Result<(), TestCaseError> {
    let run = place.run();
    let mut records = Records::new();
    for change in changes {
        prop_assert_eq!(answered(&run, change), expected(&mut records, change), "{:?}", change);
    }
    let listed = mutable_json::list(&step(&run), &RECORDS).unwrap();
    let keys: Vec<Value> = records.iter().map(|(key, _)| Value::from(key.as_str())).collect();
    prop_assert_eq!(listed.outputs.clone().map(|it| it.keys).unwrap(), keys);
    let text = |values: Vec<Value>| json::compact(&Value::Array(values));
    prop_assert_eq!(
        text(listed.outputs.clone().map(|it| it.records).unwrap()),
        text(records.iter().map(|(_, value)| value.clone()).collect())
    );
    for (key, value) in records {
        let found = mutable_json::read(&step(&run), &RECORDS, Keyed { key: Field::Is(key) })
            .unwrap()
            .outputs
            .map(|it| it.value)
            .unwrap();
        prop_assert_eq!(json::compact(&found), json::compact(&value));
    }
    Ok(())
}

fn keys(place: &Place, steps: &[(i32, String)]) -> Result<(), TestCaseError> {
    let run = place.run();
    // Live keys with their addresses, and how many lines the file has.
    let (mut live, mut lines) = (std::collections::HashMap::<String, String>::new(), 0);
    for (kind, key) in steps.iter().cloned() {
        // Every other removal names the key by its address, if it has one.
        let name = if kind == 2 { live.get(&key).unwrap_or(&key).clone() } else { key.clone() };
        if kind < 2 {
            let call = Register {
                key: Field::Is(key.clone()),
                target_ref: Field::Is(Value::from(kind)),
                ..Register::default()
            };
            let done = registry::register(&step(&run), &KEYS, call).unwrap();
            let status = if live.contains_key(&key) { "ALREADY_EXISTS" } else { "SUCCESS" };
            prop_assert_eq!(done.status.as_str(), status);
            if let Some(address) = done.outputs.map(|it| it.address) {
                live.insert(key, address);
                lines += 1;
            }
        } else {
            let done = registry::deregister(&step(&run), &KEYS, Named { key_or_address: Field::Is(name) }).unwrap();
            let was = live.remove(&key).is_some();
            prop_assert_eq!(done.status.as_str(), if was { "SUCCESS" } else { "NOT_FOUND" });
            lines += usize::from(was);
        }
        prop_assert_eq!(
            registry::count(&step(&run), &KEYS).unwrap().outputs.map(|it| it.count),
            i64::try_from(live.len()).ok()
        );
    }
    for name in live.iter().flat_map(|(key, address)| [key, address]) {
        let found = registry::resolve(&step(&run), &KEYS, Named { key_or_address: Field::Is(name.clone()) }).unwrap();
        prop_assert_eq!(found.status.as_str(), "SUCCESS");
    }
    if place.form() == Form::Files {
        let written = if lines == 0 { 0 } else { place.text("keys.jsonl").lines().count() };
        prop_assert_eq!(written, lines);
    }
    Ok(())
}

fn events(place: &Place, records: &[(Map<String, Value>, i32)]) -> Result<(), TestCaseError> {
    let run = place.run();
    for (n, (record, stream)) in records.iter().enumerate() {
        let call = Append {
            record: Field::Is(record.clone()),
            stream_id: Field::Is(Value::from(*stream)),
            actor_id: Field::Unset,
        };
        let done = append_only::append(&step(&run), &EVENTS, call).unwrap();
        prop_assert_eq!(done.outputs.clone().map(|it| it.sequence_number), i64::try_from(n + 1).ok());
        let end = format!("_{n:06}");
        prop_assert!(done.outputs.clone().map(|it| it.record_id).unwrap().ends_with(&end));
    }
    for stream in 0..3 {
        let call = ReadAll { stream_id: Field::Is(Value::from(stream)) };
        let entries = append_only::read_all(&step(&run), &EVENTS, call).unwrap().outputs.map(|it| it.entries).unwrap();
        let found: Vec<String> = entries.iter().map(|entry| json::compact(&entry["record"])).collect();
        let wanted = records.iter().filter(|(_, of)| *of == stream);
        let wanted: Vec<String> = wanted.map(|(record, _)| json::compact(&Value::Object(record.clone()))).collect();
        prop_assert_eq!(found, wanted);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn records_in_files(changes in proptest::collection::vec(change(), 0..24)) {
        records(&Place::on(Form::Files), &changes)?;
    }

    #[test]
    fn records_in_memory(changes in proptest::collection::vec(change(), 0..24)) {
        records(&Place::on(Form::Memory), &changes)?;
    }

    #[test]
    fn keys_in_memory(steps in proptest::collection::vec((0..4, key()), 0..24)) {
        keys(&Place::on(Form::Memory), &steps)?;
    }

    #[test]
    fn events_in_memory(records in proptest::collection::vec((record(), 0..3), 0..24)) {
        events(&Place::on(Form::Memory), &records)?;
    }

    #[test]
    fn keys_in_files(steps in proptest::collection::vec((0..4, key()), 0..24)) {
        keys(&Place::on(Form::Files), &steps)?;
    }

    #[test]
    fn events_in_files(records in proptest::collection::vec((record(), 0..3), 0..24)) {
        events(&Place::on(Form::Files), &records)?;
    }
}

// Fewer: each case creates a database, which waits for the disk.
proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn records_in_sqlite(changes in proptest::collection::vec(change(), 0..24)) {
        records(&Place::on(Form::Sqlite), &changes)?;
    }

    #[test]
    fn keys_in_sqlite(steps in proptest::collection::vec((0..4, key()), 0..24)) {
        keys(&Place::on(Form::Sqlite), &steps)?;
    }

    #[test]
    fn events_in_sqlite(records in proptest::collection::vec((record(), 0..3), 0..24)) {
        events(&Place::on(Form::Sqlite), &records)?;
    }
}
