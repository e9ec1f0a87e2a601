//! Files that are no traces: an error line each, and no panic.

use std::fs;

use fastrand::Rng;
use pgs_value::json;

use crate::lend::{Place, on, pgs};

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let place = Place::new();
    fs::create_dir(place.path("empty")).unwrap();
    for command in ["verify", "examine", "render"] {
        for (name, words) in [("absent.jsonl", "No such file"), ("empty", "no trace (.jsonl)")] {
            let path = place.path(name).display().to_string();
            let answer = pgs(&[command, &path]);
            assert_eq!((answer.stdout.as_str(), answer.status), ("", 2));
            assert!(answer.stderr.starts_with("error: ") && answer.stderr.contains(&path), "{}", answer.stderr);
            assert!(answer.stderr.contains(words), "{}", answer.stderr);
        }
    }
}

#[test]
fn rubbish_is_an_error_line() {
    let place = Place::new();
    let file = place.path("rubbish.jsonl");
    let deep = format!("{{\"event_type\":\"WF_START\",\"detail\":{}", "[".repeat(1 << 20));
    for bytes in [&b""[..], b"\n", b"\xff\x00\xfe", b"null\n[]\n", b"{\n", deep.as_bytes(), &vec![b'a'; 1 << 22]] {
        fs::write(&file, bytes).unwrap();
        for command in ["verify", "examine", "render"] {
            let answer = on(command, &file);
            let said = answer.stdout + &answer.stderr;
            assert_eq!((said.lines().count(), answer.status), (1, 1), "{command}: {said}");
            assert!(said.contains(&format!("{}:1: ", file.display())), "{command}: {said}");
        }
    }
}

/// A trace as the predecessor of `pgs_runtime` writes it: one event for each node, in both of its modes.
#[test]
fn a_trace_of_the_predecessor_is_named_and_not_read() {
    let place = Place::new();
    fs::create_dir(place.path("old")).unwrap();
    let file = place.path("old/T_20260203_040506_007_0A1B2C3D.jsonl");
    let event = |n: usize, kind: &str, payload: &str, more: &str| {
        format!(
            "{{\"trace_schema_version\": \"V0\", \"event_type\": \"{kind}\", \"timestamp\": \"2026-02-03T04:05:06.007+00:00\", \
             \"execution_id\": \"T_20260203_040506_007_0A1B2C3D\", \"sequence\": {n}, \"payload\": {{{payload}}}{more}}}\n"
        )
    };
    for more in ["", ", \"prev_hash\": \"be48daa10cfc4833\""] {
        let text = event(1, "execution_start", "\"workflow_code\": \"WF_LEND_V0\"", more)
            + &event(2, "node_start", "\"node_id\": \"CHECK\", \"node_type\": \"capability_contract\"", more)
            + &event(3, "node_end", "\"node_id\": \"CHECK\", \"status\": \"SUCCESS\", \"duration_ms\": 1", more)
            + &event(4, "workflow_complete", "\"status\": \"SUCCESS\"", more);
        fs::write(&file, text).unwrap();
        for command in ["verify", "examine", "render", "replay"] {
            let words = "1: it is an event of omnibachi (TRACE_SCHEMA_V0, before pgs_runtime 0.3)";
            for path in [&file, &place.path("old")] {
                let answer = on(command, path);
                let said = answer.stdout + &answer.stderr;
                let lines: Vec<&str> = said.lines().filter(|line| line.contains(words)).collect();
                assert_eq!(lines.len(), 1, "{command}: {said}");
                assert!(!said.contains("breaks off"), "{command}: {said}");
                assert_ne!(answer.status, 0, "{command}: {said}");
            }
        }
    }
}

#[test]
fn events_of_wrong_types_do_no_harm() {
    let place = Place::new();
    let file = place.path("wrong.jsonl");
    let values = [json!(null), json!(1), json!("x"), json!([1]), json!({ "a": 1 }), json!(-1.5), json!("../../x")];
    let kinds = ["WF_START", "ADMISSION", "CC_START", "CS_CALL", "CC_STEP", "CC_COMPLETE", "WF_COMPLETE", "ERROR", "?"];
    let keys = ["trace_id", "span", "seq", "ts_ns", "step_op", "result_status", "detail", "sealed", "hash"];
    let details = ["wf_fqdn", "cc_fqdn", "step_fqdn", "inputs", "payload", "violations", "exit", "status", "path"];
    let mut rng = Rng::with_seed(3);
    for _ in 0..300 {
        let mut text = String::new();
        for _ in 0..rng.usize(1..12) {
            let mut event = json!({ "event_type": kinds[rng.usize(..kinds.len())], "trace_id": "t", "detail": {} });
            for detail in details {
                event["detail"][detail] = values[rng.usize(..values.len())].clone();
            }
            for _ in 0..rng.usize(..3) {
                event[keys[rng.usize(..keys.len())]] = values[rng.usize(..values.len())].clone();
            }
            text.push_str(&event.to_string());
            text.push('\n');
        }
        fs::write(&file, &text).unwrap();
        assert_eq!(on("verify", &file).status, 1, "{text}");
        for form in ["text", "json", "md"] {
            assert!(pgs(&["examine", "--format", form, file.to_str().unwrap()]).status <= 1);
        }
        on("render", &file);
    }
    // Whatever their ids say, nothing is written elsewhere.
    for entry in fs::read_dir(place.0.path()).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(name == "wrong.jsonl" || name == "wrong.md", "{name:?}");
    }
}

#[test]
fn workflows_without_end_that_start_each_other_do_no_harm() {
    let place = Place::new();
    let file = place.path("deep.jsonl");
    let event = |kind: &str, more: &str| {
        format!(
            "{{\"event_type\":\"{kind}\",\"trace_id\":\"t\",\"result_status\":\"VIOLATION\",\"detail\":{{}}{more}}}\n"
        )
    };
    let without_spans = (event("WF_START", "") + &event("CC_START", "")).repeat(3_000);
    let with_spans: String = (1..1_000)
        .map(|n| format!(",\"span\":\"0{}\"", ".1".repeat(n)))
        .map(|span| event("WF_START", &span) + &event("CC_START", &span))
        .collect();
    let ends: String = (1..1_000)
        .rev()
        .map(|n| format!(",\"span\":\"0{}\"", ".1".repeat(n)))
        .map(|span| ["CC_STEP", "CC_COMPLETE", "WF_COMPLETE"].map(|kind| event(kind, &span)).concat())
        .collect();
    for text in [without_spans, with_spans + &ends] {
        fs::write(&file, text).unwrap();
        for command in ["verify", "examine"] {
            assert_eq!(on(command, &file).stderr, "");
        }
        assert_eq!(on("render", &file).status, 0);
    }
}
