//! Runs that have an id of their caller: each takes place once, whoever asks, how often and at what moment something was
//! killed.
//!
//! `PGS_ID_KILLS` is the number of kills.

mod support;

use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use pgs_value::{Value, json};
use rand::RngExt as _;
use support::effects::Content;
use support::stores::{FORMS, Form};
use support::{Place, binary, command, feed, line, lines_of};

/// Every run of it adds a line to the journal, also for a member that is registered.
const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";

fn member(n: usize) -> Value {
    json!({ "member": { "full_name": format!("Reader {n}"), "email": format!("reader{n}@example.org") } })
}

fn pgs(place: &Place, form: Form, more: &[&str]) -> Command {
    let mut command = command(binary("pgs"));
    command.args(["run", "--wf", REGISTER]).args(form.options()).args(more);
    command.arg("--data-root").arg(place.data()).arg("--workspace").arg(place.workspace());
    command
}

fn once(place: &Place, form: Form, id: &str, payload: &Value) -> Output {
    feed(&mut pgs(place, form, &["--payload", "-", "--run-id", id]), payload.to_string().as_bytes())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// How many runs took place.
fn effects(place: &Place, form: Form) -> usize {
    match form.read(&place.data(), "library/journal.jsonl", &Content::Journal(Vec::new())).unwrap() {
        Content::Journal(lines) => lines.len(),
        other => panic!("{other:?}"),
    }
}

/// What a run prints, without how long it took.
fn printed(output: &Output) -> String {
    lines_of(text(&output.stdout).lines().filter(|line| !line.starts_with("Duration")))
}

#[test]
fn who_asks_again_is_told_what_the_first_run_answered() {
    for &form in FORMS {
        for isolation in ["run", "operation"] {
            let place = Place::new();
            let run = |id: &str, n: usize| {
                let mut command = pgs(&place, form, &["--payload", "-", "--run-id", id, "--isolation", isolation]);
                feed(&mut command, member(n).to_string().as_bytes())
            };
            let first = run("order 1", 0);
            assert_eq!((first.status.code(), text(&first.stderr).as_str()), (Some(0), ""));
            for _ in 0..2 {
                let second = run("order 1", 0);
                assert_eq!((second.status.code(), printed(&second)), (Some(0), printed(&first)), "{form:?}");
                assert!(text(&second.stderr).starts_with("note: the run order 1 took place before"));
            }
            assert_eq!((effects(&place, form), place.traces().len()), (1, 1), "{form:?}: no run takes place, no trace");
            let other = run("order 2", 0);
            assert_ne!(printed(&other), printed(&first));
            assert_eq!(effects(&place, form), 2);
            for trace in place.traces() {
                let output = command(binary("pgs")).arg("examine").arg(&trace).output().unwrap();
                assert!(text(&output.stdout).contains("Run ID:"), "{}", text(&output.stdout));
                support::is_evidence(&trace);
            }
        }
    }
}

/// NACK is an answer, too.
#[test]
fn every_answer_is_kept() {
    for &form in FORMS {
        let place = Place::new();
        let outputs: Vec<Output> = (0..2).map(|_| once(&place, form, "n", &json!({ "member": 1 }))).collect();
        assert_eq!(line(&text(&outputs[1].stdout), "Status"), Some("NACK"));
        assert_eq!((outputs[1].status.code(), printed(&outputs[1])), (Some(1), printed(&outputs[0])));
        assert_eq!(place.traces().len(), 1);
    }
}

#[test]
fn another_payload_under_the_same_id_is_refused() {
    for &form in FORMS {
        let place = Place::new();
        assert_eq!(once(&place, form, "a", &member(0)).status.code(), Some(0));
        let refused = once(&place, form, "a", &member(1));
        let said = text(&refused.stderr);
        assert!(said.starts_with("error: the run id a stands for another workflow or payload"), "{said}");
        assert_eq!((refused.status.code(), refused.stdout.len(), said.lines().count()), (Some(2), 0, 1));
        assert_eq!((effects(&place, form), place.traces().len()), (1, 1));
    }
}

/// The mode decides what is answered; where state and traces lie, and how long is waited, does not.
#[test]
fn another_admission_mode_under_the_same_id_is_refused() {
    for &form in FORMS {
        let place = Place::new();
        let payload = json!({ "member": { "full_name": "Reader", "email": "no address" } });
        let run = |more: &[&str]| {
            let more = [&["--payload", "-", "--run-id", "a"], more].concat();
            feed(&mut pgs(&place, form, &more), payload.to_string().as_bytes())
        };
        let first = run(&["--admission", "observe"]);
        for other in [&[][..], &["--admission", "enforce"]] {
            let refused = run(other);
            let said = text(&refused.stderr);
            assert!(said.contains("or another admission mode"), "{said}");
            assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
        }
        for same in [&["--durability", "os"], &["--isolation", "operation"], &["--wait", "1"]] {
            let again = run(&[&["--admission", "observe"], &same[..]].concat());
            assert_eq!((again.status.code(), printed(&again)), (first.status.code(), printed(&first)), "{same:?}");
        }
        assert_eq!(place.traces().len(), 1);
    }
}

#[test]
fn ids_that_can_not_be_are_refused_before_anything_is_done() {
    let place = Place::new();
    let long = "x".repeat(201);
    for (arguments, says) in [
        (["--payload", "-", "--run-id", ""], "1 to 200"),
        (["--payload", "-", "--run-id", &long], "1 to 200"),
        (["--payload", "-", "--run-id", "a\nb"], "control"),
        (["--payloads", "-", "--run-id", "a"], "cannot be used"),
        (["--payload", "-", "--run-id-field", "id"], "cannot be used"),
        (["--payload", "-", "--again", "--trace=md"], "required"),
    ] {
        let output = feed(&mut pgs(&place, Form::Files, &arguments), b"{}");
        assert!(text(&output.stderr).contains(says), "{arguments:?}: {}", text(&output.stderr));
        assert_eq!((output.status.code(), place.data().exists()), (Some(2), false), "{arguments:?}");
    }
}

/// The id would stand in traces and in the state.
#[test]
fn an_id_that_holds_a_secret_is_refused() {
    let place = Place::new();
    let output = once(&place, Form::Files, "of reader0@example.org", &member(0));
    let said = text(&output.stderr);
    assert!(said.contains("suppresses") && !said.contains("reader0"), "{said}");
    assert_eq!((output.status.code(), place.data().exists()), (Some(2), false));
    let output = feed(&mut pgs(&place, Form::Files, &["--payloads", "-", "--run-id-field", "email"]), b"{}");
    assert!(text(&output.stderr).contains("suppresses"), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_batch_takes_the_ids_of_its_runs_from_a_field() {
    for &form in FORMS {
        let place = Place::new();
        let with = |n: usize, id: Value| {
            let mut payload = member(n);
            payload["order"] = id;
            payload
        };
        let payloads = [
            with(0, "a".into()),
            with(1, "b".into()),
            with(0, "a".into()),
            with(2, "a".into()),
            with(3, 7.into()),
            member(4),
            with(5, "".into()),
        ];
        let run = |jobs: &str| {
            let arguments = ["--payloads", "-", "--run-id-field", "order", "--jobs", jobs];
            let output = feed(&mut pgs(&place, form, &arguments), lines_of(&payloads).as_bytes());
            let results: Vec<Value> =
                text(&output.stdout).lines().map(|line| pgs_value::from_str(line).unwrap()).collect();
            assert_eq!((results.len(), output.status.code()), (7, Some(1)), "{}", text(&output.stderr));
            results
        };
        let first = run("1");
        assert_eq!(first[2]["trace_id"], first[0]["trace_id"]);
        assert!(first[2]["notes"][0].as_str().unwrap().contains("took place before"), "{}", first[2]);
        for (n, says) in [(3, "stands for another"), (4, "no text at `order`"), (5, "no text at"), (6, "1 to 200")] {
            assert!(first[n]["error"].as_str().unwrap().contains(says), "{}", first[n]);
        }
        let second = run("4");
        for n in 0..3 {
            assert_eq!((&second[n]["trace_id"], &second[n]["output"]), (&first[n]["trace_id"], &first[n]["output"]));
        }
        assert_eq!((effects(&place, form), place.traces().len()), (2, 2));
    }
}

#[test]
fn of_eight_processes_with_one_id_one_runs() {
    for &form in FORMS {
        for isolation in ["run", "operation"] {
            let place = Place::new();
            let payload = place.file("payload.json", member(0).to_string());
            let start = |_| -> Child {
                let mut command = pgs(&place, form, &["--run-id", "one", "--isolation", isolation]);
                command.arg("--payload").arg(&payload).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            };
            let children: Vec<Child> = (0..8).map(start).collect();
            let outputs: Vec<Output> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
            for output in &outputs {
                assert_eq!(output.status.code(), Some(0), "{form:?}: {}", text(&output.stderr));
                assert_eq!(printed(output), printed(&outputs[0]));
            }
            let ran = outputs.iter().filter(|output| output.stderr.is_empty()).count();
            assert_eq!((ran, effects(&place, form), place.traces().len()), (1, 1, 1), "{form:?} {isolation}");
        }
    }
}

/// The run of an id is asked for until it is answered, and every process but the last is killed at a random moment. In the
/// database it then took place once. In files it never took place twice: where a run may have done a part, nothing is done
/// until somebody says `--again`.
#[test]
fn whoever_is_killed_and_asks_again_has_run_once() {
    let kills = std::env::var("PGS_ID_KILLS").map_or(40, |kills| kills.parse::<usize>().unwrap());
    let mut random = rand::rng();
    for &form in FORMS {
        let (place, mut killed, mut n) = (Place::in_memory(), 0, 0);
        while killed < kills {
            n += 1;
            let before = if place.data().exists() { effects(&place, form) } else { 0 };
            let payload = place.file("payload.json", member(n).to_string());
            let id = format!("run {n}");
            let mut attempts = 0;
            loop {
                attempts += 1;
                let mut command = pgs(&place, form, &["--run-id", &id, "--trace", "jsonl"]);
                command.arg("--payload").arg(&payload).stdout(Stdio::piped()).stderr(Stdio::piped());
                let mut child = command.spawn().unwrap();
                if attempts < 6 {
                    std::thread::sleep(Duration::from_micros(random.random_range(0..25_000)));
                    let _ = child.kill();
                }
                let output = child.wait_with_output().unwrap();
                match output.status.code() {
                    None => killed += 1,
                    Some(0) => {
                        assert_eq!(effects(&place, form), before + 1, "{form:?}");
                        break;
                    }
                    Some(3) => {
                        assert_eq!(form, Form::Files, "{}", text(&output.stderr));
                        let said = text(&output.stderr);
                        assert!(said.contains("broke off") && said.contains("--again"), "{said}");
                        let done = if place.data().exists() { effects(&place, form) } else { 0 };
                        assert!(done <= before + 1, "never twice");
                        let mut again = pgs(&place, form, &["--run-id", &id, "--again"]);
                        let output = again.arg("--payload").arg(&payload).output().unwrap();
                        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
                        assert_eq!(effects(&place, form), done + 1, "--again runs it once more");
                        break;
                    }
                    other => panic!("{other:?}: {}", text(&output.stderr)),
                }
            }
        }
        eprintln!("{form:?}: {killed} kills of {n} runs");
    }
}

/// Nothing was done: whoever asks again has the run take place.
#[test]
fn a_run_that_could_not_use_a_store_and_did_nothing_may_be_asked_for_again() {
    for &form in FORMS {
        for isolation in ["run", "operation"] {
            let place = Place::new();
            let run = |id: &str, n: usize| {
                let more = ["--payload", "-", "--run-id", id, "--isolation", isolation, "--wait", "0"];
                feed(&mut pgs(&place, form, &more), member(n).to_string().as_bytes())
            };
            assert_eq!(run("first", 0).status.code(), Some(0));
            let names: &[&str] = match form {
                Form::Files => &["library%2Fmembers.jsonl.run", "library%2Fmembers.jsonl.lock"],
                Form::Sqlite => &["pgs.db.lock"],
            };
            let locks =
                names.iter().map(|name| place.data().join(".pgs/locks").join(name)).filter(|path| path.exists());
            let held: Vec<_> = locks.map(|path| std::fs::File::options().write(true).open(path).unwrap()).collect();
            for lock in &held {
                lock.lock().unwrap();
            }
            assert_ne!(run("second", 1).status.code(), Some(0), "{isolation}");
            drop(held);
            let again = run("second", 1);
            assert_eq!(again.status.code(), Some(0), "{isolation}: {}", text(&again.stderr));
            assert!(!text(&again.stderr).contains("took place before"), "{isolation}");
            assert_eq!(effects(&place, form), 2, "{isolation}");
            assert!(text(&run("second", 1).stderr).contains("took place before"), "{isolation}");
        }
    }
}

/// An id may look like an option.
#[test]
fn an_id_begins_as_it_likes() {
    let place = Place::new();
    assert_eq!(once(&place, Form::Files, "-x", &member(0)).status.code(), Some(0));
    let again = once(&place, Form::Files, "-x", &member(0));
    assert!(text(&again.stderr).starts_with("note: the run -x took place before"), "{}", text(&again.stderr));
}

#[cfg(feature = "sqlite")]
#[test]
fn ids_move_with_the_state() {
    let place = Place::new();
    let first = once(&place, Form::Files, "a", &member(0));
    let mut state = command(binary("pgs"));
    let output = state.args(["state", "import", "--data-root"]).arg(place.data()).output().unwrap();
    assert!(text(&output.stdout).contains(".pgs/runs.jsonl"), "{}", text(&output.stdout));
    let second = once(&place, Form::Sqlite, "a", &member(0));
    assert_eq!((second.status.code(), printed(&second)), (Some(0), printed(&first)));
    let files = place.folder().join("files");
    let mut state = command(binary("pgs"));
    let output = state.args(["state", "export", "--data-root"]).arg(place.data()).arg("--to").arg(&files).output();
    assert!(output.unwrap().status.success());
    let mut third = command(binary("pgs"));
    third.args(["run", "--wf", REGISTER, "--run-id", "a", "--payload", "-", "--data-root"]).arg(&files);
    third.arg("--workspace").arg(place.workspace());
    let third = feed(&mut third, member(0).to_string().as_bytes());
    assert_eq!((third.status.code(), printed(&third)), (Some(0), printed(&first)), "{}", text(&third.stderr));
}
