//! What a kill or a power loss left at the end of a file is cut off, kept beside, and said; nothing else is.

use std::fs;

use pgs_rt::store::append_only::{self, Append, ReadAll};
use pgs_rt::store::mutable_json::{self, Keyed, ListStatus, Write};
use pgs_rt::store::registry::{self, Named, Register, RegisterStatus};
use pgs_rt::store::{Location, append_only::AppendStatus};
use pgs_rt::{Field, Value};

use crate::support::{Place, fields, json, step};

const KEYS: registry::Store = registry::Store(Location::at("KEYS", "a/keys.jsonl"));
const EVENTS: append_only::Store = append_only::Store(Location::at("EVENTS", "a/events.jsonl"));
const RECORDS: mutable_json::Store = mutable_json::Store(Location::at("RECORDS", "a/records.json"));

const WHOLE: &str = "{\"key\":\"k\",\"address\":\"ADDR_1\"}\n";

/// Ends that a write may leave when it does not come to its own end.
const TORN: [&[u8]; 6] = [
    b"{\"key\":\"z\",\"addr",
    b"{\"key\":\"z\"",
    b"{",
    b"\0\0\0\0",
    b"{\"key\":\"z\0\0\0\0",
    b"\0\0\n{\"key\":\"y\"}\n",
];

/// The texts below `.pgs/torn`.
fn kept(place: &Place) -> Vec<Vec<u8>> {
    let folder = place.data_root().join(".pgs/torn");
    let mut files: Vec<_> = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

#[test]
fn a_torn_line_of_a_registry() {
    for torn in TORN {
        let place = Place::new();
        place.seed("a/keys.jsonl", "");
        fs::write(place.data_root().join("a/keys.jsonl"), [WHOLE.as_bytes(), torn].concat()).unwrap();
        let run = place.run();
        let found = registry::resolve(&step(&run), &KEYS, Named { key_or_address: "ADDR_1".into() }).unwrap();
        assert_eq!(found.status.as_str(), "SUCCESS", "{:?}", found.reason);
        assert_eq!(place.text("a/keys.jsonl"), WHOLE);
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

#[test]
fn a_torn_line_of_a_log() {
    for torn in TORN {
        let place = Place::new();
        place.seed("a/events.jsonl", "");
        let file = place.data_root().join("a/events.jsonl");
        let run = place.run();
        let append = || {
            let call = Append { record: Field::Is(fields("{}")), ..Append::default() };
            let done = append_only::append(&step(&run), &EVENTS, call).unwrap();
            assert_eq!(done.status, AppendStatus::Success, "{:?}", done.reason);
            done.outputs.map(|it| it.sequence_number).unwrap()
        };
        assert_eq!((append(), append()), (1, 2));
        let before = fs::read(&file).unwrap();
        fs::write(&file, [&before, torn].concat()).unwrap();
        assert_eq!(append(), 3);
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
    place.seed("a/keys.jsonl", WHOLE.trim_end());
    let run = place.run();
    assert_eq!(registry::count(&step(&run), &KEYS).unwrap().outputs.map(|it| it.count), Some(1));
    registry::register(&step(&run), &KEYS, Register { key: "z".into(), ..Register::default() }).unwrap();
    assert!(place.text("a/keys.jsonl").starts_with(WHOLE));
    assert_eq!((place.text("a/keys.jsonl").lines().count(), kept(&place).len(), run.notes().len()), (2, 0, 0));
}

#[test]
fn a_torn_member_of_a_large_object() {
    let members: Vec<String> = (0..200).map(|n| format!("  \"k{n}\": \"{}\"", "v".repeat(100))).collect();
    let members = members.join(",\n");
    let ends: [&[u8]; 7] =
        [b"", b",", b",\n  \"z", b",\n  \"z\": [1, ", b",\n  \"z\": \"\0\0\0", b"\0\0\0\0", b",\n\0\0\0\0\"\n}"];
    for torn in ends {
        let place = Place::new();
        place.seed("a/records.json", "");
        let whole = format!("{{\n{members}");
        fs::write(place.data_root().join("a/records.json"), [whole.as_bytes(), torn].concat()).unwrap();
        let run = place.run();
        let read = mutable_json::read(&step(&run), &RECORDS, Keyed { key: "k199".into() }).unwrap();
        assert_eq!((read.status.as_str(), read.reason), ("SUCCESS", None));
        assert_eq!(place.text("a/records.json"), format!("{whole}\n}}"));
        assert_eq!(run.notes().len(), 1, "{:?}", run.notes());
        let call = Write { key: "z".into(), value: Field::Is(Value::from(1)) };
        mutable_json::write(&step(&run), &RECORDS, call).unwrap();
        assert_eq!(place.text("a/records.json"), format!("{whole},\n  \"z\": 1\n}}"));
        let listed = mutable_json::list(&step(&run), &RECORDS).unwrap();
        assert_eq!((listed.status, listed.outputs.map(|it| it.keys).unwrap().len()), (ListStatus::Success, 201));
    }
}

/// Damage that is no torn end is left to people.
#[test]
fn damage_far_from_the_end_stays() {
    let place = Place::new();
    let line = format!("{{\"key\":\"{}\"}}\n", "x".repeat(1024));
    let text = format!("{{\"a\":\"\0\0\"}}\n{}", line.repeat(17 * 1024));
    place.seed("a/events.jsonl", &text);
    let run = place.run();
    let call = Append { record: Field::Is(fields("{}")), ..Append::default() };
    let done = append_only::append(&step(&run), &EVENTS, call).unwrap();
    assert_eq!(done.status, AppendStatus::BackendError);
    assert!(done.reason.unwrap().contains("line 1"));
    assert_eq!(place.text("a/events.jsonl").len(), text.len());
}

/// The trace tells what was repaired, and a replay is not disturbed by it.
#[test]
fn the_trace_has_the_note() {
    let place = Place::new();
    place.seed("a/keys.jsonl", &format!("{WHOLE}{{\"key\":"));
    let run = place.run();
    let at = step(&run);
    let done = registry::count(&at, &KEYS).unwrap();
    at.ends(done.status.as_str(), &[], None).unwrap();
    run.flush().unwrap();
    let trace = fs::read_to_string(run.trace_file()).unwrap();
    let event = trace.lines().map(json).find(|event| event["event_type"] == "CC_STEP").unwrap();
    assert_eq!(event["detail"]["notes"][0].as_str().map(str::to_owned), run.notes().pop());
}
