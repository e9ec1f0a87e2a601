//! Values by key: what is changed, and what is made of the arguments.

use pgs_pgc::prelude::*;

use crate::on_each_backend;
use crate::support::{Form, Place, answer, argument, step};

const FILE: &str = "state/records.json";
const RECORDS: mutable_json::Store = mutable_json::Store::owned(Location::at("RECORDS", FILE));

on_each_backend!(
    update_changes_the_record_at_one_key,
    updates_that_are_no_object_are_a_fault_where_a_record_is_there,
    a_filter_that_is_none_matches_all,
    list_gives_keys_and_select_all,
    what_delete_many_is_given_is_read_as_python_reads_it,
    a_key_is_read_and_removed,
);

fn write(run: &Run, key: &str, value: &str) -> String {
    let call = mutable_json::Write { key: argument(key), value: argument(value) };
    answer(mutable_json::write(&step(run), &RECORDS, call))
}

fn update(run: &Run, key: &str, updates: &str) -> String {
    let call = mutable_json::Update { key: argument(key), updates: argument(updates) };
    answer(mutable_json::update(&step(run), &RECORDS, call))
}

fn update_where(run: &Run, filter: &str, updates: &str) -> String {
    let call = mutable_json::UpdateWhere { filter: argument(filter), updates: argument(updates) };
    answer(mutable_json::update_where(&step(run), &RECORDS, call))
}

fn select(run: &Run) -> String {
    answer(mutable_json::select(&step(run), &RECORDS))
}

fn update_changes_the_record_at_one_key(run: &Run) {
    for (key, value) in [(r#""a""#, r#"{"x":1,"y":2}"#), (r#""b""#, r#"{"x":1}"#), (r#""n""#, "5"), (r#""z""#, "")] {
        assert_eq!(write(run, key, value), "SUCCESS");
    }
    assert_eq!(update(run, r#""a""#, r#"{"x":null,"z":[1],"gone":null}"#), "SUCCESS");
    assert_eq!(update(run, r#""b""#, ""), "SUCCESS");
    for key in [r#""c""#, r#""n""#, r#""z""#, r#"" ""#, "5", "null", ""] {
        assert_eq!(update(run, key, r#"{"x":9}"#), "VIOLATION", "{key}");
    }
    let records = r#"SUCCESS {"records":[{"y":2,"z":[1]},{"x":1},5,null],"keys":["a","b","n","z"]}"#;
    assert_eq!(select(run), records);
}

fn updates_that_are_no_object_are_a_fault_where_a_record_is_there(run: &Run) {
    assert_eq!(update(run, r#""a""#, "[1]"), "VIOLATION");
    assert_eq!(update_where(run, "[1]", "[1]"), "VIOLATION");
    write(run, r#""a""#, r#"{"x":1}"#);
    assert_eq!(update(run, r#""a""#, "[1]"), "fault");
    assert_eq!(update_where(run, "[1]", "{}"), "fault");
    assert_eq!(update_where(run, r#"{"x":1}"#, "7"), "fault");
    assert_eq!(update_where(run, r#"{"x":2}"#, "7"), "VIOLATION");
    // What is empty counts as nothing, of whatever type.
    assert_eq!(update(run, r#""a""#, "[]"), "SUCCESS");
    assert_eq!(select(run), r#"SUCCESS {"records":[{"x":1}],"keys":["a"]}"#);
}

fn a_filter_that_is_none_matches_all(run: &Run) {
    assert_eq!(update_where(run, "", r#"{"x":1}"#), "VIOLATION");
    write(run, r#""a""#, r#"{"x":true}"#);
    write(run, r#""b""#, r#"{"y":1}"#);
    // As Python compares: 1.0 is true.
    let matched = r#"SUCCESS {"matched_keys":["a"],"updated_count":1}"#;
    assert_eq!(update_where(run, r#"{"x":1.0}"#, r#"{"y":2}"#), matched);
    let matched = r#"SUCCESS {"matched_keys":["a","b"],"updated_count":2}"#;
    assert_eq!(update_where(run, "null", r#"{"x":null}"#), matched);
    assert_eq!(select(run), r#"SUCCESS {"records":[{"y":2},{"y":1}],"keys":["a","b"]}"#);
}

fn list_gives_keys_and_select_all(run: &Run) {
    let list = |run: &Run| answer(mutable_json::list(&step(run), &RECORDS));
    assert_eq!([list(run), select(run)], [r#"SUCCESS {"keys":[]}"#, r#"SUCCESS {"records":[],"keys":[]}"#]);
    write(run, r#""b""#, "1");
    write(run, r#""a""#, "2");
    assert_eq!(list(run), r#"SUCCESS {"keys":["b","a"]}"#);
}

fn what_delete_many_is_given_is_read_as_python_reads_it(run: &Run) {
    for key in ["a", "b", "c", "d", "e"] {
        write(run, &format!("{key:?}"), "1");
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
        let call = mutable_json::DeleteMany { keys: argument(keys) };
        assert_eq!(answer(mutable_json::delete_many(&step(run), &RECORDS, call)), expected, "{keys}");
    }
    assert_eq!(select(run), r#"SUCCESS {"records":[1,1],"keys":["d","e"]}"#);
}

fn a_key_is_read_and_removed(run: &Run) {
    write(run, r#""a""#, r#"{"x":1}"#);
    for (key, exists, reads, deletes) in [
        (r#""a""#, r#"SUCCESS {"exists":true}"#, r#"SUCCESS {"value":{"x":1}}"#, "SUCCESS"),
        (r#""a""#, r#"SUCCESS {"exists":false}"#, "NOT_FOUND", "NOT_FOUND"),
        (r#"" ""#, "VIOLATION", "VIOLATION", "VIOLATION"),
        ("", "VIOLATION", "VIOLATION", "VIOLATION"),
    ] {
        let keyed = || mutable_json::Keyed { key: argument(key) };
        assert_eq!(answer(mutable_json::exists(&step(run), &RECORDS, keyed())), exists, "{key}");
        assert_eq!(answer(mutable_json::read(&step(run), &RECORDS, keyed())), reads, "{key}");
        assert_eq!(answer(mutable_json::delete(&step(run), &RECORDS, keyed())), deletes, "{key}");
    }
}

#[test]
fn what_can_not_be_read_is_an_error_of_the_backend() {
    let place = Place::on(Form::Files);
    place.seed(FILE, "[1]");
    let run = place.run();
    assert_eq!(update(&run, r#""a""#, "{}"), "BACKEND_ERROR");
    assert_eq!(update(&run, r#""a""#, "[1]"), "BACKEND_ERROR");
    assert_eq!(update_where(&run, "[1]", "{}"), "BACKEND_ERROR");
    assert_eq!(select(&run), "BACKEND_ERROR");
}

#[test]
fn update_reaches_a_record_of_a_large_store() {
    let run = Place::on(Form::Files).run();
    for n in 0..3000 {
        write(&run, &format!("\"key {n}\""), &format!("{{\"n\": {n}, \"text\": {:?}}}", "x".repeat(400)));
    }
    assert_eq!(update(&run, "\"key 1500\"", r#"{"text":null,"n":-1}"#), "SUCCESS");
    assert_eq!(update(&run, "\"key 3000\"", r#"{"n":-1}"#), "VIOLATION");
    let keyed = mutable_json::Keyed { key: "key 1500".into() };
    assert_eq!(answer(mutable_json::read(&step(&run), &RECORDS, keyed)), r#"SUCCESS {"value":{"n":-1}}"#);
}
