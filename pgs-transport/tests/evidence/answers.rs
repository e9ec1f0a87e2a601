//! Answers of stores as somebody forges them who can compute hashes: hidden behind a marker, or with words that are none.

use std::path::{Path, PathBuf};

use pgs_rt::prelude::mutable_json::{self, ExistsStatus, Keyed, ReadStatus};
use pgs_rt::store::Location;
use pgs_rt::{ContractId, End, Exit, Fault, Field, Map, Origin, Run, StepId, Value, WorkflowId, map};
use pgs_transport::{Graph, Workflow};
use pgs_value::{from_str, json};

use crate::forgeries::chain;
use crate::lend::{Place, pgs_with, picture};
use crate::verify::lines;

const ID: WorkflowId = WorkflowId { fqdn: "shop::WF_LEND_V0", domain: "shop", address: 3 };
const LOOK: ContractId = ContractId { fqdn: "shop::CC_LOOK_V0", address: 1 };
const NOTE: ContractId = ContractId { fqdn: "shop::CC_NOTE_V0", address: 2 };
const STORE: &str = "capability_side_effects::CS_MUTABLE_JSON_V0";

const DATA: &str = r#"{
  "workflow": "shop::WF_LEND_V0",
  "nodes": [
    {"key": "IN_LEND", "kind": "intent", "contract": "shop::IN_LEND_V0", "id": "n0"},
    {"key": "LOOK", "kind": "contract", "contract": "shop::CC_LOOK_V0", "id": "n1"},
    {"key": "NOTE", "kind": "contract", "contract": "shop::CC_NOTE_V0", "id": "n2"},
    {"key": "EXIT", "kind": "exit", "id": "n3"}
  ],
  "edges": [
    {"from": "IN_LEND", "to": "LOOK", "outcomes": [{"outcome": "ACK"}]},
    {"from": "LOOK", "to": "NOTE", "outcomes": [{"outcome": "UNKNOWN"}]},
    {"from": "LOOK", "to": "EXIT", "outcomes": [{"outcome": "SUCCESS"}]},
    {"from": "NOTE", "to": "EXIT", "outcomes": [{"outcome": "SUCCESS"}]}
  ]
}"#;

/// Looks whether somebody is known, reads the record that is not there, and takes a note of a stranger.
fn look(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    run.workflow_starts(&ID, &payload)?;
    let store = mutable_json::Store(Location::at("MEMBERS", "shop/members.json"));
    run.binds(&[("/key", Origin::Payload("/email"))]);
    let key = || Field::Is(payload.get("email").and_then(Value::as_str).unwrap_or_default().to_owned());
    run.contract_starts(&LOOK, "LOOK", &map([("key", payload.get("email").cloned().unwrap_or_default())]))?;
    let id = StepId { name: "look", fqdn: STORE, address: 5, op: Some("EXISTS") };
    let step = run.step(&LOOK, &id).bound(&[("/key", Origin::Input("/key"))], &[("/known", Origin::Raw("/exists"))]);
    let mut answer = mutable_json::exists(&step, &store, Keyed { key: key() })?;
    let known = answer.outputs.as_ref().is_some_and(|it| it.exists);
    let field: Field<bool> = answer.outputs.take().map(|it| it.exists).into();
    let _: ExistsStatus = step.ends_with(answer, &[("known", &field)])?;
    let id = StepId { name: "read", fqdn: STORE, address: 5, op: Some("READ") };
    let step = run.step(&LOOK, &id).bound(&[("/key", Origin::Input("/key"))], &[]);
    let _: ReadStatus = step.ends_with(mutable_json::read(&step, &store, Keyed { key: key() })?, &[])?;
    run.contract_ends(&LOOK, if known { "SUCCESS" } else { "UNKNOWN" }, &Map::new())?;
    if !known {
        run.contract_starts(&NOTE, "NOTE", &Map::new())?;
        run.contract_ends(&NOTE, "SUCCESS", &Map::new())?;
    }
    let exit = Exit { node: "EXIT", reason: None, emit: None };
    let end = End { status: "SUCCESS", surface: Map::new(), exit: Some(exit) };
    run.workflow_ends(&ID, &end)?;
    Ok(end)
}

/// The workflow, and the trace of a run in which nobody is known.
fn recorded(place: &Place, suppressed: &'static [&'static str]) -> ([Workflow; 1], PathBuf, Vec<Value>) {
    let graph = Graph { data: DATA, mermaid: "", picture: picture().leak() };
    let workflows = [Workflow { suppressed, graph: Some(graph), ..Workflow::new(ID, look) }];
    let file = place.run_of(&workflows, &json!({"email": "ada@example.org", "note": "call me"}));
    let events: Vec<Value> = lines(&file).iter().map(|line| from_str(line).unwrap()).collect();
    assert_eq!(events.len(), 10);
    (workflows, file, events)
}

fn about(command: &str, file: &Path, workflows: &[Workflow]) -> (String, u8) {
    let output = pgs_with(&[command, file.to_str().unwrap()], workflows);
    (output.stdout, output.status)
}

/// Hides a value of an event, and says so.
fn hide(event: &mut Value, pointer: &str) {
    *event["detail"].pointer_mut(pointer).unwrap() = Value::from("<suppressed>");
    let marks = event["detail"].get("suppressed").and_then(Value::as_array).cloned().unwrap_or_default();
    event["detail"]["suppressed"] = marks.into_iter().chain([Value::from(pointer)]).collect();
}

#[test]
fn what_is_not_forged_is_repeated() {
    for suppressed in [&[][..], &["email"], &["known"]] {
        let place = Place::new();
        let (workflows, file, events) = recorded(&place, suppressed);
        chain(&events, &file);
        assert_eq!(about("verify", &file, &workflows).1, 0);
        let (said, status) = about("replay", &file, &workflows);
        // Where the answer itself is suppressed nobody knows how the run went on.
        let expected = if suppressed == ["known"] { "in part " } else { "identical " };
        assert!(said.starts_with(expected) && status == 0, "{suppressed:?}: {said}");
    }
}

/// Also where the run has met a secret: a truth holds none.
#[test]
fn a_marker_where_the_protocol_suppresses_nothing_frees_nothing() {
    for suppressed in [&[][..], &["email"], &["other"]] {
        let place = Place::new();
        let (workflows, file, mut events) = recorded(&place, suppressed);
        hide(&mut events[3], "/answer/exists");
        chain(&events, &file);
        let (said, status) = about("replay", &file, &workflows);
        assert!(said.starts_with("diverged ") && status == 1, "{suppressed:?}: {said}");
        assert!(
            said.contains("at event 4 of 10 (a value is suppressed though the protocol suppresses none there)"),
            "{said}"
        );
    }
}

/// The protocol suppresses `known`: what follows can't be compared, but has to be a way of the workflow.
#[test]
fn what_follows_a_suppressed_answer_is_a_way_of_the_workflow() {
    type Change = fn(&mut Vec<Value>);
    let forgeries: [(&str, Change); 6] = [
        ("a status that nobody has", |events| events[6]["result_status"] = Value::from("PAID_TWICE")),
        ("a status that leads elsewhere", |events| events[6]["result_status"] = Value::from("SUCCESS")),
        ("another node", |events| events[7]["detail"]["node"] = Value::from("ELSEWHERE")),
        ("an EXIT that is none", |events| events[9]["detail"]["exit"]["node"] = Value::from("EXIT_PAID")),
        ("another status at the end", |events| events[9]["result_status"] = Value::from("UNKNOWN")),
        ("no EXIT", |events| events[9]["detail"]["exit"] = Value::Null),
    ];
    for (what, forge) in forgeries {
        let place = Place::new();
        let (workflows, file, mut events) = recorded(&place, &["known"]);
        forge(&mut events);
        chain(&events, &file);
        let (said, status) = about("replay", &file, &workflows);
        assert!(said.starts_with("diverged ") && status == 1, "{what}: {said}");
        assert!(said.contains("the workflow has no such node, status or edge"), "{what}: {said}");
    }
    // The other way of the workflow is one, too.
    let place = Place::new();
    let (workflows, file, mut events) = recorded(&place, &["known"]);
    events[6]["result_status"] = Value::from("SUCCESS");
    events.drain(7..9);
    chain(&events, &file);
    assert!(about("replay", &file, &workflows).0.starts_with("in part "));
}

#[test]
fn a_suppressed_part_does_not_make_the_rest_of_an_answer_free() {
    for (pointer, value) in [("/answer/status", "SUCCESSx"), ("/answer/status", "VIOLATION"), ("/status", "VIOLATION")]
    {
        let place = Place::new();
        let (workflows, file, mut events) = recorded(&place, &["known"]);
        *events[3]["detail"].pointer_mut(pointer).unwrap() = Value::from(value);
        chain(&events, &file);
        let (said, status) = about("replay", &file, &workflows);
        assert!(said.starts_with("diverged ") && status == 1, "{pointer} {value}: {said}");
    }
}

#[test]
fn a_marker_in_the_payload_that_no_event_tells_of_is_no_older_builds() {
    for suppressed in [&[][..], &["other"]] {
        let place = Place::new();
        let (workflows, file, mut events) = recorded(&place, suppressed);
        events[0]["detail"]["payload"]["note"] = Value::from("<suppressed>");
        events[0]["detail"].as_object_mut().unwrap().shift_remove("suppressed");
        chain(&events, &file);
        let (said, status) = about("replay", &file, &workflows);
        assert!(said.starts_with("impossible ") && status == 1, "{suppressed:?}: {said}");
        assert!(said.contains("the end of the trace id is not that of this workflow and payload"), "{said}");
    }
}

#[test]
fn a_code_is_one_of_the_operation_and_a_marker_nothing_but_the_marker() {
    let place = Place::new();
    let (workflows, file, events) = recorded(&place, &["email"]);
    assert_eq!(events[5]["detail"]["reason_code"], "no_entry");
    for code in ["damaged", "no_match", "already_exists", "<suppressed>", "paid", ""] {
        let mut events = events.clone();
        events[5]["detail"]["reason_code"] = Value::from(code);
        chain(&events, &file);
        let (said, status) = about("verify", &file, &workflows);
        assert!(
            said.contains(":6: `reason_code` is none that this step has with this status") && status == 1,
            "{said}"
        );
    }
    let mut marked = events.clone();
    marked[2]["detail"]["arguments"]["key"] = Value::from("<suppressed> paid by card 4711");
    chain(&marked, &file);
    let (said, status) = about("verify", &file, &workflows);
    assert!(said.contains(":3: `detail.suppressed` names what is not suppressed") && status == 1, "{said}");
}

#[test]
fn a_digest_of_the_protocol_that_is_gone_is_said() {
    let place = Place::new();
    let (workflows, file, mut events) = recorded(&place, &[]);
    events[0]["detail"].as_object_mut().unwrap().shift_remove("protocol");
    chain(&events, &file);
    let (said, status) = about("replay", &file, &workflows);
    assert!(said.contains("it does not say of which protocol it is") && status == 0, "{said}");
}

#[test]
fn a_draw_holds_nothing_else() {
    let place = Place::new();
    let (workflows, file, mut events) = recorded(&place, &[]);
    events[0]["detail"]["draws"] = json!([{"time": "2026-02-03T04:05:06.007000000Z", "note": "x"}]);
    chain(&events, &file);
    let (said, status) = about("replay", &file, &workflows);
    assert!(said.contains("a draw is neither a time nor random bytes") && status == 1, "{said}");
}
