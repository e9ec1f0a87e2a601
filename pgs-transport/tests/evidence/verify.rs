//! `pgs verify`: whole traces pass, and every change is found and named.

use std::fs;
use std::path::Path;

use fastrand::Rng;
use pgs_rt::{GENESIS, chained};
use pgs_value::{Value, json};

use crate::forgeries::chain;
use crate::lend::{Place, on};

/// The lines of a trace file.
pub(crate) fn lines(file: &Path) -> Vec<String> {
    fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect()
}

pub(crate) fn write(file: &Path, lines: &[String]) {
    fs::write(file, lines.join("\n") + "\n").unwrap();
}

/// The payloads of runs that leave traces of every shape.
fn payloads() -> Vec<Value> {
    vec![
        json!({}),
        json!({ "book": "Zoë", "n": [1, 2.50, 1e21, -0.0, 12_345_678_901_234_567_890_u64], "text": "a\u{1}\"\\\u{1F4D6}" }),
        json!({ "nack": "yes" }),
        json!({ "secret": "a secret text" }),
        json!({ "nested": { "nested": {}, "write": "NOT_FOUND" } }),
        json!({ "nested": { "fault": "during" }, "check": "BACKEND_ERROR" }),
        json!({ "fault": "during" }),
    ]
}

#[test]
fn traces_of_every_shape_pass() {
    let place = Place::new();
    for payload in payloads() {
        let file = place.run(&payload);
        let answer = on("verify", &file);
        let id = file.file_stem().unwrap().to_str().unwrap();
        let want = format!("ok {id} ({} events)\n", lines(&file).len());
        assert_eq!((answer.stdout.as_str(), answer.stderr.as_str(), answer.status), (want.as_str(), "", 0));
    }
}

#[test]
fn a_folder_stands_for_all_traces_below_it() {
    let place = Place::new();
    let files: Vec<_> = (0..3).map(|_| place.run(&json!({}))).collect();
    let mut changed = lines(&files[1]);
    changed.remove(2);
    write(&files[1], &changed);
    let answer = on("verify", &place.path("work"));
    let said: Vec<&str> = answer.stdout.lines().collect();
    assert!(said[0].starts_with("ok ") && said[2].starts_with("ok "), "{said:?}");
    assert!(said[1].starts_with(&format!("FAILED {}:3: ", files[1].display())), "{said:?}");
    assert_eq!((said[3], said.len(), answer.status), ("3 traces: 2 ok, 1 failed", 4, 1));
}

#[test]
fn what_was_done_to_a_trace_is_named() {
    let place = Place::new();
    let file = place.run(&json!({}));
    let good = lines(&file);
    let last = good.len() - 1;
    let named = |lines: &[String], line: usize, words: &str| {
        write(&file, lines);
        let out = on("verify", &file).stdout;
        assert!(out.starts_with(&format!("FAILED {}:{line}: ", file.display())), "{words}: {out}");
        assert!(out.contains(words), "{words}: {out}");
    };
    let change = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = good.clone();
        change(&mut lines);
        lines
    };
    named(&change(&|it| drop(it.remove(2))), 3, "event 3, which belongs before it, was removed");
    named(&change(&|it| drop(it.drain(2..4))), 3, "events 3 to 4, which belong before it, were removed");
    named(&change(&|it| it.swap(2, 3)), 3, "event 3 stands at line 4 instead of here");
    named(&change(&|it| it.insert(4, good[1].clone())), 5, "event 2 stands at line 2 already");
    named(&change(&|it| it[2] = it[2].replace("weigh", "wiegh")), 3, "it was altered");
    named(&change(&|it| it[2] = it[2].replace("\"seq\":3", "\"seq\":7")), 3, "its `seq` is 7, its place is 3");
    named(&change(&|it| it[1] = it[1].replacen("20", "21", 1)), 2, "it was altered");
    named(&change(&|it| it.insert(3, String::new())), 4, "the line is empty");
    named(&change(&|it| it[0].insert(1, ' ')), 1, "it was altered");
    named(&change(&|it| it.push(good[0].clone())), last + 2, "after the event that seals the trace");
    named(&change(&|it| it.truncate(last)), last, "cut off: this last event does not seal it");
    fs::write(&file, good.join("\n")).unwrap();
    assert!(on("verify", &file).stdout.contains("the line break of its last line is missing"));
    let half = &good.join("\n")[..300];
    fs::write(&file, half).unwrap();
    assert!(on("verify", &file).stdout.contains(":1: the trace is cut off in this line"));
    fs::write(&file, "").unwrap();
    assert!(on("verify", &file).stdout.contains(":1: the file is empty"));
}

/// A trace of these events with hashes of their own: what only the rules beside the chain can find.
fn forge(lines: &[String], change: &dyn Fn(usize, &mut String)) -> Vec<String> {
    let mut before = GENESIS.to_owned();
    let forged = lines.iter().enumerate().map(|(n, line)| {
        let mut body = line.rsplit_once(",\"hash\":").unwrap().0.to_owned();
        change(n, &mut body);
        before = chained(&before, &body);
        format!("{body},\"hash\":\"{before}\"}}")
    });
    forged.collect()
}

#[test]
fn a_trace_with_new_hashes_still_has_to_make_sense() {
    let place = Place::new();
    let file = place.run(&json!({ "nested": {} }));
    let good = lines(&file);
    write(&file, &forge(&good, &|_, _| {}));
    assert_eq!(on("verify", &file).status, 0);
    let replaced = |n: usize, from: &'static str, to: &'static str| {
        forge(&good, &move |at, body| {
            if at == n {
                assert!(body.contains(from), "{from}: {body}");
                *body = body.replace(from, to);
            }
        })
    };
    let found = |lines: Vec<String>, line: usize, words: &str| {
        write(&file, &lines);
        let out = on("verify", &file).stdout;
        assert!(out.contains(&format!(":{line}: ")) && out.contains(words), "{words}: {out}");
    };
    found(replaced(1, "\"domain\":\"shop\"", "\"domain\":\"ship\""), 2, "`domain` is not that of the first event");
    found(replaced(1, "\"wf_addr\":3", "\"wf_addr\":4"), 2, "`wf_addr` is not that of the first event");
    found(replaced(0, "{\"nested\":{}}", "{\"nested\":[]}"), 1, "not that of this workflow and payload");
    found(replaced(0, "\"trace_schema_version\":\"v0\"", "\"trace_schema_version\":\"v1\""), 1, "is not \"v0\"");
    found(replaced(1, "\"ts_ns\":", "\"ts_ns\":9"), 3, "`ts_ns` goes back");
    found(replaced(1, "\"detail\":{", "\"detail\": {"), 2, "not written as compact JSON");
    found(replaced(1, "\"cc_addr\":1,\"step_addr\":null", "\"step_addr\":null,\"cc_addr\":1"), 2, "in their order");
    found(replaced(1, "\"span\":\"0\"", "\"span\":\"0.1\""), 2, "span 0.1, which has not begun");
    found(replaced(2, "\"cc_addr\":1", "\"cc_addr\":2"), 3, "CC_STEP outside its contract");
    found(replaced(1, "CC_START", "CC_COMPLETE"), 2, "CC_COMPLETE outside its contract");
    found(replaced(2, "CC_STEP", "CC_START"), 3, "CC_START inside a contract");
    found(replaced(3, "\"span\":\"0.1\"", "\"span\":\"0.2.1\""), 4, "which no contract has started");
    found(replaced(3, "\"span\":\"0.1\"", "\"span\":\"0\""), 4, "which has begun already");
    let sealed = format!("\"seq\":{},\"span\":\"0\",\"sealed\":true", good.len());
    assert!(good[good.len() - 1].contains(&sealed));
    found(replaced(good.len() - 1, "WF_COMPLETE", "CC_STEP"), good.len(), "does not end the run");
    let other = file.with_file_name("20260203T040506007Z__WF_LEND_V0__0000.jsonl");
    write(&other, &good);
    assert!(on("verify", &other).stdout.contains("the file's name is that of another trace"));
}

/// One change at a place that the generator chooses.
fn mutated(good: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = good.to_vec();
    let at = rng.usize(..bytes.len());
    let mut lines: Vec<Vec<u8>> = good.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (one, other) = (rng.usize(..lines.len()), rng.usize(..lines.len()));
    match rng.u8(..7) {
        0 => bytes[at] ^= 1 << rng.u8(..8),
        1 => bytes.insert(at, rng.u8(..)),
        2 => drop(bytes.remove(at)),
        3 => bytes.truncate(at),
        4 => return [&lines[..one], &lines[one + 1..]].concat().concat(),
        5 => {
            lines.swap(one, other);
            return lines.concat();
        }
        _ => {
            let line = lines[one].clone();
            lines.insert(other, line);
            return lines.concat();
        }
    }
    bytes
}

#[test]
fn every_random_change_is_found() {
    let place = Place::new();
    let mut rng = Rng::with_seed(20_260_203);
    let mut changes = 0;
    for payload in payloads() {
        let file = place.run(&payload);
        let good = fs::read(&file).unwrap();
        for _ in 0..150 {
            let bad = mutated(&good, &mut rng);
            if bad == good {
                continue;
            }
            fs::write(&file, &bad).unwrap();
            let answer = on("verify", &file);
            let text = String::from_utf8_lossy(&bad);
            assert!(answer.stdout.contains("FAILED") && answer.status == 1, "{}\n{text}", answer.stdout);
            // The other commands say what they can; none of them panics.
            for command in ["examine", "render"] {
                let answer = on(command, &file);
                assert!(!answer.stdout.is_empty() || !answer.stderr.is_empty(), "{command}\n{text}");
            }
            changes += 1;
        }
    }
    assert!(changes >= 1000, "{changes}");
}

#[test]
fn a_file_may_hold_several_traces() {
    let place = Place::new();
    let files = [place.run(&json!({})), place.run(&json!({ "fault": "between" }))];
    let all = files.iter().map(|file| fs::read(file).unwrap()).collect::<Vec<_>>().concat();
    let file = place.path("all.jsonl");
    fs::write(&file, &all).unwrap();
    let answer = on("verify", &file);
    assert_eq!((answer.stdout.lines().last(), answer.status), (Some("2 traces: 2 ok, 0 failed"), 0));
    let mut rng = Rng::with_seed(7);
    for _ in 0..200 {
        let mut bad = all.clone();
        bad[rng.usize(..all.len())] ^= 1 << rng.u8(..8);
        fs::write(&file, &bad).unwrap();
        assert_eq!(on("verify", &file).status, 1, "{}", String::from_utf8_lossy(&bad));
    }
}

/// Workflows that a step starts one after the other, and such that it starts at the same time.
#[test]
fn workflows_of_a_sequence_run_one_after_the_other() {
    let place = Place::new();
    let step = |op: &'static str, orders: &[&[&str]]| {
        for order in orders {
            let file = place.path("orders.jsonl");
            chain(&started(op, order), &file);
            let answer = on("verify", &file);
            assert_eq!(answer.status, 0, "{op} {order:?}: {}", answer.stdout);
        }
    };
    let refused = |op: &'static str, orders: &[&[&str]]| {
        for order in orders {
            let file = place.path("orders.jsonl");
            chain(&started(op, order), &file);
            let answer = on("verify", &file);
            let is_named =
                answer.stdout.contains("did not run in its turn") || answer.stdout.contains("before the workflow");
            assert!(is_named && answer.status == 1, "{op} {order:?}: {}", answer.stdout);
        }
    };
    step("EXECUTE_SEQUENCE", &[&["1", "-1", "2", "-2"], &["1", "-1"], &[]]);
    refused(
        "EXECUTE_SEQUENCE",
        &[&["2", "-2", "1", "-1"], &["1", "2", "-2", "-1"], &["1", "2", "-1", "-2"], &["2", "-2"], &["1"]],
    );
    step("EXECUTE_CONCURRENT", &[&["1", "2", "-2", "-1"], &["2", "1", "-1", "-2"], &["2", "-2", "1", "-1"]]);
    refused("EXECUTE_CONCURRENT", &[&["2", "-2"], &["1", "3", "-3", "-1"], &["1", "2", "-2"]]);
}

/// A trace in which a step starts these workflows, and they end (`-`).
fn started(op: &str, order: &[&str]) -> Vec<Value> {
    let place = Place::new();
    let recorded = lines(&place.run(&json!({ "nested": {} })));
    let recorded: Vec<Value> = recorded.iter().map(|line| pgs_value::from_str(line).unwrap()).collect();
    let of = |span: &str, event: &str| {
        recorded.iter().find(|line| line["span"] == span && line["event_type"] == event).unwrap().clone()
    };
    let mut events: Vec<Value> = recorded[..3].to_vec();
    for step in order {
        let (event, number) = step.strip_prefix('-').map_or(("WF_START", *step), |number| ("WF_COMPLETE", number));
        let mut event = of("0.1", event);
        event["span"] = Value::from(format!("0.{number}"));
        events.push(event);
    }
    let rest = recorded.iter().position(|line| line["step_op"] == "EXECUTE").unwrap();
    events.extend_from_slice(&recorded[rest..]);
    for (n, event) in events.iter_mut().enumerate() {
        event["ts_ns"] = Value::from(n);
        if event["step_op"] == "EXECUTE" {
            event["step_op"] = Value::from(op);
        }
    }
    events
}
