//! How diagnostics look.

mod common;

use std::path::{Path, PathBuf};

use common::{Fixture, SEALED_WORKFLOW};
use pgs_codegen::seal;
use pgs_protocol::diagnostic::{Code, Diagnostic, Diagnostics};
use pgs_protocol::{report, snapshot};
use pgs_value::json;

fn rendered(fixture: &Fixture, diagnostics: &Diagnostics) -> String {
    report::render(diagnostics, false).replace(&fixture.home().display().to_string(), "$HOME")
}

fn diagnostic(code: Code, file: &Path, pointer: &str) -> Diagnostic {
    Diagnostic {
        code,
        artifact: "shop::WF_GREET_V0".to_owned(),
        file: file.to_path_buf(),
        pointer: pointer.to_owned(),
        message: "something is wrong".to_owned(),
        remedy: "do something else".to_owned(),
    }
}

#[test]
fn errors_of_a_snapshot() {
    let fixture = Fixture::sealed();
    fixture.edit(SEALED_WORKFLOW, |it| {
        it["frontmatter"]["core"]["start_node"] = json!("greet");
        it["namespace"] = json!("market");
    });
    fixture.write("protocol_snapshot/artifacts/intents/shop__IN_GREET_V0.json", "{\n  \"a\": }\n");
    let mut diagnostics = Diagnostics::default();
    snapshot::read(&fixture.root(), &mut diagnostics);
    let expected = r#"error[E001]: the file is not JSON: expected value at line 2 column 8
--> $HOME/protocol_snapshot/artifacts/intents/shop__IN_GREET_V0.json
 = note: What a file that can't be read would have declared is not known, so nothing can be said of the protocol
 = help: correct the JSON, or seal the snapshot again

error[E003]: `start_node` is "greet" here, and "entry" in the machine block that was hashed
  --> $HOME/protocol_snapshot/artifacts/workflows/shop__WF_GREET_V0.json:35:21
   |
35 |       "start_node": "greet"
   |                     ^^^^^^^ frontmatter differs from the machine block that was hashed
   |
   = note: `frontmatter` is what is executed and `content` is what is hashed and read, so a difference runs what nobody reviewed
   = help: change the machine block and seal the snapshot again: only what was hashed is executed

error[E004]: `namespace` is "market", `fqdn_id` says `shop`
  --> $HOME/protocol_snapshot/artifacts/workflows/shop__WF_GREET_V0.json:40:16
   |
40 |   "namespace": "market",
   |                ^^^^^^^^ artifact lacks a part or has one of the wrong shape
   |
   = note: A part that is guessed would run as something that nobody declared
   = help: restore the file as it was sealed, or seal the snapshot again

3 errors, 0 warnings, 0 notes
"#;
    assert_eq!(rendered(&fixture, &diagnostics), expected);
}

#[test]
fn errors_in_markdown_show_the_machine_block() {
    let fixture = Fixture::greeting();
    fixture.artifact(
        "workflows/shop__WF_GREET_V0",
        "core:\n  start_node: a\n  nodes:\n    a:\n      type: CC\n      code: CC_GRETE_V0\n",
    );
    let mut diagnostics = Diagnostics::default();
    seal::seal(fixture.home(), &mut diagnostics);
    let expected = "\
error[E006]: node `a` names `CC_GRETE_V0`, and no artifact has this code
  --> $HOME/protocol/workflows/shop__WF_GREET_V0.md:11:13
   |
11 |       code: CC_GRETE_V0
   |             ^^^^^^^^^^^ reference to an artifact that does not exist
   |
   = note: A run would come to a place where there is nothing to run
   = help: write `CC_GREET_V0`, if that is meant; otherwise correct the code, or write the artifact

1 error, 0 warnings, 0 notes
";
    assert_eq!(rendered(&fixture, &diagnostics), expected);
}

#[test]
fn severities_are_ordered_and_counted() {
    let file = PathBuf::from("nowhere.json");
    let mut diagnostics = Diagnostics::default();
    for code in [Code::IntentByConvention, Code::UnboundInput, Code::UnknownNode] {
        diagnostics.push(diagnostic(code, &file, "/a"));
    }
    let text = report::render(&diagnostics, false);
    let place = |head: &str| text.find(head).unwrap_or_else(|| panic!("{head} in {text}"));
    assert!(place("error[E010]") < place("warning[W001]"));
    assert!(place("warning[W001]") < place("note[N002]"));
    assert!(text.ends_with("\n1 error, 1 warning, 1 note\n"));
}

#[test]
fn color_is_only_added() {
    let fixture = Fixture::sealed();
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(diagnostic(Code::UnknownNode, &fixture.home().join(SEALED_WORKFLOW), "/version"));
    assert!(!report::render(&diagnostics, false).contains('\u{1b}'));
    assert!(report::render(&diagnostics, true).contains('\u{1b}'));
}

/// The line and the mark below it of a diagnostic about this pointer.
fn marked(json: &str, pointer: &str) -> String {
    let fixture = Fixture::empty();
    fixture.write("a.json", json);
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(diagnostic(Code::UnknownNode, &fixture.home().join("a.json"), pointer));
    let text = rendered(&fixture, &diagnostics);
    let lines: Vec<_> = text.lines().filter_map(|line| line.split_once("| ")).map(|(_, shown)| shown).collect();
    lines.join("\n").replace(Code::UnknownNode.title(), "!")
}

#[test]
fn places_in_json() {
    let json = "{\n \"a\": {\n  \"b/c\": [1, 22]\n },\n \"d\": 3, \"d\": 4\n}\n";
    assert_eq!(marked(json, "/a/b~1c/1"), "  \"b/c\": [1, 22]\n             ^^ !");
    assert_eq!(marked(json, "/a/b~1c"), "  \"b/c\": [1, 22]\n         ^^^^^^^ !");
    assert_eq!(marked(json, "/a"), " \"a\": {\n ^^^^^^ !");
    assert_eq!(marked(json, "/a/missing/deeper"), " \"a\": {\n ^^^^^^ !");
    assert_eq!(marked(json, "/a/b~1c/7"), "  \"b/c\": [1, 22]\n         ^^^^^^^ !");
    assert_eq!(marked(json, "/missing"), "{\n^ !");
    assert_eq!(marked(json, "/d"), " \"d\": 3, \"d\": 4\n              ^ !");
}

#[test]
fn long_values_are_cut() {
    let json = format!("{{\"a\": \"{}\"}}", "äb".repeat(5000));
    let shown = marked(&json, "/a");
    assert!(shown.chars().count() < 400, "{shown}");
    assert!(shown.contains("..."), "{shown}");
}

#[test]
fn one_line_for_cargo() {
    let mut diagnostic = diagnostic(Code::HashMismatch, Path::new("a/b.json"), "/content_hash");
    diagnostic.message = "two\nlines".to_owned();
    assert_eq!(
        report::one_line(&diagnostic),
        "E002 shop::WF_GREET_V0 at a/b.json#/content_hash: two lines; do something else"
    );
}
