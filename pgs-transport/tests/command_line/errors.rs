//! Every error: one line that names place and remedy, exit status 2 or 3, nothing written.

use pgs_value::json;

use crate::tiny::Place;

/// Runs with this payload file and expects an error with these words.
fn refused(bytes: &[u8], words: &[&str]) {
    let place = Place::new();
    let file = place.file("payload.json", bytes);
    let outcome = place.run_with(&["--payload", &file]);
    let error = outcome.usage();
    for word in ["--payload", file.as_str()].iter().chain(words) {
        assert!(error.contains(word), "no {word:?} in {error:?}");
    }
    assert!(place.untouched());
}

#[test]
fn a_payload_is_a_json_object_in_utf_8() {
    refused(b"{\"a\": \xff}", &["not UTF-8 from byte 6 on", "save it as UTF-8"]);
    refused(b"{\"a\": }", &["is not JSON", "line 1 column 7", "JSON object"]);
    refused(b"", &["is not JSON", "EOF"]);
    refused(b"{\"a\": 1} {}", &["is not JSON", "trailing"]);
    refused(b"{\"a\": 1e999}", &["number 1e999", "range"]);
    refused(b"{\"a\": NaN}", &["is not JSON"]);
    refused(b"{\"a\": \"\\ud800\"}", &["is not JSON", "hex escape"]);
    refused("[".repeat(100_000).as_bytes(), &["deeper than 100 levels", "flatter"]);
    for (text, kind) in
        [("[]", "an array"), ("null", "null"), ("1", "a number"), ("\"a\"", "a string"), ("true", "a boolean")]
    {
        refused(text.as_bytes(), &["holds", kind, "JSON object"]);
    }
}

#[test]
fn a_payload_that_can_not_be_read_is_an_error() {
    let place = Place::new();
    for name in ["absent.json", "data"] {
        let path = place.path(name).display().to_string();
        let outcome = place.run_with(&["--payload", &path]);
        let error = outcome.usage();
        assert!(error.contains("--payload") && error.contains(&path) && error.contains("can't be read"), "{error}");
        assert!(error.contains("or - for standard input"), "{error}");
    }
    assert!(place.untouched());
}

#[test]
fn a_byte_order_mark_is_named() {
    for bytes in [&b"\xef\xbb\xbf{}"[..], b"\xff\xfe{\0}\0", b"\xfe\xff\0{\0}"] {
        refused(bytes, &["byte order mark (BOM)", "UTF-8 without one"]);
    }
}

#[test]
fn standard_input_is_named_as_such() {
    let mut place = Place::new();
    place.stdin = b"[]".to_vec();
    assert!(place.run_with(&["--payload", "-"]).usage().contains("standard input holds an array"));
    assert!(place.untouched());
}

#[test]
fn both_folders_are_folders() {
    let place = Place::new();
    let file = place.file("file", "");
    let below = format!("{file}/below");
    let (data, work) = (place.path("data").display().to_string(), place.path("work").display().to_string());
    for path in [&file, &below] {
        let outcome = place.echo(&["--data-root", path, "--workspace", &work]);
        let error = outcome.usage();
        assert!(
            error.starts_with("--data-root: ") && error.contains(path.as_str()) && error.contains("state"),
            "{error}"
        );
        let outcome = place.echo(&["--data-root", &data, "--workspace", path]);
        let error = outcome.usage();
        assert!(
            error.starts_with("--workspace: ") && error.contains(path.as_str()) && error.contains("trace"),
            "{error}"
        );
    }
    assert!(place.untouched());
}

#[test]
fn a_workspace_that_takes_no_trace_is_an_error() {
    let place = Place::new();
    place.file("work/traces", "in the way");
    let outcome = place.run_with(&[]);
    assert!(outcome.error_with(3).contains("can't create a trace"), "{}", outcome.err);
    assert!(outcome.error_with(3).contains("check --data-root, --workspace"), "{}", outcome.err);
}

#[test]
fn an_admission_mode_is_enforce_or_observe() {
    let mut place = Place::new();
    place.env = vec![("PGS_ADMISSION", "maybe".into())];
    let outcome = place.run_with(&[]);
    assert_eq!(outcome.usage(), "PGS_ADMISSION: maybe is no admission mode; use enforce or observe");
    let outcome = place.run_with(&["--admission", "maybe"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.err.contains("--admission") && outcome.err.contains("enforce, observe"), "{}", outcome.err);
    assert!(place.untouched());
}

#[test]
fn an_unknown_workflow_is_an_error_with_a_hint() {
    let place = Place::new();
    let outcome = place.pgs(&["run", "--wf", "other::WF_ECHO_V0"]);
    let want = "--wf: there is no workflow other::WF_ECHO_V0; near it: tiny::WF_ECHO_PAYLOAD_V0; `pgs list` shows all";
    assert_eq!(outcome.usage(), want);
    let outcome = place.pgs(&["run", "--wf", "nothing\nlike it"]);
    assert_eq!(outcome.usage(), "--wf: there is no workflow nothing like it; `pgs list` shows those that there are");
    assert!(place.untouched());
}

#[test]
fn a_workflow_may_be_named_by_its_code_alone() {
    let place = Place::new();
    assert_eq!(place.run_with(&[]).line("Workflow"), place.run_by("WF_ECHO_PAYLOAD_V0").line("Workflow"));
}

#[test]
fn wrong_usage_is_claps_own() {
    let place = Place::new();
    for args in [&[][..], &["run"], &["run", "--wf"], &["walk"], &["conformance"], &["list", "more"]] {
        let outcome = place.pgs(args);
        assert_eq!((outcome.out.as_str(), outcome.status), ("", 2), "{args:?}");
        assert!(outcome.err.contains("--help") || outcome.err.contains("Usage: pgs"), "{}", outcome.err);
    }
    let outcome = place.echo(&["--wf", "x"]);
    assert_eq!((outcome.out.as_str(), outcome.status), ("", 2));
    assert!(outcome.err.contains("Usage: wf-echo-payload"), "{}", outcome.err);
}

#[test]
fn a_fault_is_in_the_trace_and_has_no_summary() {
    let place = Place::new();
    let outcome = place.run(&json!({ "status": "FAULT" }));
    let trace = place.trace();
    let id = trace[0]["trace_id"].as_str().unwrap();
    let error = outcome.error_with(3);
    assert!(error.starts_with(&format!("the echo broke (trace {id} in ")), "{error}");
    let last = trace.last().unwrap();
    assert_eq!((&last["event_type"], &last["detail"]["message"]), (&json!("ERROR"), &json!("the echo broke")));
}

/// What a build does not hold is wrong usage, whoever asks for it.
#[cfg(not(feature = "sqlite"))]
#[test]
fn a_store_that_the_build_does_not_hold_names_the_feature_that_brings_it() {
    let place = Place::new();
    let data = place.path("data").display().to_string();
    let runs = place.run_with(&["--store", "sqlite"]);
    let moves = place.pgs(&["state", "import", "--data-root", &data]);
    for outcome in [runs, moves] {
        assert_eq!((outcome.status, outcome.out.as_str()), (2, ""));
        assert!(outcome.err.contains("build it with `--features sqlite`"), "{}", outcome.err);
    }
    let mut place = place;
    place.env.push(("PGS_STORE", "sqlite".into()));
    assert!(place.run_with(&[]).usage().contains("PGS_STORE: this program was built without the store `sqlite`"));
    assert!(place.untouched());
}
