//! Admission: what NACK and the observed modes do.

use pgs_value::{Value, json};

use super::support::{Place, Ran, files_below, payload, state};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";
const ACCEPT: &str = "parcels::WF_ACCEPT_PARCEL_V0";

/// The violations in the trace's one ADMISSION event, as `rule path`.
fn violations(ran: &Ran, mode: &str) -> Vec<String> {
    let events: Vec<&Value> = ran.trace.of_kind("ADMISSION").collect();
    assert_eq!(events.len(), 1, "{}", ran.trace.text());
    assert_eq!(events[0]["detail"]["mode"], mode);
    let violations = events[0]["detail"]["violations"].as_array().unwrap();
    violations
        .iter()
        .map(|violation| {
            let keys: Vec<&str> = violation.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, ["path", "rule", "message"]);
            assert!(!violation["message"].as_str().unwrap().is_empty());
            format!("{} {}", violation["rule"].as_str().unwrap(), violation["path"].as_str().unwrap())
        })
        .collect()
}

/// The run ended at the NACK edge and touched no state.
#[track_caller]
fn is_rejected(place: &Place, ran: &Ran) {
    ran.ends("NACK", 1, "EXIT_REJECTED (REJECTED)");
    assert_eq!(ran.output(), Value::Null);
    assert_eq!(ran.trace.kinds(), ["WF_START", "ADMISSION", "WF_COMPLETE"]);
    assert_eq!(files_below(&place.data()), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_rule_that_is_broken_is_nack_in_enforce() {
    let place = Place::new();
    let bad = json!({ "member": { "email": "nobody", "language": "la" } });
    for mode in [None, Some("enforce")] {
        let ran = place.run_in_mode(REGISTER, &bad, mode);
        is_rejected(&place, &ran);
        let mut rules = violations(&ran, "enforce");
        rules.sort();
        let wanted =
            ["enum $.payload.member.language", "format $.payload.member.email", "required $.payload.member.full_name"];
        assert_eq!(rules, wanted);
    }
}

#[test]
fn a_rule_that_is_broken_is_recorded_in_observe() {
    let place = Place::new();
    let bad = json!({ "member": { "email": "nobody", "language": "la" } });
    let ran = place.run_in_mode(REGISTER, &bad, Some("observe"));
    ran.ends("SUCCESS", 0, "EXIT_REGISTERED (COMPLETED, emits EV_MEMBER_REGISTERED_V0)");
    assert_eq!(violations(&ran, "observe").len(), 3);
    let members = state::registry(&place.data().join("library/members.jsonl"));
    let member = members.values().next().unwrap();
    assert_eq!((&member["full_name"], &member["language"]), (&Value::Null, &json!("la")));
}

#[test]
fn observe_fills_in_no_default() {
    let place = Place::new();
    place.run_in_mode("library::WF_ADD_BOOK_V0", &payload("library/add_book"), Some("observe"));
    let cards = state::records(&place.data().join("library/catalogue.json"));
    assert_eq!(cards["0x00a1"]["reference_only"], Value::Null);
}

#[test]
fn presence_and_type_of_a_field_are_enforced_in_both_modes() {
    let wrong = [
        (json!({}), "required $.payload.member"),
        (json!({ "member": null }), "required $.payload.member"),
        (json!({ "member": "Ada" }), "type $.payload.member"),
        (json!({ "member": ["Ada"] }), "type $.payload.member"),
    ];
    for (payload, violation) in wrong {
        for mode in ["enforce", "observe"] {
            let place = Place::new();
            let ran = place.run_in_mode(REGISTER, &payload, Some(mode));
            is_rejected(&place, &ran);
            assert_eq!(violations(&ran, mode), [violation]);
        }
    }
}

#[test]
fn an_admitted_payload_writes_no_admission_event_and_keeps_unknown_fields() {
    let place = Place::new();
    let mut more = payload("library/register_member");
    more["asked_at"] = json!("the desk");
    let ran = place.run_with(REGISTER, &more);
    ran.ends("SUCCESS", 0, "EXIT_REGISTERED (COMPLETED, emits EV_MEMBER_REGISTERED_V0)");
    assert_eq!(ran.trace.of_kind("ADMISSION").count(), 0);
    assert_eq!(ran.trace.events[0]["detail"]["payload_keys"], json!(["member", "asked_at"]));
}

#[test]
fn every_kind_of_rule_is_enforced_with_its_path() {
    let broken = [
        (
            "parcel",
            json!({ "weight_grams": 0, "length_mm": 1, "width_mm": 1, "height_mm": 1 }),
            "minimum $.payload.parcel.weight_grams",
        ),
        (
            "parcel",
            json!({ "weight_grams": 1.5, "length_mm": 1, "width_mm": 1, "height_mm": 1 }),
            "type $.payload.parcel.weight_grams",
        ),
        ("parcel", json!({ "weight_grams": 1, "length_mm": 1, "width_mm": 1 }), "required $.payload.parcel.height_mm"),
        ("service", json!("PIGEON"), "enum $.payload.service"),
        ("handed_in_at", json!("yesterday"), "format $.payload.handed_in_at"),
        ("sender_email", json!("ada"), "format $.payload.sender_email"),
        ("insured_value", json!(-0.5), "minimum $.payload.insured_value"),
        ("insured_value", json!("1"), "type $.payload.insured_value"),
        ("prepaid_cents", json!(1.5), "type $.payload.prepaid_cents"),
    ];
    for (field, value, violation) in broken {
        let place = Place::new();
        let mut parcel = payload("parcels/accept_parcel");
        parcel[field] = value;
        let ran = place.run_with(ACCEPT, &parcel);
        is_rejected(&place, &ran);
        assert_eq!(violations(&ran, "enforce"), [violation]);
    }
    let place = Place::new();
    let ran = place.run_with("depots::WF_ROUTE_BATCH_V0", &json!({ "foreman": "F", "cages": [] }));
    is_rejected(&place, &ran);
    assert_eq!(violations(&ran, "enforce"), ["minItems $.payload.cages"]);
    let cage =
        json!({ "cage": "C", "seal": "7f", "destination": "D", "parcels": [{ "parcel_id": 7, "action": "DROP" }] });
    let ran = place.run_with("depots::WF_ROUTE_BATCH_V0", &json!({ "foreman": "F", "cages": [cage] }));
    is_rejected(&place, &ran);
    let mut rules = violations(&ran, "enforce");
    rules.sort();
    let parcel = "$.payload.cages[0].parcels[0]";
    let wanted = [
        format!("enum {parcel}.action"),
        "format $.payload.cages[0].seal".to_owned(),
        format!("type {parcel}.parcel_id"),
    ];
    assert_eq!(rules, wanted);
}

#[test]
fn an_integer_beyond_64_bits_is_refused_clearly() {
    let place = Place::new();
    let text = std::fs::read_to_string(super::support::payload_file("parcels/accept_parcel")).unwrap();
    let text = text.replace("\"prepaid_cents\": 1550", "\"prepaid_cents\": 100000000000000000000000");
    let ran = place.run_with(ACCEPT, &pgs_value::from_str(&text).unwrap());
    is_rejected(&place, &ran);
    assert!(ran.trace.text().contains("does not fit 64 bits"), "{}", ran.trace.text());
}

#[test]
fn a_nested_workflow_is_admitted_in_the_same_way() {
    let place = Place::new();
    place.run(REGISTER, "library/register_member");
    // In `observe` the outer workflow passes; the nested one misses a required field in either mode.
    let slips = json!({ "desk": "D", "slips": [{ "slip": "RETURN", "book_id": "0x01" }] });
    let ran = place.run_in_mode("library::WF_WORK_OFF_SLIPS_V0", &slips, Some("observe"));
    ran.ends("VIOLATION", 1, "EXIT_STOPPED (STOPPED)");
    assert_eq!(violations(&ran, "observe"), ["required $.payload.returned_at"]);
    let nested: Vec<&Value> = ran.trace.of_kind("WF_COMPLETE").collect();
    assert_eq!(nested[0]["result_status"], "NACK");
}
