//! What a run prints, and its exit status.

use std::ffi::OsString;

use pgs_value::{Value, json};

use crate::tiny::{Place, payload};

#[test]
fn a_run_prints_its_summary_and_nothing_else() {
    let place = Place::new();
    let outcome = place.run(&json!({ "actor_id": "Zoë", "n": 1.0 }));
    let id = outcome.line("Trace ID").unwrap();
    let duration = outcome.line("Duration").unwrap();
    assert!(id.contains("__WF_ECHO_PAYLOAD_V0__"), "{id}");
    assert!(duration.strip_suffix("ms").is_some_and(|digits| digits.parse::<u64>().is_ok()), "{duration}");
    let want = format!(
        "Workflow:   tiny::WF_ECHO_PAYLOAD_V0\n\
         Status:     SUCCESS\n\
         Trace ID:   {id}\n\
         Duration:   {duration}\n\
         Output:     {{\"actor_id\":\"Zo\\u00eb\",\"n\":1.0}}\n\
         Exit:       EXIT_OK (COMPLETED, emits EV_ECHOED_V0)\n\
         Trace:      {}\n",
        place.path(&format!("work/traces/tiny/WF_ECHO_PAYLOAD_V0/{id}/{id}.jsonl")).display()
    );
    assert_eq!((outcome.out.as_str(), outcome.err.as_str(), outcome.status), (want.as_str(), "", 0));
    assert_eq!(place.trace()[0]["trace_id"], Value::from(id));
}

#[test]
fn an_empty_surface_has_no_output_line() {
    let outcome = Place::new().run_with(&[]);
    assert_eq!((outcome.line("Status"), outcome.line("Output")), (Some("SUCCESS"), None));
}

#[test]
fn a_run_that_no_edge_ended_says_so() {
    let outcome = Place::new().run(&json!({ "no_exit": true, "status": "VIOLATION" }));
    assert_eq!(outcome.line("Exit"), Some("none (no edge for VIOLATION)"));
}

#[test]
fn the_exit_status_tells_what_the_caller_wanted_from_all_else() {
    for (status, want) in [("SUCCESS", 0), ("ALREADY_EXISTS", 0), ("VIOLATION", 1), ("NACK", 1)] {
        let outcome = Place::new().run(&json!({ "status": status }));
        assert_eq!((outcome.line("Status"), outcome.status), (Some(status), want));
        assert_eq!(outcome.err, "");
    }
}

/// The status decides alone, whatever the EXIT says.
#[test]
fn which_statuses_are_success_can_be_said() {
    for (status, success, want) in [("VIOLATION", "VIOLATION", 0), ("NACK", "SUCCESS,NACK", 0), ("SUCCESS", "NACK", 1)]
    {
        let place = Place::new();
        let file = place.file("payload.json", json!({ "status": status }).to_string());
        assert_eq!(place.run_with(&["--payload", &file, "--success", success]).status, want, "{status} {success}");
        let outcome = place.run_with(&["--payloads", &file, "--success", success]);
        assert_eq!(outcome.status, want, "{status} {success}: {}", outcome.err);
        assert!(outcome.err.starts_with("1 run: 1 "), "{}", outcome.err);
        assert_eq!(place.run_with(&["--payloads", &file, "--quiet"]).err, "", "no sum");
    }
    let outcome = Place::new().run_with(&["--success", "fine"]);
    assert!(outcome.status == 2 && outcome.err.contains("such as SUCCESS,NOT_FOUND"), "{}", outcome.err);
}

#[test]
fn a_run_can_be_one_object() {
    let place = Place::new();
    place.file("payload.json", "{\"n\": 1}");
    let file = place.path("payload.json").display().to_string();
    let outcome = place.run_with(&["--format", "json", "--payload", &file]);
    let [line] = outcome.out.lines().collect::<Vec<_>>()[..] else { panic!("{}", outcome.out) };
    let object: Value = pgs_value::from_str(line).unwrap();
    let keys: Vec<&String> = object.as_object().unwrap().keys().collect();
    let want = ["workflow", "status", "trace_id", "trace", "duration_ms", "exit", "exit_reason", "emits", "output"];
    assert_eq!(keys, want);
    assert_eq!((&object["status"], &object["exit"]), (&json!("SUCCESS"), &json!("EXIT_OK")));
    let broken = Place::new();
    let file = broken.file("payload.json", "{\"status\": \"FAULT\"}");
    let outcome = broken.run_with(&["--format", "json", "--payload", &file]);
    let object: Value = pgs_value::from_str(&outcome.out).unwrap();
    assert!(object["error"].as_str().unwrap().starts_with("the echo broke") && outcome.status == 3, "{object}");
}

#[test]
fn suppressed_keys_are_not_shown() {
    let outcome = Place::new().run(&json!({ "secret": "hunter2", "deep": [{ "secret": { "a": "hunter2" } }] }));
    let want = "{\"secret\":\"<suppressed>\",\"deep\":[{\"secret\":\"<suppressed>\"}]}";
    assert_eq!(outcome.line("Output"), Some(want));
    assert!(!outcome.out.contains("hunter2"));
}

#[test]
fn a_workflow_binary_takes_the_run_options_directly() {
    let place = Place::new();
    let file = place.file("payload.json", payload().to_string());
    let (data, work) = (place.path("data").display().to_string(), place.path("work").display().to_string());
    let outcome = place.echo(&["--payload", &file, "--data-root", &data, "--workspace", &work]);
    assert_eq!((outcome.line("Status"), outcome.status), (Some("SUCCESS"), 0));
    assert_eq!(outcome.line("Output"), Some("{\"actor_id\":\"A\"}"));
}

#[test]
fn the_payload_may_come_from_standard_input() {
    let mut place = Place::new();
    place.stdin = b"{\"n\": 123456789012345678901234567890}".to_vec();
    let outcome = place.run_with(&["--payload", "-"]);
    assert_eq!(outcome.line("Output"), Some("{\"n\":123456789012345678901234567890}"));
}

#[test]
fn of_a_key_given_twice_the_last_value_counts() {
    let mut place = Place::new();
    place.stdin = b"{\"a\": 1, \"b\": 2, \"a\": 3}".to_vec();
    assert_eq!(place.run_with(&["--payload", "-"]).line("Output"), Some("{\"a\":3,\"b\":2}"));
}

#[test]
fn folders_and_mode_may_come_from_the_environment() {
    let mut place = Place::new();
    place.env = vec![
        ("PGS_DATA_ROOT", place.path("data").into()),
        ("PGS_WORKSPACE", place.path("work").into()),
        ("PGS_ADMISSION", "observe".into()),
    ];
    place.stdin = b"{\"show_mode\": true}".to_vec();
    let outcome = place.echo(&["--payload", "-"]);
    let want = json!({ "mode": "observe", "data_root": place.path("data") }).to_string();
    assert_eq!(outcome.line("Output"), Some(want.as_str()));
    assert_eq!(place.trace()[0]["event_type"], "WF_START");
}

#[test]
fn an_option_goes_before_the_environment() {
    let mut place = Place::new();
    place.env = vec![
        ("PGS_DATA_ROOT", "relative".into()),
        ("PGS_WORKSPACE", "relative".into()),
        ("PGS_ADMISSION", "observe".into()),
    ];
    place.stdin = b"{\"show_mode\": true}".to_vec();
    let outcome = place.run_with(&["--payload", "-", "--admission", "enforce"]);
    let want = json!({ "mode": "enforce", "data_root": place.path("data") }).to_string();
    assert_eq!(outcome.line("Output"), Some(want.as_str()));
}

#[test]
fn enforce_is_the_default_also_where_the_variable_is_empty() {
    let mut place = Place::new();
    place.stdin = b"{\"show_mode\": true}".to_vec();
    for env in [vec![], vec![("PGS_ADMISSION", OsString::new())]] {
        place.env = env;
        let outcome = place.run_with(&["--payload", "-"]);
        assert!(outcome.line("Output").unwrap().starts_with("{\"mode\":\"enforce\""), "{}", outcome.out);
    }
}

#[test]
fn a_data_root_that_does_not_exist_yet_is_no_error() {
    let place = Place::new();
    let (data, work) = (place.path("later").display().to_string(), place.path("work").display().to_string());
    assert_eq!(place.echo(&["--data-root", &data, "--workspace", &work]).status, 0);
}
