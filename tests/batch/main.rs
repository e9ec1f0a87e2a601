//! Many runs in one process: results in order, a bad line alone, one trace a run, memory that does not grow.

#[path = "../support/mod.rs"]
mod support;

mod shapes;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use pgs_value::{Value, json};
use rustix::process::{Pid, Signal, kill_process};
use support::{Place, binary, command, feed, files_below, line, payload, state};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";
const ADD: &str = "library::WF_ADD_BOOK_V0";

fn member(n: usize) -> Value {
    json!({ "member": { "full_name": format!("Reader {n}"), "email": format!("reader{n}@example.org") } })
}

fn lines(payloads: impl IntoIterator<Item = Value>) -> String {
    payloads.into_iter().flat_map(|payload| [payload.to_string(), "\n".to_owned()]).collect()
}

fn results(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| pgs_value::from_str(line).unwrap()).collect()
}

/// The last line on standard error.
fn sum(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap().lines().last().unwrap_or_default().to_owned()
}

/// `pgs run` of a workflow with all traces in one file.
fn into_one_file(place: &Place, fqdn: &str, trace: &Path) -> Command {
    let mut command = command(binary("pgs"));
    command.args(["run", "--wf", fqdn, "--data-root"]).arg(place.data()).arg("--trace-into").arg(trace);
    command
}

/// Starts a command with a pipe for each of its three.
fn piped(command: &mut Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn says(arguments: &[&str], trace: &Path) -> (String, Option<i32>) {
    let output = command(binary("pgs")).args(arguments).arg(trace).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

#[test]
fn results_come_in_the_order_of_the_lines_also_with_four_jobs() {
    let place = Place::new();
    let file = place.file("members.ndjson", lines((0..300).map(member)));
    for jobs in ["1", "4"] {
        let output = place.own(REGISTER).arg("--payloads").arg(&file).args(["--jobs", jobs]).output().unwrap();
        assert_eq!((sum(&output).as_str(), output.status.code()), ("300 runs: 300 SUCCESS", Some(0)));
        let results = results(&output);
        for (n, result) in results.iter().enumerate() {
            let keys: Vec<&String> = result.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["line", "status", "trace_id", "exit", "output"]);
            assert_eq!((&result["line"], &result["exit"]), (&json!(n + 1), &json!("EXIT_REGISTERED")));
            assert_eq!(result["output"]["details"]["full_name"], format!("Reader {n}"));
        }
    }
    assert_eq!(place.traces().len(), 600);
    assert_eq!(files_below(&place.workspace()).len(), 600, "a batch leaves traces alone");
    assert_eq!(state::journal(&place.data().join("library/journal.jsonl")).len(), 600);
}

#[test]
fn a_bad_line_fails_alone_and_blank_lines_count() {
    let place = Place::new();
    let text = format!("{}\n\n{{bad\n[1]\n{}\n{{}}\n\u{feff}\n{}", member(1), member(2), member(3));
    let output = feed(place.pgs(REGISTER).args(["--payloads", "-"]), text.as_bytes());
    let results = results(&output);
    let shown: Vec<(u64, &str)> =
        results.iter().map(|it| (it["line"].as_u64().unwrap(), it["status"].as_str().unwrap_or("-"))).collect();
    assert_eq!(shown, [(1, "SUCCESS"), (3, "-"), (4, "-"), (5, "SUCCESS"), (6, "NACK"), (7, "-"), (8, "SUCCESS")]);
    for (n, words) in [(1, "line 3 is not JSON"), (2, "line 4 holds an array"), (5, "line 7 is not JSON")] {
        assert!(results[n]["error"].as_str().unwrap().starts_with(words), "{}", results[n]);
    }
    assert_eq!((sum(&output).as_str(), output.status.code()), ("7 runs: 1 NACK, 3 SUCCESS, 3 errors", Some(1)));
}

#[test]
fn a_batch_does_what_single_runs_do() {
    let (alone, together) = (Place::new(), Place::new());
    let payloads = [payload("library/add_book"), payload("library/add_book"), json!({}), payload("library/add_book")];
    let singles: Vec<support::Ran> = payloads.iter().map(|payload| alone.run_with(ADD, payload)).collect();
    let output = feed(together.pgs(ADD).args(["--payloads", "-"]), lines(payloads).as_bytes());
    let results = results(&output);
    assert_eq!(results.len(), singles.len());
    for (single, result) in singles.iter().zip(&results) {
        assert_eq!(result["status"], single.status());
        let output = single.output();
        assert_eq!(result["output"], if output.is_null() { json!({}) } else { output });
        assert!(single.exit().starts_with(result["exit"].as_str().unwrap()), "{result}");
    }
    let kinds = |place: &Place| -> Vec<Vec<Value>> {
        let traces = place.traces();
        let events = |path: &std::path::PathBuf| {
            let text = fs::read_to_string(path).unwrap();
            text.lines().map(|line| pgs_value::from_str::<Value>(line).unwrap()["event_type"].clone()).collect()
        };
        traces.iter().map(events).collect()
    };
    let sorted = |mut kinds: Vec<Vec<Value>>| {
        kinds.sort_by_key(|kinds| format!("{kinds:?}"));
        kinds
    };
    assert_eq!(sorted(kinds(&alone)), sorted(kinds(&together)));
    let names = |place: &Place| {
        let files: Vec<_> =
            place.state_files().into_iter().map(|path| path.strip_prefix(place.data()).unwrap().to_owned()).collect();
        files
            .iter()
            .map(|path| (path.clone(), fs::read_to_string(place.data().join(path)).unwrap().lines().count()))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&alone), names(&together));
}

/// Whoever writes one line and waits gets its result before the next.
#[test]
fn a_slow_producer_gets_every_answer_at_once() {
    let place = Place::new();
    let mut child = piped(place.pgs(REGISTER).args(["--payloads", "-"]));
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    for n in 0..3 {
        writeln!(input, "{}", member(n)).unwrap();
        let result: Value = pgs_value::from_str(&output.next().unwrap().unwrap()).unwrap();
        assert_eq!((&result["line"], &result["status"]), (&json!(n + 1), &json!("SUCCESS")));
    }
    drop(input);
    assert!(output.next().is_none());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// The input stays open: the batch ends all the same, and says that its results went to nobody.
#[test]
fn a_reader_that_goes_away_ends_the_batch() {
    let place = Place::new();
    let mut child = piped(place.pgs(REGISTER).args(["--payloads", "-"]));
    let mut input = child.stdin.take().unwrap();
    drop(child.stdout.take());
    // It may have ended before.
    let _ = input.write_all(lines((0..20).map(member)).as_bytes()).and_then(|()| input.flush());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(said.lines().count() == 2 && said.starts_with("error: standard output is closed: nobody got "), "{said}");
    assert_eq!(output.status.code(), Some(1));
    let runs: usize = sum(&output).split(' ').next().unwrap().parse().unwrap();
    assert_eq!(place.traces().len(), runs, "{said}");
    drop(input);
}

/// The reader is stopped, so that it neither reads nor goes away: the pipe is full, and a signal has asked for the end.
#[test]
fn a_reader_that_is_stopped_is_waited_for_no_longer_than_asked_for() {
    for (jobs, wait) in [("1", 0), ("4", 1)] {
        let place = Place::new();
        let file = place.file("members.ndjson", lines((0..2_000).map(member)));
        let mut command = into_one_file(&place, REGISTER, &place.folder().join("traces.jsonl"));
        command.args(["--durability", "os", "--jobs", jobs, "--wait", &wait.to_string(), "--payloads"]).arg(&file);
        let mut child = piped(&mut command);
        let mut results = child.stdout.take().unwrap();
        // Much longer than it takes to fill the pipe.
        std::thread::sleep(Duration::from_secs(3));
        assert!(child.try_wait().unwrap().is_none(), "it has printed all");
        kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
        let begun = Instant::now();
        let status = child.wait().unwrap();
        assert!(begun.elapsed() < Duration::from_secs(wait + 5), "it took {:?}", begun.elapsed());
        let (mut read, mut said) = (String::new(), String::new());
        results.read_to_string(&mut read).unwrap();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let wanted = format!("error: nobody read standard output for {wait} s after a signal: nobody got ");
        assert!(said.starts_with(&wanted) && status.code() == Some(1), "{said} {status}");
        // Each run that took place is printed or counted.
        let number = |text: &str| text.split(' ').next().unwrap().parse::<usize>().unwrap();
        let (lost, sum) = (number(&said[wanted.len()..]), number(said.lines().last().unwrap()));
        assert_eq!(read.matches('\n').count() + lost, sum, "{said}");
        assert_eq!(state::journal(&place.data().join("library/journal.jsonl")).len(), sum);
    }
}

/// The input has no line and no end.
#[test]
fn a_batch_that_waits_for_input_notices_that_its_reader_has_gone() {
    let place = Place::new();
    let mut child = piped(place.pgs(REGISTER).args(["--payloads", "-"]));
    let input = child.stdin.take().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((sum(&output).as_str(), output.status.code()), ("0 runs", Some(1)));
    drop(input);
}

/// What a shell's `>&-` does, and a standard output that was opened for reading.
#[test]
fn nothing_is_done_where_standard_output_is_closed() {
    let place = Place::new();
    let run = "run --wf library::WF_ADD_BOOK_V0 --data-root \"$1\"/data --workspace \"$1\"/work";
    let others =
        ["list", "--help", "verify /", "examine /", "replay /", "conformance /", "state import --data-root /x"];
    let runs = [format!("{run} --payloads -"), format!("{run} --payload -")];
    for arguments in others.into_iter().map(str::to_owned).chain(runs) {
        for closed in [">&-", "1</dev/null"] {
            let script = format!("echo '{{}}' | \"$0\" {arguments} {closed}");
            let output = command("sh").args(["-c", &script]).arg(binary("pgs")).arg(place.folder()).output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(said.starts_with("error: standard output is closed, so nothing was done"), "{script}: {said}");
            assert_eq!((said.lines().count(), output.status.code()), (1, Some(1)), "{script}");
            assert_eq!(files_below(place.folder()), [] as [std::path::PathBuf; 0], "{script}");
        }
    }
    let output = command("sh").args(["-c", "\"$0\" list > /dev/null"]).arg(binary("pgs")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "whoever wants nothing gets nothing");
}

#[test]
fn a_single_result_that_nobody_gets_is_an_error() {
    let place = Place::new();
    let mut child = piped(place.pgs(ADD).args(["--payload", "-"]));
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(payload("library/add_book").to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "error: standard output is closed: nobody got what was to be printed\n");
    assert_eq!((output.status.code(), place.traces().len()), (Some(1), 1));
}

/// Payloads that are not admitted: nothing but the batch itself takes memory.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    const LINES: usize = 100_000;
    let place = Place::new();
    let trace = place.data().with_file_name("traces.jsonl");
    let mut child = into_one_file(&place, REGISTER, &trace)
        .args(["--payloads", "-", "--jobs", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let line = format!("{}\n", json!({ "member": "x".repeat(400) }));
        (0..LINES).for_each(|_| input.write_all(line.as_bytes()).unwrap());
        input
    });
    let mut results = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ids = BTreeSet::new();
    for (n, result) in results.by_ref().take(LINES).enumerate() {
        let result: Value = pgs_value::from_str(&result.unwrap()).unwrap();
        assert_eq!((&result["line"], &result["status"]), (&json!(n + 1), &json!("NACK")));
        ids.insert(result["trace_id"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids.len(), LINES, "equal payloads have ids of their own");
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kilobytes: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(kilobytes < 100_000, "the batch took {kilobytes} kB");
    drop(writer.join().unwrap());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn one_file_takes_the_traces_of_many_processes() {
    let place = Place::new();
    let trace = place.file("traces.jsonl", "");
    let payloads = lines((0..25).map(|_| member(0)));
    let children: Vec<_> = (0..4)
        .map(|n| {
            let file = place.file(&format!("{n}.ndjson"), &payloads);
            let mut command = into_one_file(&place, REGISTER, &trace);
            command
                .arg("--payloads")
                .arg(file)
                .args(["--jobs", "2"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut ids = BTreeSet::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert_eq!(sum(&output), "25 runs: 25 SUCCESS");
        ids.extend(results(&output).iter().map(|result| result["trace_id"].as_str().unwrap().to_owned()));
    }
    assert_eq!(ids.len(), 100, "every run has an id of its own");
    let single =
        feed(into_one_file(&place, REGISTER, &trace).args(["--payload", "-"]), member(1).to_string().as_bytes());
    assert_eq!(line(&String::from_utf8_lossy(&single.stdout), "Status"), Some("SUCCESS"));
    assert!(!place.workspace().exists(), "no folder is created");

    let (text, code) = says(&["verify"], &trace);
    assert_eq!((text.lines().last(), code), (Some("101 traces: 101 ok, 0 failed"), Some(0)));
    let (text, code) = says(&["replay"], &trace);
    assert_eq!((text.lines().filter(|line| line.starts_with("identical")).count(), code), (101, Some(0)), "{text}");
    assert_eq!(says(&["examine"], &trace).1, Some(0));
}

#[test]
fn a_torn_end_harms_no_later_trace() {
    let place = Place::new();
    let trace = place.file("traces.jsonl", "");
    let run = || {
        let output =
            feed(into_one_file(&place, REGISTER, &trace).args(["--payload", "-"]), member(1).to_string().as_bytes());
        assert_eq!(output.status.code(), Some(0));
    };
    run();
    let whole = fs::read(&trace).unwrap();
    run();
    let second = fs::read(&trace).unwrap();
    fs::write(&trace, &second[..whole.len() + (second.len() - whole.len()) / 2]).unwrap();
    run();
    let (text, code) = says(&["verify"], &trace);
    let said: Vec<&str> = text.lines().collect();
    assert!(said[0].starts_with("ok ") && said[1].starts_with("FAILED ") && said[2].starts_with("ok "), "{text}");
    assert!(said[1].contains("cut off"), "{text}");
    assert_eq!((said[3], code), ("3 traces: 2 ok, 1 failed", Some(1)));
}

#[test]
fn what_can_not_be_is_refused_before_anything_is_run() {
    let place = Place::new();
    let payloads = place.file("members.ndjson", lines([member(1)]));
    let folder = payloads.parent().unwrap().to_owned();
    let cases: [(&[&str], &Path, i32, &str); 8] = [
        (&["--payloads"], &folder.join("absent.ndjson"), 2, "absent.ndjson can't be read"),
        (&["--payloads"], &folder, 2, "is a folder"),
        (&["--jobs", "0", "--payloads"], &payloads, 2, "from 1 to"),
        (&["--jobs", "2", "--payload"], &payloads, 2, "--payloads"),
        (&["--payload", "-", "--payloads"], &payloads, 2, "cannot be used"),
        (&["--trace-into", "/absent/folder/traces.jsonl", "--payloads"], &payloads, 3, "can't be written"),
        (&["--trace-into", "/", "--payloads"], &payloads, 3, "no regular file"),
        (&["--trace", "md", "--trace-into", "/traces.jsonl", "--payloads"], &payloads, 2, "pgs render"),
    ];
    for (arguments, file, code, words) in cases {
        let output = place.pgs(REGISTER).args(arguments).arg(file).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(code), 0), "{arguments:?}");
        assert!(!place.data().exists() && !place.workspace().exists(), "{arguments:?}");
    }
}

#[test]
fn summaries_and_pictures_come_where_they_are_asked_for() {
    let place = Place::new();
    let output =
        feed(place.pgs(REGISTER).args(["--payloads", "-", "--trace", "md,png"]), lines((0..3).map(member)).as_bytes());
    assert_eq!(output.status.code(), Some(0));
    place.traces().iter().for_each(|trace| support::is_evidence(trace));
    assert_eq!(files_below(&place.workspace()).len(), 9);
}
