//! The library: members, books, letters.

use pgs_value::{Value, json};

use super::support::{Place, files_below, payload, state};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";
const ADD: &str = "library::WF_ADD_BOOK_V0";
const NOTIFY: &str = "library::WF_NOTIFY_MEMBER_V0";

pub const ADA: &str = "M_a937a8f2b8c2a987";
pub const MARY: &str = "M_be008515a6109024";

#[test]
fn registering_twice_succeeds_twice_and_registers_once() {
    let place = Place::new();
    let registered = "EXIT_REGISTERED (COMPLETED, emits EV_MEMBER_REGISTERED_V0)";
    for entry in 1..=2 {
        let ran = place.run(REGISTER, "library/register_member");
        ran.ends("SUCCESS", 0, registered);
        let surface = json!({
            "entry_number": entry,
            "details": { "full_name": "Ada Lovelace" },
            "event_code": "EV_MEMBER_REGISTERED_V0",
            "subject": ADA,
        });
        assert_eq!(ran.output(), surface);
        let first = if entry == 1 { "SUCCESS" } else { "ALREADY_EXISTS" };
        let path = [format!("CC_REGISTER_MEMBER_V0 {first}"), "CC_RECORD_EVENT_V0 SUCCESS".to_owned()];
        assert_eq!(ran.trace.path(), path);
    }
    let members = place.data().join("library/members.jsonl");
    assert_eq!(state::lines(&members).len(), 1);
    let ada = &state::registry(&members)[ADA];
    assert_eq!((&ada["target_ref"], &ada["full_name"]), (&json!("ada@example.org"), &json!("Ada Lovelace")));
    assert!(state::is_timestamp(&ada["registered_at"]), "{ada}");
    let address = ada["address"].as_str().unwrap();
    assert!(address.strip_prefix("ADDR_").is_some_and(|digits| digits.len() == 32), "{address}");
    let journal = state::journal(&place.data().join("library/journal.jsonl"));
    assert_eq!(journal.len(), 2);
    for entry in &journal {
        assert_eq!((&entry["actor_id"], &entry["stream_id"]), (&json!("desk"), &json!(ADA)));
        assert_eq!(entry["record"]["event_code"], "EV_MEMBER_REGISTERED_V0");
        assert!(state::is_timestamp(&entry["record"]["recorded_at"]), "{entry}");
    }
    assert_eq!(place.traces().len(), 2);
}

#[test]
fn a_declared_default_is_filled_in_and_objects_stay_as_they_came() {
    let place = Place::new();
    place.run(REGISTER, "library/register_member");
    place.run(REGISTER, "library/register_second_member");
    place.run(ADD, "library/add_book");
    let members = state::registry(&place.data().join("library/members.jsonl"));
    assert_eq!((&members[ADA]["language"], &members[MARY]["language"]), (&Value::Null, &json!("de")));
    let cards = state::records(&place.data().join("library/catalogue.json"));
    assert_eq!(cards["0x00a1"]["reference_only"], false);
}

#[test]
fn an_fqdn_in_a_binding_is_stored_as_its_address() {
    let place = Place::new();
    place.run(REGISTER, "library/register_member");
    let index = super::support::project().join("snapshots/library/protocol_snapshot/artifact_index/index.json");
    let index = std::fs::read_to_string(index).unwrap();
    let index: Value = pgs_value::from_str(&index).unwrap();
    let address = &index["artifacts"]["capability_side_effects::CS_SEND_EMAIL_V0"]["addresses"]["library"];
    let address = i64::from_str_radix(address.as_str().unwrap().trim_start_matches("0x"), 16).unwrap();
    assert_eq!(state::registry(&place.data().join("library/members.jsonl"))[ADA]["target_cs"], address);
}

#[test]
fn books_are_catalogued_with_the_loan_period_of_their_section() {
    let place = Place::new();
    let ran = place.run(ADD, "library/add_book");
    ran.ends("SUCCESS", 0, "EXIT_ADDED (COMPLETED)");
    assert_eq!(ran.output()["loan_days"], 14);
    let ran = place.run(ADD, "library/add_reference_book");
    ran.ends("SUCCESS", 0, "EXIT_ADDED (COMPLETED)");
    assert_eq!((&ran.output()["loan_days"], &ran.output()["price"]), (&json!(7), &Value::Null));
    place.run(ADD, "library/add_book").ends("ALREADY_EXISTS", 0, "EXIT_KNOWN (ALREADY_CATALOGUED)");
    assert_eq!(state::registry(&place.data().join("library/books.jsonl")).len(), 2);
    let cards = state::records(&place.data().join("library/catalogue.json"));
    let mut card = payload("library/add_book");
    card.as_object_mut().unwrap().remove("barcode");
    let more = json!({
        "reference_only": false, "loan_days": 14, "copies": 1, "lost": false, "weeding_score": 0.5,
        "tags": ["new", "SCIENCE"], "last_inventory": null,
    });
    card.as_object_mut().unwrap().append(&mut more.as_object().unwrap().clone());
    assert_eq!(cards["0x00a1"], card);
}

#[test]
fn a_letter_is_written_and_recorded() {
    let place = Place::new();
    let unknown = place.run(NOTIFY, "library/notify_member");
    unknown.ends("NOT_FOUND", 1, "EXIT_REJECTED (REJECTED)");
    assert!(!place.data().join("library/journal.jsonl").exists());
    place.run(REGISTER, "library/register_member");
    let ran = place.run(NOTIFY, "library/notify_member");
    ran.ends("SUCCESS", 0, "EXIT_NOTIFIED (COMPLETED, emits EV_MEMBER_NOTIFIED_V0)");
    // No SMTP server is configured.
    let details = json!({ "book_id": "0x00a1", "delivery": "skipped", "reason": "READY" });
    assert_eq!(ran.output()["details"], details);
}

#[test]
fn mail_addresses_reach_no_output() {
    let place = Place::new();
    let ran = place.run(REGISTER, "library/register_member");
    assert_eq!(ran.trace.of_kind("CC_START").next().unwrap()["detail"]["inputs"]["member"]["email"], "<suppressed>");
    let mut printed = ran.stdout.clone();
    printed += &place.run(NOTIFY, "library/notify_member").stdout;
    // In `observe` the malformed address passes, and still stays hidden.
    let odd = json!({ "member": { "full_name": "Ada", "email": "ada@example.org, again" } });
    printed += &place.run_in_mode(REGISTER, &odd, Some("observe")).stdout;
    assert!(!printed.contains("ada@example.org"), "{printed}");
    for path in files_below(&place.workspace()) {
        let text = std::fs::read(&path).unwrap();
        assert!(!text.windows(15).any(|window| window == b"ada@example.org"), "{}", path.display());
    }
}
