//! What is generated: from which snapshots, and when it is written.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::support::{files_below, project};
use super::{Site, fixture, replace, stamps};

/// A day on which no build took place.
fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
}

/// Gives every file the same old modification time, as `cp -p` and `tar` bring it along.
fn make_old(folder: &Path) {
    for path in files_below(folder) {
        File::options().write(true).open(path).unwrap().set_modified(long_ago()).unwrap();
    }
}

#[test]
fn the_committed_text_is_what_the_samples_give() {
    let mut site = Site::with(&[]);
    site.build.snapshots = project().join("snapshots");
    site.build.succeeds(false);
    let (fresh, committed) = (site.build.generated.clone(), project().join("generated"));
    let made = |folder: &Path| {
        let kinds = ["json", "md", "mmd", "png", "rs", "svg"];
        let is_made = |path: &Path| path.extension().is_some_and(|it| kinds.iter().any(|kind| it == *kind));
        let files = files_below(folder).into_iter().filter(|path| is_made(path));
        let below = |path: std::path::PathBuf| path.strip_prefix(folder).unwrap().to_owned();
        files.map(below).filter(|path| !path.starts_with("target")).collect::<Vec<_>>()
    };
    assert_eq!(made(&fresh), made(&committed));
    for path in made(&fresh) {
        let bytes = |folder: &Path| fs::read(folder.join(&path)).unwrap();
        assert!(bytes(&fresh) == bytes(&committed), "{} is not what the snapshots give", path.display());
    }
}

#[test]
fn a_second_build_writes_nothing() {
    let site = Site::with(&["greeting", "farewell"]);
    site.build.succeeds(false);
    let before = stamps(&site.build.generated);
    assert!(before.len() > 10, "{before:?}");
    site.build.succeeds(false);
    assert_eq!(stamps(&site.build.generated), before);
}

#[test]
fn a_change_of_one_artifact_changes_its_own_modules_only() {
    let site = Site::with(&["greeting", "farewell"]);
    site.build.succeeds(false);
    let before = stamps(&site.build.generated);
    // The summary stands in the content and in the frontmatter; sealing it again makes the hash right.
    reseal(&site, "Number a greeting", "Count a greeting");
    site.build.succeeds(false);
    let after = stamps(&site.build.generated);
    let changed: Vec<_> = after.iter().filter(|stamp| !before.contains(stamp)).map(|(path, _)| path).collect();
    // The pages show the summary, the root holds the digest of the protocol, and what was written is recorded.
    let expected = [
        ".pgs-written",
        "greeting/README.md",
        "greeting/wf_greeting_v0.md",
        "greeting/workflows/wf_greeting_v0.rs",
        "lib.rs",
    ];
    assert_eq!(changed, expected.map(|path| site.build.generated.join(path)).iter().collect::<Vec<_>>());
    assert!(site.module("greeting").contains("Count a greeting"));
}

#[test]
fn a_hand_edit_is_named_at_the_next_build() {
    let site = Site::with(&["greeting"]);
    site.build.succeeds(false);
    let path = site.build.generated.join("greeting/workflows/wf_greeting_v0.rs");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("pub fn", "pub(crate) fn")).unwrap();
    let warnings = site.build.warnings();
    let kept = site.build.target.join("hand-edits/greeting/workflows/wf_greeting_v0.rs");
    let command = format!("`diff -u {} {}`", path.display(), kept.display());
    assert!(warnings.iter().any(|warning| warning.contains(&command)), "{warnings:#?} do not say {command}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert!(fs::read_to_string(&kept).unwrap().contains("pub(crate) fn"));
    // Neither nothing nor a change of the protocol is an edit.
    assert_eq!(site.build.warnings(), Vec::<String>::new());
    reseal(&site, "Number a greeting", "Count a greeting");
    assert_eq!(site.build.warnings(), Vec::<String>::new());
}

/// Changes a text in the greeting's workflow, and its hash with it.
fn reseal(site: &Site, from: &str, to: &str) {
    use sha2::{Digest as _, Sha256};
    let path = site.workflow("greeting");
    replace(&path, from, to);
    let artifact: pgs_value::Value = pgs_value::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let digest = Sha256::digest(artifact["content"].as_str().unwrap().as_bytes());
    let mut hash = String::new();
    for byte in digest {
        write!(hash, "{byte:02x}").unwrap();
    }
    replace(&path, artifact["content_hash"].as_str().unwrap(), &hash);
}

#[test]
fn a_snapshot_replaced_by_one_with_older_times_is_compiled_again() {
    let site = Site::with(&["greeting"]);
    site.build.succeeds(false);
    assert!(site.module("greeting").contains("Number a greeting"));
    reseal(&site, "Number a greeting", "Count a greeting");
    make_old(&site.snapshots);
    site.build.succeeds(false);
    assert!(site.module("greeting").contains("Count a greeting"));
}

#[test]
fn a_snapshot_unpacked_by_tar_with_older_times_is_compiled_again() {
    let site = Site::with(&["greeting"]);
    reseal(&site, "Number a greeting", "Count a greeting");
    make_old(&site.snapshots);
    let packed = site.snapshots.parent().unwrap().join("snapshot.tar");
    let tar = |arguments: &[&str]| {
        Command::new("tar").args(arguments).arg(&packed).arg("-C").arg(&site.snapshots).arg("greeting").status()
    };
    if !tar(&["-cf"]).is_ok_and(|status| status.success()) {
        eprintln!("passed over: there is no tar");
        return;
    }
    fs::remove_dir_all(site.snapshots.join("greeting")).unwrap();
    site.drop_in("greeting");
    site.build.succeeds(false);
    assert!(site.module("greeting").contains("Number a greeting"));
    assert!(tar(&["-xf"]).unwrap().success());
    assert_eq!(site.workflow("greeting").metadata().unwrap().modified().unwrap(), long_ago());
    site.build.succeeds(false);
    assert!(site.module("greeting").contains("Count a greeting"));
}

#[test]
fn every_way_to_name_snapshots_is_taken() {
    let mut site = Site::with(&["greeting", "farewell"]);
    let all = std::env::join_paths([fixture("greeting"), fixture("farewell").parent().unwrap().to_owned()]).unwrap();
    // A folder of folders, a protocol_snapshot folder and a folder that holds one.
    for named in [site.snapshots.clone(), all.into()] {
        site.build.snapshots = named;
        site.build.generated =
            site.snapshots.parent().unwrap().join(format!("{}", site.build.snapshots.as_os_str().len()));
        site.build.succeeds(false);
        assert!(site.module("greeting").contains("greeting::WF_GREETING_V0"));
        assert!(site.module("farewell").contains("farewell::WF_FAREWELL_V0"));
    }
}
