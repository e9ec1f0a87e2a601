//! Traces of the reference interpreter: the same events with less in them.

use std::fs;
use std::path::PathBuf;

use pgs_value::{Value, json};

use crate::lend::{Place, on, pgs, pgs_with};

/// A trace as `pgs_runtime` 0.6.0 writes it.
fn trace(suffix: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/evidence/traces");
    folder.join(format!("20260203T040506007Z__WF_LEND_V0__{suffix}.jsonl"))
}

#[test]
fn they_are_not_evidence() {
    let answer = on("verify", &trace("0001"));
    let want = format!(
        "FAILED {}:1: no `hash`: written by a system that does not chain its traces\n",
        trace("0001").display()
    );
    assert_eq!((answer.stdout, answer.status), (want, 1));
}

#[test]
fn what_they_hold_is_examined() {
    for (suffix, class, node, status) in [
        ("0001", Value::Null, Value::Null, "SUCCESS"),
        ("0002", json!("binding"), json!("CHECK"), "VIOLATION"),
        ("0003", json!("side_effect"), json!("WRITE"), "BACKEND_ERROR"),
        ("0004", json!("graph"), json!("CHECK"), "ERROR"),
        // The workflow inside found nothing.
        ("0005", json!("business"), json!("shop::CC_WRITE_V0"), "VIOLATION"),
    ] {
        let answer = pgs(&["examine", "--format", "json", trace(suffix).to_str().unwrap()]);
        let report: Value = pgs_value::from_str(&answer.stdout).unwrap();
        let failure = &report["failure"];
        let got = (&failure["class"], &failure["node"], &report["status"], &report["sealed"]);
        assert_eq!(got, (&class, &node, &json!(status), &Value::Null), "{suffix}: {failure}");
    }
    let answer = on("examine", &trace("0003"));
    for words in [
        "Exit:         not recorded\n",
        "Reason:       the contract ended with BACKEND_ERROR; the reason is not recorded\n",
        "Sealed:       no: its system does not seal traces\n",
        "WRITE  -  -  not recorded\n",
    ] {
        assert!(answer.stdout.contains(words), "{words}: {}", answer.stdout);
    }
}

#[test]
fn the_graph_tells_what_they_leave_out() {
    let place = Place::new();
    let file = place.path("trace.jsonl");
    fs::copy(trace("0003"), &file).unwrap();
    assert_eq!(on("render", &file).status, 0);
    let text = fs::read_to_string(file.with_extension("md")).unwrap();
    for words in [
        "# BACKEND_ERROR at EXIT_FAILED: shop::WF_LEND_V0\n",
        "- Began: 2026-02-03 04:05:06.007 UTC\n- Duration: 1.05 ms\n",
        "- Events: 8 events; its system does not seal traces\n",
        "1. `IN_LEND`: ACK\n   - payload keys: `[\"book\"]`\n",
        "2. `CHECK` (shop::CC_CHECK_V0): SUCCESS\n   - inputs: `{\"book\":\"Zoë\"}`\n",
        "   - `capability_transforms::CT_PURE_SUM_V0`: status not recorded\n     - result keys: `[\"sum\"]`\n",
        "4. EXIT_FAILED\n",
        "linkStyle 0,2,5 stroke:",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(file.with_extension("png").exists());
}

#[test]
fn without_the_workflow_what_is_recorded_is_shown() {
    let place = Place::new();
    let file = place.path("trace.jsonl");
    fs::copy(trace("0005"), &file).unwrap();
    assert_eq!(pgs_with(&["render", file.to_str().unwrap()], &[]).status, 0);
    let text = fs::read_to_string(file.with_extension("md")).unwrap();
    for words in [
        "# VIOLATION after shop::CC_CHECK_V0: shop::WF_LEND_V0\n",
        "     - started a workflow that is not recorded (0.1): NOT_FOUND\n",
        "### 0.1: NOT_FOUND after shop::CC_WRITE_V0: (workflow not recorded)\n",
        "There is no graph here",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}
