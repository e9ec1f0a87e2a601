//! The sample of PGC, `allotments`: gate, refusals, announcements, two nodes on one contract, a consulted store, a loop.

use std::fs;
use std::path::Path;

use pgs_value::{Value, json};

use super::support::{Place, binary, binary_name, command, feed, payload_file};

/// What a run printed, and its trace.
struct Ran {
    stdout: String,
    code: i32,
    events: Vec<Value>,
}

impl Ran {
    fn line(&self, head: &str) -> &str {
        self.stdout.lines().find_map(|line| line.strip_prefix(head)).unwrap_or_default().trim()
    }

    fn output(&self) -> Value {
        pgs_value::from_str(self.line("Output:")).unwrap()
    }

    fn of_type(&self, event: &str) -> Vec<&Value> {
        self.events.iter().filter(|it| it["event_type"] == event).collect()
    }

    /// The nodes that were left, with where each led.
    fn way(&self) -> Vec<String> {
        let routes = self.of_type("WF_ROUTE");
        let text = |it: &Value, key: &str| it["detail"][key].as_str().unwrap().to_owned();
        routes.iter().map(|it| format!("{} -> {}", text(it, "from_node"), text(it, "to_node"))).collect()
    }

    fn announced(&self) -> Vec<&str> {
        self.of_type("EVENT").iter().map(|it| it["detail"]["ev_fqdn"].as_str().unwrap()).collect()
    }
}

fn run(place: &Place, workflow: &str, payload: &Path) -> Ran {
    let fqdn = format!("allotments::{workflow}");
    let mut own = command(binary(&binary_name(&fqdn)));
    own.arg("--payload").arg(payload).arg("--data-root").arg(place.data());
    own.arg("--workspace").arg(place.workspace());
    let output = own.output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let trace = stdout.lines().find_map(|line| line.strip_prefix("Trace:")).unwrap_or_default().trim().to_owned();
    let trace = fs::read_to_string(&trace).unwrap_or_else(|error| panic!("{trace}: {error}\n{stdout}"));
    let events = trace.lines().map(|line| pgs_value::from_str(line).unwrap()).collect();
    Ran { stdout, code: output.status.code().unwrap(), events }
}

fn sample(place: &Place, workflow: &str, payload: &str) -> Ran {
    run(place, workflow, &payload_file(&format!("allotments/{payload}")))
}

fn state(place: &Place, name: &str) -> String {
    fs::read_to_string(place.data().join("allotments").join(name)).unwrap()
}

#[test]
fn a_member_is_entered_once() {
    let place = Place::new();
    let ran = sample(&place, "WF_ENTER_MEMBER_V0", "enter_member");
    assert_eq!((ran.line("Status:"), ran.code), ("SUCCESS", 0));
    assert_eq!(
        ran.output(),
        json!({"member_id": "M_a937a8f2b8c2a987", "email": "ada@example.org", "full_name": "Ada Marsh"})
    );
    assert_eq!(ran.announced(), ["allotments::EV_MEMBER_ENTERED_V0"]);
    let again = sample(&place, "WF_ENTER_MEMBER_V0", "enter_member");
    assert_eq!((again.line("Status:"), again.code, again.announced().len()), ("ALREADY_EXISTS", 0, 0));
    assert_eq!(state(&place, "members.jsonl").lines().count(), 1);
}

#[test]
fn a_plot_has_one_holder_and_lease_and_refusal_are_noted_by_one_contract() {
    let place = Place::new();
    let unknown = sample(&place, "WF_LEASE_PLOT_V0", "lease_plot");
    assert_eq!((unknown.line("Status:"), unknown.code), ("NOT_FOUND", 1));
    sample(&place, "WF_ENTER_MEMBER_V0", "enter_member");
    let leased = sample(&place, "WF_LEASE_PLOT_V0", "lease_plot");
    assert_eq!((leased.line("Status:"), leased.code), ("SUCCESS", 0));
    assert_eq!(
        leased.way(),
        [
            "IN_PLOT_ASKED_FOR_V0 -> CC_CONFIRM_MEMBER_V0",
            "CC_CONFIRM_MEMBER_V0 -> CC_LEASE_PLOT_V0",
            "CC_LEASE_PLOT_V0 -> NOTE_LEASE",
            "NOTE_LEASE -> EXIT_LEASED",
        ]
    );
    assert_eq!(leased.announced(), ["allotments::EV_PLOT_LEASED_V0", "allotments::EV_KEY_DUE_V0"]);
    let refused = sample(&place, "WF_LEASE_PLOT_V0", "lease_plot");
    assert_eq!(refused.way()[2..], ["CC_LEASE_PLOT_V0 -> NOTE_REFUSAL", "NOTE_REFUSAL -> EXIT_REFUSED"]);
    assert_eq!(refused.announced(), ["allotments::EV_LEASE_REFUSED_V0"]);
    assert_eq!(refused.of_type("EVENT")[0]["detail"]["payload"]["decision"], "REFUSED");
    let other = sample(&place, "WF_LEASE_PLOT_V0", "lease_plot_own_tools");
    assert_eq!(other.line("Status:"), "SUCCESS");
    let journal: Vec<Value> =
        state(&place, "journal.jsonl").lines().map(|line| pgs_value::from_str(line).unwrap()).collect();
    let noted: Vec<&Value> = journal.iter().map(|line| &line["record"]).collect();
    let member = "M_a937a8f2b8c2a987";
    // What nobody has said is not there: it is not null.
    assert_eq!(noted[0], &json!({"decision": "LEASED", "member_id": member}));
    assert_eq!(noted[1], &json!({"decision": "REFUSED", "member_id": member}));
    assert_eq!(noted[2], &json!({"decision": "LEASED", "member_id": member, "own_tools": true}));
    let plots: Value = pgs_value::from_str(&state(&place, "plots.json")).unwrap();
    let leased_at = plots["17"]["leased_at"].as_str().unwrap();
    assert!(leased_at.len() == "2026-11-27T06:53:29Z".len() && leased_at.ends_with('Z'), "{leased_at}");
}

#[test]
fn what_is_no_request_is_not_admitted() {
    let place = Place::new();
    let wrong = place.file("wrong.json", r#"{"member_id": "M_1", "plot": 17, "own_tools": null}"#);
    let ran = run(&place, "WF_LEASE_PLOT_V0", &wrong);
    assert_eq!((ran.line("Status:"), ran.code), ("NACK", 1));
    let gate = ran.of_type("CC_STEP")[0]["detail"]["checks"].clone();
    let failed = gate.as_array().unwrap().iter().filter(|it| it["held"] == false);
    let failed: Vec<String> = failed.map(|it| format!("{} {}", it["field"], it["rule"])).collect();
    assert_eq!(failed, [r#""own_tools" "type""#, r#""plot" "type""#, r#""year" "required""#]);
    assert_eq!(ran.way(), ["IN_PLOT_ASKED_FOR_V0 -> EXIT_INCOMPLETE"]);
    assert!(!place.data().join("allotments").exists());
}

#[test]
fn a_delivery_is_labelled_crate_by_crate_and_refused_as_a_whole() {
    let place = Place::new();
    let none = sample(&place, "WF_STORE_HARVEST_V0", "store_harvest");
    assert_eq!((none.line("Status:"), none.code), ("NOT_FOUND", 1));
    sample(&place, "WF_ENTER_MEMBER_V0", "enter_member");
    sample(&place, "WF_LEASE_PLOT_V0", "lease_plot");
    let before = state(&place, "plots.json");
    let stored = sample(&place, "WF_STORE_HARVEST_V0", "store_harvest");
    assert_eq!((stored.line("Status:"), stored.code), ("SUCCESS", 0));
    assert_eq!(stored.output()["slip"], "SLIP_3c6d18c86d2bf67b_010e97a7e7a3931e");
    assert_eq!(stored.output()["holder"], "M_a937a8f2b8c2a987");
    let atoms = stored.of_type("CT_STEP");
    let paths: Vec<&str> = atoms.iter().map(|it| it["detail"]["path"].as_str().unwrap()).collect();
    let passes = ["labelled[0]/family", "labelled[0]/marked", "labelled[1]/family", "labelled[1]/marked"];
    assert_eq!(paths[3..], passes);
    let bananas = sample(&place, "WF_STORE_HARVEST_V0", "store_harvest_bananas");
    assert_eq!((bananas.line("Status:"), bananas.code), ("VIOLATION", 1));
    assert_eq!(bananas.announced(), ["allotments::EV_HARVEST_REFUSED_V0"]);
    let empty = place.file("empty.json", r#"{"plot": "17", "crates": []}"#);
    assert_eq!(run(&place, "WF_STORE_HARVEST_V0", &empty).line("Status:"), "VIOLATION");
    assert_eq!(state(&place, "harvests.jsonl").lines().count(), 1);
    // The shed reads the desk's book, and leaves it alone.
    assert_eq!(state(&place, "plots.json"), before);
}

/// What `pgs` printed and said, and its exit status.
fn pgs(place: &Place, arguments: &[&str], stdin: &str) -> (String, String, i32) {
    let mut pgs = command(binary("pgs"));
    pgs.args(arguments);
    if arguments[0] == "run" {
        pgs.arg("--data-root").arg(place.data()).arg("--workspace").arg(place.workspace());
    }
    let output = feed(&mut pgs, stdin.as_bytes());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn many_payloads_are_run_in_one_process() {
    let place = Place::new();
    let lines = "{\"full_name\": \"A\", \"email\": \"a@example.org\"}\n{\"full_name\": \"A\", \"email\": \"a@example.org\"}\n\n\
                 {\"full_name\": 7}\n7\n";
    let asked = ["run", "--wf", "allotments::WF_ENTER_MEMBER_V0", "--payloads", "-"];
    let (out, said, status) = pgs(&place, &asked, lines);
    let results: Vec<Value> = out.lines().map(|line| pgs_value::from_str(line).unwrap()).collect();
    let told = |n: usize, key: &str| results[n][key].clone();
    assert_eq!([told(0, "line"), told(2, "line"), told(3, "line")], [json!(1), json!(4), json!(5)], "{out}");
    let statuses = [told(0, "status"), told(1, "status"), told(2, "status")];
    assert_eq!(statuses, ["SUCCESS", "ALREADY_EXISTS", "NACK"].map(Value::from));
    assert_eq!(told(0, "emits"), json!(["allotments::EV_MEMBER_ENTERED_V0"]));
    assert_eq!(told(0, "output")["full_name"], "A");
    assert!(told(3, "error").as_str().unwrap().starts_with("line 5 holds a number"), "{out}");
    assert_eq!((said.as_str(), status), ("4 runs: 1 ALREADY_EXISTS, 1 NACK, 1 SUCCESS, 1 error\n", 1));
    // Several at the same time: each member is entered, once.
    let many = (0..40).map(|n| format!("{{\"full_name\": \"A\", \"email\": \"{}\"}}", n % 20));
    let many = many.collect::<Vec<_>>().join("\n");
    let (_, said, status) = pgs(&place, &[&asked[..], &["--jobs", "3"]].concat(), &many);
    assert_eq!((said.as_str(), status), ("40 runs: 20 ALREADY_EXISTS, 20 SUCCESS\n", 0));
    assert_eq!(state(&place, "members.jsonl").lines().count(), 21);
}

#[test]
fn which_payloads_would_be_admitted_is_said_without_a_run() {
    let place = Place::new();
    let wf = "WF_LEASE_PLOT_V0";
    let (skeleton, _, status) = pgs(&place, &["payload", "--wf", wf], "");
    let skeleton = pgs_value::from_str::<Value>(&skeleton).unwrap();
    assert_eq!(status, 0);
    assert_eq!(skeleton, json!({"member_id": "", "own_tools": false, "plot": "", "year": 0}));
    let (required, _, _) = pgs(&place, &["payload", "--wf", wf, "--required"], "");
    assert!(!required.contains("own_tools"), "{required}");
    let lines = format!("{skeleton}\n{{\"plot\": 1, \"member_id\": \"M\"}}\n");
    let (out, said, status) = pgs(&place, &["admit", "--wf", wf, "--payloads", "-"], &lines);
    assert_eq!(out, "line 2: refused: `plot` is not of type string; `year` is missing\n");
    assert_eq!((said.as_str(), status), ("2 payloads: 1 admitted, 1 refused\n", 1));
    let (out, _, _) = pgs(&place, &["admit", "--wf", wf, "--payloads", "-", "--format", "json"], &lines);
    let second: Value = pgs_value::from_str(out.lines().nth(1).unwrap()).unwrap();
    assert_eq!((&second["admitted"], &second["violations"][1]["rule"]), (&json!(false), &json!("required")));
}

#[test]
fn what_there_is_no_place_for_is_refused_in_one_line() {
    let place = Place::new();
    let wf = "allotments::WF_ENTER_MEMBER_V0";
    for (arguments, named) in [
        (vec!["run", "--wf", wf, "--run-id", "1"], "--run-id is not there for workflows of PGC"),
        (
            vec!["run", "--wf", wf, "--payloads", "-", "--run-id-field", "id"],
            "--run-id-field is not there for workflows of PGC",
        ),
        (
            vec!["admit", "--wf", wf, "--payloads", "-", "--admission", "observe"],
            "--admission is not there for workflows of PGC",
        ),
        (
            vec!["conformance", "snapshots/allotments"],
            "the cases of a sealed snapshot of PGC are not run by this command",
        ),
    ] {
        let (out, said, status) = pgs(&place, &arguments, "");
        assert_eq!((out.as_str(), said.lines().count(), status), ("", 1, 2), "{said}");
        assert!(said.starts_with("error: ") && said.contains(named), "{said}");
    }
    assert!(place.state_files().is_empty());
}
