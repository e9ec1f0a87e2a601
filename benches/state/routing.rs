//! Routing without state or files: a parcel is checked against three rules and refused.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use dataflow_rs::{Engine, Workflow as Rules, engine::message::Message};
use pgs_benches::{Place, interleaved, micros, payload, ratio, timed, workflow};
use pgs_rt::{Map, Run, Value, json};

/// How often in one round, as one time is short.
const TIMES: u32 = 20;

/// Its admission, and the rules of the contract that refuses the parcel.
const RULES: &str = r#"{
  "id": "accept_parcel", "name": "accept_parcel",
  "tasks": [
    {"id": "load", "name": "load", "function": {"name": "parse_json", "input": {"source": "payload", "target": "input"}}},
    {"id": "apply_limits", "name": "apply_limits", "function": {"name": "validation", "input": {"rules": [
      {"logic": {"<=": [{"var": "data.input.parcel.weight_grams"}, 31500]}, "message": "weight_grams"},
      {"logic": {"<=": [{"var": "data.input.parcel.length_mm"}, 1200.0]}, "message": "length_mm"},
      {"logic": {"!!": [{"var": "data.input.parcel.width_mm"}]}, "message": "width_mm"}
    ]}}}
  ]
}"#;

/// Prints ours beside dataflow-rs, which interprets rules in Rust, and beside the same three rules written by hand.
pub fn print(rounds: usize) {
    let workflow = workflow("parcels::WF_ACCEPT_PARCEL_V0");
    let payload = payload("parcels/accept_oversized_parcel");
    let value = Value::Object(payload.clone());
    let engine = Engine::builder().with_workflow(Rules::from_json(RULES).expect("rules")).build().expect("an engine");
    let again = |work: &dyn Fn()| timed(|| (0..TIMES).for_each(|_| work())) / TIMES;
    let place = Place::default();
    // Runs within an open run: no file is created meanwhile.
    let untraced = workflow.begin_untraced(&place.context());
    let nested = |run: &Run| {
        let ended = (workflow.run)(&run.nested().expect("a nested run"), payload.clone()).expect("an end");
        assert_eq!(ended.status, "TOO_LARGE");
    };
    let traced = || {
        let place = Place::default();
        let run = place.begun(workflow, &payload);
        nested(&run);
        run.flush().expect("a file");
        again(&|| nested(&run))
    };
    let names = [
        "by hand: three comparisons",
        "ours, no trace: admission, one contract, one transform",
        "ours, five events of a trace in memory",
        "dataflow-rs 3: load, three rules, its audit trail in memory",
    ];
    let times = interleaved(
        rounds,
        vec![
            Box::new(|| again(&|| assert!(!within_limits(&payload.clone())))),
            Box::new(|| again(&|| nested(&untraced))),
            Box::new(traced),
            Box::new(|| again(&|| assert!(refused(&engine, &value)))),
        ],
    );
    println!("\n| routing, its payload copied | µs | of ours |");
    println!("|---|---|---|");
    for (name, time) in names.into_iter().zip(&times) {
        println!("| {name} | {} | {:.2} |", micros(*time), ratio(*time, times[1]));
    }
}

fn within_limits(payload: &Map<String, Value>) -> bool {
    let parcel = &payload["parcel"];
    parcel["weight_grams"].as_u64().is_some_and(|grams| grams <= 31_500)
        && parcel["length_mm"].as_f64().is_some_and(|length| length <= 1200.0)
        && !parcel["width_mm"].is_null()
}

/// Whether dataflow-rs finds the rule that is broken.
fn refused(engine: &Engine, payload: &Value) -> bool {
    // Its values are serde_json's.
    let payload = serde_json::from_str(&json::compact(payload)).expect("JSON");
    let mut message = Message::from_value(&payload);
    {
        let processed = pin!(engine.process_message(&mut message));
        // Its own functions never wait.
        let Poll::Ready(ended) = processed.poll(&mut Context::from_waker(Waker::noop())) else { return false };
        ended.ok();
    }
    message.errors().iter().any(|error| error.message.contains("weight_grams"))
}
