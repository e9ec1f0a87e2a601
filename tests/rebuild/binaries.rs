//! The binaries of snapshots that come and go.

use std::fs;
use std::time::{Duration, Instant};

use super::support::{command, line};
use super::{Site, stamps};

const GREETING: &str = "greeting-wf-greeting-v0";
const FAREWELL: &str = "farewell-wf-farewell-v0";

#[test]
fn binaries_that_are_left_out_are_removed() {
    let site = Site::with_binaries(&["farewell", "greeting"]);
    let build = |choice: &str| {
        let output = site.build.command(true).env("PGS_BINARIES", choice).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        site.build.binaries()
    };
    let all = [FAREWELL, GREETING, "pgs"];
    let is_pgs = || ino(&site, GREETING) == ino(&site, "pgs");
    assert_eq!((build("all"), is_pgs()), (all.map(str::to_owned).to_vec(), false));
    // By default a debug build links one binary, which stands there under every name.
    assert_eq!((build(""), is_pgs()), (all.map(str::to_owned).to_vec(), true));
    assert_eq!((build("all"), is_pgs()), (all.map(str::to_owned).to_vec(), false));
    let text = stamps(&site.build.generated);
    assert_eq!(build("greet*"), [GREETING, "pgs"]);
    assert_eq!(build("none"), ["pgs"]);
    assert_eq!(listed(&site), ["farewell::WF_FAREWELL_V0", "greeting::WF_GREETING_V0"]);
    // What is built does not change what is generated.
    assert_eq!(stamps(&site.build.generated), text);
}

#[test]
fn a_pattern_that_names_nothing_stops_the_build_before_anything_is_removed() {
    let site = Site::with_binaries(&["farewell", "greeting"]);
    site.build.succeeds(true);
    let (binaries, text) = (site.build.binaries(), stamps(&site.build.generated));
    std::fs::remove_dir_all(site.snapshots.join("farewell")).unwrap();
    for (pattern, told) in [
        ("greet*,gerting-*", "PGS_BINARIES names `gerting-*`, and no workflow binary is called so."),
        ("greeting::WF_GREETING_V0", "Did you mean `greeting-wf-greeting-v0`?"),
    ] {
        let output = site.build.command(true).env("PGS_BINARIES", pattern).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(told), "{said}");
        assert_eq!((site.build.binaries(), stamps(&site.build.generated)), (binaries.clone(), text.clone()));
    }
}

/// Which file a name stands for.
fn ino(site: &Site, name: &str) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    site.build.profile_folder().join(name).metadata().unwrap().ino()
}

/// What `pgs list` names, in the folder of the build.
fn listed(site: &Site) -> Vec<String> {
    let output = command(site.build.profile_folder().join("pgs")).arg("list").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter(|line| line.contains("::")).map(str::to_owned).collect()
}

#[test]
fn binaries_come_and_go_with_their_snapshots() {
    let site = Site::with_binaries(&["greeting"]);
    site.build.succeeds(true);
    assert_eq!(site.build.binaries(), [GREETING, "pgs"]);
    assert_eq!(listed(&site), ["greeting::WF_GREETING_V0"]);

    // Nothing changed: nothing is written, linked or replaced.
    let folder = site.build.profile_folder();
    let before = (
        stamps(&site.build.generated),
        [GREETING, "pgs"].map(|name| folder.join(name).metadata().unwrap().modified().unwrap()),
    );
    site.build.succeeds(true);
    let after = (
        stamps(&site.build.generated),
        [GREETING, "pgs"].map(|name| folder.join(name).metadata().unwrap().modified().unwrap()),
    );
    assert_eq!(before, after);

    // A snapshot dropped in beside: one build, and its binaries stand there.
    site.drop_in("farewell");
    site.build.succeeds(true);
    assert_eq!(site.build.binaries(), [FAREWELL, GREETING, "pgs"]);
    assert_eq!(listed(&site), ["farewell::WF_FAREWELL_V0", "greeting::WF_GREETING_V0"]);
    let place = super::support::Place::new();
    let mut run = command(folder.join(FAREWELL));
    run.args(["--payload", "-", "--data-root"]).arg(place.data()).arg("--workspace").arg(place.workspace());
    let output = super::support::feed(&mut run, br#"{"name": "Ada"}"#);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!((line(&text, "Status"), line(&text, "Exit")), (Some("SUCCESS"), Some("EXIT_DONE (COMPLETED)")));

    // A snapshot that is taken away takes its binaries with it.
    fs::remove_dir_all(site.snapshots.join("greeting")).unwrap();
    site.build.succeeds(true);
    assert_eq!(site.build.binaries(), [FAREWELL, "pgs"]);
    assert_eq!(listed(&site), ["farewell::WF_FAREWELL_V0"]);
}

/// The outer cargo has locked the one; the inner one must not wait for it.
#[test]
fn a_build_folder_apart_from_the_target_folder_ends() {
    let site = Site::with_binaries(&["greeting"]);
    site.build.succeeds(true);
    let apart = tempfile::tempdir().unwrap();
    let mut build = site.build.command(true);
    build.env("CARGO_BUILD_BUILD_DIR", &site.build.target).env("CARGO_TARGET_DIR", apart.path());
    let mut build = build.spawn().unwrap();
    let begin = Instant::now();
    let status = loop {
        match build.try_wait().unwrap() {
            Some(status) => break status,
            None if begin.elapsed() > Duration::from_mins(20) => {
                build.kill().unwrap();
                panic!("the build does not end");
            }
            None => std::thread::sleep(Duration::from_millis(200)),
        }
    };
    assert!(status.success());
    for name in [GREETING, "pgs", "pgs-codegen"] {
        assert!(apart.path().join("debug").join(name).is_file(), "{name} stands among the finished binaries");
    }
}

/// The copy beside `PGS_GENERATED` was made by an earlier version of the project.
#[test]
fn the_lock_file_is_copied_again_when_the_project_has_another_one() {
    let site = Site::with_binaries(&["greeting"]);
    site.build.succeeds(true);
    let (lock, noted) =
        (site.build.generated.join("Cargo.lock"), site.build.target.join("workflows/copied-Cargo.lock"));
    for path in [&lock, &noted] {
        let text = fs::read_to_string(path).unwrap();
        fs::write(path, format!("# of an earlier version\n{text}")).unwrap();
    }
    site.build.succeeds(true);
    for path in [&lock, &noted] {
        assert!(!fs::read_to_string(path).unwrap().contains("# of an earlier version"), "{}", path.display());
    }
}
