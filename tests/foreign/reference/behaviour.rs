//! What docs/reference/bindings.md says, run.

use std::path::Path;

use own::protocol;
use pgs_rt::store::{BACKENDS, Durability, State};
use pgs_rt::{Context, Traces, Value, json};

/// How a run ends: its status, its surface, its exit.
fn run(code: &str, payload: &str) -> (String, Value, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let context = context(folder.path());
    let payload = json::parse(payload).unwrap().as_object().unwrap().clone();
    let ended = protocol::run(&format!("shop::{code}"), &context, payload).unwrap();
    (ended.status.to_owned(), Value::Object(ended.surface), ended.exit.map(|exit| exit.node.to_owned()))
}

fn context(folder: &Path) -> Context {
    let address = format!("files:{}", folder.join("data").display());
    Context::new(State::open(&address, BACKENDS, Durability::Os).unwrap(), Traces::below(folder))
}

fn at<'v>(surface: &'v Value, key: &str) -> &'v Value {
    surface.get(key).unwrap_or_else(|| panic!("{key} in {surface}"))
}

#[test]
fn a_bare_path_is_the_raw_result_of_its_own_step() {
    let (status, surface, exit) = run("WF_TRY_ROUTES_V0", r#"{"key": "lamp"}"#);
    // No edge for SUCCESS: the run ends at the node.
    assert_eq!((status.as_str(), exit), ("SUCCESS", None));
    assert_eq!(at(&surface, "named"), at(&surface, "bare"));
    assert_eq!(*at(&surface, "bare"), Value::from(7));
    assert_eq!(*at(&surface, "earlier"), Value::from(7));
    assert_eq!(json::compact(at(&surface, "raw")), r#"{"score":7}"#);
}

#[test]
fn what_is_not_there_is_null() {
    let (_, surface, _) = run("WF_TRY_ROUTES_V0", r#"{"key": "lamp"}"#);
    assert_eq!(*at(&surface, "absent"), Value::Null);
    // Inputs of the contract stand in its surface, unless a step maps an output of the same name.
    assert_eq!(*at(&surface, "note"), Value::Null);
    assert_eq!(*at(&surface, "row"), Value::Null);
    let (_, surface, _) = run("WF_TRY_ROUTES_V0", r#"{"key": "lamp", "shelf": {"row": 4}}"#);
    assert_eq!(*at(&surface, "row"), Value::from(4));
}

#[test]
fn a_default_stands_for_what_is_absent_or_null() {
    for payload in [r#"{"key": "lamp"}"#, r#"{"key": "lamp", "copies": null}"#] {
        let (_, surface, _) = run("WF_TRY_ROUTES_V0", payload);
        assert_eq!((at(&surface, "copies"), at(&surface, "more")), (&Value::from(3), &Value::from(4)), "{payload}");
    }
}

#[test]
fn on_result_routes_the_statuses_that_on_ct_result_gives() {
    let (status, surface, exit) = run("WF_TRY_ROUTES_V0", r#"{"key": "chair"}"#);
    assert_eq!((status.as_str(), exit.as_deref()), ("UNKNOWN", Some("EXIT_UNKNOWN")));
    assert!(surface.get("earlier").is_none_or(Value::is_null), "{surface}");
}

#[test]
fn a_status_without_a_route_goes_on_and_the_last_status_counts() {
    let (status, surface, _) = run("WF_TRY_ABSENT_V0", r#"{"key": "chair"}"#);
    assert_eq!(status, "SUCCESS");
    assert_eq!(*at(&surface, "score"), Value::Null);
    assert_eq!(*at(&surface, "second"), Value::from("chair"));
}

#[test]
fn a_loop_gives_null_for_a_field_that_an_item_lacks() {
    let items = |last: &str| format!(r#"{{"items": [{{"details": {{"name": "lamp"}}}}, {last}]}}"#);
    // The quantity is null, so that its default stands for it.
    let (status, surface, _) = run("WF_TRY_LOOP_V0", &items(r#"{"details": {"name": "chair"}, "quantity": 5}"#));
    assert_eq!((status.as_str(), at(&surface, "added")), ("SUCCESS", &Value::from(2)));
    // The name is null and required: NACK of the inner workflow halts the loop.
    let (status, surface, _) = run("WF_TRY_LOOP_V0", &items(r#"{"quantity": 5}"#));
    assert_eq!((status.as_str(), at(&surface, "added")), ("VIOLATION", &Value::from(1)));
}
