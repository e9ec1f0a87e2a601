//! In SQLite the operations of one contract are one transaction over all stores.

use pgs_rt::store::append_only::{self, Append, AppendStatus, ReadAll};
use pgs_rt::store::mutable_json::{self, ReadStatus, WriteStatus};
use pgs_rt::store::registry::{self, CountStatus, Register, RegisterStatus};
use pgs_rt::store::{Backing, Location};
use pgs_rt::{Field, Run, Value, json};

use crate::support::{Place, end_contract, fields, files_below, json as parse, step};

const KEYS: registry::Store = registry::Store(Location::at("KEYS", "a/keys.jsonl"));
const EVENTS: append_only::Store = append_only::Store(Location::at("EVENTS", "a/events.jsonl"));
const RECORDS: mutable_json::Store = mutable_json::Store(Location::at("RECORDS", "a/records.json"));

fn register(run: &Run, key: &str) -> RegisterStatus {
    registry::register(&step(run), &KEYS, Register { key: key.into(), ..Register::default() }).unwrap().status
}

fn append(run: &Run) -> Option<i64> {
    let call = Append { record: Field::Is(fields("{}")), ..Append::default() };
    append_only::append(&step(run), &EVENTS, call).unwrap().sequence_number
}

fn write(run: &Run, value: &str) -> WriteStatus {
    let call = mutable_json::Write { key: "k".into(), value: Field::json(parse(value)) };
    mutable_json::write(&step(run), &RECORDS, call).unwrap().status
}

/// How many keys, entries and records there are.
fn counts(run: &Run) -> (i64, usize, usize) {
    let entries = append_only::read_all(&step(run), &EVENTS, ReadAll::default()).unwrap().entries.unwrap();
    let records = mutable_json::list(&step(run), &RECORDS).unwrap().keys.unwrap();
    (registry::count(&step(run), &KEYS).unwrap().count.unwrap(), entries.len(), records.len())
}

fn change_all(run: &Run) {
    assert_eq!(register(run, "k"), RegisterStatus::Success);
    assert_eq!(append(run), Some(1));
    assert_eq!(write(run, "1"), WriteStatus::Success);
}

#[test]
fn what_a_contract_does_is_seen_at_its_end_and_all_at_once() {
    let place = Place::on(Backing::Sqlite);
    let (run, other) = (place.run(), place.run());
    change_all(&run);
    assert_eq!(counts(&run), (1, 1, 1));
    assert_eq!(counts(&other), (0, 0, 0));
    end_contract(&run);
    assert_eq!(counts(&other), (1, 1, 1));
    assert_eq!(files_below(&place.data_root())[..2], [".pgs/locks/pgs.db.lock", "pgs.db"]);
}

#[test]
fn a_contract_that_does_not_end_leaves_nothing() {
    let place = Place::on(Backing::Sqlite);
    change_all(&place.run());
    let run = place.run();
    assert_eq!(counts(&run), (0, 0, 0));
    // Not even a gap.
    change_all(&run);
}

#[test]
fn an_operation_that_fails_takes_back_itself_only() {
    let place = Place::on(Backing::Sqlite);
    let run = place.run();
    change_all(&run);
    let deep = format!("{}{}", "[".repeat(json::DEPTH_LIMIT), "]".repeat(json::DEPTH_LIMIT));
    assert_eq!(write(&run, &deep), WriteStatus::BackendError);
    end_contract(&run);
    let run = place.run();
    assert_eq!(counts(&run), (1, 1, 1));
    let found = mutable_json::read(&step(&run), &RECORDS, mutable_json::Keyed { key: "k".into() }).unwrap();
    assert_eq!((found.status, found.value), (ReadStatus::Success, Some(Value::from(1))));
}

/// A write looks at the newest state, whatever the contract has read before.
#[test]
fn a_contract_that_has_read_writes_after_others() {
    let place = Place::on(Backing::Sqlite);
    let (run, other) = (place.run(), place.run());
    assert_eq!(append(&other), Some(1));
    end_contract(&other);
    assert_eq!(counts(&run), (0, 1, 0));
    assert_eq!(append(&other), Some(2));
    assert_eq!(register(&other, "k"), RegisterStatus::Success);
    end_contract(&other);
    assert_eq!(append(&run), Some(3));
    assert_eq!(register(&run, "k"), RegisterStatus::AlreadyExists);
    end_contract(&run);
}

#[test]
fn one_store_has_one_path() {
    let place = Place::on(Backing::Sqlite);
    let run = place.run();
    change_all(&run);
    let same = registry::Store(Location::at("KEYS", "./a//keys.jsonl"));
    assert_eq!(registry::count(&step(&run), &same).unwrap().count, Some(1));
}

/// Half of the state would be in one place, half in the other.
#[test]
fn a_store_whose_state_is_a_file_is_a_backend_error() {
    let place = Place::on(Backing::Sqlite);
    let line = "{\"key\":\"k\",\"address\":\"ADDR_1\"}\n";
    place.seed("a/keys.jsonl", line);
    let run = place.run();
    for database in [false, true] {
        assert_eq!(place.has("pgs.db"), database);
        let counted = registry::count(&step(&run), &KEYS).unwrap();
        assert_eq!(counted.status, CountStatus::BackendError);
        assert!(counted.reason.unwrap().contains("pgs state import"));
        assert_eq!(register(&run, "l"), RegisterStatus::BackendError);
        assert_eq!(place.text("a/keys.jsonl"), line);
        // Other stores are not concerned.
        assert_eq!(append(&run), Some(1 + i64::from(database)));
        end_contract(&run);
    }
}

#[test]
fn a_long_log_is_moved_into_the_database() {
    let place = Place::on(Backing::Sqlite);
    let run = place.run();
    let length = || std::fs::metadata(place.data_root().join("pgs.db-wal")).unwrap().len();
    let mut longest = 0;
    for n in 1..=120 {
        let call = Append {
            record: Field::Is(fields(&format!("{{\"x\": \"{}\"}}", "x".repeat(50_000)))),
            ..Append::default()
        };
        let done = append_only::append(&step(&run), &EVENTS, call).unwrap();
        assert_eq!((done.status, done.sequence_number), (AppendStatus::Success, Some(n)));
        end_contract(&run);
        longest = longest.max(length());
    }
    assert!(longest < 4 << 20, "{longest}");
    assert_eq!(counts(&place.run()).1, 120);
}
