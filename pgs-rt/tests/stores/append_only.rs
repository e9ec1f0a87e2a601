//! `CS_APPENDONLY_JSONL`: APPEND, GET_ALL and READ_ALL.

use pgs_rt::store::Location;
use pgs_rt::store::append_only::{Append, AppendStatus, ReadAll, ReadAllStatus, Store, append, read_all};
use pgs_rt::{Field, Sources, Timestamp, Value, Violation, json};

use crate::on_each_backend;
use crate::support::{Place, fields, json as parse, step};

const FILE: &str = "log/events.jsonl";
const STORE: Store = Store(Location::at("EVENTS", FILE));

on_each_backend!(
    append_counts_on,
    streams_compare_by_value,
    what_was_appended_is_read_in_order,
    without_a_file_there_are_no_entries_and_none_is_made,
    a_record_that_is_no_object_is_a_violation,
    without_a_path_each_operation_is_a_backend_error,
    a_record_too_deep_to_be_read_again_is_not_written,
);

/// A clock that stands still.
struct Noon;

impl Sources for Noon {
    fn now(&self) -> Timestamp {
        "2026-01-02T12:00:00.000123Z".parse().unwrap()
    }

    fn fill(&self, _bytes: &mut [u8]) -> Result<(), Violation> {
        Err(Violation::new("no random bytes"))
    }
}

fn record(text: &str) -> Append {
    Append { record: Field::Is(fields(text)), ..Append::default() }
}

fn append_counts_on(place: &Place) {
    let run = place.run_with(Box::new(Noon));
    for n in 0..3 {
        let done = append(&step(&run), &STORE, record(&format!("{{\"n\": {n}, \"f\": 1.50}}"))).unwrap();
        assert_eq!((done.status, done.reason), (AppendStatus::Success, None));
        assert_eq!(done.outputs.clone().map(|it| it.sequence_number), Some(n + 1));
        assert_eq!(done.outputs.clone().map(|it| it.record_id), Some(format!("2026-01-02T12:00:00.000123_00000{n}")));
    }
    let entries = read_all(&step(&run), &STORE, ReadAll::default()).unwrap().outputs.map(|it| it.entries).unwrap();
    let expected = concat!(
        r#"{"record_id":"2026-01-02T12:00:00.000123_000001","sequence_number":2,"#,
        r#""timestamp":"2026-01-02T12:00:00.000123","actor_id":null,"stream_id":null,"record":{"n":1,"f":1.5}}"#,
    );
    assert_eq!(json::compact(&entries[1]), expected);
}

#[test]
fn append_writes_one_line_and_counts_on() {
    let place = Place::new();
    let run = place.run_with(Box::new(Noon));
    let first =
        append(&step(&run), &STORE, record(r#"{"b": "é😀\u0001", "a": {"n": 1e16, "i": -0, "f": 1.50}}"#)).unwrap();
    assert_eq!((first.status, first.reason), (AppendStatus::Success, None));
    assert_eq!(first.outputs.clone().map(|it| it.record_id).as_deref(), Some("2026-01-02T12:00:00.000123_000000"));
    assert_eq!(first.outputs.clone().map(|it| it.sequence_number), Some(1));
    let call = Append { stream_id: Field::Is(Value::from(2)), actor_id: Field::Is(Value::from("A_1")), ..record("{}") };
    assert_eq!(append(&step(&run), &STORE, call).unwrap().outputs.map(|it| it.sequence_number), Some(2));
    let expected = concat!(
        r#"{"record_id": "2026-01-02T12:00:00.000123_000000", "sequence_number": 1, "#,
        r#""timestamp": "2026-01-02T12:00:00.000123", "actor_id": null, "stream_id": null, "#,
        r#""record": {"b": "\u00e9\ud83d\ude00\u0001", "a": {"n": 1e+16, "i": 0, "f": 1.5}}}"#,
        "\n",
        r#"{"record_id": "2026-01-02T12:00:00.000123_000001", "sequence_number": 2, "#,
        r#""timestamp": "2026-01-02T12:00:00.000123", "actor_id": "A_1", "stream_id": 2, "record": {}}"#,
        "\n",
    );
    assert_eq!(place.text(FILE), expected);
}

fn what_was_appended_is_read_in_order(place: &Place) {
    let run = place.run();
    for (n, stream) in ["x", "y", "x"].into_iter().enumerate() {
        let call = Append { stream_id: Field::Is(Value::from(stream)), ..record(&format!("{{\"n\": {n}}}")) };
        append(&step(&run), &STORE, call).unwrap();
    }
    let numbers = |stream: Field<Value>| -> Vec<Value> {
        let read = read_all(&step(&run), &STORE, ReadAll { stream_id: stream }).unwrap();
        assert_eq!(read.status, ReadAllStatus::Success);
        read.outputs.map(|it| it.entries).unwrap().iter().map(|entry| entry["record"]["n"].clone()).collect()
    };
    assert_eq!(numbers(Field::Unset), [0, 1, 2]);
    assert_eq!(numbers(Field::Null), [0, 1, 2]);
    assert_eq!(numbers(Field::Is(Value::from("x"))), [0, 2]);
    assert!(numbers(Field::Is(Value::from("z"))).is_empty());
}

fn streams_compare_by_value(place: &Place) {
    let run = place.run();
    for stream in ["1", "1.0", "\"1\"", "2", "null"] {
        let done =
            append(&step(&run), &STORE, Append { stream_id: Field::json(parse(stream)), ..record("{}") }).unwrap();
        assert_eq!(done.status, AppendStatus::Success);
    }
    let read = read_all(&step(&run), &STORE, ReadAll { stream_id: Field::Is(Value::from(1)) }).unwrap();
    assert_eq!(read.outputs.map(|it| it.entries).unwrap().len(), 2);
}

#[test]
fn streams_compare_as_in_python() {
    let place = Place::new();
    let run = place.run();
    place.seed(FILE, "{\"stream_id\":1,\"n\":1}\n{\"stream_id\":1.0,\"n\":2}\n{\"stream_id\":\"1\"}\n{}\n");
    let read = read_all(&step(&run), &STORE, ReadAll { stream_id: Field::Is(Value::from(1)) }).unwrap();
    assert_eq!(read.outputs.map(|it| it.entries).unwrap().len(), 2);
}

fn without_a_file_there_are_no_entries_and_none_is_made(place: &Place) {
    let read = read_all(&step(&place.run()), &STORE, ReadAll::default()).unwrap();
    assert_eq!((read.status, read.outputs.map(|it| it.entries)), (ReadAllStatus::Success, Some(Vec::new())));
    assert!(!place.data_root().exists(), "a reader has written");
}

#[test]
fn every_line_counts_and_a_seed_needs_no_newline() {
    let place = Place::new();
    let run = place.run();
    let seed = "{\"record\": {\"n\": 1}}\r\n\n   \n{\"record\": {\"n\": \"\u{e9}\"}}";
    place.seed(FILE, seed);
    let done = append(&step(&run), &STORE, record(r#"{"n": 3}"#)).unwrap();
    assert_eq!(done.outputs.clone().map(|it| it.sequence_number), Some(5));
    assert!(done.outputs.clone().map(|it| it.record_id).unwrap().ends_with("_000004"));
    let text = place.text(FILE);
    assert!(text.starts_with(&format!("{seed}\n{{\"record_id\"")), "{text}");
    assert_eq!(
        read_all(&step(&run), &STORE, ReadAll::default()).unwrap().outputs.map(|it| it.entries).unwrap().len(),
        3
    );
}

#[test]
fn an_empty_file_is_an_empty_log() {
    let place = Place::new();
    place.seed(FILE, "");
    assert_eq!(
        append(&step(&place.run()), &STORE, record("{}")).unwrap().outputs.map(|it| it.sequence_number),
        Some(1)
    );
    assert!(place.text(FILE).starts_with("{\"record_id\""));
}

fn a_record_that_is_no_object_is_a_violation(place: &Place) {
    let run = place.run();
    let wrong = [Field::Unset, Field::Null, Field::Other(Value::from("text")), Field::Other(parse("[{}]"))];
    for record in wrong {
        let done = append(&step(&run), &STORE, Append { record, ..Append::default() }).unwrap();
        assert_eq!(
            (
                done.status,
                done.outputs.clone().map(|it| it.sequence_number),
                done.outputs.clone().map(|it| it.record_id)
            ),
            (AppendStatus::Violation, None, None)
        );
        assert!(done.reason.unwrap().contains("`record`"));
    }
    assert!(!place.data_root().exists(), "a violation has written");
}

fn without_a_path_each_operation_is_a_backend_error(place: &Place) {
    let run = place.run();
    let store = Store(Location::nowhere("EVENTS"));
    let done = append(&step(&run), &store, record("{}")).unwrap();
    assert_eq!(done.status, AppendStatus::BackendError);
    assert!(done.reason.unwrap().contains("no path for EVENTS"));
    assert_eq!(read_all(&step(&run), &store, ReadAll::default()).unwrap().status, ReadAllStatus::BackendError);
}

/// An entry wraps its record: a record that is read may be too deep to be read again.
fn a_record_too_deep_to_be_read_again_is_not_written(place: &Place) {
    let run = place.run();
    let nested = |depth: usize| fields(&format!("{}{}", "{\"a\":".repeat(depth - 1) + "{", "}".repeat(depth)));
    let deepest = Append { record: Field::Is(nested(json::DEPTH_LIMIT - 1)), ..Append::default() };
    assert_eq!(append(&step(&run), &STORE, deepest).unwrap().status, AppendStatus::Success);
    let deeper = Append { record: Field::Is(nested(json::DEPTH_LIMIT)), ..Append::default() };
    let done = append(&step(&run), &STORE, deeper).unwrap();
    assert_eq!(done.status, AppendStatus::BackendError);
    assert!(done.reason.unwrap().contains("deep"));
    assert_eq!(
        read_all(&step(&run), &STORE, ReadAll::default()).unwrap().outputs.map(|it| it.entries).unwrap().len(),
        1
    );
}
