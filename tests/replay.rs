//! `pgs replay`: recorded runs against the protocol of today, and against one that routes otherwise.

mod support;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use pgs_value::{Value, json};
use sha2::{Digest as _, Sha256};
use support::build::{Build, copy_folder};
use support::{Place, binary, command, feed, payload, project};

/// Builds of changed protocols take turns: they share a target folder.
static TURN: Mutex<()> = Mutex::new(());

const ACCEPT: &str = "parcels::WF_ACCEPT_PARCEL_V0";

/// Runs of several workflows that take different ways; the underpaid parcels are three of them.
fn recorded() -> Place {
    let place = Place::new();
    for (n, cents) in [0, 100_000, 1, 100_000, 2].into_iter().enumerate() {
        let mut parcel = payload("parcels/accept_parcel");
        parcel["prepaid_cents"] = json!(cents);
        parcel["recipient"]["name"] = json!(format!("Recipient {n}"));
        place.run_with(ACCEPT, &parcel);
    }
    place.run(ACCEPT, "parcels/accept_oversized_parcel");
    place.run("depots::WF_SEAL_CAGE_V0", "parcels/seal_cage");
    place.run("depots::WF_SEAL_CAGE_V0", "parcels/seal_cage");
    place.run("depots::WF_SIGN_MANIFEST_V0", "parcels/sign_manifest");
    place
}

/// What `pgs replay --against` prints of these traces, and its exit status.
fn replayed(pgs: PathBuf, place: &Place) -> (String, i32) {
    let output = command(pgs).args(["replay", "--against"]).arg(place.workspace()).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

/// The words of the table's row of a workflow: runs, identical, in part, diverged, impossible.
fn row<'a>(text: &'a str, fqdn: &str) -> Vec<&'a str> {
    let line = text.lines().find_map(|line| line.strip_prefix(fqdn));
    line.unwrap_or_else(|| panic!("no row of {fqdn}:\n{text}")).split_whitespace().collect()
}

/// The traces that are said to diverge.
fn diverged(text: &str) -> Vec<&str> {
    let mut ids: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("diverged")?.split_whitespace().next()).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn the_protocol_of_today_takes_every_run_the_same_way() {
    let place = recorded();
    let (text, status) = replayed(binary("pgs"), &place);
    assert_eq!(row(&text, ACCEPT), ["6", "6", "0", "0", "0"]);
    assert_eq!(row(&text, "depots::WF_SEAL_CAGE_V0"), ["2", "2", "0", "0", "0"]);
    assert_eq!(row(&text, "depots::WF_SIGN_MANIFEST_V0"), ["1", "1", "0", "0", "0"]);
    assert_eq!((status, diverged(&text).len()), (0, 0), "{text}");
}

/// The code that somebody gives is the word that says what is done with a parcel: neither is shown, and a replay can't know
/// what was started.
#[test]
fn where_a_secret_decides_what_is_started_the_replay_ends_in_part() {
    let place = Place::new();
    let mut batch = payload("parcels/route_batch");
    batch["cages"][0]["parcels"] = json!([{"action": "HAND_OVER", "parcel_id": "P_0", "pickup_code": "HAND_OVER"}]);
    let mut start = place.pgs("depots::WF_ROUTE_BATCH_V0");
    feed(start.args(["--payload", "-"]), batch.to_string().as_bytes());
    let (text, status) = replayed(binary("pgs"), &place);
    assert!(text.contains("in part ") && text.contains("`action` of an item needs a suppressed value"), "{text}");
    assert_eq!((status, diverged(&text).len()), (0, 0), "{text}");
}

#[test]
fn no_state_is_touched_and_none_is_needed() {
    let place = recorded();
    std::fs::remove_dir_all(place.data()).unwrap();
    let (text, status) = replayed(binary("pgs"), &place);
    assert_eq!(status, 0, "{text}");
    assert!(!place.data().exists());
}

#[test]
fn with_one_route_changed_exactly_the_runs_that_took_it_diverge() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let place = recorded();
    let underpaid: Vec<String> = place
        .traces()
        .iter()
        .filter(|path| std::fs::read_to_string(path).unwrap().contains(r#""result_status":"UNDERPAID""#))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(underpaid.len(), 3);
    let build = Build::below_target("rebuild-tests", changed(&REROUTED));
    build.succeeds(true);
    let (text, status) = replayed(build.profile_folder().join("pgs"), &place);
    assert_eq!(diverged(&text), underpaid, "{text}");
    assert_eq!(row(&text, ACCEPT), ["6", "3", "0", "3", "0"]);
    assert_eq!(status, 1);
    assert!(text.contains("EXIT_UNDERPAID") && text.contains("EXIT_TOO_LARGE"), "both sides are shown: {text}");
}

/// Only what traces show is another, and that is said.
#[test]
fn with_another_key_suppressed_no_run_diverges() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let place = recorded();
    let build = Build::below_target("rebuild-tests", changed(&SUPPRESSED));
    build.succeeds(true);
    let (text, status) = replayed(build.profile_folder().join("pgs"), &place);
    assert_eq!(row(&text, ACCEPT), ["6", "6", "0", "0", "0"], "{text}");
    assert_eq!((status, diverged(&text).len()), (0, 0), "{text}");
    let told = "Not compared: one of both protocols suppresses `sender_reference`, and the other does not";
    assert!(text.lines().any(|it| it == told), "{text}");
}

/// A change of the sample `parcels`.
struct Change {
    /// The artifact, below `artifacts/`.
    artifact: &'static str,
    from: &'static str,
    to: &'static str,
    /// The same in what is executed.
    make: fn(&mut Value),
}

/// An underpaid parcel is sent to another EXIT.
const REROUTED: Change = Change {
    artifact: "workflows/parcels__WF_ACCEPT_PARCEL_V0.json",
    from: "UNDERPAID: EXIT_UNDERPAID",
    to: "UNDERPAID: EXIT_TOO_LARGE",
    make: |it| it["core"]["nodes"]["CC_PRICE_PARCEL_V0"]["next"]["UNDERPAID"] = json!("EXIT_TOO_LARGE"),
};

/// One key more stays out of the traces.
const SUPPRESSED: Change = Change {
    artifact: "capability_contracts/parcels__CC_REGISTER_PARCEL_V0.json",
    from: "suppress_trace_fields: [pickup_code, code_mark]",
    to: "suppress_trace_fields: [pickup_code, code_mark, sender_reference]",
    make: |it| it["core"]["suppress_trace_fields"] = json!(["pickup_code", "code_mark", "sender_reference"]),
};

/// The sample with this change.
fn changed(change: &Change) -> PathBuf {
    let folder = support::profile_folder().parent().unwrap().join("rebuild-tests/changed");
    let _ = std::fs::remove_dir_all(&folder);
    let sample = project().join("snapshots/parcels");
    copy_folder(&sample.join("protocol_snapshot"), &folder.join("parcels/protocol_snapshot"));
    let settings = std::fs::read_to_string(sample.join("pgs.toml")).unwrap();
    let transforms = format!("path = \"{}\"", sample.join("transforms").display());
    assert!(settings.contains(r#"path = "transforms""#));
    std::fs::write(folder.join("parcels/pgs.toml"), settings.replace(r#"path = "transforms""#, &transforms)).unwrap();
    apply(change, &folder.join("parcels/protocol_snapshot/artifacts").join(change.artifact));
    folder
}

/// Changes source and what is executed, and seals both.
fn apply(change: &Change, artifact: &Path) {
    let mut sealed: Value = pgs_value::from_str(&std::fs::read_to_string(artifact).unwrap()).unwrap();
    let content = sealed["content"].as_str().unwrap();
    assert!(content.contains(change.from));
    let content = content.replace(change.from, change.to);
    sealed["content_hash"] = Value::from(hex::encode(Sha256::digest(&content)));
    sealed["content"] = Value::from(content);
    (change.make)(&mut sealed["frontmatter"]);
    std::fs::write(artifact, pgs_value::to_string_pretty(&sealed).unwrap()).unwrap();
}
