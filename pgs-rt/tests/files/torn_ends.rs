//! What a kill or a power loss left at the end of a file is cut off, kept beside, and said; nothing else is.

use std::fs;
use std::io::Write as _;

use pgs_rt::store::append_only::{self, Append, ReadAll};
use pgs_rt::store::mutable_json::{self, Keyed, ListStatus, Write};
use pgs_rt::store::registry::{self, Named, Register, RegisterStatus};
use pgs_rt::store::{Location, append_only::AppendStatus};
use pgs_rt::{Field, Run, Value};

use crate::support::{Place, end_run, fields, json, step};

const KEYS: registry::Store = registry::Store(Location::at("KEYS", "a/keys.jsonl"));
const EVENTS: append_only::Store = append_only::Store(Location::at("EVENTS", "a/events.jsonl"));
const RECORDS: mutable_json::Store = mutable_json::Store(Location::at("RECORDS", "a/records.json"));

/// Ends that a write may leave when it does not come to its own end.
const TORN: [&[u8]; 5] = [b"{\"key\":\"z\",\"addr", b"{\"key\":\"z\"", b"{", b"\0\0\0\0", b"{\"key\":\"z\0\0\0\0"];

/// How much a disk writes as a whole.
const BLOCK: usize = 512;

/// One that only a power loss leaves: a block that was not written, and something behind it.
fn hole(offset: usize) -> Vec<u8> {
    let mut torn = vec![0; BLOCK - offset % BLOCK];
    torn.extend(b"\n{\"key\":\"y\"}\n");
    torn
}

/// The texts below `.pgs/torn`.
fn kept(place: &Place) -> Vec<Vec<u8>> {
    let folder = place.data_root().join(".pgs/torn");
    let mut files: Vec<_> = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Adds bytes to the end of a file, as a write that is cut off does.
fn tear(place: &Place, path: &str, torn: &[u8]) {
    let mut file = fs::File::options().append(true).open(place.data_root().join(path)).unwrap();
    file.write_all(torn).unwrap();
}

/// Registers `k`; the text of the file.
fn registered(place: &Place) -> String {
    let call = Register { key: "k".into(), ..Register::default() };
    assert_eq!(registry::register(&step(&place.run()), &KEYS, call).unwrap().status, RegisterStatus::Success);
    place.text("a/keys.jsonl")
}

#[test]
fn a_torn_line_of_a_registry() {
    let cut = TORN.into_iter().flat_map(|torn| [(Some(torn), false), (Some(torn), true)]);
    for (torn, power_loss) in cut.chain([(None, true)]) {
        let place = Place::new();
        let whole = registered(&place);
        let torn = torn.map_or_else(|| hole(whole.len()), <[u8]>::to_vec);
        tear(&place, "a/keys.jsonl", &torn);
        if power_loss {
            place.lose_power();
        }
        let run = place.run();
        let found = registry::resolve(&step(&run), &KEYS, Named { key_or_address: "k".into() }).unwrap();
        assert_eq!(found.status.as_str(), "SUCCESS", "{:?}", found.reason);
        assert_eq!(place.text("a/keys.jsonl"), whole);
        assert_eq!(kept(&place), [torn]);
        let notes = run.notes();
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].contains("keys.jsonl: cut off") && notes[0].contains("after line 1"), "{notes:?}");
        // The key of the torn line was never registered.
        let call = Register { key: "z".into(), ..Register::default() };
        assert_eq!(registry::register(&step(&run), &KEYS, call).unwrap().status, RegisterStatus::Success);
        assert_eq!(run.notes().len(), 1);
        assert_eq!(registry::count(&step(&run), &KEYS).unwrap().outputs.map(|it| it.count), Some(2));
    }
}

/// Zeros over what was confirmed are damage, also where they reach the end of the file.
#[test]
fn zeros_over_confirmed_lines_are_no_torn_end() {
    let place = Place::new();
    for key in ["k", "l", "m", "n"] {
        let run = place.syncing_run();
        let call = Register { key: key.into(), ..Register::default() };
        assert_eq!(registry::register(&step(&run), &KEYS, call).unwrap().status, RegisterStatus::Success);
        end_run(&run);
    }
    for zeros in [2, 40, 150] {
        let path = place.data_root().join("a/keys.jsonl");
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        let end = damaged.len();
        damaged[end - zeros..].fill(0);
        fs::write(&path, &damaged).unwrap();
        let find = |run: Run| registry::resolve(&step(&run), &KEYS, Named { key_or_address: "k".into() }).unwrap();
        for run in [place.run(), place.syncing_run()] {
            let found = find(run);
            assert_eq!(found.status.as_str(), "BACKEND_ERROR", "{zeros} zeros");
            assert!(found.reason.unwrap().sentence().contains("keys.jsonl, line "), "{zeros} zeros");
            assert_eq!(fs::read(&path).unwrap(), damaged, "{zeros} zeros");
        }
        fs::write(&path, &whole).unwrap();
        assert_eq!(find(place.run()).status.as_str(), "SUCCESS", "{zeros} zeros");
    }
    assert!(kept(&place).is_empty());
}

#[test]
fn a_torn_line_of_a_log() {
    let cut = TORN.into_iter().flat_map(|torn| [(Some(torn), false), (Some(torn), true)]);
    for (torn, power_loss) in cut.chain([(None, true)]) {
        let place = Place::new();
        let file = place.data_root().join("a/events.jsonl");
        let append = |run: &Run| {
            let call = Append { record: Field::Is(fields("{}")), ..Append::default() };
            let done = append_only::append(&step(run), &EVENTS, call).unwrap();
            assert_eq!(done.status, AppendStatus::Success, "{:?}", done.reason);
            done.outputs.map(|it| it.sequence_number).unwrap()
        };
        let mut run = place.run();
        assert_eq!((append(&run), append(&run)), (1, 2));
        let before = fs::read(&file).unwrap();
        let torn = torn.map_or_else(|| hole(before.len()), <[u8]>::to_vec);
        tear(&place, "a/events.jsonl", &torn);
        if power_loss {
            place.lose_power();
            run = place.run();
        }
        assert_eq!(append(&run), 3);
        assert!(fs::read(&file).unwrap().starts_with(&before));
        let entries = append_only::read_all(&step(&run), &EVENTS, ReadAll::default())
            .unwrap()
            .outputs
            .map(|it| it.entries)
            .unwrap();
        assert_eq!(entries.len(), 3);
        assert_eq!(kept(&place), [torn]);
    }
}

/// A line without its end that is whole was written whole: by an editor, or by another program.
#[test]
fn a_line_without_an_end_is_no_torn_one() {
    let place = Place::new();
    let whole = registered(&place);
    place.seed("a/keys.jsonl", whole.trim_end());
    let run = place.run();
    assert_eq!(registry::count(&step(&run), &KEYS).unwrap().outputs.map(|it| it.count), Some(1));
    registry::register(&step(&run), &KEYS, Register { key: "z".into(), ..Register::default() }).unwrap();
    assert!(place.text("a/keys.jsonl").starts_with(&whole));
    assert_eq!((place.text("a/keys.jsonl").lines().count(), kept(&place).len(), run.notes().len()), (2, 0, 0));
}

#[test]
fn a_torn_member_of_a_large_object() {
    let members: Vec<String> = (0..200).map(|n| format!("  \"k{n}\": \"{}\"", "v".repeat(100))).collect();
    let whole = format!("{{\n{},\n  \"own\": \"0\"", members.join(",\n"));
    let cut: [&[u8]; 6] =
        [b",", b",\n  \"z", b",\n  \"z\": [\n    1, ", b",\n  \"z\": \"\0\0\0", b"\0\0\0\0", b"\n}\0\0\0"];
    // Up to the next block, or one more, nothing was written.
    let left = BLOCK - whole.len() % BLOCK;
    let begun = [b",\n  \"".to_vec(), vec![b'z'; left - 5 + BLOCK], vec![0; BLOCK], b"\": 1\n}".to_vec()].concat();
    let untouched = [b"\n}".to_vec(), vec![0; left - 2], b"\": 1\n}".to_vec()].concat();
    let both = cut.into_iter().flat_map(|torn| [(torn, false), (torn, true)]);
    for (torn, power_loss) in both.chain([(&begun[..], true), (&untouched[..], true)]) {
        let place = Place::new();
        place.seed("a/records.json", &format!("{{\n{}\n}}", members.join(",\n")));
        let write = |run: &Run, key: &str, value: Value| {
            let call = Write { key: key.into(), value: Field::Is(value) };
            assert_eq!(mutable_json::write(&step(run), &RECORDS, call).unwrap().reason, None);
        };
        write(&place.run(), "own", "0".into());
        assert_eq!(place.text("a/records.json"), format!("{whole}\n}}"));
        let file = fs::File::options().write(true).open(place.data_root().join("a/records.json")).unwrap();
        file.set_len(whole.len() as u64).unwrap();
        drop(file);
        tear(&place, "a/records.json", torn);
        if power_loss {
            place.lose_power();
        }
        let run = place.run();
        let read = mutable_json::read(&step(&run), &RECORDS, Keyed { key: "k199".into() }).unwrap();
        assert_eq!((read.status.as_str(), read.reason), ("SUCCESS", None), "{}", String::from_utf8_lossy(torn));
        assert_eq!(place.text("a/records.json"), format!("{whole}\n}}"));
        assert_eq!(run.notes().len(), 1, "{:?}", run.notes());
        write(&run, "z", 1.into());
        assert_eq!(place.text("a/records.json"), format!("{whole},\n  \"z\": 1\n}}"));
        let listed = mutable_json::list(&step(&run), &RECORDS).unwrap();
        assert_eq!((listed.status, listed.outputs.map(|it| it.keys).unwrap().len()), (ListStatus::Success, 202));
    }
}

/// The trace tells what was repaired, and a replay is not disturbed by it.
#[test]
fn the_trace_has_the_note() {
    let place = Place::new();
    registered(&place);
    tear(&place, "a/keys.jsonl", b"{\"key\":");
    let run = place.run();
    let at = step(&run);
    let done = registry::count(&at, &KEYS).unwrap();
    at.ends(done.status.as_str(), &[], None).unwrap();
    run.flush().unwrap();
    let trace = fs::read_to_string(run.trace_file()).unwrap();
    let event = trace.lines().map(json).find(|event| event["event_type"] == "CC_STEP").unwrap();
    assert_eq!(event["detail"]["notes"][0].as_str().map(str::to_owned), run.notes().pop());
}

/// Adds lines, or members of a large object, without waiting for the disk; the file's path.
fn filled(place: &Place, form: &str) -> &'static str {
    let run = place.run();
    for n in 0..100 {
        let reason = match form {
            "log" => {
                let call = Append { record: Field::Is(fields(r#"{"text": "some text"}"#)), ..Append::default() };
                append_only::append(&step(&run), &EVENTS, call).unwrap().reason
            }
            "registry" => {
                let call = Register { key: Field::Is(format!("k{n}")), ..Register::default() };
                registry::register(&step(&run), &KEYS, call).unwrap().reason
            }
            _ => {
                let value = Field::Is(Value::from("v".repeat(400)));
                let call = Write { key: Field::Is(format!("k{n}")), value };
                mutable_json::write(&step(&run), &RECORDS, call).unwrap().reason
            }
        };
        assert_eq!(reason, None);
    }
    match form {
        "log" => "a/events.jsonl",
        "registry" => "a/keys.jsonl",
        _ => "a/records.json",
    }
}

/// Reads one thing, as a new process does; the status.
fn read(place: &Place, form: &str) -> String {
    let (run, key) = (place.run(), Field::Is("k7".to_owned()));
    let at = step(&run);
    match form {
        "log" => append_only::read_all(&at, &EVENTS, ReadAll::default()).unwrap().status.as_str(),
        "registry" => registry::resolve(&at, &KEYS, Named { key_or_address: key }).unwrap().status.as_str(),
        _ => mutable_json::read(&at, &RECORDS, Keyed { key }).unwrap().status.as_str(),
    }
    .to_owned()
}

const FORMS: [&str; 3] = ["log", "registry", "object"];

/// A lost write takes whole blocks of the disk: a zero within one is damage, whatever has happened to the machine.
#[test]
fn a_zero_in_the_middle_is_no_lost_write() {
    for form in FORMS {
        for zeros in [1, 30, BLOCK] {
            let place = Place::new();
            let path = place.data_root().join(filled(&place, form));
            let mut damaged = fs::read(&path).unwrap();
            let at = damaged.len() / 2 / BLOCK * BLOCK + 7;
            damaged[at..at + zeros].fill(0);
            fs::write(&path, &damaged).unwrap();
            place.lose_power();
            for _ in 0..2 {
                assert_eq!(read(&place, form), "BACKEND_ERROR", "{form}, {zeros} zeros");
                assert_eq!(fs::read(&path).unwrap(), damaged, "{form}, {zeros} zeros");
            }
            assert!(kept(&place).is_empty());
        }
    }
}

/// What has been read since a restart is on disk: the next restart does not make what is damaged later a lost write.
#[test]
fn what_is_whole_after_a_restart_is_confirmed() {
    for form in FORMS {
        let place = Place::new();
        let path = place.data_root().join(filled(&place, form));
        place.lose_power();
        assert_eq!(read(&place, form), "SUCCESS", "{form}");
        let mut damaged = fs::read(&path).unwrap();
        // A whole block, and so many zeros that they reach the end.
        let (at, end) = (damaged.len() / 2 / BLOCK * BLOCK, damaged.len());
        for to in [at + BLOCK, end] {
            damaged[at..to].fill(0);
            fs::write(&path, &damaged).unwrap();
            place.lose_power();
            assert_eq!(read(&place, form), "BACKEND_ERROR", "{form}");
            assert_eq!(fs::read(&path).unwrap(), damaged, "{form}");
        }
        assert!(kept(&place).is_empty());
    }
}

/// Many zeros take no room: how many there were is kept.
#[test]
fn many_zeros_at_the_end() {
    for form in FORMS {
        let place = Place::new();
        let path = place.data_root().join(filled(&place, form));
        let whole = fs::read(&path).unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_len(whole.len() as u64 + (1 << 28)).unwrap();
        place.lose_power();
        assert_eq!(read(&place, form), "SUCCESS", "{form}");
        assert_eq!(fs::read(&path).unwrap(), whole, "{form}");
        let torn = fs::read_dir(place.data_root().join(".pgs/torn")).unwrap().next().unwrap().unwrap();
        let name = torn.file_name().into_string().unwrap();
        assert!(name.ends_with(&format!(".1.{}-zeros", 1_u64 << 28)), "{name}");
        assert!(torn.metadata().unwrap().len() < 16, "{name}");
    }
}
