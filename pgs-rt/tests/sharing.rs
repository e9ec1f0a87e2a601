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
use pgs_rt::store::{Location, mutable_json::Keyed};
use pgs_rt::{Field, Map, Run, Sources, SystemSources, Timestamp, Value, Violation, map};
use support::{Place, json, step};

const ROLE: &str = "PGS_RT_CHILD";
const FOLDER: &str = "PGS_RT_CHILD_FOLDER";

const KEYS: registry::Store = registry::Store(Location::at("KEYS", "shared/keys.jsonl"));
const EVENTS: append_only::Store = append_only::Store(Location::at("EVENTS", "shared/events.jsonl"));
const RECORDS: mutable_json::Store = mutable_json::Store(Location::at("RECORDS", "shared/records.json"));

const PROCESSES: usize = 4;
const THREADS: usize = 2;
const ROUNDS: usize = 20;

#[test]
#[ignore = "a part of the other tests, which start it as a process of its own"]
fn child() {
    let (Ok(role), Ok(folder)) = (std::env::var(ROLE), std::env::var(FOLDER)) else { return };
    let place = |sources: Box<dyn Sources>| {
        let folder = PathBuf::from(&folder);
        let (data_root, workspace) = (folder.join("data"), folder.join("workspace"));
        let settings = support::settings(&data_root, workspace);
        support::begin(settings, &Map::new(), &[], sources).unwrap()
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
        .envs([(ROLE, role.into()), (FOLDER, folder.into_os_string())])
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
        let call = Write { key: Field::Is(format!("{worker} {round}")), value: Field::json(Value::from(round)) };
        let written = mutable_json::write(&step(run), &RECORDS, call).unwrap();
        assert_eq!(written.status, WriteStatus::Success, "{written:?}");
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
}

/// The values of a field, in the order of a line file.
fn column(place: &Place, file: &str, field: &str) -> Vec<Value> {
    place.text(file).lines().map(|line| json(line)[field].clone()).collect()
}

#[test]
fn processes_and_threads_share_a_data_root() {
    let place = Place::new();
    let children: Vec<Child> = (0..PROCESSES).map(|n| start(&format!("worker {n}"), &place)).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let total = PROCESSES * THREADS * ROUNDS;

    // No gap and no twin in the sequence, and the order of the file is that of the numbers.
    let numbers: Vec<Value> = (1..=total).map(Value::from).collect();
    assert_eq!(column(&place, "shared/events.jsonl", "sequence_number"), numbers);
    let ids = column(&place, "shared/events.jsonl", "record_id");
    let distinct: BTreeSet<&str> = ids.iter().filter_map(Value::as_str).collect();
    assert_eq!(distinct.len(), total);

    // Each key registered once, though every thread asked for it.
    let keys = column(&place, "shared/keys.jsonl", "key");
    let distinct: BTreeSet<&str> = keys.iter().filter_map(Value::as_str).collect();
    assert_eq!((keys.len(), distinct.len()), (ROUNDS, ROUNDS));

    // No write lost.
    let records = json(&place.text("shared/records.json"));
    assert_eq!(records.as_object().unwrap().len(), total);

    // One trace for each run.
    let traces = support::files_below(&place.workspace());
    assert_eq!(traces.len(), PROCESSES * THREADS);
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

#[test]
fn the_lock_of_a_killed_process_blocks_nobody() {
    let place = Place::new();
    let mut holder = start("hold", &place);
    let said = BufReader::new(holder.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.into_iter().any(|line| line.contains("locked")), "the child never held the lock");

    let (done, waiting) = mpsc::channel();
    let run = place.run();
    std::thread::spawn(move || done.send(registry::register(&step(&run), &KEYS, key("mine")).unwrap()));
    assert!(waiting.recv_timeout(Duration::from_millis(300)).is_err(), "the lock was not held");
    // Another store is another lock, and readers wait for nobody.
    let run = place.run();
    append(&run, "other", 10);
    assert_eq!(registry::count(&step(&run), &KEYS).unwrap().count, Some(0));

    holder.kill().unwrap();
    holder.wait().unwrap();
    let registered = waiting.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(registered.status, RegisterStatus::Success);
    assert_eq!(column(&place, "shared/keys.jsonl", "key"), ["mine"]);
}

#[test]
fn processes_killed_at_any_moment_leave_whole_files() {
    let place = Place::new();
    let run = place.run();
    for n in 0..8 {
        let mut child = start("forever", &place);
        std::thread::sleep(Duration::from_millis(60 + 23 * n));
        child.kill().unwrap();
        child.wait().unwrap();
        hammer(&run, &format!("after {n}"));
    }
    let numbers = column(&place, "shared/events.jsonl", "sequence_number");
    assert_eq!(numbers, (1..=numbers.len()).map(Value::from).collect::<Vec<_>>());
}

#[test]
fn a_reader_never_sees_the_half_of_a_line() {
    let place = Place::new();
    let run = place.run();
    let mut writer = start("append", &place);
    let mut seen = 0;
    while writer.try_wait().unwrap().is_none() {
        let read = append_only::read_all(&step(&run), &EVENTS, ReadAll::default()).unwrap();
        assert_eq!(read.status, ReadAllStatus::Success, "{:?}", read.reason);
        let count = read.entries.unwrap().len();
        assert!(count >= seen, "{count} entries after {seen}");
        seen = count;
    }
    assert!(writer.wait().unwrap().success());
    assert_eq!(append_only::read_all(&step(&run), &EVENTS, ReadAll::default()).unwrap().entries.unwrap().len(), 40);
}

#[test]
fn a_reader_never_sees_the_half_of_a_replaced_file() {
    let place = Place::new();
    let (run, done) = (place.run(), AtomicBool::new(false));
    let write = |n: usize| {
        let value = Value::from("x".repeat(n * 1_000));
        let written =
            mutable_json::write(&step(&run), &RECORDS, Write { key: "k".into(), value: Field::Is(value) }).unwrap();
        assert_eq!(written.status, WriteStatus::Success);
    };
    write(1);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut lengths = BTreeSet::new();
            while !done.load(Ordering::Relaxed) {
                // The bytes, as any other program reads them, and the store's own answer.
                let seen = json(&place.text("shared/records.json"));
                lengths.insert(seen["k"].as_str().unwrap().len());
                let read = mutable_json::read(&step(&run), &RECORDS, Keyed { key: "k".into() }).unwrap();
                assert_eq!(read.value.unwrap().as_str().unwrap().len() % 1_000, 0);
            }
            lengths
        });
        (0..150).for_each(|n| write(1 + n % 97));
        done.store(true, Ordering::Relaxed);
        let lengths = reader.join().unwrap();
        assert!(lengths.len() > 1 && lengths.iter().all(|length| length % 1_000 == 0), "{lengths:?}");
    });
    let left: Vec<String> = support::files_below(&place.data_root().join("shared"));
    assert_eq!(left, ["records.json"]);
}
