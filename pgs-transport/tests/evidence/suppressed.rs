//! What a workflow suppresses: said out of band, and nothing that a payload or a forger says.

use std::fs;
use std::path::Path;

use pgs_rt::store::Location;
use pgs_rt::{
    AnyField as _, ContractId, Dig as _, End, Exit, Fault, Field, Map, Origin, Run, StepId, TransformStatus, Value,
    WorkflowId, arithmetic, chained,
};
use pgs_transport::Workflow;
use pgs_value::arithmetic::Comparison;
use pgs_value::{from_str, json};

use crate::lend::{Place, pgs_with};
use crate::verify::{lines, write};

const CONTRACT: ContractId = ContractId { fqdn: "shop::CC_JOIN_V0", address: 1 };
const EXIT: Exit = Exit { node: "EXIT", reason: None, emit: None };
/// What the shop has stored of everybody.
const STORED: &str = "stored@example.org";

/// A workflow that makes an id of an e-mail address, stores both, and reads what was stored of somebody else.
fn join(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    let id = WorkflowId { fqdn: "shop::WF_LEND_V0", domain: "shop", address: 3 };
    run.workflow_starts(&id, &payload)?;
    let of = |key: &str| payload.get(key).cloned().unwrap_or_default();
    run.binds(&[
        ("/contact", Origin::Payload("/email")),
        ("/note", Origin::Payload("/note")),
        ("/rest", Origin::Payload("/rest")),
    ]);
    let inputs = json!({"contact": of("email"), "note": of("note"), "rest": of("rest")});
    run.contract_starts(&CONTRACT, "JOIN", inputs.as_object().unwrap_or(&Map::new()))?;
    let letter = StepId { name: "letter", fqdn: "shop::CT_PURE_LETTER_V0", address: 5, op: None };
    let given = [("/to", Origin::Input("/contact")), ("/note", Origin::Input("/note"))];
    let step = run.step(&CONTRACT, &letter).bound(&given, &[("/text", Origin::Raw("/text"))]);
    let given = json!({"to": inputs["contact"], "note": inputs["note"]});
    let text = |given: Value| Ok(json!({"text": format!("Dear {}: {}", given["to"], given["note"])}));
    let mut written = step.transform(given, text)?;
    let text: Field<Value> = written.outputs.take().map(|outputs| outputs["text"].clone()).into();
    step.ends(written.status.as_str(), &[("text", &text)], None)?;
    assert_eq!(TransformStatus::Success, written.status);
    let enter = StepId { name: "enter", fqdn: "shop::CS_BOOK_V0", address: 6, op: Some("WRITE") };
    let given = [
        ("/key", Origin::Input("/contact")),
        ("/value/note", Origin::Input("/note")),
        ("/value/letter", Origin::Step("letter", "/text")),
    ];
    let step = run.step(&CONTRACT, &enter).bound(&given, &[("/before", Origin::Raw("/before"))]);
    let call = json!({"key": inputs["contact"], "value": {"note": inputs["note"], "letter": text.view().map(pgs_rt::View::to_value).unwrap_or_default()}});
    let store = Location::at("BOOK", "shop/book.json");
    let answer = step.effect(Some(&store), call, |_, _| json!({"status": "SUCCESS", "before": {"email": STORED}}))?;
    let before: Field<Value> = Field::Is(answer["before"].clone());
    step.ends("SUCCESS", &[("before", &before)], None)?;
    run.contract_ends(&CONTRACT, "SUCCESS", &Map::new())?;
    // What comes last repeats the payload's own words.
    run.binds(&[("/note", Origin::Payload("/note"))]);
    run.contract_starts(&CONTRACT, "AGAIN", &pgs_rt::map([("note", of("note"))]))?;
    run.contract_ends(&CONTRACT, "SUCCESS", &Map::new())?;
    let end = End { status: "SUCCESS", surface: Map::new(), exit: Some(EXIT) };
    run.workflow_ends(&id, &end)?;
    Ok(end)
}

pub(crate) fn workflow(suppressed: &'static [&'static str]) -> [Workflow; 1] {
    let id = WorkflowId { fqdn: "shop::WF_LEND_V0", domain: "shop", address: 3 };
    [Workflow { suppressed, ..Workflow::new(id, join) }]
}

/// The answer of a command about a trace, and its exit status.
fn about(command: &str, file: &Path, workflows: &[Workflow]) -> (String, u8) {
    let output = pgs_with(&[command, file.to_str().unwrap()], workflows);
    (output.stdout, output.status)
}

/// Changes the lines of a trace, and chains them anew, as somebody does who can compute hashes.
fn forge(file: &Path, change: impl Fn(&str) -> String) {
    let mut before = "0".repeat(64);
    let forged: Vec<String> = lines(file)
        .iter()
        .map(|line| {
            let body = change(line.rsplit_once(",\"hash\":").unwrap().0);
            before = chained(&before, &body);
            format!("{body},\"hash\":\"{before}\"}}")
        })
        .collect();
    write(file, &forged);
}

/// What somebody does to a line.
type Change<'a> = &'a dyn Fn(&str) -> String;

#[test]
fn a_short_secret_stands_nowhere_and_the_run_is_repeated() {
    let place = Place::new();
    let file = place.run_of(&workflow(&["email"]), &json!({"email": "a@b.cd", "note": "call me"}));
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.contains("a@b.cd") && !text.contains(STORED), "{text}");
    assert!(text.contains("call me"));
    assert!(about("verify", &file, &workflow(&["email"])).0.starts_with("ok "));
    let (said, status) = about("replay", &file, &workflow(&["email"]));
    assert!(said.starts_with("identical ") && said.contains("suppressed values were not compared"), "{said}");
    assert_eq!(status, 0);
}

/// By coincidence: what a payload says is not what somebody else has stored, though it is the same.
#[test]
fn a_payload_that_repeats_a_stored_secret_is_repeated() {
    let place = Place::new();
    for note in [STORED, &format!("write to {STORED}"), "<suppressed>", "a <suppressed> b"] {
        let file = place.run_of(&workflow(&["email"]), &json!({"email": "ada@example.org", "note": note}));
        let (said, status) = about("replay", &file, &workflow(&["email"]));
        assert!(said.starts_with("identical ") && status == 0, "{note}: {said}");
        assert!(about("verify", &file, &[]).0.starts_with("ok "));
        // Nobody keeps it out of the trace: it came from elsewhere.
        let first: Value = from_str(&lines(&file)[0]).unwrap();
        assert_eq!(first["detail"]["payload"]["note"], note);
    }
}

#[test]
fn a_payload_that_repeats_its_own_secret_does_not_show_it() {
    let place = Place::new();
    let words = "correct horse battery";
    let payload = json!({"email": words, "note": format!("I am {words}"), words: 1, "rest": {words: [words]}});
    let file = place.run_of(&workflow(&["email"]), &payload);
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.contains(words), "{text}");
    let (said, status) = about("replay", &file, &workflow(&["email"]));
    assert!(said.starts_with("identical ") && status == 0, "{said}\n{text}");
    assert!(about("verify", &file, &[]).0.starts_with("ok "));
}

/// What a run finds by looking for its secrets nobody can find who does not know them: words of the protocol, and what a
/// transform made.
#[test]
fn a_secret_that_is_a_word_of_the_protocol_is_repeated() {
    let place = Place::new();
    let names: &[&str] = &["before", "email", "letter", "note", "rest"];
    let workflows = workflow(&["email"]).map(|it| Workflow { names, ..it });
    let words = ["note", "email", "rest", "text", "status", "before", "outputs", "SUCCESS", "letter", "contact", "key"];
    for word in words {
        let note = format!("{word}, {word} and {word}");
        let rest = json!({word: 1, "note": {word: word}, "list": [{word: [word]}, word]});
        for payload in [
            json!({"email": word, "note": note, "rest": rest}),
            json!({"email": word, "note": word, "rest": rest}),
            json!({"email": {"a": [word]}, "note": "x", "rest": rest, word: word}),
            json!({"rest": {"note": {"email": word}, word: word}, "note": note}),
            json!({"email": word, word: 1, "<suppressed>": {"email": word}, "note": "<suppressed>", "rest": rest}),
            json!({"<suppressed>": [word], "email": "<suppressed>", "note": "<suppressed>", "rest": {"<suppressed>": rest}}),
        ] {
            let file = place.run_of(&workflows, &payload);
            let (said, status) = about("replay", &file, &workflows);
            let is_same = said.starts_with("identical ") || said.starts_with("in part ");
            assert!(is_same && status == 0, "{payload}: {said}\n{}", fs::read_to_string(&file).unwrap());
            assert!(about("verify", &file, &[]).0.starts_with("ok "), "{payload}");
        }
    }
}

/// A workflow whose contract compares the secret, and what is within it, and adds to it.
fn decide(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    let id = WorkflowId { fqdn: "shop::WF_LEND_V0", domain: "shop", address: 3 };
    run.workflow_starts(&id, &payload)?;
    run.binds(&[("/email", Origin::Payload("/email"))]);
    run.contract_starts(&CONTRACT, "JOIN", &pgs_rt::map([("email", payload.value_at(&["email"]))]))?;
    let status = match payload.get("by").and_then(Value::as_str) {
        Some("condition") => run.holds(Comparison::Less, [&payload["email"], &5.into()], "$.email < 5"),
        Some("inner") => {
            run.holds(Comparison::Equal, [&payload.value_at(&["email", "kind"]), &1.into()], "$.email.kind == 1")
        }
        _ => arithmetic::plus(&payload["email"], 1, "{{$.email + 1}}")? > 5,
    };
    let status = if status { "SUCCESS" } else { "VIOLATION" };
    run.contract_ends(&CONTRACT, status, &Map::new())?;
    let end = End { status, surface: Map::new(), exit: Some(EXIT) };
    run.workflow_ends(&id, &end)?;
    Ok(end)
}

#[test]
fn what_a_suppressed_value_decides_is_known_in_part() {
    let place = Place::new();
    let id = WorkflowId { fqdn: "shop::WF_LEND_V0", domain: "shop", address: 3 };
    let workflows = [Workflow { suppressed: &["email"], names: &["by", "email", "kind"], ..Workflow::new(id, decide) }];
    for (email, by, needs) in [
        (json!(3), "condition", "the condition `$.email < 5`"),
        (json!(7), "condition", "the condition `$.email < 5`"),
        (json!({"kind": 1}), "inner", "the condition `$.email.kind == 1`"),
        (json!({"kind": 2}), "inner", "the condition `$.email.kind == 1`"),
        (json!(3), "plus", "template `{{$.email + 1}}`"),
        (json!("three"), "plus", "template `{{$.email + 1}}`"),
    ] {
        let file = place.run_of(&workflows, &json!({"email": email, "by": by}));
        let (said, status) = about("replay", &file, &workflows);
        let is_told = said.starts_with("in part ") && said.contains(&format!("{needs} needs a suppressed value"));
        assert!(is_told && status == 0, "{email} {by}: {said}");
        assert!(about("verify", &file, &[]).0.starts_with("ok "), "{email} {by}");
    }
}

/// A name that the protocol declares is no secret as a key, whatever a payload says.
#[test]
fn a_declared_name_is_shown_as_a_key() {
    let place = Place::new();
    let workflows = workflow(&["email"]).map(|it| Workflow { names: &["book_identifier", "email"], ..it });
    let rest = json!({"book_identifier": 1, "other_identifier": 2, "email": "x"});
    for (secret, shown) in [("book_identifier", true), ("other_identifier", false), ("email", true)] {
        let file = place.run_of(&workflows, &json!({"email": secret, "note": "x", "rest": rest}));
        let first: Value = from_str(&lines(&file)[0]).unwrap();
        assert_eq!(first["detail"]["payload"]["rest"].get(secret).is_some(), shown, "{secret}: {first}");
        assert!(about("replay", &file, &workflows).0.starts_with("identical "), "{secret}");
    }
}

/// The marker is a text where nothing says that it is one: whoever puts it in the payload changes that, and hides nothing.
#[test]
fn a_marker_in_place_of_a_value_is_found() {
    let marked = r#""suppressed":["/payload/email""#;
    let forgeries: [(&str, Change<'_>); 4] = [
        ("the text alone", &|line| line.replace("call me", "<suppressed>")),
        ("the text, and it is said", &|line| {
            let line = line.replace("call me", "<suppressed>");
            line.replace(marked, &format!("{marked},\"/payload/note\""))
        }),
        ("the list is gone", &|line| line.replace("call me", "<suppressed>").replace(r#""suppressed":[]"#, "")),
        ("it is said of a key that is shown", &|line| line.replace(marked, &format!("{marked},\"/payload/note\""))),
    ];
    for suppressed in [&["email"][..], &[]] {
        for (what, forgery) in &forgeries {
            let place = Place::new();
            let workflows = workflow(suppressed);
            let payload = if suppressed.is_empty() {
                json!({"note": "call me"})
            } else {
                json!({"email": "a@b.cd", "note": "call me"})
            };
            let file = place.run_of(&workflows, &payload);
            let before = lines(&file);
            forge(&file, |line| if line.contains("WF_START") { forgery(line) } else { line.to_owned() });
            if lines(&file) == before {
                continue;
            }
            let (verified, replayed) = (about("verify", &file, &workflows), about("replay", &file, &workflows));
            assert!(verified.1 == 1 || replayed.1 == 1, "{what}: {} {}", verified.0, replayed.0);
        }
    }
}

/// Traces of builds that said it in the values alone are still read.
#[test]
fn an_older_trace_is_repeated() {
    let place = Place::new();
    let workflows = workflow(&["email"]);
    let file = place.run_of(&workflows, &json!({"email": "ada@example.org", "note": "call me"}));
    forge(&file, |line| {
        let (start, rest) = line.split_once(r#","suppressed":["#).unwrap_or((line, "]"));
        format!("{start}{}", rest.split_once(']').unwrap().1)
    });
    assert!(about("verify", &file, &workflows).0.starts_with("ok "));
    let (said, status) = about("replay", &file, &workflows);
    assert!(said.starts_with("identical ") && said.contains("older"), "{said}");
    assert_eq!(status, 0);
}
