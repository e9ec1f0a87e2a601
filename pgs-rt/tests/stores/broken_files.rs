//! A file that can't be read is `BACKEND_ERROR` for every operation, with the place and a remedy, and stays as it is.

use std::fs;

use pgs_rt::store::append_only::{self, Append, ReadAll};
use pgs_rt::store::mutable_json::{self, DeleteMany, Keyed, UpdateWhere, Write};
use pgs_rt::store::name_registry;
use pgs_rt::store::registry::{self, Named, Register};
use pgs_rt::store::{Location, registry::RegisterStatus};
use pgs_rt::{Field, Run, Value};

use crate::support::{Place, fields, step};

const FILE: &str = "a/state";
const AT: Location = Location::at("STATE", FILE);

type Ended = (&'static str, &'static str, Option<String>);

/// Every operation on a line file, with valid arguments: its name, status and reason.
fn line_operations(run: &Run) -> Vec<Ended> {
    let (keys, log) = (registry::Store(AT), append_only::Store(AT));
    let named = || Named { key_or_address: "k".into() };
    let registered =
        registry::register(&step(run), &keys, Register { key: "k".into(), ..Register::default() }).unwrap();
    let resolved = registry::resolve(&step(run), &keys, named()).unwrap();
    let existing = registry::exists(&step(run), &keys, named()).unwrap();
    let counted = registry::count(&step(run), &keys).unwrap();
    let deregistered = registry::deregister(&step(run), &keys, named()).unwrap();
    let appended =
        append_only::append(&step(run), &log, Append { record: Field::Is(fields("{}")), ..Append::default() }).unwrap();
    let entries = append_only::read_all(&step(run), &log, ReadAll::default()).unwrap();
    vec![
        ("REGISTER", registered.status.as_str(), registered.reason),
        ("RESOLVE", resolved.status.as_str(), resolved.reason),
        ("EXISTS", existing.status.as_str(), existing.reason),
        ("COUNT", counted.status.as_str(), counted.reason),
        ("DEREGISTER", deregistered.status.as_str(), deregistered.reason),
        ("APPEND", appended.status.as_str(), appended.reason),
        ("READ_ALL", entries.status.as_str(), entries.reason),
    ]
}

/// The same for an object file.
fn object_operations(run: &Run) -> Vec<Ended> {
    let (store, names) = (mutable_json::Store(AT), name_registry::Store(AT));
    let at_key = || Keyed { key: "k".into() };
    let read = mutable_json::read(&step(run), &store, at_key()).unwrap();
    let written =
        mutable_json::write(&step(run), &store, Write { key: "k".into(), value: Field::Is(Value::from(1)) }).unwrap();
    let deleted = mutable_json::delete(&step(run), &store, at_key()).unwrap();
    let existing = mutable_json::exists(&step(run), &store, at_key()).unwrap();
    let listed = mutable_json::list(&step(run), &store).unwrap();
    let keys = Field::Is(vec![Value::from("k")]);
    let drained = mutable_json::delete_many(&step(run), &store, DeleteMany { keys }).unwrap();
    let both = UpdateWhere { filter: Field::Is(fields("{}")), updates: Field::Is(fields("{}")) };
    let updated = mutable_json::update_where(&step(run), &store, both).unwrap();
    let looked = name_registry::read(&step(run), &names, name_registry::Read { name: "k".into() }).unwrap();
    let call = name_registry::Write { name: "k".into(), resource_addresses: Field::Is(Vec::new()) };
    let renamed = name_registry::write(&step(run), &names, call).unwrap();
    vec![
        ("READ", read.status.as_str(), read.reason),
        ("WRITE", written.status.as_str(), written.reason),
        ("DELETE", deleted.status.as_str(), deleted.reason),
        ("EXISTS", existing.status.as_str(), existing.reason),
        ("LIST", listed.status.as_str(), listed.reason),
        ("DELETE_MANY", drained.status.as_str(), drained.reason),
        ("UPDATE_WHERE", updated.status.as_str(), updated.reason),
        ("names READ", looked.status.as_str(), looked.reason),
        ("names WRITE", renamed.status.as_str(), renamed.reason),
    ]
}

/// All operations fail, name the file and `place`, and leave the bytes as they were.
fn check(operations: fn(&Run) -> Vec<Ended>, bytes: &[u8], place_named: &str) {
    let place = Place::new();
    let run = place.run();
    place.seed(FILE, "");
    let file = place.data_root().join(FILE);
    fs::write(&file, bytes).unwrap();
    for (operation, status, reason) in operations(&run) {
        let reason = reason.unwrap_or_default();
        assert_eq!(status, "BACKEND_ERROR", "{operation} on {:?}", String::from_utf8_lossy(bytes));
        assert!(reason.contains(FILE) && reason.contains(place_named), "{operation}: {reason}");
        assert_eq!(fs::read(&file).unwrap(), bytes, "{operation} has changed the file");
    }
}

#[test]
fn broken_line_files() {
    let whole = "{\"key\":\"k\",\"address\":\"ADDR_1\"}\n";
    for last in ["[1]", "1", "{}{}", "NaN"] {
        check(line_operations, format!("{whole}{last}").as_bytes(), "line 2");
    }
    // A torn end is repaired (`tests/files/torn_ends.rs`); a broken line that another one follows is not torn.
    for broken in ["{\"key\":\"z\",\"addr", "{\"key\":\"z\"", "[1]", "1", "{}{}", "NaN"] {
        check(line_operations, format!("{whole}\n{broken}\n{whole}").as_bytes(), "line 3");
    }
    check(line_operations, b"{\"key\":\"\xff\"}\n", "UTF-8");
}

#[test]
fn broken_object_files() {
    for text in ["", " \n", "{\"a\": 1", "{\"a\": 1}}", "[]", "null", "{\"a\": Infinity}", "{\"a\": 1e999}", "{'a': 1}"]
    {
        check(object_operations, text.as_bytes(), "repair");
    }
    check(object_operations, b"{\"\xff\": 1}", "UTF-8");
}

#[test]
fn a_folder_in_the_place_of_a_file() {
    for operations in [line_operations, object_operations] {
        let place = Place::new();
        let run = place.run();
        fs::create_dir_all(place.data_root().join(FILE)).unwrap();
        for (operation, status, reason) in operations(&run) {
            assert_eq!(status, "BACKEND_ERROR", "{operation}");
            assert!(reason.unwrap_or_default().contains(FILE), "{operation}");
        }
    }
}

#[test]
fn a_file_in_the_place_of_a_folder() {
    for operations in [line_operations, object_operations] {
        let place = Place::new();
        let run = place.run();
        place.seed("a", "no folder");
        for (operation, status, reason) in operations(&run) {
            assert_eq!(status, "BACKEND_ERROR", "{operation}");
            assert!(reason.unwrap_or_default().contains("can't read"), "{operation}");
        }
        assert_eq!(place.text("a"), "no folder");
    }
}

/// Two stores of a protocol may have long paths; their locks are still two files.
#[test]
fn long_paths_can_be_locked() {
    let place = Place::new();
    let run = place.run();
    let folder = "f".repeat(150);
    let path: &'static str = Box::leak(format!("{folder}/{folder}/keys").into_boxed_str());
    let store = registry::Store(Location::at("LONG", path));
    let done = registry::register(&step(&run), &store, Register { key: "k".into(), ..Register::default() }).unwrap();
    assert_eq!((done.status, done.reason), (RegisterStatus::Success, None));
}
