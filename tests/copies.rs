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
        Self::by(&mut batch(place), books)
    }

    fn by(batch: &mut Command, books: std::ops::Range<usize>) -> Self {
        let mut child = batch.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
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

/// Fails unless a run and an export say that the log is damaged, and leave it as it is.
#[track_caller]
fn is_said_to_lack(place: &Place, what: &str) {
    let before = fs::read(log(place)).unwrap();
    assert_eq!(add(place, 0xffff).status.code(), Some(1), "{what}");
    let reason = reasons(place.traces().last().unwrap()).join("");
    assert!(reason.starts_with(&log(place).display().to_string()), "{what}: {reason}");
    assert!(reason.contains("pages are missing or damaged"), "{what}: {reason}");
    let mut export = command(binary("pgs"));
    export.args(["state", "export", "--data-root"]).arg(place.data()).arg("--to").arg(place.folder().join("files"));
    let output = export.output().unwrap();
    assert_ne!(output.status.code(), Some(0), "{what}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("pages are missing or damaged"), "{what}: {output:?}");
    assert!(before == fs::read(log(place)).unwrap(), "{what}: it was changed");
}

/// SQLite by itself reads a log up to its first page that is not as it was written.
#[test]
fn a_log_that_is_damaged_or_cut_is_said() {
    for durability in ["sync", "os"] {
        let place = Place::new();
        succeeds(&add(&place, 0));
        let mut batch = batch(&place);
        Adding::by(batch.args(["--durability", durability]), 1..20).kill();
        let whole = fs::read(log(&place)).unwrap();
        let changed = |at: usize| {
            let mut log = whole.clone();
            log[at] ^= 1;
            log
        };
        for (what, damaged) in [
            ("its head", changed(20)),
            ("a page", changed(5000)),
            ("the middle", changed(whole.len() / 2)),
            ("half of it", whole[..whole.len() / 2].to_vec()),
            ("all but a byte", whole[..whole.len() - 1].to_vec()),
            ("its head alone", whole[..32].to_vec()),
            ("zeros", vec![0; whole.len()]),
        ] {
            fs::write(log(&place), damaged).unwrap();
            is_said_to_lack(&place, &format!("{durability}, {what}"));
        }
        // Whole it counts, and so it does where nothing tells how long it was.
        fs::write(log(&place), &whole).unwrap();
        let other = copy(&place);
        fs::write(log(&other), &whole).unwrap();
        succeeds(&add(&other, 20));
        is_whole(&other, 21);
        succeeds(&add(&place, 20));
        is_whole(&place, 21);
    }
}

/// What is left can be had.
#[test]
fn one_can_do_without_the_end_of_a_log() {
    let place = Place::new();
    succeeds(&add(&place, 0));
    Adding::of(&place, 1..20).kill();
    let whole = fs::read(log(&place)).unwrap();
    fs::write(log(&place), &whole[..whole.len() - 1]).unwrap();
    is_said_to_lack(&place, "all but a byte");
    fs::remove_file(place.data().join(".pgs/pgs.db.logged")).unwrap();
    succeeds(&add(&place, 20));
    is_whole(&place, 20);
}

/// Logs that begin anew, of several processes with either durability, one of them killed at the end.
#[test]
fn logs_that_begin_anew_lack_nothing() {
    let place = Place::new();
    for round in 0..3 {
        let from = round * 1000;
        let adding = ["sync", "os"].map(|durability| {
            let mut batch = batch(&place);
            batch.args(["--durability", durability]);
            let from = from + 500 * usize::from(durability == "os");
            Adding::by(&mut batch, from..from + 300)
        });
        adding.into_iter().for_each(Adding::kill);
        succeeds(&add(&place, from + 999));
        is_whole(&place, (round + 1) * 601);
    }
}
