//! Waiting: a process that is stopped while it holds state keeps nobody for longer than `--wait`, and one that is killed
//! keeps nobody at all.

mod support;

use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::stores::{FORMS, Form};
use support::{Place, binary, command, feed, payload};

const ADD: &str = "library::WF_ADD_BOOK_V0";

fn add(place: &Place, form: Form) -> Command {
    let mut command = command(binary("pgs"));
    command.args(["run", "--wf", ADD, "--durability", "os", "--payloads", "-"]).args(form.options());
    command.arg("--data-root").arg(place.data()).arg("--trace-into").arg(place.folder().join("traces.jsonl"));
    command
}

fn book(n: usize) -> String {
    let mut book = payload("library/add_book");
    book["barcode"] = format!("0x{n:06x}").into();
    format!("{book}\n")
}

/// A process that adds one book after the other until nobody wants more.
struct Adding {
    child: Child,
    feeder: Option<std::thread::JoinHandle<()>>,
}

impl Adding {
    fn new(place: &Place, form: Form, from: usize) -> Self {
        let mut child =
            add(place, form).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let feeder = std::thread::spawn(move || {
            // Until the process is killed.
            for n in from..from + 10_000_000 {
                if stdin.write_all(book(n).as_bytes()).is_err() {
                    return;
                }
            }
        });
        Self { child, feeder: Some(feeder) }
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Adding {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = self.feeder.take().unwrap().join();
    }
}

#[test]
fn who_waits_for_a_stopped_process_is_told_which_one() {
    for &form in FORMS {
        let place = Place::in_memory();
        let adding = Adding::new(&place, form, 1_000_000);
        let what = match form {
            Form::Files => "the store `library/books.jsonl`".to_owned(),
            Form::Sqlite => format!("the database {}", place.data().join("pgs.db").display()),
        };
        let holder = format!("is held by process {}", adding.child.id());
        let reason = format!("{what} {holder} since 2");
        let mut held = None;
        // It may be stopped where it holds nothing.
        for n in 0..500 {
            std::thread::sleep(Duration::from_millis(3));
            adding.signal("-STOP");
            let begun = Instant::now();
            let output = feed(add(&place, form).args(["--wait", "1"]), book(n).as_bytes());
            let (took, text) = (begun.elapsed(), String::from_utf8(output.stdout).unwrap());
            adding.signal("-CONT");
            assert!(took < Duration::from_secs(20), "{form:?} took {took:?}");
            let traces = std::fs::read_to_string(place.folder().join("traces.jsonl")).unwrap();
            if text.contains("BACKEND_ERROR") && traces.contains(&reason) {
                held = Some((n, took));
                break;
            }
            // Or while it holds the file of traces, or before it has written down that it holds the store.
            let told = traces.contains(&holder) || text.contains(&holder);
            assert!(text.contains("SUCCESS") || told, "{form:?}: {text}");
        }
        let (n, took) = held.expect("it was never stopped while it held anything");
        assert!(took >= Duration::from_secs(1), "{form:?} took {took:?}");
        // Nothing was done, and it goes on as if nothing had been.
        adding.signal("-KILL");
        let begun = Instant::now();
        let output = feed(add(&place, form).args(["--wait", "10"]), book(n).as_bytes());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("\"SUCCESS\""), "{form:?}: {text}");
        assert!(begun.elapsed() < Duration::from_secs(9), "{form:?}: a killed process held it up");
    }
}

/// No folder and no permission is at fault there.
#[test]
fn who_waits_for_the_file_of_ids_is_told_what_helps() {
    let place = Place::new();
    assert!(feed(&mut add(&place, Form::Files), b"").status.success());
    let ids = std::fs::File::options().write(true).open(place.folder().join("traces.jsonl.ids")).unwrap();
    ids.lock().unwrap();
    let output = feed(add(&place, Form::Files).args(["--wait", "0"]), book(1).as_bytes());
    let text = String::from_utf8(output.stdout).unwrap();
    let told = format!("traces.jsonl.ids can't be read and written: it is held by process {}", std::process::id());
    assert!(text.contains(&told) && text.contains("wait longer (on the command line --wait)"), "{text}");
    assert!(!text.contains("--workspace"), "{text}");
}

#[test]
fn how_long_to_wait_is_a_number_of_seconds() {
    for (option, variable, status, expected) in [
        (Some("soon"), None, 2, "give a number of seconds from 0 to 86400"),
        (Some("-1"), None, 2, "86400"),
        (None, Some("1.5"), 2, "PGS_WAIT: 1.5 is no time to wait; give a number of seconds from 0 to 86400"),
    ] {
        let place = Place::new();
        let mut run = add(&place, Form::Files);
        run.args(option.map(|option| format!("--wait={option}")));
        run.envs(variable.map(|value| ("PGS_WAIT", value)));
        let output = feed(&mut run, b"");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{stderr}");
        assert!(stderr.contains(expected), "{stderr}");
    }
}
