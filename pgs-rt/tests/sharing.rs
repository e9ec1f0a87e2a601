//! Any number of threads and processes may share one data root.
//!
//! A child process is this test binary once more: the test `child` with a role in the environment.

mod support;

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use pgs_rt::store::append_only::{self, Append, AppendStatus, ReadAll, ReadAllStatus};
use pgs_rt::store::mutable_json::{self, ListStatus, Write, WriteStatus};
use pgs_rt::store::registry::{self, CountStatus, Register, RegisterStatus};
use pgs_rt::store::{BackendEntry, FILES, Location, mutable_json::Keyed};
use pgs_rt::{Field, Map, Run, Sources, SystemSources, Timestamp, Value, Violation, map};
use pgs_store_sqlite::SQLITE;
use support::{Form, Place, end_run, json, step};

const ROLE: &str = "PGS_RT_CHILD";
const FOLDER: &str = "PGS_RT_CHILD_FOLDER";
const BACKEND: &str = "PGS_RT_CHILD_BACKEND";

const KEYS: registry::Store = registry::Store(Location::at("KEYS", "shared/keys.jsonl"));
const EVENTS: append_only::Store = append_only::Store(Location::at("EVENTS", "shared/events.jsonl"));
const RECORDS: mutable_json::Store = mutable_json::Store(Location::at("RECORDS", "shared/records.json"));

const PROCESSES: usize = 4;
const THREADS: usize = 2;
const ROUNDS: usize = 20;

on_each_shared_backend!(
    processes_and_threads_share_a_data_root,
    the_lock_of_a_killed_process_blocks_nobody,
    processes_killed_at_any_moment_leave_whole_state,
    a_reader_never_sees_the_half_of_an_entry,
);

#[test]
#[ignore = "a part of the other tests, which start it as a process of its own"]
fn child() {
    let (Ok(role), Ok(folder)) = (std::env::var(ROLE), std::env::var(FOLDER)) else { return };
    let word = std::env::var(BACKEND).unwrap();
    let backend = BackendEntry::find(&[FILES, SQLITE], &word).copied().unwrap();
    let place = |sources: Box<dyn Sources>| {
        let folder = PathBuf::from(&folder);
        let (data_root, workspace) = (folder.join("data"), folder.join("workspace"));
        let context = support::context(support::state(&data_root, &backend), workspace);
        support::begin(context, &Map::new(), &[], sources).unwrap()
    };
    match role.as_str() {
        "hold" => {
            registry::register(&step(&place(Box::new(Endless))), &KEYS, key("held")).unwrap();
        }
        "append" => (0..40).for_each(|_| append(&place(Box::new(SystemSources)), "long", 60_000)),
        "forever" => loop {
            hammer(&place(Box::new(SystemSources)), "forever");
        },
        worker => std::thread::scope(|scope| {
            for thread in 0..THREADS {
                let (run, worker) = (place(Box::new(SystemSources)), format!("{worker}-{thread}"));
                scope.spawn(move || hammer(&run, &worker));
            }
        }),
    }
}

fn start(role: &str, place: &Place) -> Child {
    let folder = place.data_root().parent().unwrap().to_owned();
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "child", "--nocapture"])
        .envs([(ROLE, role), (BACKEND, place.form().scheme())])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn key(key: &str) -> Register {
    Register { key: key.into(), ..Register::default() }
}

/// Some operations on all stores; each must succeed, whatever others do.
fn hammer(run: &Run, worker: &str) {
    for round in 0..ROUNDS {
        append(run, worker, if round % 4 == 0 { 9_000 } else { 10 });
        let registered = registry::register(&step(run), &KEYS, key(&format!("key {round}"))).unwrap();
        assert!(matches!(registered.status, RegisterStatus::Success | RegisterStatus::AlreadyExists), "{registered:?}");
        end_run(run);
        let call = Write { key: Field::Is(format!("{worker} {round}")), value: Field::json(Value::from(round)) };
        let written = mutable_json::write(&step(run), &RECORDS, call).unwrap();
        assert_eq!(written.status, WriteStatus::Success, "{written:?}");
        end_run(run);
        if round % 5 == 0 {
            let entries = append_only::read_all(&step(run), &EVENTS, ReadAll::default()).unwrap();
            assert_eq!(entries.status, ReadAllStatus::Success, "{:?}", entries.reason);
            let counted = registry::count(&step(run), &KEYS).unwrap();
            assert_eq!(counted.status, CountStatus::Success, "{counted:?}");
            let listed = mutable_json::list(&step(run), &RECORDS).unwrap();
            assert_eq!(listed.status, ListStatus::Success, "{:?}", listed.reason);
        }
    }
}

fn append(run: &Run, worker: &str, size: usize) {
    let record = map([("worker", Value::from(worker)), ("long", Value::from("x".repeat(size)))]);
    let done =
        append_only::append(&step(run), &EVENTS, Append { record: Field::Is(record), ..Append::default() }).unwrap();
    assert_eq!(done.status, AppendStatus::Success, "{:?}", done.reason);
    end_run(run);
}

/// The entries of the log, in order.
fn entries(run: &Run) -> Vec<Value> {
    let read = append_only::read_all(&step(run), &EVENTS, ReadAll::default()).unwrap();
    assert_eq!(read.status, ReadAllStatus::Success, "{:?}", read.reason);
    end_run(run);
    read.outputs.map(|it| it.entries).unwrap()
}

/// The values of a field, in the order of the log.
fn column(run: &Run, field: &str) -> Vec<Value> {
    entries(run).iter().map(|entry| entry[field].clone()).collect()
}

fn count(run: &Run) -> Option<i64> {
    let counted = registry::count(&step(run), &KEYS).unwrap();
    end_run(run);
    counted.outputs.map(|it| it.count)
}

fn processes_and_threads_share_a_data_root(place: &Place) {
    let children: Vec<Child> = (0..PROCESSES).map(|n| start(&format!("worker {n}"), place)).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let total = PROCESSES * THREADS * ROUNDS;
    // One trace for each run.
    let traces = support::files_below(&place.workspace());
    assert_eq!(traces.len(), PROCESSES * THREADS);

    // No gap and no twin in the sequence, and the order of the log is that of the numbers.
    let run = place.run();
    let numbers: Vec<Value> = (1..=total).map(Value::from).collect();
    assert_eq!(column(&run, "sequence_number"), numbers);
    let ids = column(&run, "record_id");
    let distinct: BTreeSet<&str> = ids.iter().filter_map(Value::as_str).collect();
    assert_eq!(distinct.len(), total);

    // Each key registered once, though every thread asked for it.
    assert_eq!(count(&run), i64::try_from(ROUNDS).ok());
    if place.form() == Form::Files {
        assert_eq!(place.text("shared/keys.jsonl").lines().count(), ROUNDS);
    }

    // No write lost.
    let listed = mutable_json::list(&step(&run), &RECORDS).unwrap();
    assert_eq!(listed.outputs.map(|it| it.keys).unwrap().len(), total);
}

/// Stops in the middle of an operation, while it holds the store's lock.
struct Endless;

impl Sources for Endless {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn fill(&self, _bytes: &mut [u8]) -> Result<(), Violation> {
        println!("locked");
        std::thread::sleep(Duration::from_mins(2));
        Err(Violation::new("nobody came"))
    }
}

fn the_lock_of_a_killed_process_blocks_nobody(place: &Place) {
    let mut holder = start("hold", place);
    let said = BufReader::new(holder.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.into_iter().any(|line| line.contains("locked")), "the child never held the lock");

    let (done, waiting) = mpsc::channel();
    let run = place.run();
    std::thread::spawn(move || {
        let registered = registry::register(&step(&run), &KEYS, key("mine")).unwrap();
        end_run(&run);
        done.send(registered)
    });
    assert!(waiting.recv_timeout(Duration::from_millis(300)).is_err(), "the lock was not held");
    // Readers wait for nobody, and in files another store is another lock.
    let run = place.run();
    assert_eq!(count(&run), Some(0));
    if place.form() == Form::Files {
        append(&run, "other", 10);
    }

    holder.kill().unwrap();
    holder.wait().unwrap();
    let registered = waiting.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(registered.status, RegisterStatus::Success);
    assert_eq!(count(&run), Some(1));
}

fn processes_killed_at_any_moment_leave_whole_state(place: &Place) {
    let run = place.run();
    for n in 0..8 {
        let mut child = start("forever", place);
        std::thread::sleep(Duration::from_millis(60 + 23 * n));
        child.kill().unwrap();
        child.wait().unwrap();
        hammer(&run, &format!("after {n}"));
    }
    let numbers = column(&run, "sequence_number");
    assert_eq!(numbers, (1..=numbers.len()).map(Value::from).collect::<Vec<_>>());
}

fn a_reader_never_sees_the_half_of_an_entry(place: &Place) {
    let run = place.run();
    let mut writer = start("append", place);
    let mut seen = 0;
    while writer.try_wait().unwrap().is_none() {
        let count = entries(&run).len();
        assert!(count >= seen, "{count} entries after {seen}");
        seen = count;
    }
    assert!(writer.wait().unwrap().success());
    assert_eq!(entries(&run).len(), 40);
}

/// Writes values of so many bytes, times 1 to 97, while another reader reads all the time; what is seen.
fn written_and_read(place: &Place, unit: usize, seen: impl Fn(&str) + Sync) {
    let (run, done) = (place.run(), AtomicBool::new(false));
    let write = |n: usize| {
        let value = Value::from("x".repeat(n * unit));
        let written =
            mutable_json::write(&step(&run), &RECORDS, Write { key: "k".into(), value: Field::Is(value) }).unwrap();
        assert_eq!(written.status, WriteStatus::Success, "{:?}", written.reason);
    };
    write(1);
    // A state of its own, as another process has it.
    let other = place.run();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut lengths = BTreeSet::new();
            while !done.load(Ordering::Relaxed) {
                seen("shared/records.json");
                let read = mutable_json::read(&step(&other), &RECORDS, Keyed { key: "k".into() }).unwrap();
                let value = read.outputs.map_or_else(|| panic!("{:?}", read.reason), |it| it.value);
                lengths.insert(value.as_str().unwrap().len());
            }
            lengths
        });
        (0..150).for_each(|n| write(1 + n % 97));
        done.store(true, Ordering::Relaxed);
        let lengths = reader.join().unwrap();
        assert!(lengths.len() > 1 && lengths.iter().all(|length| length % unit == 0), "{lengths:?}");
    });
    let left: Vec<String> = support::files_below(&place.data_root().join("shared"));
    assert_eq!(left, ["records.json"]);
}

#[test]
fn nobody_sees_the_half_of_a_replaced_file() {
    let place = Place::new();
    // The bytes, as any other program reads them.
    written_and_read(&place, 100, |file| assert!(json(&place.text(file))["k"].is_string()));
}

/// Other programs may meet one in the middle of a change; readers of the store do not.
#[test]
fn a_reader_never_sees_the_half_of_a_large_object() {
    written_and_read(&Place::new(), 1_000, |_| {});
}
