//! `pgs examine`: how a run ended, what is at fault, and what to do.

use std::fs;

use pgs_value::{Value, json};

use crate::lend::{Place, on, pgs};

/// What the report of a run with this payload says at these keys of its failure, and the exit status.
fn failure(payload: &Value) -> (Value, u8) {
    let place = Place::new();
    let file = place.run(payload);
    let answer = pgs(&["examine", "--format", "json", file.to_str().unwrap()]);
    assert_eq!((answer.stdout.lines().count(), answer.stderr.as_str()), (1, ""), "{}", answer.stdout);
    let report: Value = pgs_value::from_str(&answer.stdout).unwrap();
    (report["failure"].clone(), answer.status)
}

#[test]
fn every_failure_has_its_class() {
    let missing = "`book` is missing or null";
    for (payload, class, structural, place) in [
        (json!({ "nack": "yes" }), "admission", false, "IN_LEND"),
        // Statuses of the protocol's own, conditions, stores and transforms that judge decide.
        (json!({ "check": "TOO_LARGE" }), "business", false, "CHECK"),
        (json!({ "check": "VIOLATION", "condition": "yes" }), "business", false, "CHECK"),
        (
            json!({ "check": "VIOLATION", "transform": "judges", "check_reason": "too thin" }),
            "business",
            false,
            "CHECK",
        ),
        (json!({ "write": "NOT_FOUND", "write_reason": "the key is not in the store" }), "business", false, "WRITE"),
        (json!({ "check": "VIOLATION", "check_reason": "the sum is too big" }), "transform", true, "CHECK"),
        (json!({ "check": "VIOLATION", "transform": "judges", "check_reason": missing }), "binding", true, "CHECK"),
        (json!({ "write": "VIOLATION", "write_reason": "`key` is not of type string" }), "binding", true, "WRITE"),
        (json!({ "write": "BACKEND_ERROR", "no_path": "yes" }), "binding", true, "WRITE"),
        (json!({ "write": "BACKEND_ERROR", "write_reason": "the disk is full" }), "side_effect", true, "WRITE"),
        (json!({ "fault": "during" }), "side_effect", true, "WRITE"),
        (json!({ "fault": "between" }), "graph", true, "CHECK"),
        (json!({ "write": "NOT_FOUND", "no_edge": "yes" }), "graph", true, "WRITE"),
        (json!({ "no_edge": "yes" }), "graph", true, "WRITE"),
        // The workflow inside is what failed.
        (json!({ "nested": { "write": "NOT_FOUND" }, "check": "VIOLATION" }), "business", false, "WRITE"),
        (json!({ "nested": { "fault": "during" }, "check": "BACKEND_ERROR" }), "side_effect", true, "WRITE"),
    ] {
        let (failure, status) = failure(&payload);
        let want = json!([class, structural, place]);
        assert_eq!(json!([failure["class"], failure["structural"], failure["node"]]), want, "{payload}: {failure}");
        assert_eq!(status, u8::from(structural), "{payload}");
    }
}

#[test]
fn a_run_that_did_what_it_was_asked_has_no_failure() {
    for payload in [json!({}), json!({ "write": "ALREADY_EXISTS" }), json!({ "nested": { "write": "NOT_FOUND" } })] {
        assert_eq!(failure(&payload), (Value::Null, 0), "{payload}");
    }
}

#[test]
fn the_artifact_to_look_at_is_named_with_its_file() {
    for (payload, artifact) in [
        (json!({ "nack": "yes" }), "artifacts/intents/shop__IN_LEND_V0.json"),
        (json!({ "check": "TOO_LARGE" }), "artifacts/capability_contracts/shop__CC_CHECK_V0.json"),
        (
            json!({ "check": "VIOLATION", "check_reason": "the sum is too big" }),
            "artifacts/capability_transforms/capability_transforms__CT_PURE_SUM_V0.json",
        ),
        // The input is null at the node, so the workflow binds it wrongly; else the step of the contract does.
        (
            json!({ "check": "VIOLATION", "check_reason": "`book` is missing or null" }),
            "artifacts/workflows/shop__WF_LEND_V0.json",
        ),
        (
            json!({ "book": 1, "check": "VIOLATION", "check_reason": "`book` is not of type string" }),
            "artifacts/capability_contracts/shop__CC_CHECK_V0.json",
        ),
        (
            json!({ "write": "BACKEND_ERROR" }),
            "artifacts/capability_side_effects/capability_side_effects__CS_BOOK_V0.json",
        ),
        (json!({ "no_edge": "yes" }), "artifacts/workflows/shop__WF_LEND_V0.json"),
    ] {
        assert_eq!(failure(&payload).0["artifact_path"], artifact, "{payload}");
    }
}

#[test]
fn one_trace_is_reported_by_line() {
    let place = Place::new();
    let file = place.run(&json!({ "write": "BACKEND_ERROR", "write_reason": "the disk\nis \u{1b}[31mfull" }));
    let id = file.file_stem().unwrap().to_str().unwrap();
    let answer = on("examine", &file);
    let want = format!(
        "\
Trace ID:     {id}
Workflow:     shop::WF_LEND_V0
Status:       BACKEND_ERROR
Exit:         EXIT_FAILED (FAILED)
Class:        side effect
Node:         WRITE
Contract:     shop::CC_WRITE_V0
Step:         enter
Reason:       the disk is \\u{{1b}}[31mfull
Artifact:     capability_side_effects::CS_BOOK_V0
File:         artifacts/capability_side_effects/capability_side_effects__CS_BOOK_V0.json
Remedy:       repair what the reason names, then run the workflow again
Sealed:       yes
Side effects:
  0  enter  WRITE  LOANS  shop/loans.json  BACKEND_ERROR  the disk is \\u{{1b}}[31mfull
"
    );
    assert_eq!((answer.stdout.as_str(), answer.stderr.as_str(), answer.status), (want.as_str(), "", 1));
}

#[test]
fn several_traces_are_a_table_and_counts() {
    let place = Place::new();
    for payload in [json!({}), json!({ "write": "NOT_FOUND" }), json!({ "fault": "during" }), json!({ "n": 1 })] {
        place.run(&payload);
        // The table is by time, and a trace's time has milliseconds.
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let work = place.path("work").display().to_string();
    let answer = pgs(&["examine", &work]);
    let lines: Vec<&str> = answer.stdout.lines().collect();
    let words = |n: usize| lines[n].split_whitespace().skip(2).take(4).collect::<Vec<_>>().join(" ");
    assert_eq!(words(0), "STATUS CLASS ARTIFACT TRACE");
    assert_eq!(words(1), "shop::WF_LEND_V0 SUCCESS - -");
    assert_eq!(words(2), "shop::WF_LEND_V0 NOT_FOUND business shop::CC_WRITE_V0");
    assert_eq!(words(3), "shop::WF_LEND_V0 ERROR side effect");
    assert_eq!(lines[6], "4 traces: 2 without failure, 1 business, 1 side effect");
    assert_eq!((lines.len(), answer.status), (7, 1));
    let answer = pgs(&["examine", "--format", "md", &work]);
    assert!(answer.stdout.starts_with("| Time | Workflow | Status | Class | Artifact | Trace |\n|---|"));
    assert_eq!(answer.stdout.lines().filter(|line| line.starts_with("| 20")).count(), 4);
    let answer = pgs(&["examine", "--format", "json", &work]);
    assert_eq!(answer.stdout.lines().count(), 4);
}

#[test]
fn a_trace_that_was_cut_off_is_reported_as_far_as_it_goes() {
    let place = Place::new();
    let file = place.run(&json!({}));
    let text = fs::read_to_string(&file).unwrap();
    let in_call = text.find("CC_STEP").and_then(|first| Some(first + text[first + 1..].find("CC_STEP")?)).unwrap();
    fs::write(&file, &text[..in_call]).unwrap();
    let answer = on("examine", &file);
    for words in [
        "Status:       none: the trace breaks off\n",
        "Class:        graph\n",
        "Reason:       the trace breaks off in step `enter`; whether it took effect is not recorded\n",
        "Sealed:       no: the run did not come to its end, or the trace was cut off\n",
        "Unreadable:   line 7: it is no JSON",
        "enter  WRITE  LOANS  shop/loans.json  not recorded\n",
    ] {
        assert!(answer.stdout.contains(words), "{words}: {}", answer.stdout);
    }
    assert_eq!(answer.status, 1);
}
