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
    every_scenario_passes_in_memory(&shared, &build);
    no_head_names_a_block_that_is_not_in_a_damaged_log(&build);
}

/// Its pipeline goes on after a block that could not be appended, and would move the head of the chain.
fn no_head_names_a_block_that_is_not_in_a_damaged_log(build: &Build) {
    let folder = tempfile::tempdir().unwrap();
    let chain = folder.path().join("data/blockchain/chain");
    let (log, text) = (chain.join("chain.jsonl"), "{\"oops\n");
    std::fs::create_dir_all(&chain).unwrap();
    std::fs::write(&log, text).unwrap();
    let mut pgs = command(build.profile_folder().join("pgs"));
    pgs.args(["run", "--wf", "blockchain::WF_BOOTSTRAP_GENESIS_CHAIN_V0", "--payload", "-", "--admission", "observe"]);
    pgs.arg("--data-root").arg(folder.path().join("data")).arg("--workspace").arg(folder.path());
    let output = support::feed(&mut pgs, br#"{"genesis_block_content": {"height": 0}}"#);
    let (printed, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(support::line(&printed, "Status"), Some("BACKEND_ERROR"), "{printed}{said}");
    assert!(said.contains("chain.jsonl, line 1"), "{said}");
    let own = folder.path().join("data/.pgs");
    let state: Vec<_> =
        files_below(&folder.path().join("data")).into_iter().filter(|path| !path.starts_with(&own)).collect();
    assert_eq!((state, std::fs::read_to_string(&log).unwrap().as_str()), (vec![log.clone()], text));
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

/// The same files, read as scenarios; they know of no mail, which was not sent when they were recorded.
fn every_scenario_passes_in_memory(shared: &Path, build: &Build) {
    let mut pgs = command(build.profile_folder().join("pgs"));
    pgs.arg("test").arg(shared.join("pgs/scenarios")).args(["--answer", "send_wallet_notification=SUCCESS"]);
    let output = pgs.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\n17 passed, 0 failed"), "{text}");
    assert_eq!(output.status.code(), Some(0));
}

fn every_scenario_passes(shared: &Path, build: &Build) {
    let tool = shared.join("tools/run_scenarios.py");
    if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("passed over: there is no python3 to run {}", tool.display());
        return;
    }
    let kept = tempfile::tempdir().unwrap();
    let wrapper = keeping(build, kept.path());
    let mut python = command("python3");
    python.arg(tool).arg("--bin").arg(&wrapper).arg(shared.join("pgs/scenarios"));
    let output = python.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().last(), Some("17 passed, 0 failed"), "{text}");
    assert_eq!(output.status.code(), Some(0));
    every_trace_is_evidence(build, kept.path());
    the_reference_draws_every_trace(shared, kept.path());
}

/// A program in place of `pgs` that keeps the traces of every run: the scenarios remove theirs.
fn keeping(build: &Build, kept: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let (pgs, wrapper) = (build.profile_folder().join("pgs"), kept.join("pgs.sh"));
    let script = format!(
        "#!/bin/sh\n'{}' \"$@\"\nstatus=$?\nwhile [ $# -gt 0 ]; do\n  \
         [ \"$1\" = --workspace ] && cp -r \"$2/traces\" '{}'\n  shift\ndone\nexit $status\n",
        pgs.display(),
        kept.display()
    );
    std::fs::write(&wrapper, script).unwrap();
    std::fs::set_permissions(&wrapper, std::fs::Permissions::from_mode(0o755)).unwrap();
    wrapper
}

/// Every trace verifies, replays identically, and has its summary and picture.
fn every_trace_is_evidence(build: &Build, kept: &Path) {
    let traces: Vec<PathBuf> =
        files_below(kept).into_iter().filter(|path| path.extension().is_some_and(|it| it == "jsonl")).collect();
    assert!(traces.len() >= 17, "{}", traces.len());
    for task in ["verify", "replay"] {
        let output = command(build.profile_folder().join("pgs")).arg(task).arg(kept).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{text}");
        let word = if task == "verify" { "ok " } else { "identical " };
        assert_eq!(text.lines().filter(|line| line.starts_with(word)).count(), traces.len(), "{text}");
    }
    for trace in traces {
        for extension in ["md", "png"] {
            assert!(trace.with_extension(extension).is_file(), "{} has no {extension}", trace.display());
        }
    }
}

/// `pgs_runtime behavior-logic`, where it and Graphviz are installed.
fn the_reference_draws_every_trace(shared: &Path, kept: &Path) {
    let answers = |program: &str, option: &str| Command::new(program).arg(option).output().is_ok();
    if !answers("pgs_runtime", "--help") || !answers("dot", "-V") {
        eprintln!("passed over: pgs_runtime 0.6.0 and Graphviz are not both on the path");
        return;
    }
    let workspace = tempfile::tempdir().unwrap();
    let snapshot = workspace.path().join("protocol_snapshot");
    std::os::unix::fs::symlink(std::fs::canonicalize(shared.join("pgs/protocol_snapshot")).unwrap(), snapshot).unwrap();
    let traces = files_below(kept).into_iter().filter(|path| path.extension().is_some_and(|it| it == "jsonl"));
    let mut drawn = std::collections::BTreeSet::new();
    for trace in traces {
        let code = trace.ancestors().nth(2).unwrap().file_name().unwrap().to_owned();
        if !drawn.insert(code) {
            continue;
        }
        // It draws beside the trace, where a picture of ours lies.
        let copy = workspace.path().join(trace.file_name().unwrap());
        std::fs::copy(&trace, &copy).unwrap();
        let mut command = command("pgs_runtime");
        let output =
            command.arg("behavior-logic").arg("--workspace").arg(workspace.path()).arg(&copy).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(copy.with_extension("png").is_file(), "{}: {text}", trace.display());
    }
    assert!(drawn.len() > 10, "{drawn:?}");
}
