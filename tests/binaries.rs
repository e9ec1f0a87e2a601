//! The binaries of single workflows: each does what `pgs run` does, and holds its own closure and no other workflow; and so
//! does `pgs` under the name of one, which is what a debug build has in their place.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use pgs_value::Value;
use support::build::own_binaries;
use support::fold::fold;
use support::{Place, Ran, binary, binary_name, command, payload_file, sample_workflows};
use tempfile::TempDir;

/// The sample payloads in an order in which they follow from each other.
const FLOWS: [&[(&str, &str)]; 2] = [
    &[
        ("library::WF_REGISTER_MEMBER_V0", "library/register_member"),
        ("library::WF_REGISTER_MEMBER_V0", "library/register_member"),
        ("library::WF_REGISTER_MEMBER_V0", "library/register_second_member"),
        ("library::WF_ADD_BOOK_V0", "library/add_book"),
        ("library::WF_ADD_BOOK_V0", "library/add_reference_book"),
        ("library::WF_LEND_BOOK_V0", "library/lend_book"),
        ("library::WF_LEND_BOOK_V0", "library/lend_reference_book"),
        ("library::WF_LEND_BOOK_V0", "library/lend_to_second_member"),
        ("library::WF_RESERVE_BOOK_V0", "library/reserve_book"),
        ("library::WF_RESERVE_BOOK_V0", "library/reserve_book"),
        ("library::WF_MARK_OVERDUE_V0", "library/mark_overdue"),
        ("library::WF_REMIND_OVERDUE_V0", "library/remind_overdue"),
        ("library::WF_NOTIFY_MEMBER_V0", "library/notify_member"),
        ("library::WF_RETURN_BOOK_V0", "library/return_book_late"),
        ("library::WF_RETURN_BOOK_V0", "library/return_book"),
        ("library::WF_LEND_BOOK_V0", "library/lend_to_second_member"),
        ("library::WF_RETURN_BOOK_V0", "library/return_book"),
        ("library::WF_WORK_OFF_SLIPS_V0", "library/work_off_slips"),
    ],
    &[
        ("depots::WF_ASSIGN_AREA_V0", "parcels/assign_area"),
        ("parcels::WF_ACCEPT_PARCEL_V0", "parcels/accept_parcel"),
        ("parcels::WF_ACCEPT_PARCEL_V0", "parcels/accept_parcel"),
        ("parcels::WF_ACCEPT_PARCEL_V0", "parcels/accept_oversized_parcel"),
        ("parcels::WF_ACCEPT_PARCEL_V0", "parcels/accept_underpaid_parcel"),
        ("depots::WF_SORT_PARCEL_V0", "parcels/sort_parcel"),
        ("depots::WF_SEAL_CAGE_V0", "parcels/seal_cage"),
        ("depots::WF_SIGN_MANIFEST_V0", "parcels/sign_manifest"),
        ("parcels::WF_DELIVER_PARCEL_V0", "parcels/deliver_with_wrong_code"),
        ("parcels::WF_REPORT_PARCELS_V0", "parcels/report_parcels"),
        ("depots::WF_ROUTE_BATCH_V0", "parcels/route_batch"),
        ("parcels::WF_DELIVER_PARCEL_V0", "parcels/deliver_parcel"),
        ("parcels::WF_CLEAR_DELIVERED_V0", "parcels/clear_delivered"),
        ("parcels::WF_CLOSE_DAY_V0", "parcels/close_day"),
        ("parcels::WF_REPORT_PARCELS_V0", "parcels/report_parcels"),
    ],
];

/// The workflows that each workflow starts itself.
const STARTS: [(&str, &[&str]); 5] = [
    ("library::WF_RETURN_BOOK_V0", &["library::WF_NOTIFY_MEMBER_V0"]),
    ("library::WF_REMIND_OVERDUE_V0", &["library::WF_NOTIFY_MEMBER_V0"]),
    (
        "library::WF_WORK_OFF_SLIPS_V0",
        &["library::WF_LEND_BOOK_V0", "library::WF_RESERVE_BOOK_V0", "library::WF_RETURN_BOOK_V0"],
    ),
    ("parcels::WF_CLOSE_DAY_V0", &["parcels::WF_REPORT_PARCELS_V0", "parcels::WF_CLEAR_DELIVERED_V0"]),
    (
        "depots::WF_ROUTE_BATCH_V0",
        &["depots::WF_SORT_PARCEL_V0", "parcels::WF_DELIVER_PARCEL_V0", "depots::WF_SEAL_CAGE_V0"],
    ),
];

/// Every workflow of the samples that `pgs list` shows, with the binary that it names.
fn workflows() -> BTreeMap<String, String> {
    let output = command(binary("pgs")).arg("list").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut found = BTreeMap::new();
    let mut fqdn = "";
    for line in text.lines() {
        if !line.starts_with(' ') && line.contains("::") {
            fqdn = line;
        } else if let Some(name) = line.trim().strip_prefix("Binary:") {
            found.insert(fqdn.to_owned(), name.trim().to_owned());
        }
    }
    let samples = sample_workflows();
    found.retain(|fqdn, _| samples.contains(fqdn));
    found
}

/// The binary of a workflow that was linked by itself.
fn own(name: &str) -> PathBuf {
    own_binaries().join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A workflow, and all that it may start, directly or not.
fn closure(fqdn: &str) -> BTreeSet<&str> {
    let mut closure = BTreeSet::from([fqdn]);
    let mut open = vec![fqdn];
    while let Some(next) = open.pop() {
        let started = STARTS.iter().filter(|(fqdn, _)| *fqdn == next).flat_map(|(_, started)| started.iter());
        open.extend(started.filter(|fqdn| closure.insert(fqdn)));
    }
    closure
}

/// What a run must have in common however it was started. Concurrent workflows write their events in any order.
fn essence(ran: &Ran) -> (i32, Vec<String>, Vec<String>) {
    let of_one_run = ["Trace ID:", "Duration:", "Trace:"];
    let printed = ran.stdout.lines().filter(|line| !of_one_run.iter().any(|it| line.starts_with(it)));
    let printed = printed.map(|line| match line.strip_prefix("Output:") {
        Some(json) => fold(&pgs_value::from_str(json).unwrap()).to_string(),
        None => line.to_owned(),
    });
    // Two workflows run at the same time there: what the one reads of what the other writes is open.
    let open = ran.trace.events.iter().any(|event| event["step_op"] == "EXECUTE_CONCURRENT");
    let told = |event: &Value| {
        if open {
            ["event_type", "step_op", "result_status", "span"].map(|key| event[key].to_string()).join(" ")
        } else {
            fold(event).to_string()
        }
    };
    let mut events: Vec<String> = ran.trace.events.iter().map(told).collect();
    if ran.trace.nested().len() > 1 {
        events.sort();
    }
    (ran.code, printed.collect(), events)
}

/// All state files, folded, by their path below the data root; not what lies beside them under `.pgs`.
fn state(place: &Place) -> BTreeMap<String, Vec<String>> {
    let files = place.state_files();
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        let is_lines = path.extension().is_some_and(|it| it == "jsonl");
        let texts: Vec<&str> = if is_lines { text.lines().collect() } else { vec![&text] };
        let folded =
            |text: &&str| pgs_value::from_str::<Value>(text).map_or((*text).to_owned(), |it| fold(&it).to_string());
        (path.strip_prefix(place.data()).unwrap().display().to_string(), texts.iter().map(folded).collect())
    };
    files.iter().map(read).collect()
}

#[test]
fn every_workflow_has_a_binary_named_after_it() {
    let workflows = workflows();
    assert_eq!(workflows.len(), 19);
    for (fqdn, name) in &workflows {
        assert_eq!(*name, binary_name(fqdn));
        assert!(binary(name).is_file());
    }
}

#[test]
fn a_workflow_s_binary_gives_what_pgs_run_gives() {
    let mut compared = BTreeSet::new();
    for flow in FLOWS {
        let (by_pgs, by_own) = (Place::new(), Place::new());
        for (fqdn, payload) in flow {
            let mut own = by_own.of(own(&binary_name(fqdn)));
            own.arg("--payload").arg(payload_file(payload));
            let (a, b) = (by_pgs.run(fqdn, payload), by_own.finish(own, fqdn));
            assert_eq!(essence(&a), essence(&b), "{fqdn} with {payload}");
            compared.insert((*fqdn).to_owned());
        }
        assert_eq!(state(&by_pgs), state(&by_own));
    }
    assert_eq!(compared, workflows().into_keys().collect(), "some workflows were not compared");
}

/// The workflows whose names stand in a binary.
fn named_in<'a>(path: &Path, all: &'a BTreeMap<String, String>) -> BTreeSet<&'a str> {
    let bytes = std::fs::read(path).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let mut found = BTreeSet::new();
    for (position, _) in text.match_indices("::WF_") {
        let (before, after) = text.split_at(position);
        found.extend(all.keys().map(String::as_str).filter(|fqdn| {
            let (domain, code) = fqdn.split_once("::").unwrap();
            before.ends_with(domain) && after[2..].starts_with(code)
        }));
    }
    found
}

#[test]
fn a_binary_holds_its_closure_and_no_other_workflow() {
    let all = workflows();
    assert_eq!(named_in(&binary("pgs"), &all), all.keys().map(String::as_str).collect());
    for (fqdn, name) in &all {
        assert_eq!(named_in(&own(name), &all), closure(fqdn), "{name}");
    }
}

#[test]
fn pgs_is_the_binary_of_a_workflow_where_its_file_has_that_name() {
    let folder = TempDir::new().unwrap();
    let name = |name: &str| folder.path().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let told = |binary: &Path, arguments: &[&str]| {
        let output = command(binary).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    for (fqdn, workflow) in workflows() {
        std::fs::copy(binary("pgs"), name(&workflow)).unwrap();
        for arguments in [&["--help"][..], &["--skeleton"], &["--no-such-option"], &["list"]] {
            let by_name = told(&name(&workflow), arguments);
            assert_eq!(by_name, told(&own(&workflow), arguments), "{fqdn} {arguments:?}");
            assert_eq!(by_name, told(&binary(&workflow), arguments), "{fqdn} {arguments:?}");
        }
        std::fs::remove_file(name(&workflow)).unwrap();
    }
    // Under any other name it is itself.
    std::fs::copy(binary("pgs"), name("library-wf")).unwrap();
    assert_eq!(told(&name("library-wf"), &["list"]), told(&binary("pgs"), &["list"]));
}

/// What a shell has on its path is often a link, under a name of its own.
#[cfg(unix)]
#[test]
fn a_symbolic_link_to_a_workflow_s_binary_is_that_whatever_its_name() {
    let folder = TempDir::new().unwrap();
    let link = folder.path().join("enrol");
    std::os::unix::fs::symlink(binary("library-wf-register-member-v0"), &link).unwrap();
    let place = Place::new();
    let mut run = place.of(link);
    run.arg("--payload").arg(payload_file("library/register_member"));
    place.finish(run, "library::WF_REGISTER_MEMBER_V0").ends(
        "SUCCESS",
        0,
        "EXIT_REGISTERED (COMPLETED, emits EV_MEMBER_REGISTERED_V0)",
    );
}
