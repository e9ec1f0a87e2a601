//! Sealed snapshots at the command line: proved by `check`, stopped at by a build, refused by name.

mod common;
mod protocols;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::real_snapshot;
use pgs_codegen::check;
use pgs_protocol::diagnostic::Code;
use pgs_value::{Value, json};
use protocols::{Protocol, folder};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

const DECLARATION: &str = "snapshot_profile: {identity: SHOP_PROFILE_V0}\n";

fn hash(bytes: impl AsRef<[u8]>) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A project with one sealed snapshot, of no domain and one file, and these settings.
fn project(settings: &str) -> TempDir {
    let home = TempDir::new().unwrap();
    let write = |path: &str, text: &str| {
        let path = home.path().join("snapshots/shop").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let mut sealed = json!({
        "domains": [],
        "constituents": [{"path": "canonical/none.json", "sha256": hash("{}")}],
        "profile": "SHOP_PROFILE_V0",
        "profile_sha256": hash(r#"{"identity":"SHOP_PROFILE_V0"}"#),
    });
    let identity = hash(json::canonical(&sealed));
    sealed["snapshot_id"] = json!(identity);
    sealed["composite_hash"] = json!(identity);
    write("snapshot/manifest.json", &json::pretty(&sealed));
    write("snapshot/canonical/none.json", "{}");
    write("profiles/SHOP.md", &format!("# A profile\n\n```yaml\n{DECLARATION}```\n"));
    if !settings.is_empty() {
        write("pgs.toml", settings);
    }
    home
}

/// Runs the command in a project.
fn run(home: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pgs-codegen"));
    command.env_remove("PGC_SNAPSHOT_PROFILES").env_remove("PGC_TRUST_ROOT_PUBKEY");
    command.current_dir(home).args(arguments).envs(variables.iter().copied()).output().unwrap()
}

/// The exit status, and the report.
fn checked(home: &Path, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let output = run(home, &["check"], variables);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn check_proves_it_and_says_what_it_could_not_look_at() {
    let home = project("");
    let (status, report) = checked(home.path(), &[]);
    assert_eq!(status, Some(0), "{report}");
    assert!(report.contains("note[N151]: 1 file (2 bytes) of 0 domains are what was sealed as "), "{report}");
    assert!(report.contains("--> snapshots/shop/snapshot/manifest.json"), "{report}");
    assert!(report.contains("N150]: not checked: the profile `SHOP_PROFILE_V0`"), "{report}");
    assert!(report.contains("N150]: not checked: who vouches for the snapshot: it is not signed"), "{report}");
    // Its folder, one that holds it, and one of such.
    for named in ["snapshots/shop/snapshot", "snapshots/shop", "snapshots"] {
        assert_eq!(run(home.path(), &["check", named], &[]).status.code(), Some(0), "{named}");
    }
}

#[test]
fn a_refusal_has_its_name_in_both_forms() {
    let home = project("");
    let file = home.path().join("snapshots/shop/snapshot/canonical/none.json");
    fs::write(&file, "[]").unwrap();
    let (status, report) = checked(home.path(), &[]);
    assert_eq!(status, Some(1));
    assert!(report.starts_with("error[E150]: changed file: its SHA-256 is "), "{report}");
    assert!(report.ends_with("\n1 error, 0 warnings, 0 notes\n"), "{report}");
    let output = run(home.path(), &["check", "--format", "json"], &[]);
    assert_eq!(output.status.code(), Some(1));
    let sarif: Value = pgs_value::from_slice(&output.stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1);
    assert_eq!((&results[0]["ruleId"], &results[0]["level"]), (&json!("E150"), &json!("error")));
    assert!(results[0]["message"]["text"].as_str().unwrap().starts_with("changed file: "));
    let uri = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "snapshots/shop/snapshot/canonical/none.json");
}

#[test]
fn settings_name_profiles_and_trust_anchor() {
    let both = "[sealed]\nprofiles = \"profiles\"\ntrust_anchor = \"key.pem\"\n";
    let (status, report) = checked(project(both).path(), &[]);
    assert_eq!(status, Some(1));
    assert!(report.starts_with("error[E150]: signature absent: a trust anchor is set"), "{report}");
    let (status, report) = checked(project("[sealed]\nprofiles = \"profiles\"\n").path(), &[]);
    assert_eq!(status, Some(0));
    assert!(report.contains("checked: every file, the identity, the profile `SHOP_PROFILE_V0`"), "{report}");
    let (_, report) = checked(project("[sealed]\nprofiles = \"elsewhere\"\n").path(), &[]);
    assert!(report.starts_with("error[E150]: unreadable profiles: "), "{report}");
    let (_, report) = checked(project("[sealed]\nprofile = \"profiles\"\n").path(), &[]);
    assert!(report.contains("error[E001]: the settings can't be read: unknown field `profile`"), "{report}");
    let (status, report) = checked(project("[workflows]\nleave_out = [\"shop::*\"]\n").path(), &[]);
    assert_eq!(status, Some(1));
    assert!(report.contains("error[E103]: `shop::*` names no workflow of the snapshot"), "{report}");
}

#[test]
fn where_settings_say_nothing_the_variables_of_the_reference_count() {
    let (status, report) = checked(project("").path(), &[("PGC_SNAPSHOT_PROFILES", "snapshots/shop/profiles")]);
    assert_eq!(status, Some(0));
    assert!(report.contains("the profile `SHOP_PROFILE_V0`, "), "{report}");
    let (_, report) = checked(project("").path(), &[("PGC_TRUST_ROOT_PUBKEY", "key.pem")]);
    assert!(report.starts_with("error[E150]: signature absent"), "{report}");
    let set = project("[sealed]\nprofiles = \"profiles\"\n");
    assert_eq!(checked(set.path(), &[("PGC_SNAPSHOT_PROFILES", "elsewhere")]).0, Some(0));
}

#[test]
fn what_was_not_checked_can_be_denied() {
    let (status, report) = checked(project("[diagnostics]\nN150 = \"deny\"\n").path(), &[]);
    assert_eq!(status, Some(1));
    assert!(report.contains("error[N150]: not checked: the profile"), "{report}");
}

#[test]
fn it_is_compiled_and_compared() {
    let home = project("");
    let output = run(home.path(), &["diff", "snapshots", "snapshots"], &[]);
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
    assert!(run(home.path(), &["generate"], &[]).status.success());
    assert!(home.path().join("generated/workflows.rs").exists());
    // What is not what was sealed is not compared.
    fs::write(home.path().join("snapshots/shop/snapshot/canonical/none.json"), "[]").unwrap();
    let output = run(home.path(), &["diff", "snapshots", "snapshots"], &[]);
    let report = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(report.starts_with("error[E150]: changed file"), "{report}");
}

/// The sample, with this changed in one artifact, and sealed.
fn allotments(change: Option<(&str, &str, &str)>) -> TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../snapshots/allotments");
    let home = TempDir::new().unwrap();
    for file in protocols::files(&from).iter().filter(|it| !it.starts_with(from.join("protocol_snapshot"))) {
        let to = home.path().join("allotments").join(file.strip_prefix(&from).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(file, to).unwrap();
    }
    if let Some((file, old, new)) = change {
        let path = home.path().join("allotments/protocol/allotments").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{file} does not say {old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    }
    assert!(run(home.path(), &["seal", "allotments"], &[]).status.success());
    home
}

#[test]
fn two_sealed_snapshots_are_compared_in_behaviour() {
    let old = allotments(None);
    let compared = |change| {
        let new = allotments(Some(change));
        let [old, new] = [&old, &new].map(|it| it.path().display().to_string());
        let output = run(Path::new("."), &["diff", &old, &new], &[]);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (status, report) = compared(("intents/IN_PLOT_ASKED_FOR_V0.md", "required: false", "required: true"));
    assert_eq!(status, Some(1), "{report}");
    assert!(report.contains("allotments::IN_PLOT_ASKED_FOR_V0") && report.contains("own_tools"), "{report}");
    let (status, report) =
        compared(("workflows/WF_LEASE_PLOT_V0.md", "VIOLATION: NOTE_REFUSAL", "VIOLATION: EXIT_FAILED"));
    assert_eq!(status, Some(1), "{report}");
    assert!(report.contains("allotments::WF_LEASE_PLOT_V0") && report.contains("NOTE_REFUSAL"), "{report}");
    let (status, report) =
        compared(("workflows/WF_LEASE_PLOT_V0.md", "summary: Lease a plot to a member", "summary: Lease"));
    assert_eq!(status, Some(0), "{report}");
}

#[test]
fn settings_of_sealed_snapshots_have_no_place_at_others() {
    let protocol = Protocol::new(Some(&folder("diagnostics/base")));
    protocol.add_capabilities();
    protocol.write("pgs.toml", "[sealed]\nprofiles = \"x\"\n\n[workflows]\nleave_out = []\n");
    assert!(!protocol.seal().has_errors());
    let diagnostics = check(&[protocol.snapshot()]);
    let found: Vec<_> = diagnostics.sorted().iter().map(|it| (it.code, it.pointer.clone())).collect();
    let at = |pointer: &str| (Code::UnknownSetting, pointer.to_owned());
    assert_eq!(found, [at("/sealed"), at("/workflows")]);
}

#[test]
fn rules_of_a_sealed_snapshot_cant_be_waived() {
    let home = project("[admission.\"shop::IN_ORDER_V0\"]\ncount = [\"minimum\"]\n");
    let (status, report) = checked(home.path(), &[]);
    assert!(status == Some(1) && report.contains("E103") && report.contains("can't be waived"), "{report}");
}

/// Brought into the layout of PGS, with every hash as PGS has it, the artifacts of a domain would be compiled.
#[test]
fn the_published_one_in_the_layout_of_pgs_is_refused_by_its_generation() {
    let Some(canonical) = real_snapshot().map(|it| it.join("../../pgc/snapshot/canonical")).filter(|it| it.is_dir())
    else {
        return;
    };
    for domain in ["workload", "blockchain", "book_library_mgmt", "ai_governance"] {
        let home = TempDir::new().unwrap();
        for kind in fs::read_dir(canonical.join(domain)).unwrap().map(|it| it.unwrap().path()).filter(|it| it.is_dir())
        {
            let to = home.path().join("protocol_snapshot/artifacts").join(kind.file_name().unwrap());
            fs::create_dir_all(&to).unwrap();
            for file in fs::read_dir(kind).unwrap().map(|it| it.unwrap().path()).filter(|it| it.is_file()) {
                let mut artifact: Value = pgs_value::from_slice(&fs::read(&file).unwrap()).unwrap();
                artifact["content_hash"] = json!(hash(artifact["content"].as_str().unwrap()));
                fs::write(to.join(file.file_name().unwrap()), json::pretty(&artifact)).unwrap();
            }
        }
        let diagnostics = check(&[home.path().join("protocol_snapshot")]);
        let found: Vec<Code> = diagnostics.sorted().iter().map(|it| it.code).collect();
        assert_eq!(found, [Code::OtherGeneration], "{domain}");
        assert!(diagnostics.sorted()[0].message.contains("is an artifact of PGC 6"));
    }
}

/// A profile that changes, or another key, may refuse a snapshot that was accepted: a build looks again.
#[test]
fn what_a_snapshot_is_held_against_is_watched() {
    let home = project("[sealed]\nprofiles = \"profiles\"\ntrust_anchor = \"key.pem\"\n");
    let settings = home.path().join("snapshots/shop/pgs.toml");
    let watched = || pgs_protocol::snapshot::settings_files(&settings);
    let beside = |name: &str| settings.with_file_name(name);
    assert_eq!(watched(), [settings.clone(), beside("profiles")]);
    fs::write(beside("key.pem"), "").unwrap();
    assert_eq!(watched(), [settings.clone(), beside("profiles"), beside("key.pem")]);
}
