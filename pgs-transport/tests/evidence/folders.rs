//! Which files a folder stands for: traces, each once, and nothing else.

use std::fs;
use std::os::unix::fs::symlink;

use pgs_rt::store::Location;
use pgs_rt::{ContractId, End, Exit, Fault, Field, Map, Run, StepId, Value, WorkflowId, map};
use pgs_transport::Workflow;
use pgs_value::json;

use crate::lend::{Place, on, pgs_with};
use crate::verify::lines;

/// A workspace with state below it, as the README lays it out.
fn with_state() -> Place {
    let place = Place::new();
    place.run(&json!({ "book": "B" }));
    place.run(&json!({ "check": "TOO_LARGE" }));
    let state = place.path("work/data/library");
    fs::create_dir_all(&state).unwrap();
    let records = [
        r#"{"record_id":"1","sequence_number":1,"record":{"trace_id":"x","event_type":"WF_START"}}"#,
        r#"{"key":"M_1","address":"ADDR_1","trace_id":"20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3"}"#,
    ];
    fs::write(state.join("journal.jsonl"), records.join("\n")).unwrap();
    fs::write(state.join("empty.jsonl"), "").unwrap();
    fs::write(state.join("torn.jsonl"), "{\"record").unwrap();
    place
}

#[test]
fn state_files_are_no_traces() {
    let place = with_state();
    for (command, status) in [("verify", 0), ("examine", 0), ("replay", 0), ("render", 0)] {
        let answer = on(command, &place.path("work"));
        assert_eq!((answer.status, answer.stderr.as_str()), (status, ""), "{command}: {}", answer.stdout);
        assert!(!answer.stdout.contains("journal") && !answer.stdout.contains("torn"), "{command}: {}", answer.stdout);
    }
    let beside = fs::read_dir(place.path("work/data/library")).unwrap().count();
    assert_eq!(beside, 3, "nothing is rendered beside state");
    // Who names a file means it.
    let named = on("verify", &place.path("work/data/library/journal.jsonl"));
    assert_eq!(named.status, 1);
}

#[test]
fn a_damaged_trace_is_one() {
    let place = with_state();
    let file = place.run(&json!({}));
    let mut changed = lines(&file);
    changed[0] = "rubbish".into();
    let others = place.path("work/traces/others.jsonl");
    fs::write(&others, changed.join("\n")).unwrap();
    fs::write(&file, "rubbish").unwrap();
    let said = on("verify", &place.path("work")).stdout;
    assert!(said.contains(&format!("FAILED {}:1", others.display())), "{said}");
    assert!(said.contains(&format!("FAILED {}:1", file.display())), "{said}");
    assert!(said.ends_with("4 traces: 2 ok, 2 failed\n"), "{said}");
}

#[test]
fn a_link_to_a_parent_counts_nothing_twice() {
    let place = with_state();
    for name in ["work/loop", "work/traces/up", "work/traces/shop/again"] {
        symlink(place.path("work"), place.path(name)).unwrap();
    }
    let said = on("verify", &place.path("work"));
    assert!(said.stdout.ends_with("2 traces: 2 ok, 0 failed\n") && said.status == 0, "{}{}", said.stdout, said.stderr);
    // What a link leads to elsewhere is not passed over in silence.
    let elsewhere = Place::new();
    elsewhere.run(&json!({}));
    symlink(elsewhere.path("work"), place.path("work/elsewhere")).unwrap();
    let said = on("verify", &place.path("work"));
    assert!(said.status == 2 && said.stderr.contains("symbolic link"), "{}", said.stderr);
}

/// A workflow that reads a value from a store, nested as deep as its payload says.
fn reads_deep(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    const CONTRACT: ContractId = ContractId { fqdn: "shop::CC_READ_V0", address: 1 };
    let id = WorkflowId { fqdn: "shop::WF_LEND_V0", domain: "shop", address: 3 };
    run.workflow_starts(&id, &payload)?;
    run.contract_starts(&CONTRACT, "READ", &Map::new())?;
    let read = StepId { name: "read", fqdn: "shop::CS_BOOK_V0", address: 6, op: Some("READ") };
    let step = run.step(&CONTRACT, &read);
    let depth = payload["depth"].as_u64().map_or(0, |depth| usize::try_from(depth).unwrap());
    let deep = json::parse(&format!("{}{}", "[".repeat(depth), "]".repeat(depth))).unwrap();
    let answer = step.effect(
        Some(&Location::at("BOOK", "book.json")),
        json!({}),
        |_, _| json!({"status": "SUCCESS", "value": deep}),
    )?;
    let value: Field<Value> = Field::Is(answer["value"].clone());
    step.ends("SUCCESS", &[("value", &value)], None)?;
    run.contract_ends(&CONTRACT, "SUCCESS", &map([("value", answer["value"].clone())]))?;
    let exit = Exit { node: "EXIT", reason: None, emit: None };
    let end = End { status: "SUCCESS", surface: Map::new(), exit: Some(exit) };
    run.workflow_ends(&id, &end)?;
    Ok(end)
}

/// A value of the state may be nested as deep as any that is read, and the events put it deeper.
#[test]
fn a_value_as_deep_as_any_leaves_a_trace_that_is_read() {
    let id = WorkflowId { fqdn: "shop::WF_LEND_V0", domain: "shop", address: 3 };
    let workflows = [Workflow::new(id, reads_deep)];
    let place = Place::new();
    for depth in [60, 120, 124, json::DEPTH_LIMIT] {
        let file = place.run_of(&workflows, &json!({ "depth": depth }));
        for command in ["verify", "examine", "replay"] {
            let answer = pgs_with(&[command, file.to_str().unwrap()], &workflows);
            assert_eq!((answer.status, answer.stderr.as_str()), (0, ""), "{command} {depth}: {}", answer.stdout);
        }
    }
}

/// Many traces in one file, some of them damaged: what is read line by line finds what is read whole.
#[test]
fn of_many_traces_in_one_file_those_that_are_damaged_are_named() {
    let place = Place::new();
    let traces: Vec<Vec<String>> = (0..12).map(|n| lines(&place.run(&json!({ "book": n })))).collect();
    let damaged = [1, 4, 5, 11];
    let mut text = String::new();
    let mut expected = Vec::new();
    let mut before = 0;
    for (n, trace) in traces.iter().enumerate() {
        let mut trace = trace.clone();
        let changed = 2 + n % 3;
        if damaged.contains(&n) {
            trace[changed] = trace[changed].replacen("shop", "shoq", 1);
            expected.push(format!("FAILED {}:{}: ", place.path("all.jsonl").display(), before + changed + 1));
        } else {
            expected.push("ok ".to_owned());
        }
        before += trace.len();
        text.push_str(&(trace.join("\n") + "\n"));
    }
    fs::write(place.path("all.jsonl"), text).unwrap();
    let said = on("verify", &place.path("all.jsonl")).stdout;
    for (said, expected) in said.lines().zip(&expected) {
        assert!(said.starts_with(expected.as_str()), "{said} instead of {expected}");
    }
    assert!(said.ends_with("12 traces: 8 ok, 4 failed\n"), "{said}");
}
