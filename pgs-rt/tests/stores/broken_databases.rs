//! A database that can't be used is `BACKEND_ERROR` for every operation, with a remedy, and stays as it is.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::every_operation::{line_operations, object_operations};
use crate::support::{Form, Place, end_run};

/// A place with a database that has some state, not open any more.
fn used() -> Place {
    let place = Place::on(Form::Sqlite);
    let run = place.run();
    line_operations(&run);
    end_run(&run);
    place
}

fn sql(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

/// All operations fail for this reason and leave the bytes as they were.
fn check(place: &Place, why: &str) {
    let path = place.data_root().join("pgs.db");
    let before = fs::read(&path).ok();
    let run = place.run();
    for (operation, status, reason) in line_operations(&run).into_iter().chain(object_operations(&run)) {
        let reason = reason.unwrap_or_else(|| "".into());
        assert_eq!(status, "BACKEND_ERROR", "{operation}");
        assert!(reason.contains("pgs.db") && reason.contains(why), "{operation}: {reason}");
    }
    end_run(&run);
    drop(run);
    assert_eq!(fs::read(&path).ok(), before);
}

#[test]
fn no_database() {
    let place = Place::on(Form::Sqlite);
    for text in ["{\"a\": 1}\n", &"no database ".repeat(500)] {
        place.seed("pgs.db", text);
        check(&place, "restore it from a backup");
    }
    place.seed("pgs.db", "");
    check(&place, "choose another data root");
}

#[test]
fn the_database_of_another_program() {
    let place = Place::on(Form::Sqlite);
    fs::create_dir_all(place.data_root()).unwrap();
    sql(&place.data_root().join("pgs.db"), "CREATE TABLE store (id)");
    check(&place, "choose another data root");
}

#[test]
fn a_database_of_a_later_version() {
    let place = used();
    sql(&place.data_root().join("pgs.db"), "PRAGMA user_version = 3");
    check(&place, "version 3");
}

#[test]
fn a_damaged_database() {
    let place = used();
    let path = place.data_root().join("pgs.db");
    sql(&path, "PRAGMA wal_checkpoint(TRUNCATE)");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..].fill(0x7f);
    fs::write(&path, &bytes).unwrap();
    check(&place, "restore it from a backup");
}

#[test]
fn a_folder_in_the_place_of_the_database() {
    let place = Place::on(Form::Sqlite);
    fs::create_dir_all(place.data_root().join("pgs.db")).unwrap();
    check(&place, "move it away");
}

/// What was committed last is still in the write-ahead log.
#[test]
fn a_write_ahead_log_without_its_database() {
    let place = used();
    fs::rename(place.data_root().join("pgs.db"), place.data_root().join("elsewhere")).unwrap();
    check(&place, "put that back");
    assert!(!place.has("pgs.db"));
}

/// A database without a log in a folder that can't be written to is read all the same.
#[cfg(unix)]
#[test]
fn a_folder_that_can_only_be_read() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    let place = used();
    let root = place.data_root();
    sql(&root.join("pgs.db"), "PRAGMA wal_checkpoint(TRUNCATE)");
    let _ = (fs::remove_file(root.join("pgs.db-wal")), fs::remove_file(root.join("pgs.db-shm")));
    fs::set_permissions(root.join("pgs.db"), Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(&root, Permissions::from_mode(0o555)).unwrap();
    if fs::File::create(root.join("try")).is_ok() {
        eprintln!("skipped: this user may write everywhere");
    } else {
        let run = place.run();
        for (operation, status, reason) in line_operations(&run) {
            let writes = matches!(operation, "REGISTER" | "DEREGISTER" | "APPEND");
            assert_eq!(status == "BACKEND_ERROR", writes, "{operation}: {status}, {reason:?}");
        }
    }
    fs::set_permissions(&root, Permissions::from_mode(0o755)).unwrap();
}
