//! Damage: what no own write can have left is reported with file and line, and nothing is changed. Edits by hand count at
//! once, also those behind the index.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};

use pgs_rt::store::Location;
use pgs_rt::store::append_only::{self, Append, ReadAll};
use pgs_rt::store::mutable_json::{self, Keyed};
use pgs_rt::store::registry::{self, Named, Register};
use pgs_rt::{Field, Map, Run, Value, json};

use crate::support::{Place, fields, files_below, step};

const FILE: &str = "a/state";
const AT: Location = Location::at("STATE", FILE);
const KEYS: registry::Store = registry::Store(AT);
const EVENTS: append_only::Store = append_only::Store(AT);
const RECORDS: mutable_json::Store = mutable_json::Store(AT);

/// A status and a reason.
type Ended = (&'static str, String);

fn register(run: &Run, key: &str) -> Ended {
    let done = registry::register(&step(run), &KEYS, Register { key: key.into(), ..Register::default() }).unwrap();
    (done.status.as_str(), done.reason.unwrap_or_default())
}

fn resolve(run: &Run, name: &str) -> Ended {
    let done = registry::resolve(&step(run), &KEYS, Named { key_or_address: name.into() }).unwrap();
    (done.status.as_str(), done.reason.unwrap_or_default())
}

fn append(run: &Run) -> (&'static str, Option<i64>) {
    let call = Append { record: Field::Is(fields("{}")), ..Append::default() };
    let done = append_only::append(&step(run), &EVENTS, call).unwrap();
    (done.status.as_str(), done.sequence_number)
}

fn entries(run: &Run) -> Ended {
    let done = append_only::read_all(&step(run), &EVENTS, ReadAll::default()).unwrap();
    (done.status.as_str(), done.reason.unwrap_or_default())
}

fn read(run: &Run, key: &str) -> (&'static str, Option<Value>, String) {
    let done = mutable_json::read(&step(run), &RECORDS, Keyed { key: key.into() }).unwrap();
    (done.status.as_str(), done.value, done.reason.unwrap_or_default())
}

fn write(run: &Run, key: &str, value: Value) -> Ended {
    let call = mutable_json::Write { key: key.into(), value: Field::Is(value) };
    let done = mutable_json::write(&step(run), &RECORDS, call).unwrap();
    (done.status.as_str(), done.reason.unwrap_or_default())
}

/// Writes over bytes of the file, which stays the same file.
fn edit(place: &Place, at: usize, bytes: &[u8]) {
    let mut file = fs::File::options().write(true).open(place.data_root().join(FILE)).unwrap();
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.write_all(bytes).unwrap();
}

fn bytes(place: &Place) -> Vec<u8> {
    fs::read(place.data_root().join(FILE)).unwrap()
}

/// Nothing was cut off.
fn is_left(place: &Place, bytes_before: &[u8]) {
    assert!(bytes(place) == bytes_before, "the file was changed");
    assert!(!place.has(".pgs/torn"), "something was cut off");
}

fn wallets(count: usize) -> String {
    let wallet = |n: usize| {
        (
            format!("W_{n:05}"),
            Value::Object(fields(&format!(
                r#"{{"actor_id": "A", "balance": {n}, "status": "ACTIVE", "list": [1, 2]}}"#
            ))),
        )
    };
    json::pretty(&Value::Object((0..count).map(wallet).collect()))
}

/// When the file is damaged.
#[derive(Clone, Copy, Debug)]
enum When {
    /// Nothing here has ever written to it.
    Unknown,
    /// It was written to.
    Written,
    /// And its index is gone.
    Forgotten,
    /// And the machine was started anew.
    Rebooted,
}

const WHEN: [When; 4] = [When::Unknown, When::Written, When::Forgotten, When::Rebooted];

impl When {
    /// After the own writes.
    fn happens(self, place: &Place) {
        match self {
            Self::Unknown | Self::Written => {}
            Self::Forgotten => fs::remove_dir_all(place.data_root().join(".pgs/index")).unwrap(),
            Self::Rebooted => place.lose_power(),
        }
    }
}

#[test]
fn one_wrong_byte_in_a_large_object() {
    let text = wallets(400);
    let middle = text[..text.len() / 2].rfind("\n  }").unwrap();
    type Damage = fn(&str, usize) -> String;
    let damages: [(&str, Damage); 6] = [
        ("a stray brace", |text, at| format!("{}}}{}", &text[..at], &text[at..])),
        ("a stray quote", |text, at| format!("{}\"{}", &text[..at], &text[at..])),
        ("a missing brace", |text, at| format!("{}{}", &text[..at + 2], &text[at + 4..])),
        ("a zero", |text, at| format!("{}\0{}", &text[..at + 1], &text[at + 2..])),
        ("no last brace", |text, _| text[..text.len() - 1].to_owned()),
        ("half a file", |text, at| text[..at].to_owned()),
    ];
    for (what, damage) in damages {
        for when in WHEN {
            // That is what a write leaves of which all but the last byte came to its end.
            if what == "no last brace" && matches!(when, When::Forgotten | When::Rebooted) {
                continue;
            }
            let place = Place::new();
            place.seed(FILE, &text);
            if !matches!(when, When::Unknown) {
                // Written again, so that the file is added to.
                assert_eq!(write(&place.run(), "W_00399", 1.into()).0, "SUCCESS");
            }
            when.happens(&place);
            let damaged = damage(&place.text(FILE), middle);
            edit_to(&place, damaged.as_bytes());
            for key in ["W_00000", "W_00300", "W_00399", "none"] {
                let run = place.run();
                let (status, value, reason) = read(&run, key);
                assert_eq!(
                    (status, value),
                    ("BACKEND_ERROR", None),
                    "{what}, {when:?}: {reason} {:?} {}",
                    run.notes(),
                    fs::metadata(place.data_root().join(FILE)).unwrap().len()
                );
                assert!(reason.contains(FILE) && reason.contains("line "), "{what}, {when:?}: {reason}");
                assert_eq!(write(&run, key, 2.into()).0, "BACKEND_ERROR", "{what}, {when:?}");
                is_left(&place, damaged.as_bytes());
            }
        }
    }
}

/// As an editor does it that does not replace the file.
fn edit_to(place: &Place, text: &[u8]) {
    edit(place, 0, text);
    let file = fs::File::options().write(true).open(place.data_root().join(FILE)).unwrap();
    file.set_len(text.len() as u64).unwrap();
}

fn line(key: &str) -> String {
    format!("{{\"key\":\"{key}\",\"address\":\"ADDR_{key}\"}}\n")
}

#[test]
fn zeros_in_the_middle_of_lines() {
    for when in WHEN {
        let place = Place::new();
        let (keys, run) = (["k0", "k1", "k2", "k3", "k4"], place.run());
        match when {
            When::Unknown => place.seed(FILE, &keys.map(line).concat()),
            _ => keys.iter().for_each(|key| assert_eq!(register(&run, key).0, "SUCCESS")),
        }
        drop(run);
        // What a run with `sync` writes down.
        let run = place.syncing_run();
        register(&run, "k5");
        crate::support::end_run(&run);
        drop(run);
        when.happens(&place);
        let text = place.text(FILE);
        let second = text.find('\n').unwrap() + 1;
        let length = text[second..].find('\n').unwrap();
        edit(&place, second, &vec![0; length]);
        let damaged = bytes(&place);
        let run = place.run();
        for (operation, (status, reason)) in [("REGISTER", register(&run, "k4")), ("RESOLVE", resolve(&run, "k0"))] {
            assert_eq!(status, "BACKEND_ERROR", "{operation}, {when:?}");
            assert!(reason.contains(FILE) && reason.contains("line 2"), "{operation}, {when:?}: {reason}");
            is_left(&place, &damaged);
        }
        // A log is added to, as in the reference, and not read.
        assert_eq!(append(&run), ("SUCCESS", Some(7)), "{when:?}");
        let (status, reason) = entries(&run);
        assert_eq!(status, "BACKEND_ERROR");
        assert!(reason.contains(FILE) && reason.contains("line 2"), "{reason}");
        assert!(bytes(&place).starts_with(&damaged) && !place.has(".pgs/torn"));
    }
}

/// A line that was confirmed is not torn, whatever becomes of it.
#[test]
fn a_line_that_is_cut_short_by_hand() {
    for when in [When::Unknown, When::Written, When::Rebooted] {
        let place = Place::new();
        if matches!(when, When::Unknown) {
            place.seed(FILE, &["k0", "k1"].map(line).concat());
        } else {
            let run = place.syncing_run();
            assert_eq!((register(&run, "k0").0, register(&run, "k1").0), ("SUCCESS", "SUCCESS"));
            crate::support::end_run(&run);
        }
        when.happens(&place);
        let text = place.text(FILE);
        edit_to(&place, &text.as_bytes()[..text.len() - 5]);
        let damaged = bytes(&place);
        let (status, reason) = register(&place.run(), "k1");
        assert_eq!(status, "BACKEND_ERROR", "{when:?}");
        assert!(reason.contains("line 2"), "{reason}");
        is_left(&place, &damaged);
    }
}

#[test]
fn an_edit_of_equal_length_counts() {
    let place = Place::new();
    place.seed(FILE, &["e-0000", "e-0001", "e-0002"].map(line).concat());
    let run = place.run();
    assert_eq!(register(&run, "e-0000").0, "ALREADY_EXISTS");
    edit(&place, r#"{"key":""#.len(), b"E");
    for run in [run, place.run()] {
        assert_eq!(register(&run, "E-0000").0, "ALREADY_EXISTS");
        assert_eq!((resolve(&run, "e-0000").0, resolve(&run, "E-0000").0), ("NOT_FOUND", "SUCCESS"));
    }
    assert_eq!(place.text(FILE).lines().count(), 3);

    let place = Place::new();
    place.seed(FILE, &wallets(300));
    let run = place.run();
    assert_eq!(read(&run, "W_00007").0, "SUCCESS");
    let at = place.text(FILE).find("W_00007").unwrap();
    edit(&place, at, b"V");
    for run in [run, place.run()] {
        assert_eq!((read(&run, "W_00007").0, read(&run, "V_00007").0), ("NOT_FOUND", "SUCCESS"));
    }
}

/// Whatever block of an index is not as it was written.
#[test]
fn a_damaged_block_of_an_index_is_not_believed() {
    let keys: Vec<String> = (0..200).map(|n| format!("key {n}")).collect();
    let place = Place::new();
    let run = place.run();
    keys.iter().for_each(|key| assert_eq!(register(&run, key).0, "SUCCESS"));
    drop(run);
    let path = place.data_root().join(".pgs/index/a%2Fstate");
    let whole = fs::read(&path).unwrap();
    let random = &mut fastrand::Rng::with_seed(12);
    for block in (0..whole.len() / 512).chain([usize::MAX]) {
        let damaged: Vec<u8> = match block {
            usize::MAX => [&whole[..4096], &vec![0; whole.len() - 4096]].concat(),
            block => {
                let mut damaged = whole.clone();
                let at = block * 512 + random.usize(..512);
                match random.u32(..3) {
                    0 => damaged[block * 512..(block + 1) * 512].fill(0),
                    1 => damaged[at] ^= 1 << random.u32(..8),
                    _ => damaged.copy_within(..512, block * 512),
                }
                damaged
            }
        };
        fs::write(&path, damaged).unwrap();
        let run = place.run();
        for key in &keys {
            assert_eq!(register(&run, key).0, "ALREADY_EXISTS", "{key}, block {block}");
        }
    }
    assert_eq!(place.text(FILE).lines().count(), keys.len());
}

/// What the reference makes of a registry: the live keys, or none if it can't be read.
fn registry_of(text: &[u8]) -> Option<BTreeMap<String, Map<String, Value>>> {
    let mut live = BTreeMap::new();
    for line in std::str::from_utf8(text).ok()?.split('\n').filter(|line| !line.trim().is_empty()) {
        let Ok(Value::Object(entry)) = json::parse(line) else { return None };
        let Some(key) = entry.get("key").and_then(Value::as_str).map(str::to_owned) else { continue };
        if entry.get("tombstone") == Some(&Value::Bool(true)) {
            live.remove(&key)
        } else {
            live.insert(key, entry)
        };
    }
    Some(live)
}

fn object_of(text: &[u8]) -> Option<Map<String, Value>> {
    match json::parse(std::str::from_utf8(text).ok()?) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// How many random cases: in a debug build fewer.
fn cases(all: usize) -> usize {
    if cfg!(debug_assertions) { all / 10 } else { all }
}

/// Somebody edits the file between any two operations, in an editor that replaces it or does not; some edits break it.
#[test]
fn random_edits_behind_the_index() {
    let random = &mut fastrand::Rng::with_seed(1);
    let mut place = Place::new();
    for n in 0..cases(1_000) {
        if n % 50 == 0 {
            place = Place::new();
            place.seed(FILE, &(0..40).map(|n| line(&format!("k{n:03}"))).collect::<String>());
        }
        let run = place.run();
        let before = bytes(&place);
        let mut text = before.clone();
        for _ in 0..random.usize(1..3) {
            random_edit(random, &mut text);
        }
        if random.bool() {
            edit_to(&place, &text);
        } else {
            place.seed("a/other", "");
            fs::write(place.data_root().join("a/other"), &text).unwrap();
            fs::rename(place.data_root().join("a/other"), place.data_root().join(FILE)).unwrap();
        }
        let key = format!("k{:03}", random.u32(..45));
        let model = registry_of(&text);
        let expected = match &model {
            None => ("BACKEND_ERROR", "BACKEND_ERROR"),
            Some(live) if live.contains_key(&key) => ("SUCCESS", "ALREADY_EXISTS"),
            Some(live) if live.values().any(|entry| entry.get("address").is_some_and(|it| *it == *key)) => continue,
            Some(_) => ("NOT_FOUND", "SUCCESS"),
        };
        let found = (resolve(&run, &key), register(&run, &key));
        assert_eq!((found.0.0, found.1.0), expected, "{key} in {}", String::from_utf8_lossy(&text));
        let after = bytes(&place);
        assert!(after.starts_with(&text), "something was changed");
        assert!(!place.has(".pgs/torn"), "something was cut off");
        match model {
            // Everything goes on from what it was.
            None => edit_to(&place, &before),
            Some(_) => assert_eq!(after.len() > text.len(), expected.1 == "SUCCESS"),
        }
    }
}

fn random_edit(random: &mut fastrand::Rng, text: &mut Vec<u8>) {
    if text.is_empty() {
        return;
    }
    let at = random.usize(..text.len());
    let line = text[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let end = text[line..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| line + end + 1);
    match random.u32(..8) {
        // Another key of the same length, which may be there already.
        0..=3 => {
            if let Some(key) = text[line..end].windows(8).position(|bytes| bytes.starts_with(b"\"key\":\"k")) {
                let key = line + key + 8;
                text[key..key + 3].copy_from_slice(format!("{:03}", random.u32(..45)).as_bytes());
            }
        }
        4 => drop(text.drain(line..end)),
        5 => {
            let again = text[line..end].to_vec();
            text.splice(line..line, again);
        }
        6 => text[at] = random.u8(..),
        _ => text.insert(at, b"{}[]\",\n\0 x"[random.usize(..10)]),
    }
}

/// Whatever is wrong with a file: the reference's answer or a clear error, and every byte stays.
#[test]
fn random_damage() {
    let random = &mut fastrand::Rng::with_seed(2);
    let large = wallets(150);
    let lines: String = (0..40).map(|n| line(&format!("k{n:03}"))).collect();
    for n in 0..cases(10_000) {
        let place = Place::new();
        let is_object = n % 2 == 0;
        place.seed(FILE, if is_object { &large } else { &lines });
        if random.bool() {
            let run = place.run();
            let done = if is_object { write(&run, "W_00007", 1.into()) } else { register(&run, "own") };
            assert_eq!(done.0, "SUCCESS");
        }
        let mut text = bytes(&place);
        random_damage_of(random, &mut text);
        if random.bool() {
            edit_to(&place, &text)
        } else {
            place.replace(FILE, &text)
        }
        let run = place.run();
        let expected = if is_object {
            let key = format!("W_{:05}", random.u32(..160));
            let (status, value, reason) = read(&run, &key);
            let object = object_of(&text);
            let expected = match &object {
                None => "BACKEND_ERROR",
                Some(object) if object.contains_key(&key) => "SUCCESS",
                Some(_) => "NOT_FOUND",
            };
            assert_eq!(status, expected, "{key}: {reason}, {:?} in {}", run.notes(), String::from_utf8_lossy(&text));
            assert_eq!(value, object.and_then(|object| object.get(&key).cloned()));
            (expected, reason)
        } else {
            let key = format!("k{:03}", random.u32(..45));
            let (status, reason) = resolve(&run, &key);
            let expected = match registry_of(&text) {
                None => "BACKEND_ERROR",
                Some(live) if live.contains_key(&key) => "SUCCESS",
                Some(_) => "NOT_FOUND",
            };
            // Nobody has ever written zeros that reach the end of a file: they may be cut off.
            if status != expected && text.last() == Some(&0) {
                continue;
            }
            assert_eq!(status, expected, "{key}: {reason} in {}", String::from_utf8_lossy(&text));
            (expected, reason)
        };
        if expected.0 == "BACKEND_ERROR" {
            assert!(expected.1.contains(FILE) && expected.1.contains("line "), "{}", expected.1);
        }
        is_left(&place, &text);
    }
}

fn random_damage_of(random: &mut fastrand::Rng, text: &mut Vec<u8>) {
    let at = random.usize(..text.len());
    let to = (at + random.usize(1..600)).min(text.len());
    match random.u32(..7) {
        0 => text.truncate(at.max(1)),
        1 => text[at..to].fill(0),
        2 => drop(text.drain(at..to)),
        3 => text[at] = random.u8(..),
        4 => text.insert(at, b"{}[]\",\n\0 x"[random.usize(..10)]),
        5 => text.extend_from_slice(&b"}\n{\"key\":1}\0\0"[..random.usize(1..13)]),
        _ => {
            let part = text[at..to].to_vec();
            let at = random.usize(..text.len());
            text.splice(at..at, part);
        }
    }
}

/// What is read to be moved is not changed, whatever is wrong with it.
#[test]
fn what_is_moved_is_not_changed() {
    use pgs_rt::store::{DeclaredStore, FILES, StoreKind, moving::move_state};

    let stores = |kind| [DeclaredStore { kind, at: AT }];
    let (zeros, torn) = ([line("k0").as_bytes(), b"\0\0\0\n", line("k1").as_bytes()].concat(), b"{\"key\":\"z\",\"ad");
    for (kind, text, own) in [
        (StoreKind::Registry, zeros.clone(), false),
        (StoreKind::Log, zeros, false),
        (StoreKind::Registry, torn.to_vec(), true),
        (StoreKind::Object, wallets(400).into_bytes(), false),
        (StoreKind::Object, wallets(400).replacen("\n  }", "\n  }}", 1).into_bytes(), false),
    ] {
        let place = Place::new();
        if own {
            assert_eq!(register(&place.run(), "own").0, "SUCCESS");
            let whole = bytes(&place);
            edit_to(&place, &[whole, text].concat());
        } else {
            place.seed(FILE, "");
            edit_to(&place, &text);
        }
        let all = |place: &Place| {
            let names = files_below(&place.data_root());
            let bytes: Vec<Vec<u8>> =
                names.iter().map(|name| fs::read(place.data_root().join(name)).unwrap()).collect();
            (names, bytes)
        };
        let before = all(&place);
        let files = FILES.constructors().unwrap();
        let mut source = (files.source)(&place.data_root()).unwrap();
        let target = (files.target)(&place.workspace().with_extension("moved")).unwrap();
        let moved = move_state(&mut *source, &*target, &stores(kind));
        assert_eq!(all(&place), before, "{moved:?}");
        match moved {
            Ok(report) => assert_eq!(report.notes.len(), usize::from(own), "{report:?}"),
            Err(error) => assert!(error.to_string().contains("line "), "{error}"),
        }
    }
}
