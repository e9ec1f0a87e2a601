//! `pgs conformance`: all cases of the samples pass, and one altered expectation is one failure.

mod support;

use std::path::{Path, PathBuf};
use std::process::Output;

use pgs_value::Value;
use support::build::copy_folder;
use support::{binary, command, files_below, project};

fn conformance(snapshot: &Path) -> Output {
    command(binary("pgs")).arg("conformance").arg(snapshot).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The cases of a snapshot, one file each.
fn cases(snapshot: &Path) -> Vec<PathBuf> {
    files_below(&snapshot.join("protocol_snapshot/conformance"))
}

#[test]
fn every_case_of_the_samples_passes() {
    for sample in ["library", "parcels"] {
        let snapshot = project().join("snapshots").join(sample);
        let count = cases(&snapshot).len();
        assert!(count > 0, "{sample} has no cases");
        for folder in [snapshot.clone(), snapshot.join("protocol_snapshot")] {
            let output = conformance(&folder);
            assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
            assert_eq!(stdout(&output).lines().last(), Some(&*format!("{count} passed, 0 failed")));
            assert_eq!(stdout(&output).lines().count(), count + 1);
        }
    }
}

#[test]
fn one_altered_expectation_is_one_failure() {
    for sample in ["library", "parcels"] {
        let snapshot = project().join("snapshots").join(sample);
        let count = cases(&snapshot).len();
        // Each case in turn, in a copy of its own.
        for altered in 0..count {
            let copy = tempfile::tempdir().unwrap();
            copy_folder(&snapshot.join("protocol_snapshot"), &copy.path().join("protocol_snapshot"));
            let path = &cases(copy.path())[altered];
            alter(path);
            let output = conformance(copy.path());
            assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
            assert_eq!(stdout(&output).lines().last(), Some(&*format!("{} passed, 1 failed", count - 1)));
            let name = path.file_stem().unwrap().to_str().unwrap();
            let (rest, case) = name.rsplit_once("__").unwrap();
            let fqdn = rest.replacen("__", "::", 1);
            let failed = stdout(&output)
                .lines()
                .any(|line| !line.starts_with("ok ") && line.contains(&fqdn) && line.contains(case));
            assert!(failed, "{}", stdout(&output));
        }
    }
}

/// Expects the other outcome, or another value of the first output.
fn alter(path: &Path) {
    let mut case: Value = pgs_value::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let outcome = if case["expected_outcome"] == "VIOLATION" { "SUCCESS" } else { "VIOLATION" };
    match case["expected"].as_object_mut().and_then(|expected| expected.values_mut().next()) {
        Some(value) => *value = Value::from(format!("not {value}")),
        None => case["expected_outcome"] = Value::from(outcome),
    }
    std::fs::write(path, case.to_string()).unwrap();
}

#[test]
fn a_folder_without_a_snapshot_is_one_clear_error() {
    let empty = tempfile::tempdir().unwrap();
    let output = conformance(empty.path());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), stderr.lines().count()), (Some(1), 1), "{stderr}");
    assert!(stderr.starts_with("error: "), "{stderr}");
}
