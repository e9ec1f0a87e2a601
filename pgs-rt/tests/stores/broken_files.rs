//! A file that can't be read is `BACKEND_ERROR` for every operation, with the place and a remedy, and stays as it is.

use std::fs;

use pgs_rt::Run;
use pgs_rt::store::Location;
use pgs_rt::store::registry::{self, Register, RegisterStatus};

use crate::every_operation::{Ended, FILE, line_operations, object_operations};
use crate::support::{Place, step};

/// All operations fail, name the file and `place`, and leave the bytes as they were.
fn check(operations: fn(&Run) -> Vec<Ended>, bytes: &[u8], place_named: &str) {
    let place = Place::new();
    let run = place.run();
    place.seed(FILE, "");
    let file = place.data_root().join(FILE);
    fs::write(&file, bytes).unwrap();
    for (operation, status, reason) in operations(&run) {
        let reason = reason.map(|reason| reason.sentence().to_owned()).unwrap_or_default();
        assert_eq!(status, "BACKEND_ERROR", "{operation} on {:?}", String::from_utf8_lossy(bytes));
        assert!(reason.contains(FILE) && reason.contains(place_named), "{operation}: {reason}");
    }
    assert!(fs::read(&file).unwrap() == bytes, "something was changed");
    assert!(!place.has(".pgs/torn"));
}

#[test]
fn broken_line_files() {
    let whole = "{\"key\":\"k\",\"address\":\"ADDR_1\"}\n";
    for last in ["[1]", "1", "{}{}", "NaN"] {
        check(line_operations, format!("{whole}{last}").as_bytes(), "line 2");
    }
    // A torn end of one's own is repaired (`tests/files/torn_ends.rs`); nothing else is.
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
            assert!(reason.unwrap_or_else(|| "".into()).contains(FILE), "{operation}");
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
            assert!(reason.unwrap_or_else(|| "".into()).contains("can't read"), "{operation}");
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
