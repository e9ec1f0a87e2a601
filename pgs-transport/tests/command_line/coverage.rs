//! Which workflows `pgs coverage` counts, and what it says where there is nothing to count.

use crate::tiny::{Outcome, Place};

/// Two snapshots, of which each has a workflow, and one of them a scenario.
fn two() -> Place {
    let place = Place::new();
    for (name, fqdn) in [("shelf", "shelf__WF_SHELVE_V0"), ("other", "other__WF_MOVE_V0")] {
        place.file(&format!("snapshots/{name}/protocol_snapshot/artifacts/workflows/{fqdn}.json"), "{}");
    }
    let steps = "wf: shelf::WF_SHELVE_V0\nsteps: [{ payload: { room: EAST } }, { payload: {} }, { payload: { room: WEST, row: 9 } }]\n";
    place.file("snapshots/shelf/protocol/scenarios/shelve.yaml", steps);
    place
}

/// What `pgs coverage` says with these arguments, and the last one below the folder of the place.
fn coverage(place: &Place, args: &[&str], last: &str) -> Outcome {
    let path = place.path(last).display().to_string();
    place.shelf(&[&["coverage"], args, &[&path]].concat())
}

#[test]
fn of_a_snapshot_its_own_workflows_count() {
    let place = two();
    let into = place.path("pages").display().to_string();
    for path in ["snapshots/shelf", "snapshots/shelf/protocol/scenarios/shelve.yaml"] {
        let outcome = coverage(&place, &["--threshold", "100", "--into", &into], path);
        assert_eq!((outcome.err.as_str(), outcome.status), ("", 0), "{path}: {}", outcome.out);
        assert!(!outcome.out.contains("other::WF_MOVE_V0"), "{path}: {}", outcome.out);
    }
    assert!(place.path("pages/shelf__WF_SHELVE_V0.md").is_file());
    assert!(!place.path("pages/other__WF_MOVE_V0.md").exists());
    // Of a project, all.
    let outcome = coverage(&place, &["--threshold", "100"], "");
    assert!(outcome.status == 1 && outcome.err.contains("0 of 3 edges of other::WF_MOVE_V0"), "{}", outcome.err);
}

#[test]
fn scenarios_that_lie_in_no_snapshot_are_about_the_namespaces_that_they_name() {
    let place = two();
    place.file("loose.yaml", "wf: shelf::WF_SHELVE_V0\nsteps: [{ payload: { room: EAST } }]\n");
    let outcome = coverage(&place, &[], "loose.yaml");
    assert!(outcome.out.contains("shelf::WF_SHELVE_V0") && !outcome.out.contains("other::"), "{}", outcome.out);
}

#[test]
fn workflows_are_chosen_by_name_code_and_pattern() {
    let place = two();
    let counted = |args: &[&str]| {
        let outcome = coverage(&place, args, "snapshots/shelf");
        assert_eq!((outcome.err.as_str(), outcome.status), ("", 0), "{args:?}");
        ["shelf::WF_SHELVE_V0  ", "other::WF_MOVE_V0"].map(|name| outcome.out.contains(name))
    };
    assert_eq!(counted(&["--wf", "WF_SHELVE_V0"]), [true, false]);
    assert_eq!(counted(&["--wf", "other::*"]), [false, true]);
    assert_eq!(counted(&["--wf", "WF_*"]), [true, true]);
    assert_eq!(counted(&["--wf", "shelf::WF_SHELVE_V0", "--wf", "WF_MOVE_V0"]), [true, true]);
    let outcome = coverage(&place, &["--wf", "shelf::WF_SHELF_V0"], "snapshots/shelf");
    let told = "--wf: there is no workflow shelf::WF_SHELF_V0; near it: shelf::WF_SHELVE_V0; `pgs list` shows all";
    assert_eq!(outcome.usage(), told);
    let outcome = coverage(&place, &["--wf", "shelves::*"], "snapshots/shelf");
    assert!(outcome.usage().starts_with("--wf: no workflow matches shelves::*"), "{}", outcome.err);
}

#[test]
fn a_snapshot_without_scenarios_is_said_as_pgs_test_says_it() {
    let place = two();
    let path = place.path("snapshots/other").display().to_string();
    let (test, coverage) = (place.shelf(&["test", &path]), place.shelf(&["coverage", &path]));
    assert_eq!(coverage.error(), format!("{}; nor any trace (.jsonl)", test.error()));
}
