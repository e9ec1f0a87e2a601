//! In SQLite the operations of one run are one transaction over all stores, and those of a contract are a part of it.

use pgs_rt::store::Location;
use pgs_rt::store::append_only::{self, Append, AppendStatus, ReadAll};
use pgs_rt::store::mutable_json::{self, ReadStatus, WriteStatus};
use pgs_rt::store::registry::{self, CountStatus, Register, RegisterStatus};
use pgs_rt::{Fault, Field, Run, Value, json};

use crate::support::{Form, Place, end_contract, end_run, fields, files_below, json as parse, step};

const KEYS: registry::Store = registry::Store(Location::at("KEYS", "a/keys.jsonl"));
const EVENTS: append_only::Store = append_only::Store(Location::at("EVENTS", "a/events.jsonl"));
const RECORDS: mutable_json::Store = mutable_json::Store(Location::at("RECORDS", "a/records.json"));

fn register(run: &Run, key: &str) -> RegisterStatus {
    registry::register(&step(run), &KEYS, Register { key: key.into(), ..Register::default() }).unwrap().status
}

fn append(run: &Run) -> Option<i64> {
    let call = Append { record: Field::Is(fields("{}")), ..Append::default() };
    append_only::append(&step(run), &EVENTS, call).unwrap().outputs.map(|it| it.sequence_number)
}

fn write(run: &Run, value: &str) -> WriteStatus {
    let call = mutable_json::Write { key: "k".into(), value: Field::json(parse(value)) };
    mutable_json::write(&step(run), &RECORDS, call).unwrap().status
}

/// How many keys, entries and records there are.
fn counts(run: &Run) -> (i64, usize, usize) {
    let entries =
        append_only::read_all(&step(run), &EVENTS, ReadAll::default()).unwrap().outputs.map(|it| it.entries).unwrap();
    let records = mutable_json::list(&step(run), &RECORDS).unwrap().outputs.map(|it| it.keys).unwrap();
    (registry::count(&step(run), &KEYS).unwrap().outputs.map(|it| it.count).unwrap(), entries.len(), records.len())
}

fn change_all(run: &Run) {
    assert_eq!(register(run, "k"), RegisterStatus::Success);
    assert_eq!(append(run), Some(1));
    assert_eq!(write(run, "1"), WriteStatus::Success);
}

#[test]
fn what_a_run_does_is_seen_at_its_end_and_all_at_once() {
    let place = Place::on(Form::Sqlite);
    let (run, other) = (place.run(), place.run());
    change_all(&run);
    end_contract(&run);
    assert_eq!(append(&run), Some(2));
    assert_eq!(counts(&run), (1, 2, 1));
    assert_eq!(counts(&other), (0, 0, 0));
    end_run(&run);
    assert_eq!(counts(&place.run()), (1, 2, 1));
    let locks = ["", "open.", "waiting."].map(|which| format!(".pgs/locks/pgs.db.{which}lock"));
    let files = files_below(&place.data_root());
    assert_eq!(files[..3], locks);
    assert_eq!(files.iter().find(|file| !file.starts_with(".pgs/")), Some(&"pgs.db".to_owned()));
}

/// What a run reads before it writes does not change under it.
#[test]
fn a_run_reads_one_state() {
    let place = Place::on(Form::Sqlite);
    let run = place.run();
    change_all(&run);
    end_run(&run);
    let reader = place.run();
    assert_eq!(counts(&reader), (1, 1, 1));
    assert_eq!(append(&run), Some(2));
    end_run(&run);
    end_contract(&reader);
    assert_eq!(counts(&reader), (1, 1, 1));
    end_run(&reader);
    assert_eq!(counts(&reader), (1, 2, 1));
}

#[test]
fn a_contract_that_does_not_end_leaves_nothing() {
    let place = Place::on(Form::Sqlite);
    change_all(&place.run());
    let run = place.run();
    assert_eq!(counts(&run), (0, 0, 0));
    // Not even a gap.
    change_all(&run);
}

/// However a run ends: what its ended contracts did stays.
#[test]
fn a_contract_that_breaks_off_takes_nothing_with_it() {
    for says_so in [true, false] {
        let place = Place::on(Form::Sqlite);
        let run = place.run();
        change_all(&run);
        end_contract(&run);
        assert_eq!(append(&run), Some(2));
        assert_eq!(register(&run, "other"), RegisterStatus::Success);
        if says_so {
            run.breaks_off(&Fault::new("no more")).unwrap();
            assert_eq!(counts(&place.run()), (1, 1, 1));
        }
        drop(run);
        assert_eq!(counts(&place.run()), (1, 1, 1));
        let next = place.run();
        assert_eq!(append(&next), Some(2));
    }
}

/// The store that the contract created goes with it, and is created again.
#[test]
fn a_store_that_was_taken_back_is_not_remembered() {
    let place = Place::on(Form::Sqlite);
    let run = place.run();
    assert_eq!(append(&run), Some(1));
    end_contract(&run);
    assert_eq!((register(&run, "k"), register(&run, "l")), (RegisterStatus::Success, RegisterStatus::Success));
    assert_eq!(counts(&run).0, 2);
    run.breaks_off(&Fault::new("no more")).unwrap();
    // The same connection goes on.
    assert_eq!(write(&run, "1"), WriteStatus::Success);
    assert_eq!(register(&run, "k"), RegisterStatus::Success);
    end_run(&run);
    assert_eq!(counts(&place.run()), (1, 1, 1));
}

/// A workflow that is started sees what the other did, and may write while that waits for it.
#[test]
fn a_nested_workflow_goes_on_where_the_outer_one_stands() {
    let place = Place::on(Form::Sqlite);
    let run = place.run();
    change_all(&run);
    let inner = run.nested().unwrap();
    assert_eq!(counts(&inner), (1, 1, 1));
    assert_eq!(append(&inner), Some(2));
    end_run(&inner);
    assert_eq!(append(&run), Some(3));
    // One that breaks off keeps what its contracts did.
    let inner = run.nested().unwrap();
    assert_eq!(append(&inner), Some(4));
    end_contract(&inner);
    assert_eq!(append(&inner), Some(5));
    drop(inner);
    assert_eq!(append(&run), Some(5));
    end_run(&run);
    assert_eq!(counts(&place.run()), (1, 5, 1));
}

/// However long the run goes on.
#[test]
fn who_waits_writes_at_the_end_of_a_contract() {
    let place = Place::on(Form::Sqlite);
    let run = place.run();
    assert_eq!(append(&run), Some(1));
    let other = place.run();
    let waits = std::thread::spawn(move || {
        let number = append(&other);
        end_run(&other);
        number
    });
    while !waits.is_finished() {
        end_contract(&run);
        std::thread::yield_now();
    }
    assert_eq!(waits.join().unwrap(), Some(2));
    assert_eq!(append(&run), Some(3));
    end_run(&run);
}

#[test]
fn an_operation_that_fails_takes_back_itself_only() {
    let place = Place::on(Form::Sqlite);
    let run = place.run();
    change_all(&run);
    let deep = format!("{}{}", "[".repeat(json::DEPTH_LIMIT), "]".repeat(json::DEPTH_LIMIT));
    assert_eq!(write(&run, &deep), WriteStatus::BackendError);
    end_run(&run);
    let run = place.run();
    assert_eq!(counts(&run), (1, 1, 1));
    let found = mutable_json::read(&step(&run), &RECORDS, mutable_json::Keyed { key: "k".into() }).unwrap();
    assert_eq!((found.status, found.outputs.map(|it| it.value)), (ReadStatus::Success, Some(Value::from(1))));
}

/// A write looks at the newest state, whatever the contract has read before.
#[test]
fn a_contract_that_has_read_writes_after_others() {
    let place = Place::on(Form::Sqlite);
    let (run, other) = (place.run(), place.run());
    assert_eq!(append(&other), Some(1));
    end_run(&other);
    assert_eq!(counts(&run), (0, 1, 0));
    assert_eq!(append(&other), Some(2));
    assert_eq!(register(&other, "k"), RegisterStatus::Success);
    end_run(&other);
    assert_eq!(append(&run), Some(3));
    assert_eq!(register(&run, "k"), RegisterStatus::AlreadyExists);
    end_run(&run);
}

#[test]
fn one_store_has_one_path() {
    let place = Place::on(Form::Sqlite);
    let run = place.run();
    change_all(&run);
    let same = registry::Store(Location::at("KEYS", "./a//keys.jsonl"));
    assert_eq!(registry::count(&step(&run), &same).unwrap().outputs.map(|it| it.count), Some(1));
}

/// Half of the state would be in one place, half in the other.
#[test]
fn a_store_whose_state_is_a_file_is_a_backend_error() {
    let place = Place::on(Form::Sqlite);
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
        end_run(&run);
    }
}

#[test]
fn a_long_log_is_moved_into_the_database() {
    let place = Place::on(Form::Sqlite);
    let run = place.run();
    let length = || std::fs::metadata(place.data_root().join("pgs.db-wal")).unwrap().len();
    let mut longest = 0;
    for n in 1..=120 {
        let call = Append {
            record: Field::Is(fields(&format!("{{\"x\": \"{}\"}}", "x".repeat(50_000)))),
            ..Append::default()
        };
        let done = append_only::append(&step(&run), &EVENTS, call).unwrap();
        assert_eq!((done.status, done.outputs.map(|it| it.sequence_number)), (AppendStatus::Success, Some(n)));
        end_run(&run);
        longest = longest.max(length());
    }
    assert!(longest < 4 << 20, "{longest}");
    assert_eq!(counts(&place.run()).1, 120);
}
