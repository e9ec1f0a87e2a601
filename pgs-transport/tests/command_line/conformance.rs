//! What `pgs conformance` prints for cases that hold, that do not, and that are no cases.

use pgs_value::{Value, json};

use crate::tiny::{Outcome, Place};

/// Runs these cases, named `a`, `b`, … in this order.
fn cases(cases: &[Value]) -> Outcome {
    let place = Place::new();
    for (name, case) in ('a'..).zip(cases) {
        let mut case = case.clone();
        case["fqdn"] = format!("tiny::CT_PASS_V0::{name}").into();
        place.file(&format!("snapshot/conformance/{name}.json"), case.to_string());
    }
    place.pgs(&["conformance", &place.path("snapshot").display().to_string()])
}

fn case(inputs: Value, expected: Value) -> Value {
    json!({
        "ct_fqdn": "tiny::CT_PASS_V0",
        "ct_ir": { "inputs": inputs },
        "expected": expected,
        "expected_outcome": "SUCCESS",
    })
}

/// The one failing case's reason.
fn reason(one: Value) -> String {
    let outcome = cases(&[one]);
    assert_eq!((outcome.err.as_str(), outcome.status), ("", 1), "{}", outcome.out);
    let line = outcome.out.strip_suffix("\n0 passed, 1 failed\n").unwrap_or_else(|| panic!("{}", outcome.out));
    line.strip_prefix("FAIL tiny::CT_PASS_V0::a: ").unwrap_or_else(|| panic!("{line}")).to_owned()
}

fn with(mut case: Value, key: &str, value: Value) -> Value {
    case[key] = value;
    case
}

#[test]
fn cases_that_hold() {
    let random = json!({ "key": { "mode": "property", "type": "hex_string", "byte_length": 2 } });
    let exact = json!({ "a": { "mode": "exact" } });
    let outcome = cases(&[
        case(json!({ "a": 1, "b": [true] }), json!({ "a": 1.0, "b": [true] })),
        case(json!({ "more": 1 }), json!({})),
        with(case(json!({ "key": "0xab01" }), json!({ "key": "ignored" })), "assertions", random),
        with(case(json!({ "a": 1 }), json!({ "a": 1 })), "assertions", exact),
        with(case(json!({ "fail": 1 }), json!({})), "expected_outcome", json!("VIOLATION")),
    ]);
    let want = "\
ok   tiny::CT_PASS_V0::a
ok   tiny::CT_PASS_V0::b
ok   tiny::CT_PASS_V0::c
ok   tiny::CT_PASS_V0::d
ok   tiny::CT_PASS_V0::e
5 passed, 0 failed
";
    assert_eq!((outcome.out.as_str(), outcome.status), (want, 0), "{}", outcome.out);
}

#[test]
fn failing_cases_show_every_field_with_want_and_got() {
    let differing = case(json!({ "a": 1, "b": "x  y", "c": 3 }), json!({ "a": true, "b": "x y", "c": 3, "d": null }));
    assert_eq!(reason(differing), "a: want true, got 1; b: want \"x y\", got \"x  y\"; d: want null, got none");
    assert_eq!(reason(case(json!({ "fail": 1 }), json!({}))), "want SUCCESS, got a violation: fail is given");
    let passes = with(case(json!({ "a": 1 }), json!({})), "expected_outcome", json!("VIOLATION"));
    assert_eq!(reason(passes), "want a violation, got the outputs {\"a\":1}");
}

#[test]
fn failing_assertions_show_the_field_too() {
    let asserted = |spec: Value| with(case(json!({ "a": "0x00" }), json!({})), "assertions", json!({ "a": spec }));
    let property = |kind: &str| json!({ "mode": "property", "type": kind, "byte_length": 3, "min": 2, "max": 4 });
    assert_eq!(reason(asserted(property("hex_string"))), "a: want 3 bytes in hex, got \"0x00\"");
    assert_eq!(reason(asserted(property("byte_length_range"))), "a: want 2 to 4 bytes in hex, got \"0x00\"");
    assert_eq!(reason(asserted(property("non_zero"))), "a: want something other than zero, got \"0x00\"");
    let absent = json!({ "b": property("hex_string"), "c": { "mode": "exact" } });
    let absent = with(case(json!({}), json!({})), "assertions", absent);
    assert_eq!(reason(absent), "b: want 3 bytes in hex, got none; c: want any value, got none");
}

#[test]
fn a_transform_that_is_not_there_fails_its_case() {
    let unknown = with(case(json!({}), json!({})), "ct_fqdn", json!("tiny::CT_OTHER_V0"));
    assert_eq!(reason(unknown), "the transform tiny::CT_OTHER_V0 is not in this binary");
}

#[test]
fn malformed_case_files_fail_with_file_and_reason() {
    let ok = case(json!({}), json!({}));
    let malformed: Vec<(Vec<u8>, &str)> = vec![
        (b"{".to_vec(), "is not JSON"),
        (vec![0xff], "is not UTF-8"),
        (b"[]".to_vec(), "is not a JSON object"),
        (b"{\"ct_fqdn\": \"x\"}".to_vec(), "ct_ir is not an object"),
        (b"{\"ct_ir\": {}}".to_vec(), "ct_fqdn is absent"),
        (with(ok.clone(), "ct_fqdn", json!(1)).to_string().into_bytes(), "ct_fqdn is not a string"),
        (with(ok.clone(), "fqdn", json!(1)).to_string().into_bytes(), "fqdn is not a string"),
        (with(ok.clone(), "ct_ir", json!({ "inputs": [] })).to_string().into_bytes(), "ct_ir.inputs is not an object"),
        (with(ok.clone(), "expected", json!([])).to_string().into_bytes(), "expected is not an object"),
        (
            with(ok.clone(), "expected_outcome", json!(true)).to_string().into_bytes(),
            "expected_outcome is not a string",
        ),
        (with(ok.clone(), "assertions", json!([])).to_string().into_bytes(), "assertions is not an object"),
        (
            with(ok.clone(), "assertions", json!({ "a": { "mode": "fuzzy" } })).to_string().into_bytes(),
            "the assertion of a has the unknown mode \"fuzzy\"",
        ),
    ];
    for (bytes, reason) in malformed {
        let place = Place::new();
        let file = place.file("conformance/bad.json", bytes);
        place.file("conformance/good.json", ok.to_string());
        let outcome = place.pgs(&["conformance", &place.path("").display().to_string()]);
        assert!(outcome.out.starts_with(&format!("FAIL {file}: {reason}")), "{reason}: {}", outcome.out);
        // A case without `fqdn` is called after its file.
        assert!(outcome.out.ends_with("ok   good\n1 passed, 1 failed\n"), "{}", outcome.out);
        assert_eq!(outcome.status, 1);
    }
}

#[test]
fn the_snapshot_may_be_the_folder_or_hold_it() {
    let place = Place::new();
    place.file("held/protocol_snapshot/conformance/a.json", case(json!({}), json!({})).to_string());
    place.file("held/protocol_snapshot/conformance/README.md", "no case");
    for name in ["held", "held/protocol_snapshot"] {
        let outcome = place.pgs(&["conformance", &place.path(name).display().to_string()]);
        assert_eq!((outcome.out.as_str(), outcome.status), ("ok   a\n1 passed, 0 failed\n", 0));
    }
}

#[test]
fn a_snapshot_without_cases_is_an_error() {
    let place = Place::new();
    place.file("empty/conformance/README.md", "no case");
    for (name, reason) in [
        ("absent", "can't be read"),
        ("data", "has no conformance folder; give a protocol_snapshot folder"),
        ("empty", "holds no case"),
    ] {
        let path = place.path(name).display().to_string();
        let outcome = place.pgs(&["conformance", &path]);
        assert!(outcome.error().contains(&path) && outcome.error().contains(reason), "{}", outcome.err);
    }
}
