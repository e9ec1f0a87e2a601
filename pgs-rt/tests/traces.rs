//! The trace of a run: its name, its events, and what may not appear in it (`docs/traces.md`).

mod support;

use std::fs;
use std::sync::atomic::{AtomicI64, Ordering};

use pgs_rt::admission::SchemaViolation;
use pgs_rt::store::{Durability, FILES, State};
use pgs_rt::store::{Location, registry};
use pgs_rt::{
    Admission, Context, ContractId, End, Exit, Fault, Field, Map, Origin, Reason, Run, Sources, StepId, SystemSources,
    Timestamp, Value, Violation, Workflow, WorkflowId, map,
};
use sha2::{Digest as _, Sha256};
use support::{Place, WORKFLOW, begin, fields, files_below, json};

const CONTRACT: ContractId = ContractId { fqdn: "tests::CC_TRY_V0", address: 20 };
const STEP: StepId = StepId { name: "look", fqdn: "x::CS_REGISTRY_V0", address: 167, op: Some("RESOLVE") };

/// A clock that stands still.
struct Stopped;

impl Sources for Stopped {
    fn now(&self) -> Timestamp {
        "2026-02-03T04:05:06.007999Z".parse().unwrap()
    }

    fn fill(&self, _bytes: &mut [u8]) -> Result<(), Violation> {
        Ok(())
    }
}

fn begun(place: &Place, payload: &str, suppressed: &'static [&'static str], sources: Box<dyn Sources>) -> Run {
    begin(place.context(), &fields(payload), suppressed, sources).unwrap()
}

fn text(run: &Run) -> String {
    run.flush().unwrap();
    read(run)
}

/// The trace file as it is.
fn read(run: &Run) -> String {
    fs::read_to_string(run.trace_file()).unwrap()
}

fn events(run: &Run) -> Vec<Value> {
    text(run).lines().map(json).collect()
}

fn ended(status: &'static str) -> End {
    End { status, surface: Map::new(), exit: None }
}

#[test]
fn a_trace_has_a_folder_and_a_name() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(Stopped));
    run.workflow_starts(&WORKFLOW, &Map::new()).unwrap();
    let id = run.trace_id();
    assert!(id.starts_with("20260203T040506007Z__WF_TRY_V0__"), "{id}");
    assert_eq!(run.trace_file(), place.workspace().join(format!("traces/tests/WF_TRY_V0/{id}/{id}.jsonl")));
    assert_eq!(files_below(&place.workspace()), [format!("traces/tests/WF_TRY_V0/{id}/{id}.jsonl")]);
    assert!(!place.data_root().exists(), "a run without a store has no state");
}

/// The canonical text is spelled out here, so that the suffix does not prove itself.
#[test]
fn the_suffix_is_the_hash_of_domain_workflow_and_payload() {
    let cases = [
        ("{}", "{}"),
        (r#"{"z": 1, "a": {"y": [], "b": null}}"#, r#"{"a":{"b":null,"y":[]},"z":1}"#),
        (r#"{"t": "é😀\u007f", "n": 1E5}"#, r#"{"n":100000.0,"t":"\u00e9\ud83d\ude00\u007f"}"#),
    ];
    for (payload, canonical) in cases {
        let run = begun(&Place::new(), payload, &[], Box::new(SystemSources));
        let hashed = format!(r#"{{"domain":"tests","payload":{canonical},"wf":"tests::WF_TRY_V0"}}"#);
        let digest = Sha256::digest(hashed);
        let suffix = format!("__{:02X}{:02X}", digest[0], digest[1]);
        assert!(run.trace_id().ends_with(&suffix), "{} for {payload}, wanted {suffix}", run.trace_id());
    }
}

/// `register_actor_twice`, a scenario recorded from the reference interpreter.
#[test]
fn the_suffix_is_the_references() {
    let place = Place::new();
    let fqdn = "blockchain::WF_REGISTER_ACTOR_UNVERIFIED_V0";
    let workflow = WorkflowId { fqdn, domain: "blockchain", address: 152 };
    let payload = fields(
        r#"{"actor_record": {"first_name": "Ada", "last_name": "Lovelace", "email_registration": "ada@example.org"}}"#,
    );
    let workflow = Workflow::new(workflow, |_, _| Err(Fault::new("never run")));
    let run = workflow.begin(&place.context(), &payload).unwrap();
    assert!(run.trace_id().ends_with("Z__WF_REGISTER_ACTOR_UNVERIFIED_V0__9CB3"), "{}", run.trace_id());
}

#[test]
fn runs_in_one_millisecond_get_traces_of_their_own() {
    let place = Place::new();
    let ids: Vec<String> = (0..5).map(|_| begun(&place, "{}", &[], Box::new(Stopped)).trace_id().to_owned()).collect();
    let millis: Vec<&str> = ids.iter().map(|id| &id[15..18]).collect();
    assert_eq!(millis, ["007", "008", "009", "010", "011"]);
    assert_eq!(files_below(&place.workspace()).len(), 5);
}

#[test]
fn events_have_the_keys_of_the_reference_in_its_order() {
    let place = Place::new();
    let run = begun(&place, r#"{"b": 1, "a": 2}"#, &[], Box::new(Stopped));
    let payload = fields(r#"{"b": 1, "a": "é"}"#);
    run.workflow_starts(&WORKFLOW, &payload).unwrap();
    run.contract_starts(&CONTRACT, "NODE", &payload).unwrap();
    let found = Field::Is("x".to_owned());
    let step = run.step(&CONTRACT, &STEP);
    let call = registry::Named { key_or_address: "k".into() };
    registry::resolve(&step, &registry::Store(Location::at("KEYS", "keys.jsonl")), call).unwrap();
    step.ends("NOT_FOUND", &[("t", &found), ("s", &Field::<String>::Unset)], None).unwrap();
    let transform = StepId { name: "make", fqdn: "x::CT_PURE_EXTRACT_V0", address: 185, op: None };
    run.step(&CONTRACT, &transform).ends("VIOLATION", &[], Some(&Violation::unset("a").into())).unwrap();
    run.contract_ends(&CONTRACT, "SUCCESS", &fields(r#"{"z": 1, "y": 2}"#)).unwrap();
    let exit = Exit { node: "DONE", reason: Some("done"), emit: None };
    run.workflow_ends(&WORKFLOW, &End { exit: Some(exit), ..ended("SUCCESS") }).unwrap();
    run.fails(&Fault::new("no more")).unwrap();

    let id = run.trace_id();
    let line = |kind: &str, middle: &str, detail: &str| {
        format!(
            r#"{{"trace_schema_version":"v0","trace_id":"{id}","event_type":"{kind}","domain":"tests","wf_addr":7,{middle},"detail":{detail}"#
        )
    };
    let none = r#""cc_addr":null,"step_addr":null,"step_op":null,"result_status":null"#;
    let expected = [
        line(
            "WF_START",
            none,
            concat!(
                r#"{"wf_fqdn":"tests::WF_TRY_V0","payload_keys":["b","a"],"protocol":"sha256:0","admission":"enforce","#,
                r#""payload":{"b":1,"a":"\u00e9"}}"#
            ),
        ),
        line(
            "CC_START",
            r#""cc_addr":20,"step_addr":null,"step_op":null,"result_status":null"#,
            r#"{"cc_fqdn":"tests::CC_TRY_V0","inputs":{"b":1,"a":"\u00e9"},"node":"NODE"}"#,
        ),
        line(
            "CS_CALL",
            r#""cc_addr":20,"step_addr":167,"step_op":"RESOLVE","result_status":null"#,
            concat!(
                r#"{"step_fqdn":"x::CS_REGISTRY_V0","step":"look","store":"KEYS","path":"keys.jsonl","#,
                r#""arguments":{"key_or_address":"k"}}"#
            ),
        ),
        line(
            "CC_STEP",
            r#""cc_addr":20,"step_addr":167,"step_op":"RESOLVE","result_status":null"#,
            concat!(
                r#"{"step_fqdn":"x::CS_REGISTRY_V0","result_keys":["t","s"],"step":"look","status":"NOT_FOUND","#,
                r#""results":{"t":"x"},"#,
                r#""answer":{"status":"NOT_FOUND","reason":"the key or address is not registered"}}"#
            ),
        ),
        line(
            "CC_STEP",
            r#""cc_addr":20,"step_addr":185,"step_op":null,"result_status":null"#,
            concat!(
                r#"{"step_fqdn":"x::CT_PURE_EXTRACT_V0","result_keys":[],"step":"make","status":"VIOLATION","#,
                r#""reason":"`a` is missing","reason_code":"missing","reason_field":"a","results":{}}"#
            ),
        ),
        line(
            "CC_COMPLETE",
            r#""cc_addr":20,"step_addr":null,"step_op":null,"result_status":"SUCCESS""#,
            r#"{"cc_fqdn":"tests::CC_TRY_V0","output_keys":["z","y"]}"#,
        ),
        line(
            "WF_COMPLETE",
            r#""cc_addr":null,"step_addr":null,"step_op":null,"result_status":"SUCCESS""#,
            r#"{"wf_fqdn":"tests::WF_TRY_V0","exit":{"node":"DONE","reason":"done","emit":null}}"#,
        ),
        line("ERROR", none, r#"{"message":"no more","code":"capability"}"#),
    ];
    let text = text(&run);
    assert!(text.ends_with('\n'));
    let before_time: Vec<&str> = text.lines().map(|line| line.split_once(",\"ts_ns\":").unwrap().0).collect();
    assert_eq!(before_time, expected);
}

/// What the `CC_STEP` says of the reason: its code and the input that it speaks of.
fn reason_of(event: &Value) -> (Option<&str>, Option<&str>) {
    let at = |key: &str| event["detail"][key].as_str();
    (at("reason_code"), at("reason_field"))
}

#[test]
fn a_step_says_in_a_code_why_it_did_not_succeed() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(Stopped));
    let transform = StepId { name: "make", fqdn: "x::CT_PURE_MAKE_V0", address: 1, op: None };
    let made = |text: Field<String>| {
        let step = run.step(&CONTRACT, &transform);
        let reply =
            step.transform((), |()| text.required("text").and_then(|_| Err::<(), _>(Violation::new("no")))).unwrap();
        step.ends(reply.status.as_str(), &[], reply.reason.as_deref()).unwrap();
    };
    made(Field::Null);
    made(Field::json(1.into()));
    made("x".into());
    let resolved = |store: Location, key: Field<String>| {
        let step = run.step(&CONTRACT, &STEP);
        let reply = registry::resolve(&step, &registry::Store(store), registry::Named { key_or_address: key }).unwrap();
        step.ends(reply.status.as_str(), &[], reply.reason.as_deref()).unwrap();
    };
    let keys = Location::at("KEYS", "keys.jsonl");
    resolved(keys, "k".into());
    resolved(keys, Field::Unset);
    resolved(Location::nowhere("KEYS"), "k".into());
    fs::create_dir_all(place.data_root().join("broken.jsonl")).unwrap();
    resolved(Location::at("KEYS", "broken.jsonl"), "k".into());
    let events = events(&run);
    let steps = events.iter().filter(|event| event["event_type"] == "CC_STEP").map(reason_of).collect::<Vec<_>>();
    assert_eq!(
        steps[..6],
        [
            (Some("missing"), Some("text")),
            (Some("mistyped"), Some("text")),
            (Some("violation"), None),
            (Some("no_entry"), None),
            (Some("missing"), Some("key_or_address")),
            (Some("no_path"), None),
        ]
    );
    assert!(steps[6].0.is_some_and(|code| code != "violation"), "{:?}", steps[6]);
}

#[test]
fn a_fault_says_in_a_code_why_the_run_could_not_go_on() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(Stopped));
    let template = pgs_rt::arithmetic::plus(&Value::Null, 1, "{{$.a + 1}}").unwrap_err();
    run.fails(&Fault::Template(template)).unwrap();
    run.fails(&Fault::TooManyTransitions { workflow: "a::WF_A_V0", limit: 64 }).unwrap();
    let codes: Vec<Value> = events(&run).iter().map(|event| event["detail"]["code"].clone()).collect();
    assert_eq!(Value::from(codes), json(r#"["template", "too_many_transitions"]"#));
}

/// By the rule of `docs/traces.md`, spelled out.
#[test]
fn events_are_chained_and_the_last_one_seals() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(SystemSources));
    run.workflow_starts(&WORKFLOW, &Map::new()).unwrap();
    let nested = run.nested().unwrap();
    nested.workflow_starts(&WORKFLOW, &Map::new()).unwrap();
    nested.workflow_ends(&WORKFLOW, &ended("SUCCESS")).unwrap();
    run.fails(&Fault::new("not the end")).unwrap();
    run.workflow_ends(&WORKFLOW, &ended("SUCCESS")).unwrap();
    let mut before = "0".repeat(64);
    for line in text(&run).lines() {
        let (body, hash) = line.rsplit_once(",\"hash\":").unwrap();
        before = hex::encode(Sha256::digest(format!("{before}{body}")));
        assert_eq!(hash, format!("\"{before}\"}}"));
    }
    let events = events(&run);
    let of = |key: &str| events.iter().map(|event| event[key].clone()).collect::<Vec<_>>();
    assert_eq!(Value::from(of("seq")), json("[1, 2, 3, 4, 5]"));
    assert_eq!(Value::from(of("span")), json(r#"["0", "0.1", "0.1", "0", "0"]"#));
    assert_eq!(Value::from(of("sealed")), json("[null, null, null, null, true]"));
}

#[test]
fn a_run_that_breaks_off_is_sealed_by_its_error() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(SystemSources));
    run.workflow_starts(&WORKFLOW, &Map::new()).unwrap();
    run.breaks_off(&Fault::new("no more")).unwrap();
    let last = &events(&run)[1];
    assert_eq!((&last["event_type"], &last["sealed"]), (&json("\"ERROR\""), &json("true")));
}

#[test]
fn what_a_side_effect_is_about_to_do_is_in_the_file_before_it_does_it() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(SystemSources));
    let step = run.step(&CONTRACT, &STEP);
    let store = Location::at("KEYS", "a/b");
    let seen = step.effect(Some(&store), map([("a", 1.into())]), |run, _| read(run)).unwrap();
    let event = json(seen.lines().last().unwrap());
    assert_eq!((&event["event_type"], &event["step_op"]), (&json("\"CS_CALL\""), &json("\"RESOLVE\"")));
    let detail =
        r#"{"step_fqdn": "x::CS_REGISTRY_V0", "step": "look", "store": "KEYS", "path": "a/b", "arguments": {"a": 1}}"#;
    assert_eq!(event["detail"], json(detail));
}

#[test]
fn draws_stand_in_the_event_that_follows_them() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(Stopped));
    run.workflow_starts(&WORKFLOW, &Map::new()).unwrap();
    assert_eq!(run.timestamp(), "2026-02-03T04:05:06.007Z");
    run.fill(&mut [0; 2]).unwrap();
    run.contract_starts(&CONTRACT, "NODE", &Map::new()).unwrap();
    run.contract_ends(&CONTRACT, "SUCCESS", &Map::new()).unwrap();
    let events = events(&run);
    let drawn = json(r#"[{"time": "2026-02-03T04:05:06.007999000Z"}, {"random": "0000"}]"#);
    assert_eq!(events[1]["detail"]["draws"], drawn);
    assert!(events[0]["detail"].get("draws").is_none() && events[2]["detail"].get("draws").is_none());
}

#[test]
fn bytes_that_keys_are_made_of_are_never_shown() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(SystemSources));
    let mut bytes = [0; 16];
    run.fill_secret(&mut bytes).unwrap();
    run.contract_starts(&CONTRACT, "NODE", &Map::new()).unwrap();
    assert!(!text(&run).contains(&hex::encode(bytes)));
    assert_eq!(events(&run)[0]["detail"]["draws"], json(r#"[{"random": "<suppressed>"}]"#));
}

/// A secret is followed to where its value is bound, into what is made of it, and as random bytes.
#[test]
fn a_suppressed_value_appears_nowhere_later() {
    let place = Place::new();
    let run = begun(&place, "{}", &["seed"], Box::new(Stopped));
    let secret = "correct horse battery";
    run.workflow_starts(&WORKFLOW, &fields(&format!(r#"{{"seed": "{secret}", "short": "1234"}}"#))).unwrap();
    run.binds(&[("/words/0", Origin::Payload("/seed")), ("/n", Origin::Payload("/short"))]);
    run.contract_starts(&CONTRACT, "NODE", &fields(&format!(r#"{{"words": ["{secret}"], "n": "1234"}}"#))).unwrap();
    run.fill(&mut [0; 16]).unwrap();
    let drawn = Field::Is(format!("0x{}", "00".repeat(16)));
    let step = run.step(&CONTRACT, &STEP);
    step.ends("VIOLATION", &[("entropy", &drawn)], Some(&Reason::new(format!("`{secret}` is no number")))).unwrap();
    run.breaks_off(&Fault::new(format!("{secret}!"))).unwrap();
    let text = text(&run);
    assert!(!text.contains(secret) && !text.contains("00000000000000"), "{text}");
    assert!(text.contains(r#""reason":"`<suppressed>` is no number""#) && text.contains(r#""n":"1234""#), "{text}");
    assert_eq!(run.redacted(&fields(&format!(r#"{{"a": "{secret}"}}"#))), json(r#"{"a": "<suppressed>"}"#));
}

/// Of any length: not by its value, but by where it comes from. What has the same value and comes from elsewhere is shown.
#[test]
fn a_short_secret_is_followed_and_its_twin_is_not() {
    let place = Place::new();
    let run = begun(&place, "{}", &["pin"], Box::new(SystemSources));
    run.workflow_starts(&WORKFLOW, &fields(r#"{"form": {"pin": "a@b.cd"}, "note": "a@b.cd"}"#)).unwrap();
    run.binds(&[("/contact", Origin::Payload("/form/pin")), ("/note", Origin::Payload("/note"))]);
    run.contract_starts(&CONTRACT, "NODE", &fields(r#"{"contact": "a@b.cd", "note": "a@b.cd"}"#)).unwrap();
    let given = [("/key", Origin::Input("/contact")), ("/value/note", Origin::Input("/note"))];
    let step = run.step(&CONTRACT, &STEP).bound(&given, &[("/found", Origin::Raw("/entry"))]);
    let store = Location::at("KEYS", "a/b");
    let call = map([("key", "a@b.cd".into()), ("value", json(r#"{"note": "a@b.cd"}"#))]);
    let answer = step.effect(Some(&store), call, |_, _| map([("entry", "it is a@b.cd".into())])).unwrap();
    let found: Field<Value> = Field::Is(answer["entry"].clone());
    step.ends("SUCCESS", &[("found", &found)], None).unwrap();
    let detail = |n: usize| events(&run)[n]["detail"].clone();
    assert_eq!(detail(0)["payload"], json(r#"{"form": {"pin": "<suppressed>"}, "note": "a@b.cd"}"#));
    assert_eq!(detail(0)["suppressed"], json(r#"["/payload/form/pin"]"#));
    assert_eq!(detail(1)["inputs"], json(r#"{"contact": "<suppressed>", "note": "a@b.cd"}"#));
    assert_eq!(detail(1)["suppressed"], json(r#"["/inputs/contact"]"#));
    assert_eq!(detail(2)["arguments"], json(r#"{"key": "<suppressed>", "value": {"note": "a@b.cd"}}"#));
    assert_eq!(detail(3)["results"], json(r#"{"found": "<suppressed>"}"#));
    assert_eq!(detail(3)["suppressed"], json(r#"["/results/found", "/answer/entry"]"#));
}

/// A text of a payload that looks as what stands for a suppressed value is a text.
#[test]
fn the_marker_in_a_payload_is_no_marker() {
    let place = Place::new();
    let run = begun(&place, "{}", &["pin"], Box::new(SystemSources));
    run.workflow_starts(&WORKFLOW, &fields(r#"{"note": "<suppressed>"}"#)).unwrap();
    assert_eq!(events(&run)[0]["detail"]["suppressed"], json("[]"));
}

#[test]
fn a_secret_that_is_a_key_is_not_shown() {
    let place = Place::new();
    for secret in ["a@b.cd", "correct horse battery"] {
        let run = begun(&place, "{}", &["pin"], Box::new(SystemSources));
        let payload =
            fields(&format!(r#"{{"pin": "{secret}", "{secret}": {{"{secret}": 1}}, "more": {{"{secret}": 2}}}}"#));
        run.workflow_starts(&WORKFLOW, &payload).unwrap();
        let detail = &events(&run)[0]["detail"];
        assert!(!text(&run).contains(secret), "{detail}");
        assert_eq!(detail["payload_keys"], json(r#"["pin", "<suppressed>", "more"]"#));
        let marks = r#"["/payload_keys/1", "/payload/pin", "/payload/<suppressed>", "/payload/more/<suppressed>"]"#;
        assert_eq!(detail["suppressed"], json(marks));
    }
}

#[test]
fn time_never_runs_back() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(SystemSources));
    for _ in 0..50 {
        run.workflow_starts(&WORKFLOW, &Map::new()).unwrap();
    }
    let times: Vec<u64> = events(&run).iter().map(|event| event["ts_ns"].as_u64().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert!(times[0] < times[49]);
}

#[test]
fn what_is_suppressed_appears_at_no_depth() {
    let place = Place::new();
    let run = begun(&place, "{}", &["seed", "pin"], Box::new(SystemSources));
    let inputs = fields(
        r#"{"a": [{"seed": "SECRET"}, [[{"pin": ["SECRET"]}]]], "seed": {"deep": "SECRET"}, "b": {"c": {"pin": null}}, "open": 1}"#,
    );
    run.contract_starts(&CONTRACT, "NODE", &inputs).unwrap();
    run.workflow_starts(&WORKFLOW, &inputs).unwrap();
    assert!(!text(&run).contains("SECRET"));
    let expected = json(
        r#"{"a": [{"seed": "<suppressed>"}, [[{"pin": "<suppressed>"}]]], "seed": "<suppressed>", "b": {"c": {"pin": "<suppressed>"}}, "open": 1}"#,
    );
    let events = events(&run);
    assert_eq!(events[0]["detail"]["inputs"], expected);
    assert_eq!(events[1]["detail"]["payload_keys"], json(r#"["a", "seed", "b", "open"]"#));
    assert_eq!(run.redacted(&inputs), expected);
}

#[test]
fn a_nested_run_names_itself_in_the_trace_of_its_parent() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(SystemSources));
    let inner = WorkflowId { fqdn: "other::WF_INNER_V0", domain: "other", address: 99 };
    run.workflow_starts(&WORKFLOW, &Map::new()).unwrap();
    let nested = run.nested().unwrap();
    assert_eq!(nested.trace_id(), run.trace_id());
    nested.workflow_starts(&inner, &Map::new()).unwrap();
    nested.workflow_ends(&inner, &ended("SUCCESS")).unwrap();
    run.workflow_ends(&WORKFLOW, &ended("ACK")).unwrap();
    let events = events(&run);
    for event in &events {
        assert_eq!((&event["wf_addr"], &event["domain"]), (&json("7"), &json("\"tests\"")));
        assert_eq!(event["detail"]["wf_fqdn"], "tests::WF_TRY_V0");
    }
    let named: Vec<Option<&str>> = events.iter().map(|event| event["detail"]["nested_wf_fqdn"].as_str()).collect();
    assert_eq!(named, [None, Some("other::WF_INNER_V0"), Some("other::WF_INNER_V0"), None]);
    assert_eq!(files_below(&place.workspace()).len(), 1);
}

#[test]
fn workflows_that_start_each_other_without_end_are_stopped() {
    let mut run = begun(&Place::new(), "{}", &[], Box::new(SystemSources));
    for _ in 0..32 {
        run = run.nested().unwrap();
    }
    assert!(run.nested().err().unwrap().to_string().contains("nested"));
}

#[test]
fn a_payload_that_is_not_admitted_says_why() {
    let place = Place::new();
    for (admission, word) in [(Admission::Enforce, "enforce"), (Admission::Observe, "observe")] {
        let context = Context { admission, ..place.context() };
        let run = begin(context, &Map::new(), &[], Box::new(SystemSources)).unwrap();
        let unmet = SchemaViolation {
            path: "$.payload.items[0].n".into(),
            rule: "minimum".into(),
            message: "must be at least 1".into(),
            given: None,
        };
        run.not_admitted(&[unmet]).unwrap();
        let event = &events(&run)[0];
        assert_eq!(event["event_type"], "ADMISSION");
        let expected = format!(
            r#"{{"mode": "{word}", "violations": [{{"path": "$.payload.items[0].n", "rule": "minimum", "message": "must be at least 1"}}]}}"#
        );
        assert_eq!(event["detail"], json(&expected));
    }
}

#[test]
fn a_data_root_that_is_a_file_stops_the_run_before_anything_is_written() {
    let place = Place::new();
    fs::write(place.data_root(), "a file").unwrap();
    let error = State::at(place.data_root(), &FILES, Durability::Sync).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("data root") && error.contains(&place.data_root().display().to_string()), "{error}");
    assert!(!place.workspace().exists());
}

#[test]
fn a_workspace_that_can_not_be_written_stops_the_run() {
    let place = Place::new();
    fs::write(place.workspace(), "a file").unwrap();
    let error = begin(place.context(), &Map::new(), &[], Box::new(SystemSources)).err().unwrap().to_string();
    assert!(error.contains("can't create a trace under"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_workspace_without_permission_stops_the_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    fs::create_dir(place.workspace()).unwrap();
    fs::set_permissions(place.workspace(), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(place.workspace().join("try"), "").is_ok() {
        eprintln!("passed over: this user may write everywhere");
        return;
    }
    let error = begin(place.context(), &Map::new(), &[], Box::new(SystemSources)).err().unwrap().to_string();
    assert!(error.contains("can't create a trace under"), "{error}");
}

/// Concurrent workflows write into one trace: every line is whole.
#[test]
fn threads_share_a_trace() {
    let place = Place::new();
    let run = begun(&place, "{}", &[], Box::new(SystemSources));
    let inputs = fields(&format!(r#"{{"long": "{}"}}"#, "x".repeat(20_000)));
    let written = AtomicI64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..20 {
                    run.contract_starts(&CONTRACT, "NODE", &inputs).unwrap();
                    written.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let events = events(&run);
    assert_eq!(i64::try_from(events.len()).unwrap(), written.into_inner());
    assert!(events.iter().all(|event| event["detail"]["inputs"] == Value::Object(inputs.clone())));
}
