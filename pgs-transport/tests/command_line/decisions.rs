//! What is said of how a workflow decides: rules that are observed, defaults, conditions, the statuses that it ends with.

use pgs_value::{Value, json};

use crate::tiny::Place;

#[test]
fn a_rule_that_is_observed_alone_is_told() {
    let place = Place::new();
    let told = "$.room: \"NORTH\" is not one of EAST, WEST (IN_SHELVE_V0)";
    let file = place.file("payload.json", r#"{"room": "NORTH"}"#);
    let outcome = place.shelve(&["--payload", &file, "--admission", "observe"]);
    assert_eq!((outcome.line("Observed"), outcome.line("Rejected"), outcome.status), (Some(told), None, 0));
    let outcome = place.shelve(&["--payload", &file]);
    assert_eq!((outcome.line("Observed"), outcome.line("Rejected"), outcome.status), (None, Some(told), 1));
    for args in [["--payload", &file, "--format", "json"], ["--payloads", &file, "--jobs", "1"]] {
        let outcome = place.shelve(&[&args[..], &["--admission", "observe"]].concat());
        let object: Value = pgs_value::from_str(&outcome.out).unwrap();
        assert_eq!((&object["status"], &object["violations"][0]["rule"]), (&json!("SUCCESS"), &json!("enum")));
        assert!(object.get("reason").is_none(), "{}", outcome.out);
    }
    let admit = |more: &[&str]| place.shelf(&[&["admit", "--wf", "WF_SHELVE_V0", "--payloads", &file], more].concat());
    let outcome = admit(&["--admission", "observe"]);
    let proposed = "\nWith these lines in pgs.toml, and a new build, these rules are not enforced:\n\n\
                    [admission.\"shelf::IN_SHELVE_V0\"]\nroom = [\"enum\"]\n";
    assert_eq!((outcome.out, outcome.status), (format!("line 1: observed: {told}\n{proposed}"), 0));
    assert_eq!(admit(&[]).out, format!("line 1: refused: {told}\n{proposed}"));
}

#[test]
fn a_payload_that_meets_all_rules_is_not_told_of() {
    let place = Place::new();
    let file = place.file("payload.json", r#"{"room": "EAST"}"#);
    let outcome = place.shelve(&["--payload", &file, "--admission", "observe", "--format", "json"]);
    assert!(!outcome.out.contains("violations"), "{}", outcome.out);
    // Presence and type are enforced in every mode.
    let file = place.file("payload.json", r#"{"room": 1}"#);
    let outcome = place.shelve(&["--payload", &file, "--admission", "observe"]);
    assert!(outcome.line("Rejected").is_some() && outcome.line("Observed").is_none(), "{}", outcome.out);
}

#[test]
fn defaults_are_shown_and_stand_in_the_payload_to_fill_in() {
    let place = Place::new();
    let list = place.shelf(&["list"]).out;
    assert!(list.contains("row   integer  optional  In which row; default 3\n"), "{list}");
    let payload = place.shelf(&["payload", "--wf", "WF_SHELVE_V0"]).out;
    assert_eq!(pgs_value::from_str::<Value>(&payload).unwrap(), json!({ "room": "EAST", "row": 3 }));
    let payload = place.shelf(&["payload", "--wf", "WF_SHELVE_V0", "--required"]).out;
    assert_eq!(pgs_value::from_str::<Value>(&payload).unwrap(), json!({ "room": "EAST" }));
}

#[test]
fn the_condition_that_decided_is_named() {
    let place = Place::new();
    let file = place.file("payload.json", r#"{"room": "EAST", "row": 7}"#);
    let outcome = place.shelve(&["--payload", &file]);
    let told = "a condition of CC_CHECK_ROW_V0 at CHECK decided on TOO_HIGH: `$.inputs.row < 5` does not hold";
    assert_eq!(outcome.line("Reason"), Some(told));
    let work = place.path("work").display().to_string();
    let examined = place.shelf(&["examine", "--workspace", &work]);
    let told = "a condition of the contract decided on TOO_HIGH: `$.inputs.row < 5` does not hold";
    assert_eq!(examined.line("Reason"), Some(told), "{}", examined.out);
}

#[test]
fn a_success_that_no_workflow_ends_with_is_wrong_usage() {
    let place = Place::new();
    let file = place.file("payload.json", r#"{"room": "EAST", "row": 7}"#);
    assert_eq!(place.shelve(&["--payload", &file, "--success", "TOO_HIGH,ALREADY_EXISTS"]).status, 0);
    let outcome = place.shelve(&["--payload", &file, "--success", "TOOHIGH"]);
    assert_eq!(outcome.usage(), "--success: no workflow here ends with TOOHIGH; did you mean TOO_HIGH?");
    let work = place.path("work").display().to_string();
    let outcome = place.shelf(&["examine", "--workspace", &work, "--success", "BANANA"]);
    let told = "--success: no workflow here ends with BANANA; they end with NACK, SUCCESS, TOO_HIGH";
    assert_eq!(outcome.usage(), told);
}
