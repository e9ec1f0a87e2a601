//! The depots: areas, cages, batches.

use pgs_value::{Value, json};

use super::parcels::{PARCEL, accepted, parcels};
use super::support::{Place, payload, state};

const ASSIGN: &str = "depots::WF_ASSIGN_AREA_V0";
const SORT: &str = "depots::WF_SORT_PARCEL_V0";
const SEAL: &str = "depots::WF_SEAL_CAGE_V0";
const ROUTE: &str = "depots::WF_ROUTE_BATCH_V0";
const DELIVER: &str = "parcels::WF_DELIVER_PARCEL_V0";

#[test]
fn a_parcel_is_sorted_by_the_depots_of_its_area() {
    let place = accepted();
    place.run(SORT, "parcels/sort_parcel").ends("NOT_FOUND", 1, "EXIT_NO_DEPOT (NO_DEPOT)");
    place.run(ASSIGN, "parcels/assign_area").ends("SUCCESS", 0, "EXIT_ASSIGNED (COMPLETED)");
    let areas = state::records(&place.data().join("depots/areas.json"));
    assert_eq!(Value::Object(areas), json!({ "10": { "resource_addresses": ["DEPOT_EAST", "DEPOT_CITY"] } }));
    let ran = place.run(SORT, "parcels/sort_parcel");
    ran.ends("SUCCESS", 0, "EXIT_SORTED (COMPLETED, emits parcels::EV_PARCEL_MOVED_V0)");
    assert_eq!(ran.output()["details"], json!({ "towards": ["DEPOT_EAST", "DEPOT_CITY"], "changed_records": 1 }));
    let record = &parcels(&place)[PARCEL];
    assert_eq!((&record["state"], &record["place"]), (&json!("IN_TRANSIT"), &json!("10")));
    let mut unknown = payload("parcels/sort_parcel");
    unknown["parcel_id"] = json!("P_0000000000000000");
    place.run_with(SORT, &unknown).ends("VIOLATION", 1, "EXIT_REJECTED (REJECTED)");
}

#[test]
fn a_seal_is_used_once() {
    let place = Place::new();
    let ran = place.run(SEAL, "parcels/seal_cage");
    ran.ends("SUCCESS", 0, "EXIT_SEALED (COMPLETED, emits EV_CAGE_SEALED_V0)");
    place.run(SEAL, "parcels/seal_cage").ends("ALREADY_EXISTS", 0, "EXIT_SEAL_USED (SEAL_USED)");
    let cages = state::registry(&place.data().join("depots/cages.jsonl"));
    let cage = &cages["0x7f01"];
    assert_eq!(cage["address"], ran.output()["cage_address"]);
    assert_eq!((&cage["target_ref"], &cage["sealed_by"]), (&json!("CAGE_7"), &json!("foreman east")));
    assert!(state::is_timestamp(&cage["sealed_at"]), "{cage}");
}

#[test]
fn a_batch_is_worked_off_parcel_by_parcel_then_cage_by_cage() {
    let place = accepted();
    place.run(ASSIGN, "parcels/assign_area");
    let ran = place.run(ROUTE, "parcels/route_batch");
    ran.ends("SUCCESS", 0, "EXIT_ROUTED (COMPLETED)");
    let output = ran.output();
    assert_eq!((&output["cages_done"], &output["parcels_done"]), (&json!(2), &json!(2)));
    assert_eq!(ran.trace.nested(), [SORT, DELIVER, SEAL, SEAL]);
    assert_eq!(parcels(&place)[PARCEL]["state"], "DELIVERED");
    let cages = state::registry(&place.data().join("depots/cages.jsonl"));
    assert_eq!(cages.keys().collect::<Vec<_>>(), ["0x7f02", "0x7f03"]);
    assert_eq!(cages["0x7f03"]["sealed_by"], "foreman city");
}

#[test]
fn a_batch_stops_at_the_first_parcel_that_fails() {
    let place = accepted();
    let ran = place.run(ROUTE, "parcels/route_batch");
    ran.ends("VIOLATION", 1, "EXIT_STOPPED (STOPPED)");
    assert_eq!(ran.trace.nested(), [SORT]);
    assert!(!place.data().join("depots/cages.jsonl").exists());
}
