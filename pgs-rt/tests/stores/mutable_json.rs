//! `CS_MUTABLE_JSON`: READ, WRITE, DELETE, EXISTS, LIST, DELETE_MANY, UPDATE_WHERE.

use pgs_rt::store::Location;
use pgs_rt::store::mutable_json::{
    DeleteMany, DeleteManyStatus, DeleteStatus, ExistsStatus, Keyed, ListStatus, ReadStatus, Store, UpdateWhere,
    UpdateWhereOutputs, UpdateWhereStatus, Write, WriteStatus, delete, delete_many, exists, list, read, update_where,
    write,
};
use pgs_rt::{Field, Reply, Run, Value, json};

use crate::on_each_backend;
use crate::support::{Place, fields, files_below, json as parse, step};

const FILE: &str = "state/records.json";
const STORE: Store = Store(Location::at("RECORDS", FILE));

on_each_backend!(
    numbers_are_read_as_written,
    keys_keep_their_place,
    read_write_delete_and_exists_speak_of_one_key,
    null_is_a_value_and_nothing_is_none,
    delete_many_counts_the_keys_that_were_there,
    update_where_changes_every_record_that_equals_the_filter,
    an_update_that_matches_nothing_is_a_violation_and_changes_nothing,
    an_update_reaches_every_record,
    without_a_file_the_store_is_empty,
    a_key_that_is_no_text_is_a_violation,
    without_a_path_each_operation_is_a_backend_error,
    a_value_too_deep_to_be_read_again_is_not_written,
);

fn keyed(key: &str) -> Keyed {
    Keyed { key: key.into() }
}

fn put(run: &Run, key: &str, value: &str) {
    let call = Write { key: key.into(), value: Field::json(parse(value)) };
    let done = write(&step(run), &STORE, call).unwrap();
    assert_eq!((done.status, done.reason), (WriteStatus::Success, None));
}

fn put_all(run: &Run, object: &str) {
    fields(object).iter().for_each(|(key, value)| put(run, key, &json::compact(value)));
}

/// All keys and values, as one object.
fn all(run: &Run) -> String {
    let listed = list(&step(run), &STORE).unwrap();
    assert_eq!(listed.status, ListStatus::Success);
    let keys =
        listed.outputs.clone().map(|it| it.keys).unwrap().into_iter().map(|key| key.as_str().unwrap().to_owned());
    json::compact(&Value::Object(keys.zip(listed.outputs.clone().map(|it| it.records).unwrap()).collect()))
}

fn update(run: &Run, filter: &str, updates: &str) -> Reply<UpdateWhereStatus, UpdateWhereOutputs> {
    let call = UpdateWhere { filter: Field::Is(fields(filter)), updates: Field::Is(fields(updates)) };
    update_where(&step(run), &STORE, call).unwrap()
}

#[test]
fn the_file_is_one_object_with_two_spaces_of_indent() {
    let place = Place::new();
    let run = place.run();
    put(&run, "z", r#"{"b": [1, {"é": "\u0001\u007f😀"}], "a": {}, "c": []}"#);
    put(&run, "a", "-0");
    put(&run, "n", "null");
    let expected = r#"{
  "z": {
    "b": [
      1,
      {
        "é": "\u0001"#
        .to_owned()
        + "\u{7f}😀\"\n      }\n    ],\n    \"a\": {},\n    \"c\": []\n  },\n  \"a\": 0,\n  \"n\": null\n}";
    assert_eq!(place.text(FILE), expected);
    assert_eq!(files_below(&place.data_root().join("state")), ["records.json"]);
}

#[test]
fn numbers_are_kept_exactly() {
    let place = Place::new();
    let run = place.run();
    place.seed(FILE, r#"{"f": 1.0, "g": 1e22, "i": 18446744073709551617, "s": 5e-324, "h": 0.1}"#);
    put(&run, "big", "-123456789012345678901234567890");
    let expected = concat!(
        "{\n  \"f\": 1.0,\n  \"g\": 1e+22,\n  \"i\": 18446744073709551617,\n  \"s\": 5e-324,\n  \"h\": 0.1,\n",
        "  \"big\": -123456789012345678901234567890\n}"
    );
    assert_eq!(place.text(FILE), expected);
    let found = read(&step(&run), &STORE, keyed("i")).unwrap().outputs.map(|it| it.value).unwrap();
    assert_eq!(json::compact(&found), "18446744073709551617");
}

fn numbers_are_read_as_written(place: &Place) {
    let run = place.run();
    let object =
        r#"{"f":1.0,"g":1e+22,"i":18446744073709551617,"s":5e-324,"h":0.1,"n":-123456789012345678901234567890}"#;
    put_all(&run, object);
    assert_eq!(all(&run), object);
}

fn keys_keep_their_place(place: &Place) {
    let run = place.run();
    put_all(&run, r#"{"d": 1, "b": 2, "c": 3, "a": 4}"#);
    put(&run, "b", "5");
    assert_eq!(delete(&step(&run), &STORE, keyed("d")).unwrap().status, DeleteStatus::Success);
    put(&run, "d", "6");
    let listed = list(&step(&run), &STORE).unwrap();
    assert_eq!(listed.status, ListStatus::Success);
    assert_eq!(listed.outputs.clone().map(|it| it.keys).unwrap(), ["b", "c", "a", "d"]);
    assert_eq!(listed.outputs.clone().map(|it| it.records).unwrap(), [5, 3, 4, 6]);
}

fn read_write_delete_and_exists_speak_of_one_key(place: &Place) {
    let run = place.run();
    put(&run, "a", "[1]");
    let found = read(&step(&run), &STORE, keyed("a")).unwrap();
    assert_eq!((found.status, found.outputs.map(|it| it.value)), (ReadStatus::Success, Some(parse("[1]"))));
    let missing = read(&step(&run), &STORE, keyed("A")).unwrap();
    assert_eq!((missing.status, missing.outputs.map(|it| it.value)), (ReadStatus::NotFound, None));
    assert!(missing.reason.is_some());
    assert_eq!(exists(&step(&run), &STORE, keyed("a")).unwrap().outputs.map(|it| it.exists), Some(true));
    assert_eq!(delete(&step(&run), &STORE, keyed("a")).unwrap().status, DeleteStatus::Success);
    assert_eq!(exists(&step(&run), &STORE, keyed("a")).unwrap().outputs.map(|it| it.exists), Some(false));
    assert_eq!(delete(&step(&run), &STORE, keyed("a")).unwrap().status, DeleteStatus::NotFound);
    assert_eq!(all(&run), "{}");
}

fn null_is_a_value_and_nothing_is_none(place: &Place) {
    let run = place.run();
    put(&run, "a", "null");
    let found = read(&step(&run), &STORE, keyed("a")).unwrap();
    assert_eq!((found.status, found.outputs.map(|it| it.value)), (ReadStatus::Success, Some(Value::Null)));
    let unset = write(&step(&run), &STORE, Write { key: "b".into(), value: Field::Unset }).unwrap();
    assert_eq!(unset.status, WriteStatus::Violation);
    assert!(unset.reason.unwrap().contains("`value`"));
}

fn delete_many_counts_the_keys_that_were_there(place: &Place) {
    let run = place.run();
    put_all(&run, r#"{"a": 1, "b": 2, "c": 3, "d": 4}"#);
    let drain = |keys: &str| {
        let done = delete_many(&step(&run), &STORE, DeleteMany { keys: Field::json(parse(keys)) }).unwrap();
        assert_eq!(done.status, DeleteManyStatus::Success);
        done.outputs.map(|it| it.drained_count)
    };
    assert_eq!(drain(r#"["c", "x", "a", "c"]"#), Some(2));
    assert_eq!(all(&run), r#"{"b":2,"d":4}"#);
    assert_eq!(drain("[]"), Some(0));
    assert_eq!(drain(r#"["a"]"#), Some(0));
}

fn update_where_changes_every_record_that_equals_the_filter(place: &Place) {
    let run = place.run();
    put_all(
        &run,
        r#"{"x": {"s": "on", "n": 1, "old": 0}, "y": {"s": "off", "n": 1}, "z": {"n": 1.0, "s": "on"}, "l": [1]}"#,
    );
    let done =
        update(&run, r#"{"s": "on", "n": true, "none": null}"#, r#"{"s": "off", "old": null, "new": {"a": null}}"#);
    assert_eq!(done.status, UpdateWhereStatus::Success);
    assert_eq!(done.outputs.clone().map(|it| it.matched_keys).unwrap(), ["x", "z"]);
    assert_eq!(done.outputs.clone().map(|it| it.updated_count), Some(2));
    let expected = concat!(
        r#"{"x":{"s":"off","n":1,"new":{"a":null}},"y":{"s":"off","n":1},"#,
        r#""z":{"n":1.0,"s":"off","new":{"a":null}},"l":[1]}"#
    );
    assert_eq!(all(&run), expected);
}

fn an_update_that_matches_nothing_is_a_violation_and_changes_nothing(place: &Place) {
    let run = place.run();
    let seed = r#"{"x":{"s":1}}"#;
    put_all(&run, seed);
    let done = update(&run, r#"{"s": 2}"#, r#"{"s": 3}"#);
    assert_eq!((done.status, done.outputs.map(|it| it.updated_count)), (UpdateWhereStatus::Violation, None));
    assert!(done.reason.unwrap().contains("no record"));
    assert_eq!(all(&run), seed);
}

#[test]
fn a_file_that_nothing_changes_is_not_written() {
    let place = Place::new();
    let seed = r#"{"x":{"s":1}}"#;
    place.seed(FILE, seed);
    assert_eq!(update(&place.run(), r#"{"s": 2}"#, r#"{"s": 3}"#).status, UpdateWhereStatus::Violation);
    assert_eq!(place.text(FILE), seed);
}

/// More than are looked at in one piece.
fn an_update_reaches_every_record(place: &Place) {
    let run = place.run();
    for n in 0..450 {
        put(&run, &format!("k{n}"), &format!("{{\"n\": {n}, \"odd\": {}}}", n % 2 == 1));
    }
    let done = update(&run, r#"{"odd": true}"#, r#"{"odd": null, "seen": 1}"#);
    assert_eq!(done.outputs.clone().map(|it| it.updated_count), Some(225));
    let keys: Vec<Value> = (0..450).filter(|n| n % 2 == 1).map(|n| Value::from(format!("k{n}"))).collect();
    assert_eq!(done.outputs.clone().map(|it| it.matched_keys).unwrap(), keys);
    let all = fields(&all(&run));
    assert_eq!(all.values().filter(|record| record["seen"] == 1).count(), 225);
    assert_eq!(all.keys().map(String::as_str).next_back(), Some("k449"));
}

fn without_a_file_the_store_is_empty(place: &Place) {
    let run = place.run();
    assert_eq!(read(&step(&run), &STORE, keyed("a")).unwrap().status, ReadStatus::NotFound);
    assert_eq!(exists(&step(&run), &STORE, keyed("a")).unwrap().outputs.map(|it| it.exists), Some(false));
    let listed = list(&step(&run), &STORE).unwrap();
    assert_eq!(
        (listed.outputs.clone().map(|it| it.keys), listed.outputs.clone().map(|it| it.records)),
        (Some(Vec::new()), Some(Vec::new()))
    );
    assert!(!place.data_root().exists(), "a reader has written");
    assert_eq!(delete(&step(&run), &STORE, keyed("a")).unwrap().status, DeleteStatus::NotFound);
    assert_eq!(update(&run, "{}", r#"{"a": 1}"#).status, UpdateWhereStatus::Violation);
    assert!(!place.has(FILE));
}

fn a_key_that_is_no_text_is_a_violation(place: &Place) {
    let run = place.run();
    let wrong: [Field<String>; 5] = [Field::Unset, Field::Null, Field::Other(parse("7")), "".into(), "\u{a0} ".into()];
    for key in wrong {
        let call = Keyed { key: key.clone() };
        let found = read(&step(&run), &STORE, call.clone()).unwrap();
        assert_eq!(found.status, ReadStatus::Violation);
        assert!(found.reason.unwrap().contains("`key`"));
        assert_eq!(exists(&step(&run), &STORE, call.clone()).unwrap().status, ExistsStatus::Violation);
        assert_eq!(delete(&step(&run), &STORE, call).unwrap().status, DeleteStatus::Violation);
        let call = Write { key, value: Field::Is(Value::from(1)) };
        assert_eq!(write(&step(&run), &STORE, call).unwrap().status, WriteStatus::Violation);
    }
    for keys in ["null", "\"a\"", "[1]", r#"["a", null]"#, r#"["a", " "]"#] {
        let done = delete_many(&step(&run), &STORE, DeleteMany { keys: Field::json(parse(keys)) }).unwrap();
        assert_eq!(
            (done.status, done.outputs.map(|it| it.drained_count)),
            (DeleteManyStatus::Violation, None),
            "{keys}"
        );
        assert!(done.reason.unwrap().contains("`keys`"));
    }
    let call = UpdateWhere { filter: Field::Other(parse("[]")), updates: Field::Is(fields("{}")) };
    assert!(update_where(&step(&run), &STORE, call).unwrap().reason.unwrap().contains("`filter`"));
    let call = UpdateWhere { filter: Field::Is(fields("{}")), updates: Field::Null };
    assert!(update_where(&step(&run), &STORE, call).unwrap().reason.unwrap().contains("`updates`"));
    assert!(!place.data_root().exists(), "a violation has written");
}

fn without_a_path_each_operation_is_a_backend_error(place: &Place) {
    let run = place.run();
    let store = Store(Location::nowhere("RECORDS"));
    let found = read(&step(&run), &store, keyed("a")).unwrap();
    assert_eq!(found.status, ReadStatus::BackendError);
    assert!(found.reason.unwrap().contains("no path for RECORDS"));
    let call = Write { key: "a".into(), value: Field::Null };
    assert_eq!(write(&step(&run), &store, call).unwrap().status, WriteStatus::BackendError);
    assert_eq!(delete(&step(&run), &store, keyed("a")).unwrap().status, DeleteStatus::BackendError);
    assert_eq!(exists(&step(&run), &store, keyed("a")).unwrap().status, ExistsStatus::BackendError);
    assert_eq!(list(&step(&run), &store).unwrap().status, ListStatus::BackendError);
    let keys = Field::json(parse(r#"["a"]"#));
    assert_eq!(delete_many(&step(&run), &store, DeleteMany { keys }).unwrap().status, DeleteManyStatus::BackendError);
    let call = UpdateWhere { filter: Field::Is(fields("{}")), updates: Field::Is(fields("{}")) };
    assert_eq!(update_where(&step(&run), &store, call).unwrap().status, UpdateWhereStatus::BackendError);
}

fn a_value_too_deep_to_be_read_again_is_not_written(place: &Place) {
    let run = place.run();
    put(&run, "a", "1");
    let deep = format!("{}{}", "[".repeat(json::DEPTH_LIMIT), "]".repeat(json::DEPTH_LIMIT));
    let done = write(&step(&run), &STORE, Write { key: "b".into(), value: Field::json(parse(&deep)) }).unwrap();
    assert_eq!(done.status, WriteStatus::BackendError);
    assert!(done.reason.unwrap().contains("deep"));
    assert_eq!(all(&run), r#"{"a":1}"#);
}

#[cfg(unix)]
mod permissions {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use pgs_rt::store::{DataRoot, Durability, FILES, Links, State};
    use pgs_rt::{Map, SystemSources};

    use super::*;
    use crate::support::{begin, context};

    fn mode(place: &Place, path: &str) -> u32 {
        fs::metadata(place.data_root().join(path)).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_replaced_file_keeps_its_permissions() {
        let place = Place::new();
        let run = place.run();
        for wanted in [0o600, 0o664, 0o444] {
            place.seed(&format!("state/{wanted}.json"), "{}");
            let path = place.data_root().join(format!("state/{wanted}.json"));
            fs::set_permissions(&path, Permissions::from_mode(wanted)).unwrap();
            fs::rename(path, place.data_root().join(FILE)).unwrap();
            put(&run, "a", "1");
            assert_eq!(mode(&place, FILE), wanted);
        }
    }

    #[test]
    fn a_new_file_has_the_permissions_of_any_new_file_but_for_others() {
        let place = Place::new();
        put(&place.run(), "a", "1");
        place.seed("any", "");
        assert_eq!(mode(&place, FILE), mode(&place, "any") & 0o660);
    }

    #[test]
    fn behind_a_link_the_file_is_replaced_not_the_link() {
        let place = Place::new();
        place.seed("elsewhere/real.json", "{}");
        fs::create_dir(place.data_root().join("state")).unwrap();
        symlink("../elsewhere/real.json", place.data_root().join(FILE)).unwrap();
        let refused =
            write(&step(&place.run()), &STORE, Write { key: "a".into(), value: Field::json(1.into()) }).unwrap();
        assert_eq!(refused.status, WriteStatus::BackendError);
        assert!(refused.reason.unwrap().contains("is a symbolic link"));
        assert_eq!(place.text("elsewhere/real.json"), "{}");

        let root = DataRoot::new(place.data_root()).with_links(Links::Followed);
        let state = State::at(root, &FILES, Durability::Os).unwrap();
        let run = begin(context(state, place.workspace()), &Map::new(), &[], Box::new(SystemSources)).unwrap();
        put(&run, "a", "1");
        assert!(place.data_root().join(FILE).is_symlink());
        assert_eq!(place.text("elsewhere/real.json"), "{\n  \"a\": 1\n}");
    }
}
