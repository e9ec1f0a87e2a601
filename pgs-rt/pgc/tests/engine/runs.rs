//! What a run does from node to node, and how it ends.

use pgs_pgc::prelude::*;
use pgs_pgc::{BrokenOff, ExitStatus, machine};
use pgs_value::json;

use crate::support::{Place, events, told};
use crate::town::{GATE, ID, PROTOCOL, WORKFLOW};

fn run(place: &Place, payload: Value) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.as_object().unwrap().clone(), &place.context)
}

fn refused(place: &Place, workflow: &Workflow, payload: Value) -> BrokenOff {
    let ran = engine::run(workflow, payload.as_object().unwrap().clone(), &place.context);
    assert_eq!(ExitStatus::of_run(&ran).code(), 1);
    match ran {
        Err(RunError::Refused(broken)) => *broken,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_passes_its_nodes_and_announces_where_it_ends() {
    let place = Place::new();
    let ran = run(&place, json!({"word": "Ada"}));
    assert_eq!(ExitStatus::of_run(&ran).code(), 0);
    let ended = ran.unwrap();
    assert_eq!((ended.status, ended.exit.node), ("SUCCESS", "EXIT_GREETED"));
    assert_eq!(Value::Object(ended.surface), json!({"greeting": "Hello Ada"}));
    let contract = ["CC_START", "CC_STEP SUCCESS continue", "CT_STEP __atom_result__", "CC_STEP SUCCESS exit"];
    let expected = [
        &["WF_START", "CC_STEP ACK route", "WF_ROUTE GREET_FIRST"][..],
        &contract,
        &["CC_COMPLETE", "WF_ROUTE GREET_AGAIN"],
        &contract,
        &["CC_COMPLETE", "EVENT town::EV_ONE_V0", "EVENT town::EV_TWO_V0", "WF_ROUTE EXIT_GREETED"],
        &["WF_COMPLETE SUCCESS"],
    ];
    assert_eq!(told(&ended.run), expected.concat());
}

#[test]
fn a_trace_lies_below_the_data_root() {
    let place = Place::new();
    let ended = run(&place, json!({"word": "Ada"})).unwrap();
    let id = ended.run.trace_id().to_owned();
    let below = ended.run.trace_file().strip_prefix(ended.run.data_root()).unwrap();
    assert_eq!(below.to_str().unwrap(), format!("traces/town/WF_GREET_V0/{id}/{id}.jsonl"));
    assert!(id.contains("__WF_GREET_V0__"));
}

#[test]
fn a_gate_that_turns_away_announces_nothing() {
    let place = Place::new();
    let ran = run(&place, json!({"word": 5}));
    assert_eq!(ExitStatus::of_run(&ran).code(), 1);
    let ended = ran.unwrap();
    assert_eq!((ended.status, ended.exit.node), ("NACK", "EXIT_TURNED_AWAY"));
    assert!(ended.surface.is_empty());
    assert_eq!(told(&ended.run), ["WF_START", "CC_STEP NACK route", "WF_ROUTE EXIT_TURNED_AWAY", "WF_COMPLETE NACK"]);
}

#[test]
fn an_outcome_without_a_route_is_refused() {
    let place = Place::new();
    let broken = refused(&place, &WORKFLOW, json!({"word": "refuse"}));
    let told = told(&broken.run);
    assert_eq!(told[told.len() - 3..], ["ERROR unrouted outcome", "WF_ROUTE null", "WF_COMPLETE VIOLATION"]);
    let events = events(&broken.run);
    let error = &events[events.len() - 3]["detail"];
    assert_eq!(
        error.to_string(),
        r#"{"message":"unrouted outcome","node":2,"outcome":"VIOLATION","condition_addr":24580}"#
    );
    assert_eq!(events[events.len() - 2]["detail"]["terminal"], true);
}

#[test]
fn a_fault_ends_the_run_and_what_was_done_stays_done() {
    let place = Place::new();
    let broken = refused(&place, &WORKFLOW, json!({"word": "fail"}));
    assert!(matches!(broken.fault, Fault::Capability { .. }));
    let told = told(&broken.run);
    // Of the step that failed there is nothing else.
    assert_eq!(told[told.len() - 3..], ["CC_STEP SUCCESS continue", "ERROR capability fault", "WF_COMPLETE VIOLATION"]);
    let events = events(&broken.run);
    let error = events[events.len() - 2]["detail"].to_string();
    assert!(error.starts_with(
        r#"{"message":"capability fault","node":2,"step":"answer","refusal":"CT_EXECUTION_FAILED","reason":"#
    ));
    assert_eq!(place.state("town/visits.jsonl").lines().count(), 1);
}

#[test]
fn the_sixty_fifth_node_is_an_error() {
    let place = Place::new();
    // The gate, and 62 more.
    assert_eq!(run(&place, json!({"word": "Ada", "rounds": 62})).unwrap().status, "SUCCESS");
    let broken = refused(&place, &WORKFLOW, json!({"word": "Ada", "rounds": 64}));
    assert!(matches!(broken.fault, Fault::TooManyNodes { limit: 64, .. }));
    let told = told(&broken.run);
    assert_eq!(told.iter().filter(|event| event.starts_with("WF_ROUTE")).count(), 64);
    assert!(told.last().unwrap().starts_with("ERROR "), "it says no more than that: {told:?}");
}

#[test]
fn a_workflow_that_is_superseded_has_no_entry() {
    let place = Place::new();
    let broken = refused(&place, &Workflow::superseded(ID, &PROTOCOL), json!({}));
    assert!(matches!(broken.fault, Fault::Superseded { .. }));
    assert_eq!(events(&broken.run).len(), 1);
    assert_eq!(told(&broken.run)[0].split(' ').next(), Some("ERROR"));
}

#[test]
fn a_gate_without_an_intent_admits_nobody() {
    struct Open;
    impl pgs_pgc::Machine for Open {
        const ID: WorkflowId = ID;
        const GATE: NodeId = NodeId { key: "CC_NOTHING_V0", address: 7 };
        type Node = crate::town::Node;
        fn enter(run: &Run, _: Map<String, Value>) -> Result<Entered<Self>, Fault> {
            Err(run.no_admission_contract(Self::GATE))
        }
        fn visit(&mut self, _: &Run, _: Self::Node) -> Result<Left<Self::Node>, Fault> {
            unreachable!("nobody enters")
        }
    }
    let workflow = Workflow::new(ID, GATE, &PROTOCOL, machine::start::<Open>);
    let place = Place::new();
    let broken = refused(&place, &workflow, json!({}));
    assert_eq!(told(&broken.run), ["WF_START", "ERROR no admission contract", "WF_COMPLETE VIOLATION"]);
    assert_eq!(events(&broken.run)[1]["detail"]["node"], 7);
}

#[test]
fn an_unknown_workflow_is_refused_before_there_is_a_trace() {
    let place = Place::new();
    let ran = engine::run_named(&[WORKFLOW], "town::WF_NONE_V0", Map::new(), &place.context);
    assert!(matches!(ran, Err(RunError::UnknownWorkflow { .. })));
}
