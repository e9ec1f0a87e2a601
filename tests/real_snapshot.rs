//! The real snapshot, which lies beside the project and is no part of it: built, run through the recorded scenarios, its
//! transforms checked, its defects told. Passed over where it is absent.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::build::Build;
use support::{binary_name, command, files_below, project};

/// The folder with the snapshot, its scenarios and the tools, if it is there.
fn shared() -> Option<PathBuf> {
    let shared = project().join("../shared");
    if shared.join("pgs/protocol_snapshot").is_dir() {
        return Some(shared);
    }
    eprintln!("passed over: there is no {}", shared.join("pgs/protocol_snapshot").display());
    None
}

/// Builds it; the binaries lie in the build's profile folder.
fn build(shared: &Path) -> Build {
    let mut build = Build::below_target("rebuild-tests", shared.join("pgs/protocol_snapshot"));
    build.generated = build.target.join("real-snapshot");
    build.succeeds(true);
    build
}

#[test]
fn the_real_snapshot_becomes_binaries_that_do_as_recorded() {
    let Some(shared) = shared() else { return };
    let build = build(&shared);
    every_workflow_has_a_binary(&shared, &build);
    every_conformance_case_passes(&shared, &build);
    its_defects_are_told(&build);
    every_scenario_passes(&shared, &build);
}

fn every_workflow_has_a_binary(shared: &Path, build: &Build) {
    let workflows = files_below(&shared.join("pgs/protocol_snapshot/artifacts/workflows"));
    let named =
        workflows.iter().map(|path| binary_name(&path.file_stem().unwrap().to_str().unwrap().replacen("__", "::", 1)));
    let mut wanted: Vec<String> = named.chain(["pgs".to_owned()]).collect();
    wanted.sort();
    assert_eq!(wanted.len(), 30);
    assert_eq!(build.binaries(), wanted);
}

fn every_conformance_case_passes(shared: &Path, build: &Build) {
    let mut pgs = command(build.profile_folder().join("pgs"));
    let output = pgs.arg("conformance").arg(shared.join("pgs/protocol_snapshot")).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!((text.lines().last(), output.status.code()), (Some("77 passed, 0 failed"), Some(0)), "{text}");
}

/// Each with the artifact and the word that tells what is wrong.
fn its_defects_are_told(build: &Build) {
    let text = std::fs::read_to_string(build.profile_folder().join("pgs-diagnostics.txt")).unwrap();
    // Every diagnostic begins with its severity.
    let diagnostics: Vec<&str> = text.split("warning").collect();
    for words in [
        ["CC_CREATE_WALLET_RECORD_V0", "address", "bind"],
        ["CC_VALIDATE_SLASH_POLICY_V0", "validator_index", "integer"],
        ["CC_VALIDATE_TX_POLICY_V0", "RESOLVE", "store"],
    ] {
        let told = diagnostics.iter().any(|diagnostic| words.iter().all(|word| diagnostic.contains(word)));
        assert!(told, "no diagnostic says {words:?}");
    }
}

fn every_scenario_passes(shared: &Path, build: &Build) {
    let tool = shared.join("tools/run_scenarios.py");
    if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("passed over: there is no python3 to run {}", tool.display());
        return;
    }
    let mut python = command("python3");
    python.arg(tool).arg("--bin").arg(build.profile_folder().join("pgs")).arg(shared.join("pgs/scenarios"));
    let output = python.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().last(), Some("17 passed, 0 failed"), "{text}");
    assert_eq!(output.status.code(), Some(0));
}
