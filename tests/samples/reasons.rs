//! What a run says of why it did not succeed: on a terminal, as an object, as a line of a batch, and to callers.

use pgs_value::{Value, json};

use super::support::{Place, feed, payload};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";
const RETURN: &str = "library::WF_RETURN_BOOK_V0";
const SIGN: &str = "depots::WF_SIGN_MANIFEST_V0";

fn lines<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim).collect()
}

fn object(place: &Place, workflow: &str, payload: &Value) -> Value {
    let output = feed(place.pgs(workflow).args(["--format", "json", "--payload", "-"]), payload.to_string().as_bytes());
    pgs_value::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_payload_that_is_refused_is_told_which_rules_it_breaks() {
    let place = Place::new();
    let bad = json!({ "member": { "email": "a-secret-word", "language": "la" } });
    let ran = place.run_with(REGISTER, &bad);
    let wanted = [
        // What is suppressed is not shown, not even to whoever gave it.
        "$.member.email: must be a mail address (IN_MEMBER_REGISTERED_V0)",
        "$.member.full_name: the required field `full_name` is missing (IN_MEMBER_REGISTERED_V0)",
        "$.member.language: \"la\" is not one of en, de, fr (IN_MEMBER_REGISTERED_V0)",
    ];
    assert_eq!(lines(&ran.stdout, "Rejected"), wanted);
    assert_eq!(lines(&ran.stdout, "Trace").len(), 1);
    let told = object(&place, REGISTER, &bad);
    assert!(told["reason"].as_str().unwrap().contains("\"la\" is not one of en, de, fr"), "{told}");
    let rules: Vec<&str> =
        told["violations"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["format", "required", "enum"]);
    assert!(!told.to_string().contains("a-secret-word"), "{told}");
    let batch = feed(place.pgs(REGISTER).args(["--payloads", "-"]), bad.to_string().as_bytes());
    let line: Value = pgs_value::from_slice(&batch.stdout).unwrap();
    assert_eq!((&line["reason"], &line["violations"]), (&told["reason"], &told["violations"]));
}

/// A secret under a name that is none of a secret: in a list, as a number, as a key.
#[test]
fn a_secret_at_another_place_is_not_shown() {
    let place = Place::new();
    let secret = "secret@example.org";
    for bad in [
        json!({ "member": { "full_name": "A", "email": secret, "language": secret } }),
        json!({ "member": { "full_name": "A", "email": secret, "language": format!("x {secret}") } }),
        json!({ "member": { "full_name": "A", "email": 73_125_461 } }),
        json!({ "member": { "full_name": "A", "email": [secret] } }),
    ] {
        let ran = place.run_with(REGISTER, &bad);
        assert_eq!(ran.status(), "NACK");
        assert!(!ran.stdout.contains(secret) && !ran.stdout.contains("73125461"), "{}", ran.stdout);
        assert!(!object(&place, REGISTER, &bad).to_string().contains(secret));
    }
}

#[test]
fn a_step_that_decides_is_named_with_its_reason() {
    let place = Place::new();
    let returned = payload("library/return_book");
    let ran = place.run_with(RETURN, &returned);
    let [reason] = lines(&ran.stdout, "Reason")[..] else { panic!("{}", ran.stdout) };
    assert!(reason.starts_with("step `") && reason.contains("CC_READ_LOAN_V0"), "{reason}");
    assert!(reason.contains("CS_") && reason.contains("ended with NOT_FOUND"), "{reason}");
    let told = object(&place, RETURN, &returned);
    assert_eq!((&told["step"]["node"], &told["step"]["status"]), (&json!("CC_READ_LOAN_V0"), &json!("NOT_FOUND")));
    assert_eq!((&told["step"]["workflow"], &told["violations"]), (&json!(RETURN), &json!([])));
}

#[test]
fn the_reason_of_a_step_shows_no_secret() {
    let place = Place::new();
    let mut broken = payload("parcels/sign_manifest");
    let words = "legal winner thank year wave sausage worth useful legal winner thank thank";
    broken["mnemonic"] = json!(words);
    let ran = place.run_with(SIGN, &broken);
    let [reason] = lines(&ran.stdout, "Reason")[..] else { panic!("{}", ran.stdout) };
    assert!(reason.contains("ended with VIOLATION: "), "{reason}");
    assert!(words.split(' ').all(|word| !reason.contains(word)), "{reason}");
}

#[test]
fn a_run_that_succeeds_has_no_reason() {
    let place = Place::new();
    let told = object(&place, REGISTER, &payload("library/register_member"));
    assert_eq!((&told["status"], told.get("reason"), told.get("violations")), (&json!("SUCCESS"), None, None));
}

/// A workflow that a step has started decided, and its name is told.
#[test]
fn a_workflow_within_the_run_is_named() {
    let place = Place::new();
    let batch = payload("parcels/route_batch");
    let ran = place.run_with("depots::WF_ROUTE_BATCH_V0", &batch);
    assert_eq!(ran.status(), "VIOLATION");
    let [reason] = lines(&ran.stdout, "Reason")[..] else { panic!("{}", ran.stdout) };
    assert!(reason.contains("CC_FIND_DEPOTS_V0") && reason.ends_with(", in depots::WF_SORT_PARCEL_V0"), "{reason}");
    let told = object(&place, "depots::WF_ROUTE_BATCH_V0", &batch);
    assert_eq!(told["step"]["workflow"], "depots::WF_SORT_PARCEL_V0");
}
