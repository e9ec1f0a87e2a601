//! Copies of a database: once all processes have ended, `pgs.db` alone is the state; and what it lacks without its log is
//! said.
#![cfg(feature = "sqlite")]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use pgs_value::{Map, Value, json};

use support::effects::{Content, reasons};
use support::stores::Form;
use support::{Place, binary, command, feed, lines_of, payload};

const ADD: &str = "library::WF_ADD_BOOK_V0";
const BOOKS: &str = "library/books.jsonl";

fn book(n: usize) -> Value {
    let mut book = payload("library/add_book");
    book["barcode"] = json!(format!("0x{n:04x}"));
    book
}

/// Adds books to the database of a place, one a line of standard input.
fn batch(place: &Place) -> Command {
    let mut batch = command(binary("pgs"));
    batch.args(["run", "--wf", ADD, "--store", "sqlite", "--payloads", "-", "--data-root"]).arg(place.data());
    batch.arg("--workspace").arg(place.workspace());
    batch
}

/// Adds one book.
fn add(place: &Place, n: usize) -> Output {
    let mut run = place.pgs(ADD);
    run.args(["--store", "sqlite", "--payload", "-"]);
    feed(&mut run, book(n).to_string().as_bytes())
}

fn succeeds(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A data root that holds a copy of `pgs.db`, and nothing else.
fn copy(place: &Place) -> Place {
    let copy = Place::new();
    fs::create_dir(copy.data()).unwrap();
    fs::copy(place.data().join("pgs.db"), copy.data().join("pgs.db")).unwrap();
    copy
}

/// How many books a database holds.
fn count(data_root: &Path) -> usize {
    match Form::Sqlite.read(data_root, BOOKS, &Content::Registry(Map::new())).unwrap() {
        Content::Registry(books) => books.len(),
        other => panic!("{other:?}"),
    }
}

/// Fails unless a copy of `pgs.db` alone holds so many books, and work goes on with it.
#[track_caller]
fn is_whole(place: &Place, books: usize) {
    let copy = copy(place);
    assert_eq!(count(&copy.data()), books);
    succeeds(&add(&copy, 0xffff));
    assert_eq!(count(&copy.data()), books + 1);
}

/// Fails unless a run says that the log is missing, and leaves everything as it is.
#[track_caller]
fn is_refused(place: &Place) {
    let before = fs::read(place.data().join("pgs.db")).unwrap();
    assert_eq!(add(place, 0xffff).status.code(), Some(1));
    let log = log(place);
    let reason = reasons(place.traces().last().unwrap()).join("");
    assert!(reason.starts_with(&format!("{}: it is missing", log.display())), "{reason}");
    assert!(reason.contains("put it back") && !log.exists(), "{reason}");
    assert!(before == fs::read(place.data().join("pgs.db")).unwrap(), "it was changed");

    let mut export = command(binary("pgs"));
    export.args(["state", "export", "--data-root"]).arg(place.data()).arg("--to").arg(place.folder().join("files"));
    let output = export.output().unwrap();
    assert_ne!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("it is missing"), "{output:?}");
}

fn log(place: &Place) -> PathBuf {
    place.data().join("pgs.db-wal")
}

/// A process that has added books, and waits for more.
struct Adding {
    child: Child,
}

impl Adding {
    fn of(place: &Place, books: std::ops::Range<usize>) -> Self {
        let mut child = batch(place).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let count = books.len();
        child.stdin.as_mut().unwrap().write_all(lines_of(books.map(book)).as_bytes()).unwrap();
        let results = BufReader::new(child.stdout.as_mut().unwrap()).lines().take(count);
        results.for_each(|result| assert!(result.unwrap().contains("SUCCESS")));
        Self { child }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn end(mut self) {
        drop(self.child.stdin.take());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn after_a_run_or_a_batch() {
    for durability in ["sync", "os"] {
        let place = Place::new();
        let mut run = place.pgs(ADD);
        run.args(["--store", "sqlite", "--durability", durability, "--payload", "-"]);
        succeeds(&feed(&mut run, book(0).to_string().as_bytes()));
        is_whole(&place, 1);
        // Long enough for the log to begin anew while it runs.
        let output = feed(batch(&place).args(["--durability", durability]), lines_of((1..600).map(book)).as_bytes());
        succeeds(&output);
        is_whole(&place, 600);
    }
}

#[test]
fn after_eight_processes_at_the_same_time() {
    for round in 0..5 {
        let place = Place::new();
        let adding: Vec<Child> = (0..8)
            .map(|process| {
                let from = process * 10;
                let lines = place.file(&format!("{process}"), lines_of((from..from + 10 + round).map(book)));
                let mut batch = batch(&place);
                batch.stdin(fs::File::open(lines).unwrap()).stdout(Stdio::null()).stderr(Stdio::null());
                batch.spawn().unwrap()
            })
            .collect();
        for mut child in adding {
            child.wait().unwrap();
        }
        is_whole(&place, 80 + round);
    }
}

#[test]
fn after_a_killed_process_and_one_that_ended() {
    let place = Place::new();
    Adding::of(&place, 0..5).kill();
    // One that only looks ends it as well.
    assert_eq!(add(&place, 4).status.code(), Some(0));
    is_whole(&place, 5);
    let (killed, last) = (Adding::of(&place, 5..10), Adding::of(&place, 10..15));
    killed.kill();
    last.end();
    is_whole(&place, 15);
}

#[test]
fn a_log_that_is_needed_and_missing_is_said() {
    let place = Place::new();
    succeeds(&add(&place, 0));
    let adding = Adding::of(&place, 1..5);
    is_refused(&copy(&place));
    adding.kill();
    is_refused(&copy(&place));
    let aside = place.folder().join("aside");
    fs::rename(log(&place), &aside).unwrap();
    is_refused(&place);
    // Put back it counts.
    fs::rename(&aside, log(&place)).unwrap();
    succeeds(&add(&place, 5));
    is_whole(&place, 6);
}

#[test]
fn one_can_do_without_a_log_that_is_lost() {
    let place = Place::new();
    succeeds(&add(&place, 0));
    Adding::of(&place, 1..5).kill();
    fs::remove_file(log(&place)).unwrap();
    is_refused(&place);
    fs::write(log(&place), "").unwrap();
    succeeds(&add(&place, 0xff));
    is_whole(&place, 2);
}

#[test]
fn a_log_that_nobody_needs_may_go() {
    let place = Place::new();
    succeeds(&add(&place, 0));
    fs::remove_file(log(&place)).unwrap();
    succeeds(&add(&place, 1));
    // SQLite's own tools move the log that a killed process has left, and remove it.
    Adding::of(&place, 2..5).kill();
    let tool = rusqlite::Connection::open(place.data().join("pgs.db")).unwrap();
    tool.query_row("SELECT count(*) FROM store", [], |_| Ok(())).unwrap();
    tool.close().unwrap();
    assert!(!log(&place).exists());
    is_whole(&place, 5);
    succeeds(&add(&place, 5));
    is_whole(&place, 6);
}
