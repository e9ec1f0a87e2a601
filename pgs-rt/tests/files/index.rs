//! The file is the truth: whatever has become of the index beside it, operations say what the file says.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::PathBuf;

use pgs_rt::store::Location;
use pgs_rt::store::append_only::{self, Append, ReadAll};
use pgs_rt::store::registry::{self, Named, Register, RegisterStatus};
use pgs_rt::{Field, Run};

use crate::support::{Place, fields, files_below, step};

const KEYS: registry::Store = registry::Store(Location::at("KEYS", "a/keys.jsonl"));
const EVENTS: append_only::Store = append_only::Store(Location::at("EVENTS", "a/events.jsonl"));

fn register(run: &Run, key: &str) -> RegisterStatus {
    let call = Register { key: key.into(), ..Register::default() };
    registry::register(&step(run), &KEYS, call).unwrap().status
}

fn find(run: &Run, name: &str) -> &'static str {
    registry::resolve(&step(run), &KEYS, Named { key_or_address: name.into() }).unwrap().status.as_str()
}

fn count(run: &Run) -> i64 {
    registry::count(&step(run), &KEYS).unwrap().outputs.map(|it| it.count).unwrap()
}

fn append(run: &Run) -> i64 {
    let call = Append { record: Field::Is(fields("{}")), ..Append::default() };
    append_only::append(&step(run), &EVENTS, call).unwrap().outputs.map(|it| it.sequence_number).unwrap()
}

fn indexes(place: &Place) -> PathBuf {
    place.data_root().join(".pgs/index")
}

/// Every run of this is a process of its own: it opens the state anew.
fn check(place: &Place, live: &[&str], dead: &[&str]) {
    let run = place.run();
    for key in live {
        assert_eq!(find(&run, key), "SUCCESS", "{key}");
    }
    for key in dead {
        assert_eq!(find(&run, key), "NOT_FOUND", "{key}");
    }
    assert_eq!(count(&run), i64::try_from(live.len()).unwrap());
}

#[test]
fn many_keys() {
    let place = Place::new();
    let run = place.run();
    // Enough for the table to grow several times.
    for n in 0..1_000 {
        assert_eq!(register(&run, &format!("key {n}")), RegisterStatus::Success);
    }
    for n in (0..1_000).step_by(3) {
        let call = Named { key_or_address: format!("key {n}").as_str().into() };
        assert_eq!(registry::deregister(&step(&run), &KEYS, call).unwrap().status.as_str(), "SUCCESS");
    }
    let names: Vec<String> = (0..1_000).map(|n| format!("key {n}")).collect();
    let of = |dead: bool| -> Vec<&str> {
        names.iter().enumerate().filter(|(n, _)| (n % 3 == 0) == dead).map(|(_, name)| name.as_str()).collect()
    };
    let (live, dead) = (of(false), of(true));
    check(&place, &live, &dead);
    // And the same from the file alone.
    fs::remove_dir_all(indexes(&place)).unwrap();
    check(&place, &live, &dead);
}

#[test]
fn a_missing_or_damaged_index_is_built_anew() {
    type Damage = fn(&[u8]) -> Vec<u8>;
    let damages: [Damage; 5] = [
        |_| Vec::new(),
        |bytes| bytes[..bytes.len() / 2].to_vec(),
        |bytes| vec![0; bytes.len()],
        |bytes| vec![0xff; bytes.len()],
        |_| b"no index".to_vec(),
    ];
    for damage in damages {
        let place = Place::new();
        let run = place.run();
        register(&run, "a");
        register(&run, "b");
        assert_eq!((append(&run), append(&run)), (1, 2));
        drop(run);
        for file in files_below(&indexes(&place)) {
            let path = indexes(&place).join(file);
            fs::write(&path, damage(&fs::read(&path).unwrap())).unwrap();
        }
        check(&place, &["a", "b"], &["c"]);
        let run = place.run();
        assert_eq!(register(&run, "a"), RegisterStatus::AlreadyExists);
        assert_eq!(append(&run), 3);
    }
}

/// An index of an earlier state of the file: from a backup, or because a kill came between file and index.
#[test]
fn an_older_index_catches_up() {
    let place = Place::new();
    let run = place.run();
    register(&run, "a");
    append(&run);
    let files = files_below(&indexes(&place));
    let older: Vec<Vec<u8>> = files.iter().map(|file| fs::read(indexes(&place).join(file)).unwrap()).collect();
    for n in 0..40 {
        register(&run, &format!("b{n}"));
        append(&run);
    }
    registry::deregister(&step(&run), &KEYS, Named { key_or_address: "a".into() }).unwrap();
    drop(run);
    for (file, bytes) in files.iter().zip(older) {
        fs::write(indexes(&place).join(file), bytes).unwrap();
    }
    let live: Vec<String> = (0..40).map(|n| format!("b{n}")).collect();
    check(&place, &live.iter().map(String::as_str).collect::<Vec<_>>(), &["a"]);
    assert_eq!(append(&place.run()), 42);
}

/// A kill after the table was changed and before the head was: the line is indexed already.
#[test]
fn a_head_that_is_older_than_its_table() {
    let place = Place::new();
    let run = place.run();
    register(&run, "a");
    register(&run, "b");
    let path = indexes(&place).join("a%2Fkeys.jsonl");
    let before = fs::read(&path).unwrap();
    let head = |bytes: &[u8]| {
        let mut now = fs::read(&path).unwrap();
        now[..160].copy_from_slice(&bytes[..160]);
        fs::write(&path, now).unwrap();
    };
    register(&run, "c");
    head(&before);
    check(&place, &["a", "b", "c"], &["d"]);
    let before = fs::read(&path).unwrap();
    registry::deregister(&step(&run), &KEYS, Named { key_or_address: "a".into() }).unwrap();
    head(&before);
    check(&place, &["b", "c"], &["a"]);
    assert_eq!(register(&run, "a"), RegisterStatus::Success);
    check(&place, &["a", "b", "c"], &["d"]);
    registry::deregister(&step(&run), &KEYS, Named { key_or_address: "c".into() }).unwrap();
    check(&place, &["a", "b"], &["c", "d"]);
}

/// A head with a right sum that tells of more slots, or of more that are taken, than its file can hold: no table is made as
/// large as it says.
#[test]
fn a_head_that_tells_of_more_than_there_is() {
    for (word, told) in [(11, 1 << 36), (11, 1 << 48), (12, 1 << 40)] {
        let place = Place::new();
        let run = place.run();
        for n in 0..40 {
            register(&run, &format!("a{n}"));
        }
        drop(run);
        let path = indexes(&place).join("a%2Fkeys.jsonl");
        let mut bytes = fs::read(&path).unwrap();
        bytes[8 * word..8 * word + 8].copy_from_slice(&u64::to_le_bytes(told));
        let sum = u64::from(crc32fast::hash(&bytes[..8 * 17]));
        bytes[8 * 17..8 * 18].copy_from_slice(&sum.to_le_bytes());
        fs::write(&path, bytes).unwrap();
        let run = place.run();
        assert_eq!(register(&run, "a7"), RegisterStatus::AlreadyExists);
        assert_eq!(register(&run, "b"), RegisterStatus::Success);
        drop(run);
        assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
        let run = place.run();
        assert_eq!((find(&run, "a39"), find(&run, "b"), find(&run, "c")), ("SUCCESS", "SUCCESS", "NOT_FOUND"));
        assert_eq!(count(&run), 41);
    }
}

/// A process that has a store to itself writes its index seldom. A kill may come at any place of that: some of the slots
/// are written, of any lines, and the head is not.
#[test]
fn a_table_that_was_written_in_part() {
    let random = &mut fastrand::Rng::with_seed(3);
    for round in 0..30 {
        let place = Place::new();
        let run = place.run();
        let mut model = Model::default();
        // So many that the table does not grow below.
        (0..150).for_each(|n| model.register(&run, n));
        drop(run);
        let path = indexes(&place).join("a%2Fkeys.jsonl");
        let before = fs::read(&path).unwrap();
        let run = place.run();
        (0..80).for_each(|_| model.change(&run, random, 0..160));
        drop(run);
        let mut torn = fs::read(&path).unwrap();
        assert_eq!(before.len(), torn.len());
        torn[..160].copy_from_slice(&before[..160]);
        let slots = torn[4096..].chunks_exact_mut(16).zip(before[4096..].chunks_exact(16));
        slots.filter(|_| random.u32(..4) < round % 4).for_each(|(slot, before)| slot.copy_from_slice(before));
        fs::write(&path, torn).unwrap();
        let run = place.run();
        model.check(&run, 160);
        (0..20).for_each(|_| model.change(&run, random, 0..160));
        model.check(&run, 160);
    }
}

/// Processes that have the store to themselves for a while, one after the other; some are killed, and another program
/// appends in between.
#[test]
fn processes_take_turns() {
    for seed in 0..8 {
        let random = &mut fastrand::Rng::with_seed(seed);
        let place = Place::new();
        let mut runs: Vec<Run> = (0..3).map(|_| place.run()).collect();
        let mut model = Model::default();
        let mut appended = 0;
        for turn in 0..60 {
            let at = random.usize(..runs.len());
            // Longer than what is written at once, and longer than what waits at most.
            let changes = [1, 3, 40, if turn % 20 == 0 { 600 } else { 80 }][random.usize(..4)];
            (0..changes).for_each(|_| model.change(&runs[at], random, 0..300));
            for _ in 0..random.u32(..3) {
                appended += 1;
                assert_eq!(append(&runs[at]), appended, "seed {seed}, turn {turn}");
            }
            match random.u32(..6) {
                0 => std::mem::forget(std::mem::replace(&mut runs[at], place.run())),
                1 => runs[at] = place.run(),
                2 => model.append(&place, random.u32(..300)),
                _ => {}
            }
            if random.u32(..4) == 0 {
                model.check(&runs[random.usize(..runs.len())], 300);
            }
        }
        for run in &runs {
            model.check(run, 300);
        }
        drop(runs);
        model.check(&place.run(), 300);
        fs::remove_dir_all(indexes(&place)).unwrap();
        model.check(&place.run(), 300);
    }
}

/// Which keys are live.
#[derive(Default)]
struct Model {
    live: BTreeSet<u32>,
}

impl Model {
    fn register(&mut self, run: &Run, key: u32) {
        let new = if self.live.insert(key) { RegisterStatus::Success } else { RegisterStatus::AlreadyExists };
        assert_eq!(register(run, &format!("key {key}")), new, "key {key}");
    }

    /// Registers or removes some key.
    fn change(&mut self, run: &Run, random: &mut fastrand::Rng, keys: Range<u32>) {
        let key = random.u32(keys);
        if random.bool() {
            return self.register(run, key);
        }
        let call = Named { key_or_address: format!("key {key}").as_str().into() };
        let status = registry::deregister(&step(run), &KEYS, call).unwrap().status.as_str();
        assert_eq!(status, if self.live.remove(&key) { "SUCCESS" } else { "NOT_FOUND" }, "key {key}");
    }

    /// As the reference does it: without a lock and an index.
    fn append(&mut self, place: &Place, key: u32) {
        let line = if self.live.insert(key) {
            format!("{{\"key\":\"key {key}\",\"address\":\"ADDR_{key}\"}}\n")
        } else {
            self.live.remove(&key);
            format!("{{\"key\":\"key {key}\",\"tombstone\":true}}\n")
        };
        let file = fs::File::options().create(true).append(true).open(place.data_root().join("a/keys.jsonl"));
        file.unwrap().write_all(line.as_bytes()).unwrap();
    }

    fn check(&self, run: &Run, keys: u32) {
        for key in 0..keys {
            let status = if self.live.contains(&key) { "SUCCESS" } else { "NOT_FOUND" };
            assert_eq!(find(run, &format!("key {key}")), status, "key {key}");
        }
        assert_eq!(count(run), i64::try_from(self.live.len()).unwrap());
    }
}

/// Another program has changed the file in between: it appended, replaced the file, or wrote over it.
#[test]
fn what_others_do_to_the_file_counts() {
    let place = Place::new();
    let run = place.run();
    register(&run, "a");
    let file = place.data_root().join("a/keys.jsonl");
    let line = |key: &str| format!("{{\"key\":\"{key}\",\"address\":\"ADDR_{key}\"}}\n");

    let appended = place.text("a/keys.jsonl") + &line("b") + "\n" + &line("c");
    fs::write(&file, &appended).unwrap();
    assert_eq!(
        (find(&run, "a"), find(&run, "b"), find(&run, "ADDR_c"), count(&run)),
        ("SUCCESS", "SUCCESS", "SUCCESS", 3)
    );

    // In the place of the file, shorter.
    let other = place.data_root().join("a/other");
    fs::write(&other, line("d")).unwrap();
    fs::rename(&other, &file).unwrap();
    assert_eq!((find(&run, "a"), find(&run, "d"), count(&run)), ("NOT_FOUND", "SUCCESS", 1));

    // As long as before.
    fs::write(&file, line("e")).unwrap();
    assert_eq!(
        (find(&run, "d"), find(&run, "e"), register(&run, "e")),
        ("NOT_FOUND", "SUCCESS", RegisterStatus::AlreadyExists)
    );

    fs::remove_file(&file).unwrap();
    assert_eq!((find(&run, "e"), count(&run)), ("NOT_FOUND", 0));
    assert_eq!(register(&run, "e"), RegisterStatus::Success);
    check(&place, &["e"], &["d"]);
}

/// The last line of a key counts, also in files of the reference that name a key twice.
#[test]
fn the_last_line_of_a_key_counts() {
    let lines = [
        r#"{"key":"a","address":"ADDR_1"}"#,
        r#"{"key":"a","address":"ADDR_2"}"#,
        r#"{"key":"b","address":"ADDR_3"}"#,
        r#"{"key":"b","tombstone":true}"#,
        r#"{"key":"c","tombstone":true}"#,
        r#"{"key":7}"#,
    ];
    // All at once, and one after the other.
    for first in [0, 1, 3] {
        let place = Place::new();
        place.seed("a/keys.jsonl", &(lines[..first].join("\n") + "\n"));
        let run = place.run();
        count(&run);
        place.seed("a/keys.jsonl", &(lines.join("\n") + "\n"));
        for (name, status) in [
            ("a", "SUCCESS"),
            ("ADDR_2", "SUCCESS"),
            ("ADDR_1", "NOT_FOUND"),
            ("b", "NOT_FOUND"),
            ("ADDR_3", "NOT_FOUND"),
            ("c", "NOT_FOUND"),
        ] {
            assert_eq!(find(&run, name), status, "{name} after {first}");
        }
        assert_eq!(count(&run), 1);
    }
}

#[test]
fn an_index_is_made_for_a_log_that_is_there() {
    let place = Place::new();
    place.seed("a/events.jsonl", "{\"n\":1}\n\n{\"n\":2}");
    let run = place.run();
    assert_eq!(append(&run), 4);
    let entries =
        append_only::read_all(&step(&run), &EVENTS, ReadAll::default()).unwrap().outputs.map(|it| it.entries).unwrap();
    assert_eq!(entries.len(), 3);
}
