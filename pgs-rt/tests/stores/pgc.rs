//! The stores as PGC has them: what is a status, what is a fault, and what stays as it was.

use pgs_rt::store::{Location, pgc};
use pgs_rt::{Fault, Field, Reply, Run, Status, Typed, Value, json, to_value};

use crate::on_each_backend;
use crate::support::{Place, json as parse, step};

const FILE: &str = "state/records.json";
const RECORDS: pgc::mutable_json::Store = pgc::mutable_json::Store(Location::at("RECORDS", FILE));
const LOG: pgc::append_only::Store = pgc::append_only::Store(Location::at("LOG", "state/log.jsonl"));
const KEYS: pgc::registry::Store = pgc::registry::Store(Location::at("KEYS", "state/keys.jsonl"));

on_each_backend!(
    update_changes_the_record_at_one_key,
    updates_that_are_no_object_are_a_fault_where_a_record_is_there,
    a_filter_that_is_none_matches_all,
    list_gives_keys_and_select_all,
    what_delete_many_is_given_is_read_as_python_reads_it,
    any_value_is_a_record,
    a_registry_looks_for_any_value_and_binds_texts,
    a_fault_names_the_argument,
);

/// An argument as JSON; unset where it is empty.
fn argument<T: Typed>(text: &str) -> Field<T> {
    if text.is_empty() { Field::Unset } else { Field::json(parse(text)) }
}

/// The status and the outputs, or `fault`.
fn answer<S: Status, O: serde::Serialize>(reply: Result<Reply<S, O>, Fault>) -> String {
    match reply {
        Err(Fault::Capability { .. }) => "fault".to_owned(),
        Err(fault) => panic!("{fault}"),
        Ok(reply) => match reply.outputs.map(|it| json::compact(&to_value(&it).unwrap())) {
            Some(outputs) if outputs != "{}" => format!("{} {outputs}", reply.status.as_str()),
            _ => reply.status.as_str().to_owned(),
        },
    }
}

fn write(run: &Run, key: &str, value: &str) -> String {
    let call = pgc::mutable_json::Write { key: argument(key), value: argument(value) };
    answer(pgc::mutable_json::write(&step(run), &RECORDS, call))
}

fn update(run: &Run, key: &str, updates: &str) -> String {
    let call = pgc::mutable_json::Update { key: argument(key), updates: argument(updates) };
    answer(pgc::mutable_json::update(&step(run), &RECORDS, call))
}

fn update_where(run: &Run, filter: &str, updates: &str) -> String {
    let call = pgc::mutable_json::UpdateWhere { filter: argument(filter), updates: argument(updates) };
    answer(pgc::mutable_json::update_where(&step(run), &RECORDS, call))
}

fn select(run: &Run) -> String {
    answer(pgc::mutable_json::select(&step(run), &RECORDS))
}

fn update_changes_the_record_at_one_key(place: &Place) {
    let run = place.run();
    for (key, value) in [(r#""a""#, r#"{"x":1,"y":2}"#), (r#""b""#, r#"{"x":1}"#), (r#""n""#, "5"), (r#""z""#, "")] {
        assert_eq!(write(&run, key, value), "SUCCESS");
    }
    assert_eq!(update(&run, r#""a""#, r#"{"x":null,"z":[1],"gone":null}"#), "SUCCESS");
    assert_eq!(update(&run, r#""b""#, ""), "SUCCESS");
    for key in [r#""c""#, r#""n""#, r#""z""#, r#"" ""#, "5", "null", ""] {
        assert_eq!(update(&run, key, r#"{"x":9}"#), "VIOLATION", "{key}");
    }
    let records = r#"SUCCESS {"records":[{"y":2,"z":[1]},{"x":1},5,null],"keys":["a","b","n","z"]}"#;
    assert_eq!(select(&run), records);
}

fn updates_that_are_no_object_are_a_fault_where_a_record_is_there(place: &Place) {
    let run = place.run();
    assert_eq!(update(&run, r#""a""#, "[1]"), "VIOLATION");
    assert_eq!(update_where(&run, "[1]", "[1]"), "VIOLATION");
    write(&run, r#""a""#, r#"{"x":1}"#);
    assert_eq!(update(&run, r#""a""#, "[1]"), "fault");
    assert_eq!(update_where(&run, "[1]", "{}"), "fault");
    assert_eq!(update_where(&run, r#"{"x":1}"#, "7"), "fault");
    assert_eq!(update_where(&run, r#"{"x":2}"#, "7"), "VIOLATION");
    // What is empty counts as nothing, of whatever type.
    assert_eq!(update(&run, r#""a""#, "[]"), "SUCCESS");
    assert_eq!(select(&run), r#"SUCCESS {"records":[{"x":1}],"keys":["a"]}"#);
}

fn a_filter_that_is_none_matches_all(place: &Place) {
    let run = place.run();
    assert_eq!(update_where(&run, "", r#"{"x":1}"#), "VIOLATION");
    write(&run, r#""a""#, r#"{"x":true}"#);
    write(&run, r#""b""#, r#"{"y":1}"#);
    let matched = r#"SUCCESS {"matched_keys":["a"],"updated_count":1}"#;
    assert_eq!(update_where(&run, r#"{"x":1.0}"#, r#"{"y":2}"#), matched);
    let matched = r#"SUCCESS {"matched_keys":["a","b"],"updated_count":2}"#;
    assert_eq!(update_where(&run, "null", r#"{"x":null}"#), matched);
    assert_eq!(select(&run), r#"SUCCESS {"records":[{"y":2},{"y":1}],"keys":["a","b"]}"#);
}

fn list_gives_keys_and_select_all(place: &Place) {
    let run = place.run();
    let list = |run: &Run| answer(pgc::mutable_json::list(&step(run), &RECORDS));
    assert_eq!(
        (list(&run), select(&run)),
        (r#"SUCCESS {"keys":[]}"#.into(), r#"SUCCESS {"records":[],"keys":[]}"#.into())
    );
    write(&run, r#""b""#, "1");
    write(&run, r#""a""#, "2");
    assert_eq!(list(&run), r#"SUCCESS {"keys":["b","a"]}"#);
}

fn what_delete_many_is_given_is_read_as_python_reads_it(place: &Place) {
    let run = place.run();
    for key in ["a", "b", "c", "d", "e"] {
        write(&run, &format!("{key:?}"), "1");
    }
    for (keys, expected) in [
        (r#"["a",[]]"#, "fault"),
        ("7", "fault"),
        (r#"["a","a",7,null," "]"#, r#"SUCCESS {"drained_count":1}"#),
        (r#""bx""#, r#"SUCCESS {"drained_count":1}"#),
        (r#"{"c":1}"#, r#"SUCCESS {"drained_count":1}"#),
        ("", r#"SUCCESS {"drained_count":0}"#),
        ("0", r#"SUCCESS {"drained_count":0}"#),
    ] {
        let call = pgc::mutable_json::DeleteMany { keys: argument(keys) };
        assert_eq!(answer(pgc::mutable_json::delete_many(&step(&run), &RECORDS, call)), expected, "{keys}");
    }
    assert_eq!(select(&run), r#"SUCCESS {"records":[1,1],"keys":["d","e"]}"#);
}

fn any_value_is_a_record(place: &Place) {
    let run = place.run();
    for (record, stream) in [("", ""), ("[1]", "1"), (r#""a""#, "true"), (r#"{"a":1}"#, r#""s""#)] {
        let call =
            pgc::append_only::Append { record: argument(record), stream_id: argument(stream), actor_id: Field::Unset };
        let appended = pgc::append_only::append(&step(&run), &LOG, call).unwrap();
        assert_eq!(appended.status.as_str(), "SUCCESS");
    }
    for (stream, records) in [("", "[null,[1],\"a\",{\"a\":1}]"), ("1", "[[1],\"a\"]"), ("2", "[]")] {
        let call = pgc::append_only::ReadAll { stream_id: argument(stream) };
        let entries = pgc::append_only::get_all(&step(&run), &LOG, call).unwrap().outputs.unwrap().entries;
        let found = Value::Array(entries.iter().map(|entry| entry["record"].clone()).collect());
        assert_eq!(json::compact(&found), records, "{stream}");
    }
}

fn a_registry_looks_for_any_value_and_binds_texts(place: &Place) {
    let run = place.run();
    let register = |key: &str, value: &str| {
        let call = pgc::registry::Register { key: argument(key), value: argument(value), ..Default::default() };
        match answer(pgc::registry::register(&step(&run), &KEYS, call)) {
            success if success.starts_with("SUCCESS ") => "SUCCESS".to_owned(),
            other => other,
        }
    };
    for (key, value, status) in [
        (r#""a""#, "", "SUCCESS"),
        (r#""a""#, r#"{"x":1}"#, "ALREADY_EXISTS"),
        (r#"" ""#, r#"{"x":1}"#, "SUCCESS"),
        ("", "", "VIOLATION"),
        ("7", "", "fault"),
        ("null", "", "fault"),
        (r#""b""#, "[1]", "fault"),
        (r#""a""#, "[1]", "ALREADY_EXISTS"),
        (r#""c""#, "[]", "SUCCESS"),
        (r#""b""#, r#"{"tombstone":true}"#, "VIOLATION"),
    ] {
        assert_eq!(register(key, value), status, "{key} {value}");
    }
    let named = |name: &str| pgc::registry::Named { key_or_address: argument(name) };
    for (name, exists, resolves) in [
        (r#""a""#, r#"SUCCESS {"exists":true}"#, r#"SUCCESS {"target_cs":"","target_ref":""}"#),
        (r#"" ""#, r#"SUCCESS {"exists":true}"#, r#"SUCCESS {"target_cs":"","target_ref":""}"#),
        ("7", r#"SUCCESS {"exists":false}"#, "NOT_FOUND"),
        ("null", r#"SUCCESS {"exists":false}"#, "NOT_FOUND"),
        ("", "VIOLATION", "VIOLATION"),
    ] {
        assert_eq!(answer(pgc::registry::exists(&step(&run), &KEYS, named(name))), exists, "{name}");
        assert_eq!(answer(pgc::registry::resolve(&step(&run), &KEYS, named(name))), resolves, "{name}");
    }
    assert_eq!(answer(pgc::registry::deregister(&step(&run), &KEYS, named("[1]"))), "NOT_FOUND");
    assert_eq!(answer(pgc::registry::deregister(&step(&run), &KEYS, named(r#"" ""#))), "SUCCESS");
    assert_eq!(answer(pgc::registry::count(&step(&run), &KEYS)), r#"SUCCESS {"count":2}"#);
}

fn a_fault_names_the_argument(place: &Place) {
    let run = place.run();
    let call = pgc::registry::Register { key: Field::json(Value::from(7)), ..Default::default() };
    let fault = pgc::registry::register(&step(&run), &KEYS, call).unwrap_err();
    assert_eq!(fault.to_string(), "`key` is not a text");
}

#[test]
fn what_can_not_be_read_is_a_fault_of_a_log_and_a_status_of_the_others() {
    let place = Place::new();
    place.seed("state/log.jsonl", "{\"record\": 1}\nbroken\n{\"record\": 2}\n");
    place.seed("state/keys.jsonl", "broken\n{}\n");
    place.seed(FILE, "[1]");
    let run = place.run();
    assert_eq!(answer(pgc::append_only::get_all(&step(&run), &LOG, pgc::append_only::ReadAll::default())), "fault");
    assert_eq!(answer(pgc::registry::count(&step(&run), &KEYS)), "BACKEND_ERROR");
    assert_eq!(update(&run, r#""a""#, "{}"), "BACKEND_ERROR");
    assert_eq!(update(&run, r#""a""#, "[1]"), "BACKEND_ERROR");
    assert_eq!(update_where(&run, "[1]", "{}"), "BACKEND_ERROR");
}

#[test]
fn update_reaches_a_record_of_a_large_store() {
    let place = Place::new();
    let run = place.run();
    for n in 0..3000 {
        write(&run, &format!("\"key {n}\""), &format!("{{\"n\": {n}, \"text\": {:?}}}", "x".repeat(400)));
    }
    assert_eq!(update(&run, "\"key 1500\"", r#"{"text":null,"n":-1}"#), "SUCCESS");
    assert_eq!(update(&run, "\"key 3000\"", r#"{"n":-1}"#), "VIOLATION");
    let keyed = pgc::mutable_json::Keyed { key: "key 1500".into() };
    assert_eq!(answer(pgc::mutable_json::read(&step(&run), &RECORDS, keyed)), r#"SUCCESS {"value":{"n":-1}}"#);
}
