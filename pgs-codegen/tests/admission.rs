//! What generated code admits, and what `diff --traces` says of the same payload that was recorded.
//!
//! The generated code is that of `golden/admission_schema`, whose intent has every rule that a schema can have. For each
//! field the protocol is compared with one that asks nothing of it: a run is touched where the field's rules, and they
//! alone, reject its payload.

mod protocols;

#[rustfmt::skip]
#[allow(dead_code, reason = "a payload is admitted, and not read")]
#[path = "golden/admission_schema/output/intents/in_asked_v0.rs"]
mod in_asked_v0;

use std::fs;
use std::path::Path;

use in_asked_v0::{FIELDS, Payload};
use pgs_codegen::diff::{self, traces};
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::{protocol, report};
use pgs_rt::prelude::*;
use pgs_rt::store::{Durability, FILES, State};
use pgs_rt::{Traces, json};
use protocols::{Protocol, folder};

/// The fields of the intent, and what they are without their rules.
const WITHOUT_RULES: &[(&str, &str)] = &[
    ("at", "{type: any}"),
    ("code", "{type: any}"),
    ("colour", "{type: any}"),
    ("from", "{type: any}"),
    ("loud", "{type: any, default: false}"),
    ("notes", "{type: any}"),
    ("person", "{type: any}"),
    ("place", "{type: any, required: true}"),
    ("rest", "{type: any}"),
    ("share", "{type: any}"),
    ("size", "{type: any}"),
    ("times", "{type: any, default: 1}"),
    ("word", "{type: any, required: true}"),
    ("words", "{type: any}"),
    ("year", "{type: any}"),
];

/// Fields of which a text can have a format, which `diff` does not look at: such runs count as touched.
const WITH_FORMAT: &[&str] = &["at", "code", "colour", "from"];

/// What stands in the field.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "0.5",
    "1.0",
    "1e3",
    "-0.0",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "100000000000000000000000000000",
    r#""""#,
    r#""1""#,
    r#""CC""#,
    r#""0x1f""#,
    "[]",
    "[1]",
    "[null]",
    r#"["a"]"#,
    r#"["a", 1]"#,
    "{}",
    r#"{"name": "Ada"}"#,
    r#"{"name": null}"#,
    r#"{"name": 1}"#,
    r#"{"town": "Ulm"}"#,
    r#"{"town": null}"#,
    r#"{"town": 1}"#,
    r#"{"town": "Ulm", "street": null}"#,
    r#"{"town": "Ulm", "street": "High"}"#,
    r#"{"town": "Ulm", "street": {"number": null}}"#,
    r#"{"town": "Ulm", "street": {"number": 0}}"#,
    r#"{"town": "Ulm", "street": {"number": 1}}"#,
    r#"{"town": "Ulm", "street": {"number": 1.0}}"#,
    r#"{"town": "Ulm", "street": {"number": true}}"#,
    r#"{"town": "Ulm", "street": {"number": 100000000000000000000000000000}}"#,
];

const WORKFLOW: WorkflowId = WorkflowId { fqdn: "admission_schema::WF_ASK_V0", domain: "admission_schema", address: 1 };

/// The protocol, of which the artifact of the intent is this.
fn protocol_with(intent: &str) -> protocol::Protocol {
    let sealed = Protocol::new(Some(&folder("golden/admission_schema")));
    sealed.write("protocol/intents/admission_schema__IN_ASKED_V0.md", intent);
    sealed.add_capabilities();
    let mut diagnostics = sealed.seal();
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
    diagnostics = Diagnostics::default();
    pgs_protocol::read(&[sealed.snapshot()], &mut diagnostics)
}

/// The artifact with something else declared of a field, which stands in lines of its own.
fn declared(intent: &str, field: &str, put: &str) -> String {
    let (mut text, mut inside) = (String::new(), false);
    for line in intent.lines() {
        inside = if line.starts_with(&format!("    {field}:")) {
            text.extend(["    ", field, ": ", put, "\n"]);
            true
        } else {
            inside && line.starts_with("     ")
        };
        if !inside {
            text.extend([line, "\n"]);
        }
    }
    text
}

/// A payload that is admitted, but for what stands in this field.
fn payload(field: &str, value: &str) -> Map<String, Value> {
    let others = map([("word", "CC".into()), ("place", object([("town", "Ulm".into())]))]);
    let value = json::parse(value).unwrap();
    others.into_iter().filter(|(key, _)| key != field).chain([(field.to_owned(), value)]).collect()
}

/// Whether generated code admits the payload, and the payload as a trace has it.
fn run(folder: &Path, payload: Map<String, Value>) -> (bool, traces::Recorded) {
    let state = State::at(folder.join("data"), &FILES, Durability::Os).unwrap();
    let workflow = Workflow::new(WORKFLOW, |_, _| Err(Fault::new("never run")));
    let run = workflow.begin(&Context::new(state, Traces::below(folder)), &payload).unwrap();
    run.workflow_starts(&WORKFLOW, &payload).unwrap();
    run.flush().unwrap();
    let recorded = traces::read(run.trace_file().parent().unwrap()).unwrap().remove(0);
    (matches!(Payload::admit(&run, payload).unwrap(), Verdict::Ack(_)), recorded)
}

#[test]
fn recorded_payloads_are_touched_where_the_rules_reject_them() {
    let intent = folder("golden/admission_schema/protocol/intents/admission_schema__IN_ASKED_V0.md");
    let intent = fs::read_to_string(intent).unwrap();
    let ruled = protocol_with(&intent);
    let place = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (field, put) in WITHOUT_RULES {
        let loose = protocol_with(&declared(&intent, field, put));
        let report = diff::diff(&ruled, &loose);
        let required = FIELDS.iter().any(|it| it.name == *field && it.required);
        for value in VALUES {
            // A payload without a required field is rejected with and without other rules.
            if required && *value == "null" {
                continue;
            }
            let (admitted, recorded) = run(place.path(), payload(field, value));
            let mut report = report.clone();
            traces::count(&mut report, &[recorded], [&ruled, &loose]);
            let touched = report.changes.iter().any(|change| change.runs.is_some_and(|runs| runs.touched > 0));
            let not_looked_at = WITH_FORMAT.contains(field) && value.starts_with('"');
            if touched != (!admitted || not_looked_at) {
                wrong.push(format!("{field}: {value} is admitted: {admitted}; the run is touched: {touched}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_field_is_looked_at() {
    let fields: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    assert_eq!(WITHOUT_RULES.iter().map(|(field, _)| *field).collect::<Vec<_>>(), fields);
}
