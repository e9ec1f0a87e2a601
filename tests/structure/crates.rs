//! What each crate may stand on, and does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use pgs_value::Value;

use crate::project;

/// The crates of the project, and those among them that each may name. Tests may name more.
const MAY_USE: &[(&str, &[&str])] = &[
    ("pgs-escape", &[]),
    ("pgs-value", &[]),
    ("pgs-folder", &[]),
    ("pgs-trace", &["pgs-value", "pgs-folder"]),
    ("pgs-store", &["pgs-value", "pgs-folder"]),
    ("pgs-store-memory", &["pgs-value", "pgs-store"]),
    ("pgs-store-sqlite", &["pgs-value", "pgs-folder", "pgs-store"]),
    ("pgs-yaml", &["pgs-value"]),
    ("pgs-rt", &["pgs-value", "pgs-trace", "pgs-store"]),
    ("pgs-pgc", &["pgs-value", "pgs-trace", "pgs-store"]),
    ("pgs-capabilities", &["pgs-rt", "pgs-value", "pgs-folder"]),
    ("pgs-evidence", &["pgs-escape", "pgs-rt", "pgs-pgc", "pgs-value", "pgs-trace", "pgs-folder"]),
    ("pgs-scenario", &["pgs-escape", "pgs-rt", "pgs-value", "pgs-trace", "pgs-store-memory", "pgs-yaml"]),
    ("pgs-stdout", &[]),
    (
        "pgs-transport",
        &[
            "pgs-escape",
            "pgs-rt",
            "pgs-pgc",
            "pgs-value",
            "pgs-capabilities",
            "pgs-evidence",
            "pgs-scenario",
            "pgs-store-sqlite",
            "pgs-stdout",
        ],
    ),
    ("pgs-rt-description", &[]),
    ("pgs-capabilities-description", &[]),
    ("pgs-description", &["pgs-value"]),
    ("pgs-protocol", &["pgs-escape", "pgs-value", "pgs-description", "pgs-yaml"]),
    ("pgs-protocol-pgc", &["pgs-value", "pgs-protocol", "pgs-sealed"]),
    ("pgs-sealed", &["pgs-value", "pgs-folder", "pgs-yaml", "pgs-protocol"]),
    ("pgs-picture", &["pgs-escape"]),
    (
        "pgs-codegen",
        &[
            "pgs-escape",
            "pgs-value",
            "pgs-trace",
            "pgs-description",
            "pgs-rt-description",
            "pgs-capabilities-description",
            "pgs-protocol",
            "pgs-sealed",
            "pgs-protocol-pgc",
            "pgs-picture",
        ],
    ),
    ("pgs-generated", &["pgs-rt", "pgs-pgc", "pgs-capabilities", "pgs-transport", "parcels-transforms"]),
    ("parcels-transforms", &["pgs-rt"]),
    ("pgs", &["pgs-codegen"]),
];

#[test]
fn a_crate_stands_on_no_other_than_those_below_it() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let members: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    assert_eq!(allowed.len(), MAY_USE.len(), "a crate stands in two rows of the table");
    let mut wrong = Vec::new();
    let mut unused: BTreeSet<(&str, &str)> =
        MAY_USE.iter().flat_map(|(name, used)| used.iter().map(|used| (*name, *used))).collect();
    let rows = MAY_USE.iter().map(|(name, _)| *name).filter(|name| !members.contains(name));
    wrong.extend(rows.map(|name| format!("{name} has a row of the table, and is no crate")));
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let Some(allowed) = allowed.get(name) else {
            wrong.push(format!("{name} stands in no row of the table; say what it may use"));
            continue;
        };
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        for dependency in dependencies.filter(|dependency| dependency["kind"] != "dev") {
            let used = dependency["name"].as_str().unwrap();
            unused.remove(&(name, used));
            if members.contains(used) && !allowed.contains(&used) {
                wrong.push(format!("{name} must not use {used}"));
            }
        }
    }
    wrong.extend(unused.into_iter().map(|(name, used)| format!("{name} may use {used}, and does not")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The crates of the project, as cargo tells of them, without those that snapshots beside the samples bring along, nor what
/// the generated crate has of these.
pub fn metadata() -> Value {
    let mut metadata = of_cargo();
    let samples = ["allotments", "library", "parcels"].map(|name| project().join("snapshots").join(name));
    let is_foreign = |path: &str| {
        let path = Path::new(path);
        path.starts_with(project().join("snapshots")) && !samples.iter().any(|sample| path.starts_with(sample))
    };
    let packages = metadata["packages"].as_array_mut().unwrap();
    packages.retain(|package| !is_foreign(package["manifest_path"].as_str().unwrap()));
    // A crate that is named by its version is of a `pgs.toml` too: the samples add none of these.
    for package in packages.iter_mut().filter(|package| package["name"] == "pgs-generated") {
        let dependencies = package["dependencies"].as_array_mut().unwrap();
        dependencies.retain(|it| it["path"].as_str().is_some_and(|path| !is_foreign(path)));
    }
    metadata
}

/// A run in the project's folder leaves `pgs-runs` there, and `generated/` may have been deleted.
#[test]
fn the_workspace_loads_beside_the_folders_of_runs_and_without_generated_text() {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(project()).unwrap() {
        let entry = entry.unwrap();
        if !["generated", "pgs-runs", "target"].iter().any(|name| entry.file_name() == *name) {
            std::os::unix::fs::symlink(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
    }
    std::fs::create_dir_all(folder.path().join("pgs-runs/data")).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.args(["metadata", "--no-deps", "--offline", "--format-version=1"]).current_dir(&folder);
    let output = output.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn of_cargo() -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.args(["metadata", "--no-deps", "--offline", "--format-version=1"]).current_dir(project());
    let output = output.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    pgs_value::from_slice(&output.stdout).unwrap()
}
