//! `CS_NAME_REGISTRY`: READ and WRITE.

use pgs_rt::store::name_registry::{Read, ReadStatus, Store, Write, WriteStatus, read, write};
use pgs_rt::store::{Location, mutable_json};
use pgs_rt::{Field, Run, Value};

use crate::on_each_backend;
use crate::support::{Place, json, step};

const FILE: &str = "names/names.json";
const STORE: Store = Store(Location::at("NAMES", FILE));

on_each_backend!(
    the_last_write_of_a_name_wins,
    what_write_answers_is_there_twice,
    wrong_arguments_are_violations,
    an_entry_without_a_list_is_a_backend_error,
    without_a_path_each_operation_is_a_backend_error,
);

fn put(run: &Run, name: &str, addresses: &str) -> WriteStatus {
    write(&step(run), &STORE, Write { name: name.into(), resource_addresses: Field::json(json(addresses)) })
        .unwrap()
        .status
}

fn named(name: &str) -> Read {
    Read { name: name.into() }
}

#[test]
fn the_file_is_an_object_of_names_with_their_addresses() {
    let place = Place::new();
    let run = place.run();
    assert_eq!(put(&run, "ada@example.org", r#"["0xB", "0xA"]"#), WriteStatus::Success);
    assert_eq!(put(&run, "bob", "[]"), WriteStatus::Success);
    let expected = concat!(
        "{\n  \"ada@example.org\": {\n    \"resource_addresses\": [\n      \"0xB\",\n      \"0xA\"\n    ]\n  },\n",
        "  \"bob\": {\n    \"resource_addresses\": []\n  }\n}"
    );
    assert_eq!(place.text(FILE), expected);
}

fn the_last_write_of_a_name_wins(place: &Place) {
    let run = place.run();
    assert_eq!(put(&run, "ada", r#"["old"]"#), WriteStatus::Success);
    let before = read(&step(&run), &STORE, named("ada")).unwrap();
    assert_eq!(before.outputs.map(|it| it.resource_addresses), Some(vec![Value::from("old")]));
    assert_eq!(put(&run, "ada", r#"["new"]"#), WriteStatus::Success);
    let found = read(&step(&run), &STORE, named("ada")).unwrap();
    assert_eq!(found.status, ReadStatus::Success);
    assert_eq!(found.outputs.clone().map(|it| it.resource_addresses), Some(vec![Value::from("new")]));
    assert_eq!(found.outputs.clone().map(|it| it.value), Some(json(r#"{"resource_addresses": ["new"]}"#)));
    let missing = read(&step(&run), &STORE, named("bob")).unwrap();
    assert_eq!(
        (
            missing.status,
            missing.outputs.clone().map(|it| it.resource_addresses),
            missing.outputs.clone().map(|it| it.value)
        ),
        (ReadStatus::NotFound, None, None)
    );
}

fn what_write_answers_is_there_twice(place: &Place) {
    let call = Write { name: "a".into(), resource_addresses: Field::Is(Vec::new()) };
    let done = write(&step(&place.run()), &STORE, call).unwrap();
    assert_eq!(
        (done.outputs.clone().map(|it| it.success), done.outputs.clone().map(|it| it.value)),
        (Some(true), Some(json(r#"{"success": true}"#)))
    );
}

fn wrong_arguments_are_violations(place: &Place) {
    let run = place.run();
    for name in [Field::Unset, Field::Null, Field::Other(Value::from(1)), " ".into()] {
        let looked = read(&step(&run), &STORE, Read { name: name.clone() }).unwrap();
        assert_eq!(looked.status, ReadStatus::Violation);
        let done = write(&step(&run), &STORE, Write { name, resource_addresses: Field::Is(Vec::new()) }).unwrap();
        assert_eq!((done.status, done.outputs.map(|it| it.success)), (WriteStatus::Violation, None));
        assert!(done.reason.unwrap().contains("`name`"));
    }
    for addresses in ["null", "\"0xA\"", "[1]", r#"["0xA", null]"#, "{}"] {
        assert_eq!(put(&run, "a", addresses), WriteStatus::Violation, "{addresses}");
    }
    assert!(!place.data_root().exists(), "a violation has written");
}

fn an_entry_without_a_list_is_a_backend_error(place: &Place) {
    let run = place.run();
    for (name, entry) in [("a", "{}"), ("b", r#"{"resource_addresses": "0xA"}"#), ("c", "\"0xA\""), ("d", "null")] {
        let call = mutable_json::Write { key: name.into(), value: Field::json(json(entry)) };
        mutable_json::write(&step(&run), &mutable_json::Store(STORE.0), call).unwrap();
    }
    for name in ["a", "b", "c", "d"] {
        let looked = read(&step(&run), &STORE, named(name)).unwrap();
        assert_eq!(
            (looked.status, looked.outputs.map(|it| it.resource_addresses)),
            (ReadStatus::BackendError, None),
            "{name}"
        );
        assert!(looked.reason.unwrap().contains("list"));
    }
}

fn without_a_path_each_operation_is_a_backend_error(place: &Place) {
    let run = place.run();
    let store = Store(Location::nowhere("NAMES"));
    assert_eq!(read(&step(&run), &store, named("a")).unwrap().status, ReadStatus::BackendError);
    let done =
        write(&step(&run), &store, Write { name: "a".into(), resource_addresses: Field::Is(Vec::new()) }).unwrap();
    assert_eq!(done.status, WriteStatus::BackendError);
    assert!(done.reason.unwrap().contains("no path for NAMES"));
}
