//! The command line.

mod common;
mod protocols;

use std::process::{Command, Output};

use common::Fixture;
use protocols::{Protocol, folder};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pgs-codegen")).args(arguments).output().unwrap()
}

#[test]
fn seal_tells_what_it_did() {
    let protocol = Protocol::new(Some(&folder("diagnostics/base")));
    protocol.add_capabilities();
    let first = run(&["seal", protocol.home().to_str().unwrap()]);
    assert!(first.status.success());
    let text = String::from_utf8(first.stdout).unwrap();
    assert!(text.ends_with("protocol_snapshot: 14 artifacts, 19 files written, 0 removed\n"), "{text}");
    assert_eq!(first.stderr, b"");
    let again = run(&["seal", protocol.snapshot().to_str().unwrap()]);
    assert!(String::from_utf8(again.stdout).unwrap().ends_with("14 artifacts, 0 files written, 0 removed\n"));
}

#[test]
fn seal_says_what_check_says() {
    let fixture = Fixture::greeting();
    let output = run(&["seal", fixture.home().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.ends_with("protocol_snapshot: 5 artifacts, 10 files written, 0 removed\n"), "{text}");
    assert_eq!(fixture.read(), []);
    let checked = run(&["check", fixture.home().to_str().unwrap()]);
    assert_eq!(output.stderr, checked.stderr);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("error[E008]: this compiler does not implement the transform shop::CT_PURE_GREET_V0"),
        "{text}"
    );
    assert!(text.contains("protocol/capability_transforms/shop__CT_PURE_GREET_V0.md:"), "{text}");
}

#[test]
fn errors_are_shown_and_end_with_status_1() {
    let fixture = Fixture::greeting();
    fixture.artifact("events/shop__EV_X_V0", "a: [\n");
    let output = run(&["seal", fixture.home().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("error[E001]: the machine block can't be read"), "{text}");
    assert!(text.ends_with("\n1 error, 0 warnings, 0 notes\n"), "{text}");
}

/// What was looked at, paths as they were given, and no colour in a pipe.
#[test]
fn check_says_what_it_looked_at() {
    let protocol = Protocol::new(Some(&folder("diagnostics/base")));
    protocol.add_capabilities();
    assert!(!protocol.seal().has_errors());
    let check = |arguments: &[&str]| {
        let command = &mut Command::new(env!("CARGO_BIN_EXE_pgs-codegen"));
        command.current_dir(protocol.home()).arg("check").args(arguments).output().unwrap()
    };
    let output = check(&["."]);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(text(&output.stdout), "14 artifacts in 1 snapshot\n");
    assert_eq!(text(&output.stderr), "0 errors, 0 warnings, 0 notes\n");
    protocol.artifact("events/shop__EV_LATE_V0", "ev_code: EV_LATE_V0\n");
    let said = text(&check(&["protocol_snapshot"]).stderr);
    assert!(said.contains("--> protocol/events/shop__EV_LATE_V0.md"), "{said}");
    assert!(said.contains("seal the snapshot: `pgs-codegen seal .`"), "{said}");
    assert!(!said.contains('\u{1b}'), "{said}");
}

#[test]
fn no_snapshot_is_an_error() {
    let empty = Protocol::new(None);
    let command = &mut Command::new(env!("CARGO_BIN_EXE_pgs-codegen"));
    let output = command.current_dir(empty.home()).arg("check").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("error[E001]: there is no protocol snapshot below `snapshots/`"), "{text}");
}

/// The line where YAML can't be read, and the key that is misspelt.
#[test]
fn the_place_is_marked() {
    let fixture = Fixture::greeting();
    fixture.artifact("events/shop__EV_X_V0", "ev_code: EV_X_V0\nat: {{timestamp}}\n");
    let text = String::from_utf8(run(&["seal", fixture.home().to_str().unwrap()]).stderr).unwrap();
    assert!(
        text.contains("at: {{timestamp}}\n") && text.contains("= help: write it in quotes: \"{{timestamp}}\""),
        "{text}"
    );
    fixture.artifact("events/shop__EV_X_V0", "ev_code: EV_X_V0\ncor: {}\n");
    let text = String::from_utf8(run(&["seal", fixture.home().to_str().unwrap()]).stderr).unwrap();
    assert!(text.contains("cor: {}\n  | ^^^ ") || text.contains("cor: {}\n   | ^^^ "), "{text}");
}

#[test]
fn wrong_usage_ends_with_status_2() {
    assert_eq!(run(&["seal"]).status.code(), Some(2));
}
