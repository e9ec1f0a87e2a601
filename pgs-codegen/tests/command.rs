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
    assert!(text.ends_with("protocol_snapshot: 13 artifacts, 18 files written, 0 removed\n"), "{text}");
    assert_eq!(first.stderr, b"");
    let again = run(&["seal", protocol.snapshot().to_str().unwrap()]);
    assert!(String::from_utf8(again.stdout).unwrap().ends_with("13 artifacts, 0 files written, 0 removed\n"));
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

#[test]
fn wrong_usage_ends_with_status_2() {
    assert_eq!(run(&["seal"]).status.code(), Some(2));
}
