//! A crate outside the workspace embeds workflows. It is built as somebody else would build it: from a checkout that
//! can't be written to, without a network, with the versions that the project has.

#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, PoisonError};

use support::build::copy_folder;
use support::{command, files_below, profile_folder, project};
use tempfile::TempDir;

/// One checkout at a time: cargo takes all of them for the same package, and tells them apart by modification times.
static ALONE: Mutex<()> = Mutex::new(());

/// A copy of the service whose files can't be written.
struct Checkout {
    folder: TempDir,
    _alone: MutexGuard<'static, ()>,
}

impl Checkout {
    fn new() -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        copy_folder(&project().join("tests/foreign/service"), folder.path());
        fs::copy(project().join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
        let manifest = folder.path().join("Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, text.replace("../../..", project().to_str().unwrap())).unwrap();
        Self { folder, _alone: alone }
    }

    /// The protocol's artifact below this path.
    fn artifact(&self, below: &str) -> PathBuf {
        self.folder.path().join("protocol_snapshot/artifacts").join(below)
    }

    /// A command of cargo on the service, with a target folder that the next run of the tests finds again.
    fn cargo(&self, arguments: &[&str]) -> Output {
        cargo_in(self.folder.path(), arguments)
    }
}

/// A command of cargo in this folder, with a target folder that the next run of the tests finds again.
fn cargo_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        // What cargo sets for this test must not steer the build.
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            cargo.env_remove(&name);
        }
    }
    cargo.args(arguments).current_dir(folder).env("CARGO_NET_OFFLINE", "true");
    cargo.env("CARGO_TARGET_DIR", target()).env("CARGO_PROFILE_DEV_DEBUG", "0").output().unwrap()
}

fn target() -> PathBuf {
    profile_folder().parent().unwrap().join("foreign-tests")
}

#[track_caller]
fn succeeds(output: &Output) {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
}

/// Nothing below this folder can be written by anybody but root.
fn set_read_only(folder: &Path, is_read_only: bool) {
    let mode = if is_read_only { "a-w" } else { "u+w" };
    assert!(Command::new("chmod").args(["-R", mode]).arg(folder).status().unwrap().success());
}

#[test]
fn a_service_embeds_workflows_and_tests_them() {
    let checkout = Checkout::new();
    succeeds(&checkout.cargo(&["update", "--offline", "--workspace"]));
    let before = files_below(checkout.folder.path());
    set_read_only(checkout.folder.path(), true);
    let tested = checkout.cargo(&["test", "--offline", "--locked"]);
    set_read_only(checkout.folder.path(), false);
    succeeds(&tested);
    let text = String::from_utf8_lossy(&tested.stdout);
    assert!(text.contains("test result: ok. 3 passed"), "{text}");
    // Nothing was written outside the target folder.
    assert_eq!(files_below(checkout.folder.path()), before);
    // Where nothing changed, nothing is done.
    let again = checkout.cargo(&["build", "--offline", "--locked"]);
    succeeds(&again);
    let again = checkout.cargo(&["build", "--offline", "--locked", "--verbose"]);
    let said = String::from_utf8_lossy(&again.stderr);
    assert!(!said.contains("Running"), "{said}");
    a_change_of_the_protocol_is_compiled(&checkout);
    a_broken_protocol_stops_the_build(&checkout);
}

#[test]
fn what_comes_into_a_folder_of_snapshots_is_seen() {
    let checkout = Checkout::new();
    let (folder, snapshots) = (checkout.folder.path(), checkout.folder.path().join("snapshots"));
    fs::create_dir_all(snapshots.join("guests")).unwrap();
    fs::rename(folder.join("protocol_snapshot"), snapshots.join("guests/protocol_snapshot")).unwrap();
    let script = fs::read_to_string(folder.join("build.rs")).unwrap();
    fs::write(folder.join("build.rs"), script.replace(".snapshot(\"protocol_snapshot\")", "")).unwrap();
    succeeds(&checkout.cargo(&["update", "--offline", "--workspace"]));
    let build = || checkout.cargo(&["build", "--offline", "--locked"]);
    succeeds(&build());

    // Settings that come later.
    fs::write(snapshots.join("guests/pgs.toml"), "[diagnostics]\nW999 = \"deny\"\n").unwrap();
    let output = build();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("W999"), "{said}");
    fs::remove_file(snapshots.join("guests/pgs.toml")).unwrap();
    succeeds(&build());

    // A second snapshot: what it declares is there already.
    copy_folder(&snapshots.join("guests"), &snapshots.join("others"));
    let output = build();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("snapshots/others"), "{said}");
}

/// The build script is called again, and the route that is gone is missed by whoever relied on it.
fn a_change_of_the_protocol_is_compiled(checkout: &Checkout) {
    let settings = checkout.folder.path().join("pgs.toml");
    let path = checkout.artifact("workflows/guests__WF_SIGN_OUT_V0.json");
    let text = fs::read_to_string(&path).unwrap();
    // An outcome that leads nowhere: sealing it anew is not what this is about, so the hash no longer fits.
    fs::write(&path, text.replace("NOT_FOUND: EXIT_REFUSED", "NOT_FOUND: EXIT_FAILED")).unwrap();
    let output = checkout.cargo(&["build", "--offline", "--locked"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("guests::WF_SIGN_OUT_V0"), "{said}");
    fs::write(&path, text).unwrap();
    succeeds(&checkout.cargo(&["build", "--offline", "--locked"]));
    assert!(!settings.exists());
}

/// What is wrong is said as cargo's errors, with the place in the protocol.
fn a_broken_protocol_stops_the_build(checkout: &Checkout) {
    let path = checkout.artifact("intents/guests__IN_GUEST_LEFT_V0.json");
    fs::remove_file(&path).unwrap();
    let output = checkout.cargo(&["build", "--offline", "--locked"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("error: reception@0.0.0: E"), "{said}");
    assert!(said.contains("IN_GUEST_LEFT_V0"), "{said}");
}

/// A crate as `pgs-codegen init` writes it, with what the page of bindings says: it builds, its tests pass, and its command
/// runs its first workflow.
#[test]
fn a_project_that_init_writes_is_tested_and_run() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own");
    let codegen = |arguments: &[&str]| {
        let mut command = command(profile_folder().join("pgs-codegen"));
        let output = command.args(arguments).current_dir(folder.path()).output().unwrap();
        succeeds(&output);
        String::from_utf8(output.stdout).unwrap()
    };
    codegen(&["init", "own", "--domain", "shop", "--crates", project().to_str().unwrap()]);
    fs::copy(project().join("Cargo.lock"), own.join("Cargo.lock")).unwrap();
    let home = own.join("snapshots/shop");
    let reference = project().join("tests/foreign/reference");
    copy_folder(&reference.join("protocol"), &home.join("protocol"));
    fs::copy(reference.join("behaviour.rs"), own.join("tests/behaviour.rs")).unwrap();
    let home = home.to_str().unwrap();
    codegen(&["add", "CT_PURE_LOOKUP_V0", "CT_PURE_PASSTHROUGH_V0", "CS_WORKFLOW_LOOP_V0", "--in", home]);
    codegen(&["seal", home]);
    let cargo = |arguments: &[&str]| cargo_in(&own, arguments);
    succeeds(&cargo(&["update", "--offline", "--workspace"]));
    succeeds(&cargo(&["test", "--offline"]));
    let (data, workspace) = (folder.path().join("data"), folder.path().join("workspace"));
    let payload = format!("{home}/payloads/add_item.json");
    let ran = cargo(&[
        "run",
        "--offline",
        "--",
        "run",
        "--wf",
        "shop::WF_ADD_ITEM_V0",
        "--payload",
        &payload,
        "--data-root",
        data.to_str().unwrap(),
        "--workspace",
        workspace.to_str().unwrap(),
    ]);
    succeeds(&ran);
    assert!(String::from_utf8_lossy(&ran.stdout).contains("SUCCESS"), "{ran:?}");
    succeeds(&cargo(&["run", "--offline", "--", "conformance", home]));

    // Transforms of its own: what is printed is done, and their cases pass.
    let said = codegen(&["new", "transform", "WEIGH", "--in", home]);
    let (_, line) = said.split_once("add `").unwrap();
    let (line, _) = line.split_once("` below `[dependencies]`").unwrap();
    let manifest = own.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replacen("[dependencies]\n", &format!("[dependencies]\n{line}\n"), 1)).unwrap();
    let said = codegen(&["new", "transform", "COUNT", "--in", home]);
    assert!(!said.contains("[dependencies]"), "{said}");
    codegen(&["seal", home]);
    codegen(&["check", home]);
    let cases = cargo(&["run", "--offline", "--", "conformance", home]);
    succeeds(&cases);
    let told = String::from_utf8_lossy(&cases.stdout);
    for case in ["CT_PURE_WEIGH_V0", "CT_PURE_COUNT_V0"] {
        assert!(told.contains(case), "{told}");
    }
}
