//! A sealed snapshot of PGC that lies beside the project and is no part of it, built together with a sample of PGS: its runs
//! are those that `pgc-runtime` recorded. Passed over where it is absent.

mod support;

use std::path::PathBuf;
use std::process::Command;

use support::build::Build;
use support::{command, project};

/// The folder with the snapshot and its scenarios, if it is there.
fn shared() -> Option<PathBuf> {
    let shared = project().join("../shared/pgc");
    if shared.join("snapshot").is_dir() {
        return Some(shared);
    }
    eprintln!("passed over: there is no {}", shared.join("snapshot").display());
    None
}

#[test]
fn both_generations_are_built_in_one_project_and_run_as_recorded() {
    let Some(shared) = shared() else { return };
    let snapshots = [shared.join("snapshot"), project().join("snapshots/library")];
    let mut build = Build::below_target("rebuild-tests", std::env::join_paths(snapshots).unwrap().into());
    build.generated = build.target.join("sealed-snapshot");
    build.succeeds(true);
    let pgs = build.profile_folder().join("pgs");
    let listed = command(&pgs).arg("list").output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    for workflow in ["blockchain::WF_REGISTER_ACTOR_V0", "library::WF_REGISTER_MEMBER_V0"] {
        assert!(listed.contains(workflow), "{listed}");
    }
    if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("passed over: there is no python3 to run the scenarios");
        return;
    }
    let mut python = command("python3");
    python.arg(shared.join("run_scenarios.py")).arg("--atoms").arg("--bin").arg(&pgs).arg(shared.join("scenarios"));
    let output = python.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!((text.lines().last(), output.status.code()), (Some("25 passed, 0 failed"), Some(0)), "{text}");
}
