//! What no user can bring about by hand: a disk that fails, or is full.

use std::fs::File;
use std::os::fd::OwnedFd;

use tempfile::TempDir;

use pgs_store::layout::DATABASE;
use pgs_store::{Object, StoreError};

use super::*;
use pgs_value::map;

fn append(session: &mut dyn Session) -> StoreResult<u64> {
    let mut n = 0;
    session.append("log.jsonl", &mut |before| {
        n = before;
        Ok(map([("n", before.into())]))
    })?;
    Ok(n)
}

fn entries(session: &mut dyn Session) -> StoreResult<Vec<Object>> {
    session.entries("log.jsonl", &|_| true)
}

fn mark(root: &TempDir) -> std::path::PathBuf {
    root.path().join(".pgs").join(format!("{DATABASE}.unsynced"))
}

/// A backend whose log is a pipe to nowhere, which can't be synced.
#[cfg(unix)]
fn failing(root: &TempDir) -> Sqlite {
    let backend = Sqlite::new(root.path(), Wait::default());
    let (_, pipe) = std::io::pipe().unwrap();
    backend.connections.disk.replace_log(File::from(OwnedFd::from(pipe)));
    backend
}

#[cfg(unix)]
#[test]
fn after_a_failed_sync_a_process_stops_and_the_next_one_repairs() {
    let root = TempDir::new().unwrap();
    let (failing, running) = (failing(&root), Sqlite::new(root.path(), Wait::default()));
    let (mut session, mut open, mut other) =
        (failing.session(Scope::Operations), failing.session(Scope::Operations), running.session(Scope::Operations));
    assert_eq!(append(&mut *session), Ok(0));
    session.commit().unwrap();
    assert_eq!(entries(&mut *other).unwrap().len(), 1);
    other.commit().unwrap();
    assert_eq!(append(&mut *open), Ok(1));

    let reason = failing.sync().unwrap_err();
    let said = reason.to_string();
    assert!(said.contains("can't sync") && said.contains("writes no more"), "{said}");
    assert!(matches!(reason, StoreError::Unsynced { .. }), "{reason:?}");
    assert!(mark(&root).exists());
    assert_eq!(failing.sync(), Err(reason.clone()), "a failed sync was tried again");
    assert_eq!(append(&mut *session), Err(reason.clone()));
    assert_eq!(entries(&mut *session), Err(reason.clone()));
    assert_eq!(open.commit(), Err(reason), "a transaction that was open has been kept");

    // A process that was running saves what the log holds before it reports anything.
    assert_eq!(append(&mut *other), Ok(1));
    other.commit().unwrap();
    running.sync().unwrap();
    assert!(!mark(&root).exists());
    assert_eq!(std::fs::metadata(&*files::wal(&root.path().into())).unwrap().len(), 0, "the log was not moved");
    assert_eq!(entries(&mut *other).unwrap().len(), 2);
}

#[test]
fn a_process_that_begins_after_a_failed_sync_repairs_first() {
    let root = TempDir::new().unwrap();
    let before = Sqlite::new(root.path(), Wait::default());
    let mut session = before.session(Scope::Operations);
    append(&mut *session).unwrap();
    session.commit().unwrap();
    File::create(mark(&root)).unwrap();
    let next = Sqlite::new(root.path(), Wait::default());
    assert_eq!(entries(&mut *next.session(Scope::Operations)).unwrap().len(), 1);
    assert!(!mark(&root).exists());
    assert_eq!(std::fs::metadata(&*files::wal(&root.path().into())).unwrap().len(), 0, "the log was not moved");
}

/// A full disk, as far as SQLite can tell.
#[test]
fn a_full_database_keeps_what_was_done_before() {
    let root = TempDir::new().unwrap();
    let backend = Sqlite::new(root.path(), Wait::default());
    let mut session = backend.session(Scope::Operations);
    append(&mut *session).unwrap();
    session.commit().unwrap();
    let opened = backend.connections.take().unwrap().unwrap();
    let connection = &opened.connection;
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    connection.query_row(&format!("PRAGMA max_page_count = {}", pages + 1), [], |_| Ok(())).unwrap();
    backend.connections.give_back(opened);

    assert_eq!(append(&mut *session), Ok(1));
    let mut long = || Ok(map([("long", "x".repeat(50_000).into())]));
    let reason = session.register("keys.jsonl", "k", &mut long).unwrap_err();
    assert!(reason.to_string().contains("full") && matches!(reason, StoreError::Full { .. }), "{reason:?}");
    // Either all of the run is kept, or its end says that it is not.
    let kept = usize::from(session.commit().is_ok());
    let mut session = backend.session(Scope::Operations);
    assert_eq!(entries(&mut *session).unwrap().len(), 1 + kept);
    assert_eq!(session.count("keys.jsonl"), Ok(0));
    backend.sync().unwrap();
}

/// The run can't go on, and the connection is as if there had been none.
#[test]
fn what_could_not_be_committed_is_gone() {
    let root = TempDir::new().unwrap();
    let backend = Sqlite::new(root.path(), Wait::default());
    let refuse = |refuse: bool| {
        let mut opened = backend.connections.take().unwrap().unwrap();
        opened.connection.commit_hook(refuse.then_some(|| true)).unwrap();
        backend.connections.give_back(opened);
    };
    let register = |session: &mut dyn Session| session.register("keys.jsonl", "k", &mut || Ok(Object::new()));
    append(&mut *backend.session(Scope::Operations)).unwrap();
    refuse(true);
    let mut session = backend.session(Scope::Operations);
    assert_eq!(register(&mut *session), Ok(true));
    session.keep().unwrap();
    assert_eq!(register(&mut *session), Ok(false));
    let reason = session.commit().unwrap_err();
    assert_eq!(register(&mut *session), Err(reason.clone()));
    assert_eq!((session.keep(), session.commit()), (Err(reason.clone()), Err(reason)));
    drop(session);
    refuse(false);
    let mut session = backend.session(Scope::Operations);
    assert_eq!(session.count("keys.jsonl"), Ok(0));
    assert_eq!(register(&mut *session), Ok(true));
    session.commit().unwrap();
}

/// What can't be read is not damaged, though SQLite says so.
#[test]
fn an_error_of_reading_is_told_from_damage() {
    let root = TempDir::new().unwrap();
    let mut session = Sqlite::new(root.path(), Wait::default()).session(Scope::Operations);
    append(&mut *session).unwrap();
    session.commit().unwrap();
    drop(session);
    let path = root.path().join(DATABASE);
    rusqlite::Connection::open(&path).unwrap().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[4096..].fill(0x7f);
    std::fs::write(&path, &bytes).unwrap();

    let reason = |backend: &Sqlite| entries(&mut *backend.session(Scope::Operations)).unwrap_err().to_string();
    let damaged = Sqlite::new(root.path(), Wait::default());
    assert!(reason(&damaged).contains("malformed") && reason(&damaged).contains("restore it from a backup"));
    // A folder can be opened as a file, and not be read.
    let unreadable = Sqlite::new(root.path(), Wait::default());
    unreadable.connections.disk.replace_log(File::open(root.path()).unwrap());
    let reason = reason(&unreadable);
    assert!(reason.contains("can't read") && !reason.contains("backup"), "{reason}");
}

/// Threads that sync at the same time are all covered.
#[test]
fn who_waits_for_another_sync_is_covered_by_it() {
    let root = TempDir::new().unwrap();
    let backend = Sqlite::new(root.path(), Wait::default());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut session = backend.session(Scope::Operations);
                for _ in 0..10 {
                    append(&mut *session).unwrap();
                    session.commit().unwrap();
                    backend.sync().unwrap();
                }
            });
        }
    });
    assert_eq!(entries(&mut *backend.session(Scope::Operations)).unwrap().len(), 40);
}
