//! The parcel service: accepting, delivering, reporting, closing the day.

use pgs_value::{Value, json};

use super::support::{Place, files_below, payload, state};

pub const ACCEPT: &str = "parcels::WF_ACCEPT_PARCEL_V0";
const DELIVER: &str = "parcels::WF_DELIVER_PARCEL_V0";
const CLEAR: &str = "parcels::WF_CLEAR_DELIVERED_V0";
const REPORT: &str = "parcels::WF_REPORT_PARCELS_V0";
const CLOSE: &str = "parcels::WF_CLOSE_DAY_V0";
pub const PARCEL: &str = "P_24f66d3e6f0f04fd";
const DELIVERED: &str = "EXIT_DELIVERED (COMPLETED, emits EV_PARCEL_DELIVERED_V0)";
const REFUSED: &str = "EXIT_REFUSED (COMPLETED, emits EV_DELIVERY_REFUSED_V0)";

/// A service that has accepted one parcel.
pub fn accepted() -> Place {
    let place = Place::new();
    let ran = place.run(ACCEPT, "parcels/accept_parcel");
    ran.ends("SUCCESS", 0, "EXIT_ACCEPTED (COMPLETED, emits EV_PARCEL_ACCEPTED_V0)");
    place
}

pub fn parcels(place: &Place) -> pgs_value::Map<String, Value> {
    state::records(&place.data().join("parcels/parcels.json"))
}

fn journal(place: &Place) -> Vec<Value> {
    state::journal(&place.data().join("parcels/journal.jsonl"))
}

#[test]
fn a_parcel_is_priced_by_the_protocol_s_own_transform() {
    let place = accepted();
    let record = &parcels(&place)[PARCEL];
    // 2.4 kg by EXPRESS, insured for 120.50 euros.
    assert_eq!(record["price_cents"], 1550);
    assert_eq!(record["size"], json!({ "grams": 2400, "edges_mm": [300, 200, 150] }));
    assert_eq!(
        (&record["state"], &record["attempts"], &record["depot"]),
        (&json!("ACCEPTED"), &json!(0), &Value::Null)
    );
    assert!(state::is_timestamp(&record["accepted_at"]), "{record}");
    assert_eq!(
        journal(&place)[0]["record"]["details"],
        json!({ "area": "10", "billed_grams": 2400, "price_cents": 1550 })
    );
    let mut large = payload("parcels/accept_underpaid_parcel");
    large["parcel"]["length_mm"] = json!(1000);
    // The volume, 1000 × 200 × 150 / 5000, is billed instead of the weight.
    assert_eq!(place.run_with(ACCEPT, &large).output()["billed_grams"], 6000);
}

#[test]
fn every_way_of_not_being_accepted_has_its_exit() {
    let place = accepted();
    let twice = place.run(ACCEPT, "parcels/accept_parcel");
    twice.ends("ALREADY_EXISTS", 0, "EXIT_KNOWN (HANDED_IN_TWICE)");
    let oversized = place.run(ACCEPT, "parcels/accept_oversized_parcel");
    oversized.ends("TOO_LARGE", 1, "EXIT_TOO_LARGE (TOO_LARGE)");
    let underpaid = place.run(ACCEPT, "parcels/accept_underpaid_parcel");
    underpaid.ends("UNDERPAID", 1, "EXIT_UNDERPAID (UNDERPAID)");
    assert_eq!(underpaid.trace.path(), ["CC_CHECK_LIMITS_V0 SUCCESS", "CC_PRICE_PARCEL_V0 UNDERPAID"]);
    let mut exact = payload("parcels/accept_underpaid_parcel");
    exact["prepaid_cents"] = json!(1549);
    place.run_with(ACCEPT, &exact).ends("UNDERPAID", 1, "EXIT_UNDERPAID (UNDERPAID)");
    // What the transform refuses: in `observe` a measure of the wrong type reaches it.
    let mut odd = payload("parcels/accept_parcel");
    odd["parcel"]["height_mm"] = json!("tall");
    place.run_in_mode(ACCEPT, &odd, Some("observe")).ends("VIOLATION", 1, "EXIT_REJECTED (REJECTED)");
    assert_eq!((parcels(&place).len(), journal(&place).len()), (1, 1));
}

#[test]
fn a_parcel_is_delivered_once_and_to_whoever_knows_the_code() {
    let place = accepted();
    let wrong = place.run(DELIVER, "parcels/deliver_with_wrong_code");
    wrong.ends("SUCCESS", 0, REFUSED);
    let details = &wrong.output()["details"];
    assert_eq!(details["reason"], "WRONG_CODE");
    assert!(state::is_timestamp(&details["at"]), "{details}");
    assert_eq!(parcels(&place)[PARCEL]["state"], "ACCEPTED");
    place.run(DELIVER, "parcels/deliver_parcel").ends("SUCCESS", 0, DELIVERED);
    let record = &parcels(&place)[PARCEL];
    assert_eq!(record["state"], "DELIVERED");
    assert!(state::is_timestamp(&record["changed_at"]), "{record}");
    let second = place.run(DELIVER, "parcels/deliver_parcel");
    second.ends("SUCCESS", 0, REFUSED);
    assert_eq!(second.output()["details"]["reason"], "ALREADY_DELIVERED");
    let mut unknown = payload("parcels/deliver_parcel");
    unknown["parcel_id"] = json!("P_0000000000000000");
    place.run_with(DELIVER, &unknown).ends("NOT_FOUND", 1, "EXIT_REJECTED (REJECTED)");
    let details = json!({ "area": "10", "signature": "0x01020304", "left_with_neighbour": false });
    assert_eq!(journal(&place)[2]["record"]["details"], details);
}

#[test]
fn pickup_codes_reach_no_output_and_no_state() {
    let place = accepted();
    let mut printed = place.run(ACCEPT, "parcels/accept_parcel").stdout;
    printed += &place.run(DELIVER, "parcels/deliver_with_wrong_code").stdout;
    printed += &place.run(DELIVER, "parcels/deliver_parcel").stdout;
    printed += &place.run(REPORT, "parcels/report_parcels").stdout;
    let mut batch = payload("parcels/route_batch");
    batch["cages"][0]["parcels"].as_array_mut().unwrap().remove(0);
    printed += &place.run_with("depots::WF_ROUTE_BATCH_V0", &batch).stdout;
    assert!(printed.contains("\"pickup_code\":\"<suppressed>\""), "{printed}");
    for secret in ["4711", "0815"] {
        assert!(!printed.contains(&format!("\"{secret}\"")), "{printed}");
        for path in files_below(&place.workspace()).iter().chain(&files_below(&place.data())) {
            let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
            assert!(!text.contains(&format!("\"{secret}\"")), "{}:\n{text}", path.display());
        }
    }
    let mark = parcels(&place)[PARCEL]["code_mark"].as_str().unwrap().to_owned();
    assert!(mark.starts_with("MARK_"));
    for path in files_below(&place.workspace()) {
        assert!(!String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains(&mark), "{}", path.display());
    }
}

#[test]
fn delivered_parcels_are_cleared_in_a_loop_until_none_is_left() {
    let place = accepted();
    let cleared = "EXIT_CLEARED (COMPLETED, emits EV_PARCELS_CLEARED_V0)";
    let idle = place.run(CLEAR, "parcels/clear_delivered");
    idle.ends("SUCCESS", 0, cleared);
    assert_eq!(idle.output()["details"], json!({ "nothing_left": true }));
    place.run(DELIVER, "parcels/deliver_parcel");
    let ran = place.run(CLEAR, "parcels/clear_delivered");
    ran.ends("SUCCESS", 0, cleared);
    let path = [
        "CC_CLEAR_DELIVERED_V0 SUCCESS",
        "CC_RECORD_PARCEL_EVENT_V0 SUCCESS",
        "CC_CLEAR_DELIVERED_V0 NOTHING_LEFT",
        "CC_RECORD_PARCEL_EVENT_V0 SUCCESS",
    ];
    assert_eq!(ran.trace.path(), path);
    assert_eq!(parcels(&place).len(), 0);
    assert_eq!(journal(&place)[3]["record"]["details"], json!({ "cleared_count": 1, "cleared": [PARCEL] }));
}

#[test]
fn a_report_counts_parcels_and_holds_the_journal() {
    let place = Place::new();
    let empty = place.run(REPORT, "parcels/report_parcels");
    empty.ends("NO_PARCELS", 1, "EXIT_NO_PARCELS (COMPLETED)");
    assert_eq!(empty.output(), json!({ "parcels_total": 0, "journal": [] }));
    let place = accepted();
    let ran = place.run(REPORT, "parcels/report_parcels");
    ran.ends("SUCCESS", 0, "EXIT_REPORTED (COMPLETED)");
    assert_eq!(ran.output(), json!({ "parcels_total": 1, "journal": journal(&place) }));
}

#[test]
fn the_closing_jobs_run_side_by_side_and_none_stops_another() {
    let place = Place::new();
    let closed = "EXIT_CLOSED (COMPLETED, emits EV_DAY_CLOSED_V0)";
    // Nothing was accepted: the report fails, and the clearing is done all the same.
    let ran = place.run(CLOSE, "parcels/close_day");
    ran.ends("SUCCESS", 0, closed);
    assert_eq!(ran.output()["details"], json!({ "all_succeeded": false, "closed_by": "night shift" }));
    assert_eq!(ran.trace.path().last().unwrap(), "CC_RECORD_PARCEL_EVENT_V0 SUCCESS");
    assert!(ran.trace.path().contains(&"CC_RUN_CLOSING_JOBS_V0 PARTIAL_FAILURE".to_owned()));
    let place = accepted();
    let ran = place.run(CLOSE, "parcels/close_day");
    ran.ends("SUCCESS", 0, closed);
    assert_eq!(ran.output()["details"]["all_succeeded"], true);
    let mut nested = ran.trace.nested();
    nested.sort_unstable();
    assert_eq!(nested, [CLEAR, REPORT]);
}
