//! Events as they are written and read back, and what is read where another system wrote them.

use pgs_trace::event::{Call, ContractEnd, ContractStart, Error, NotAdmitted, StepEnd, WorkflowEnd, WorkflowStart};
use pgs_trace::{
    Admission, Data, DetailWriter, Event, ExitNode, Keys, LineError, Nullable, Plain, RecordedEvent, Redaction,
    Sentence,
};
use pgs_value::{Map, ReasonCode, Value, View, json};

/// The detail that is written for an event.
fn written(event: Event<'_>) -> String {
    let (redaction, mut text) = (Redaction::new(&[]), String::new());
    let mut detail = DetailWriter::new(&redaction, &mut text);
    event.write(&mut detail);
    detail.end();
    text
}

/// The same, after it was read back from a line.
fn read_back(event: Event<'_>) -> String {
    let (name, place, detail) = (event.name(), event.line_fields(), written(event));
    let line = format!(
        r#"{{"event_type":"{name}","cc_addr":{},"step_addr":{},"step_op":{},"result_status":{},"detail":{detail}}}"#,
        place.contract.map_or("null".to_owned(), |address| address.to_string()),
        place.step.map_or("null".to_owned(), |address| address.to_string()),
        place.op.map_or("null".to_owned(), |op| format!("\"{op}\"")),
        place.status.map_or("null".to_owned(), |status| format!("\"{status}\"")),
    );
    let recorded = RecordedEvent::parse(&line).unwrap();
    let again = recorded.event();
    assert_eq!((again.name(), again.line_fields()), (name, place));
    written(again)
}

#[test]
fn what_is_written_is_read_back() {
    let value = json::parse(r#"{"b":[1.0,"é"],"a":null}"#).unwrap();
    let (data, list) = (Some(Data(View::from(&value))), Value::from(vec![1]));
    let exit = ExitNode { node: "DONE", reason: Some("done"), emit: None };
    let events: [Event<'_>; 11] = [
        WorkflowStart {
            workflow: Some("a::WF_A_V0"),
            nested: Some("a::WF_B_V0"),
            payload_keys: Some(Keys::Of((&value).into())),
            protocol: Some("sha256:0"),
            admission: Some(Admission::Observe),
            payload: data,
            run_id: Some(Sentence("order 1")),
        }
        .into(),
        NotAdmitted { mode: Some(Admission::Enforce), violations: Some(Plain((&list).into())) }.into(),
        ContractStart { contract: Some(-7), name: Some("a::CC_A_V0"), inputs: data, node: Some("N") }.into(),
        Call {
            contract: Some(1),
            step: Some(2),
            op: Some("READ"),
            path: Nullable::Null,
            arguments: data,
            ..Call::default()
        }
        .into(),
        Call { store: Some("KEYS"), path: Nullable::Is("a/b"), ..Call::default() }.into(),
        StepEnd {
            contract: Some(1),
            step: Some(2),
            result_keys: Some(Keys::Declared(&[("x", &"1"), ("y", &"2")])),
            status: Some("VIOLATION"),
            reason: Some(Sentence("`x` is missing")),
            reason_code: Some(ReasonCode::Missing),
            reason_field: Some(Sentence("x")),
            results: data,
            answer: data,
            ..StepEnd::default()
        }
        .into(),
        StepEnd::default().into(),
        ContractEnd { contract: Some(1), status: Some("SUCCESS"), ..ContractEnd::default() }.into(),
        WorkflowEnd { status: Some("SUCCESS"), exit: Nullable::Is(exit), ..WorkflowEnd::default() }.into(),
        WorkflowEnd { exit: Nullable::Null, ..WorkflowEnd::default() }.into(),
        Error { seals: false, message: Some(Sentence("no more")), code: Some(ReasonCode::Capability) }.into(),
    ];
    for event in events {
        assert_eq!(read_back(event), written(event), "{event:?}");
    }
}

#[test]
fn an_event_of_another_generation_is_kept_as_it_is() {
    let text = r#"{"trace_id":"t","event_type":"CC_PAUSE","cc_addr":3,"detail":{"until":"2030"},"seq":4,"more":true}"#;
    let recorded = RecordedEvent::parse(text).unwrap();
    let Event::Other(other) = recorded.event() else { panic!("{:?}", recorded.event()) };
    assert_eq!((other.name, other.line.contract), ("CC_PAUSE", Some(3)));
    assert_eq!(written(recorded.event()), r#"{"until":"2030"}"#);
    assert_eq!((recorded.trace_id(), recorded.seq(), recorded.span()), (Some("t"), Some(4), None));
}

/// As `pgs_runtime` writes it: without `seq`, `span`, `hash`, and with less in the detail.
#[test]
fn what_the_reference_leaves_out_is_not_there() {
    let text = r#"{"trace_schema_version":"v0","trace_id":"t","event_type":"CC_STEP","domain":"d","wf_addr":3,"cc_addr":1,"step_addr":5,"step_op":null,"result_status":null,"detail":{"step_fqdn":"a::CT_A_V0","result_keys":["sum"]},"ts_ns":412}"#;
    let recorded = RecordedEvent::parse(text).unwrap();
    let Event::StepEnd(step) = recorded.event() else { panic!("{:?}", recorded.event()) };
    assert_eq!((step.capability, step.name, step.status, step.reason_code), (Some("a::CT_A_V0"), None, None, None));
    assert!(matches!(step.result_keys, Some(Keys::Recorded([Value::String(key)])) if key == "sum"));
    assert_eq!((recorded.time(), recorded.is_chained(), recorded.seals()), (Some(412), false, false));
    assert!(recorded.is_exactly(text).is_err());
}

#[test]
fn what_is_of_another_form_is_not_there() {
    for value in ["null", "1", "\"x\"", "[1]", "{\"a\":1}"] {
        let keys = ["wf_fqdn", "payload_keys", "exit", "path", "reason", "reason_code", "message", "violations"];
        let detail: Map<String, Value> =
            keys.into_iter().map(|key| (key.to_owned(), json::parse(value).unwrap())).collect();
        for name in ["WF_START", "ADMISSION", "CC_START", "CS_CALL", "CC_STEP", "CC_COMPLETE", "WF_COMPLETE", "ERROR"] {
            let text = format!(r#"{{"event_type":"{name}","detail":{}}}"#, json::compact(&detail.clone().into()));
            let recorded = RecordedEvent::parse(&text).unwrap();
            // Nothing else is written than what was there.
            let again = json::parse(&written(recorded.event())).unwrap();
            assert!(again.as_object().unwrap().keys().all(|key| detail.contains_key(key)), "{text}: {again}");
        }
    }
    assert_eq!(RecordedEvent::parse("[]").unwrap_err(), LineError::NotAnObject);
}

#[test]
fn every_code_is_documented() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/traces.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, codes) = page.split_once("## Codes").expect("a section on codes");
    for code in ReasonCode::ALL {
        assert!(codes.contains(&format!("`{code}`")), "{code} is not in docs/traces.md");
    }
}
