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

/// The same intent, of which `pgs.toml` waives rules.
#[rustfmt::skip]
#[allow(dead_code, reason = "a payload is admitted, and not read")]
#[path = "golden/waived_rules/output/intents/in_asked_v0.rs"]
mod waived;

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
            if touched == admitted {
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

#[test]
fn waived_rules_are_not_asked_for_and_all_others_are() {
    let place = tempfile::tempdir().unwrap();
    let state = State::at(place.path().join("data"), &FILES, Durability::Os).unwrap();
    let workflow = Workflow::new(WORKFLOW, |_, _| Err(Fault::new("never run")));
    let run = workflow.begin(&Context::new(state, Traces::below(place.path())), &Map::new()).unwrap();
    let admits = |text: &str| {
        let payload = json::parse(text).unwrap().as_object().unwrap().clone();
        let ruled = matches!(Payload::admit(&run, payload.clone()).unwrap(), Verdict::Ack(_));
        (ruled, matches!(waived::Payload::admit(&run, payload).unwrap(), Verdict::Ack(_)))
    };
    for (payload, wanted) in [
        (r#"{"word": "CC", "place": {"town": "Ulm"}}"#, (true, true)),
        (r#"{"word": "XX", "place": {"town": "Ulm"}}"#, (false, true)),
        (r#"{"word": "CC", "place": {}}"#, (false, true)),
        (r#"{"word": "CC", "place": {"town": 1}}"#, (false, false)),
        (r#"{"word": "CC", "place": {"town": "Ulm", "street": {"number": 0}}}"#, (false, true)),
        (r#"{"word": "CC", "place": {"town": "Ulm"}, "from": "nobody", "words": [], "notes": [1]}"#, (false, true)),
        (r#"{"word": "CC", "place": {"town": "Ulm"}, "times": 0}"#, (false, false)),
        (r#"{"place": {"town": "Ulm"}}"#, (false, false)),
    ] {
        assert_eq!(admits(payload), wanted, "{payload}");
    }
}

/// A replay by a build without the waiver says that the recording is of another protocol.
#[test]
fn the_digest_tells_protocols_with_and_without_waivers_apart() {
    let digest = |settings: &str| {
        let sealed = Protocol::new(Some(&folder("golden/waived_rules")));
        sealed.write("pgs.toml", settings);
        sealed.add_capabilities();
        sealed.seal();
        pgs_protocol::read(&[sealed.snapshot()], &mut Diagnostics::default()).digest()
    };
    let waiver = |rule: &str| format!("[admission.\"waived_rules::IN_ASKED_V0\"]\nword = [\"{rule}\"]\n");
    assert_eq!(digest(""), digest("# Nothing.\n"));
    assert_ne!(digest(""), digest(&waiver("enum")));
    // What can't be waived is an error, and changes nothing.
    assert_eq!(digest(""), digest(&waiver("type")));
}

/// Whether generated code admits this text in this field.
fn admits(place: &Path, field: &str, text: &str) -> bool {
    run(place, payload(field, &Value::from(text).to_string())).0
}

/// RFC 3339, 5.6 and 5.7.
#[test]
fn dates_and_times_are_those_of_rfc_3339() {
    let sound = [
        "1985-04-12T23:20:50.52Z",
        "1996-12-19T16:39:57-08:00",
        "1996-12-19t16:39:57z",
        "1937-01-01T12:00:27.87+00:20",
        "2024-02-29T00:00:00+23:59",
        "2024-02-29T00:00:00-00:00",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
        "2026-01-01T00:00:00.1Z",
        "2026-01-01T00:00:00.123456789012345678901234567890Z",
        "1990-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00",
        "2015-07-01T05:29:60.5+05:30",
        "2016-06-30T23:59:60Z",
    ];
    let unsound = [
        "",
        "2026-01-01",
        "00:00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00,5Z",
        "2026-01-01T00:00:00+0100",
        "2026-01-01T00:00:00+01",
        "2026-01-01T00:00:00+01:00Z",
        "2026-01-01T00:00:00-24:00",
        "2026-01-01T00:00:00+23:60",
        "2026-01-01T00:00:00Z[UTC]",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:60Z",
        "2026-12-31T23:58:60Z",
        "2026-12-31T22:59:60Z",
        "2026-12-31T23:59:60-01:00",
        "2026-05-31T23:59:60Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-1-01T00:00:00Z",
        "2026-01-1T00:00:00Z",
        "26-01-01T00:00:00Z",
        "+12026-01-01T00:00:00Z",
        "-2026-01-01T00:00:00Z",
        "20260101T000000Z",
        "2026-001T00:00:00Z",
        "2026-W01-1T00:00:00Z",
        " 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z\n",
        "2026-01-01T00:00:00\u{ff3a}",
        "202\u{0666}-01-01T00:00:00Z",
        "01/02/2026 08:30:06 PST",
    ];
    let place = tempfile::tempdir().unwrap();
    let wrong: Vec<&str> = sound.into_iter().filter(|text| !admits(place.path(), "at", text)).collect();
    assert!(wrong.is_empty(), "rejected: {wrong:#?}");
    let wrong: Vec<&str> = unsound.into_iter().filter(|text| admits(place.path(), "at", text)).collect();
    assert!(wrong.is_empty(), "admitted: {wrong:#?}");
}

/// RFC 5321, 4.1.2.
#[test]
fn mail_addresses_are_those_of_rfc_5321() {
    let sound = [
        "ada@example.org",
        "ada.lovelace+notes@mail.example.org",
        "~ada~@example.org",
        "a!#$%&'*+-/=?^_`{|}~b@example.org",
        "a@b",
        "a@1.org",
        "a@10.0.0.1",
        "a@b--c.org",
        "\"ada lovelace\"@example.org",
        "\"ada@home..\"@example.org",
        "\"\"@example.org",
        "\"\\\"\\\\\\a\"@example.org",
        "a@[10.0.0.1]",
        "a@[IPv6:2001:db8::1]",
        "a@[ipv6:::1]",
    ];
    let (long_local, long_label) = ("a".repeat(65) + "@example.org", format!("a@{}.org", "b".repeat(64)));
    let long = format!("{}@{}", "a".repeat(64), vec!["b".repeat(60); 4].join("."));
    let unsound = [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@@example.org",
        "ada@home@example.org",
        ".ada@example.org",
        "ada.@example.org",
        "ada..l@example.org",
        "ada lovelace@example.org",
        "ada\\@home@example.org",
        "ada\"@example.org",
        "\"ada\"l@example.org",
        "\"ada@example.org",
        "\"ada\tl\"@example.org",
        "Ada <ada@example.org>",
        "ada(home)@example.org",
        "ada@example.org, bob@example.org",
        "ada@example..org",
        "ada@.example.org",
        "ada@example.org.",
        "ada@-example.org",
        "ada@example-.org",
        "ada@exam=ple.org",
        "ada@exam_ple.org",
        "ada@[10.0.0.300]",
        "ada@[10.0.0]",
        "ada@[IPv6:1]",
        "ada@[example.org]",
        "ada@[]",
        "ada@[10.0.0.1",
        "ada@x[10.0.0.1]",
        " ada@example.org",
        "ada@example.org ",
        "ada@example.org\n",
        "ad\u{e0}@example.org",
        "ada@ex\u{e0}mple.org",
        "ada\u{ff20}example.org",
        &long_local,
        &long_label,
        &long,
    ];
    let place = tempfile::tempdir().unwrap();
    let wrong: Vec<&str> = sound.into_iter().filter(|text| !admits(place.path(), "from", text)).collect();
    assert!(wrong.is_empty(), "rejected: {wrong:#?}");
    let wrong: Vec<&str> = unsound.into_iter().filter(|text| admits(place.path(), "from", text)).collect();
    assert!(wrong.is_empty(), "admitted: {wrong:#?}");
}
