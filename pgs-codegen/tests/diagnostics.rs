//! Every diagnostic has a protocol that earns it, and one nearly equal that does not.
//!
//! `diagnostics/base/` is a protocol without fault. Each other folder is a rule: `fixture.toml` says what is changed in
//! the base to earn the diagnostic (`earns`) and what is changed and earns nothing at all (`passes`; nothing: the base
//! itself), and `expected.txt` is the whole report. A change below `protocol_snapshot/` is made after sealing.
//!
//! `PGS_UPDATE_EXPECTED=1 cargo test -p pgs-codegen --test diagnostics` rewrites the reports.

mod protocols;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::report;
use protocols::expected::Differences;
use protocols::{Protocol, folder, folders};
use serde::Deserialize;

/// What is said of protocols in sealed snapshots alone: `pgc.rs` has a protocol that earns each.
const OF_SEALED: [Code; 5] =
    [Code::LeftOut, Code::UnlistedOutcome, Code::ConsultedWrite, Code::AlwaysFault, Code::Superseded];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    /// The code that is earned.
    code: String,
    /// The snapshot that earns it, below the folder that holds `protocol/`; none: the one that is sealed from that.
    snapshot: Option<PathBuf>,
    /// What is changed to earn it.
    earns: Vec<Change>,
    /// What is changed without earning anything.
    #[serde(default)]
    passes: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The file, below the folder that holds `protocol/`.
    file: PathBuf,
    /// The text to replace, which stands there once; none: the whole file is written.
    find: Option<String>,
    /// What stands there afterwards; none: the file is removed.
    put: Option<String>,
}

fn rules() -> Vec<(String, Fixture)> {
    let mut names = folders(&folder("diagnostics"));
    names.retain(|name| name != "base");
    let read = |name: String| {
        let text = fs::read_to_string(folder("diagnostics").join(&name).join("fixture.toml")).unwrap();
        let fixture = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, fixture)
    };
    names.into_iter().map(read).collect()
}

/// Everything that is said of the base with these changes, and the report.
fn judge(name: &str, snapshot: Option<&PathBuf>, changes: &[Change]) -> (Diagnostics, String) {
    let protocol = Protocol::new(Some(&folder("diagnostics/base")));
    let (after, before): (Vec<_>, Vec<_>) = changes.iter().partition(|it| it.file.starts_with("protocol_snapshot"));
    apply(name, &protocol, &before);
    protocol.add_capabilities();
    let mut diagnostics = protocol.seal();
    if !diagnostics.has_errors() {
        apply(name, &protocol, &after);
        let compiled = protocol.compile_at(snapshot);
        assert_eq!(compiled.files.is_none(), compiled.diagnostics.has_errors(), "{name}: files or errors");
        diagnostics = compiled.diagnostics;
    }
    let report = report::render(&diagnostics, false);
    (diagnostics, report.replace(&protocol.home().display().to_string(), "$HOME"))
}

fn apply(name: &str, protocol: &Protocol, changes: &[&Change]) {
    for Change { file, find, put } in changes {
        let Some(put) = put else {
            fs::remove_file(protocol.home().join(file)).unwrap();
            continue;
        };
        let Some(find) = find else {
            protocol.write(file, put);
            continue;
        };
        let text = fs::read_to_string(protocol.home().join(file)).unwrap();
        assert_eq!(text.matches(find.as_str()).count(), 1, "{name}: `{find}` stands once in {}", file.display());
        protocol.write(file, &text.replace(find.as_str(), put));
    }
}

fn codes(diagnostics: &Diagnostics) -> BTreeSet<&'static str> {
    diagnostics.sorted().iter().map(|it| it.code.id()).collect()
}

#[test]
fn base_is_without_fault() {
    let (_, report) = judge("base", None, &[]);
    assert_eq!(report, "0 errors, 0 warnings, 0 notes\n");
}

#[test]
fn rules_say_what_is_expected() {
    let mut differences = Differences::default();
    for (name, fixture) in rules() {
        let (diagnostics, report) = judge(&name, fixture.snapshot.as_ref(), &fixture.earns);
        if !codes(&diagnostics).contains(fixture.code.as_str()) {
            differences.say(format!("{name}: does not earn {}\n{report}", fixture.code));
        }
        differences.compare(&folder("diagnostics").join(&name).join("expected.txt"), &report);
    }
    differences.finish();
}

#[test]
fn nearly_equal_protocols_earn_nothing() {
    let mut differences = Differences::default();
    for (name, fixture) in rules() {
        let (diagnostics, report) = judge(&name, None, &fixture.passes);
        if !diagnostics.sorted().is_empty() {
            differences.say(format!("{name}: what passes is not without fault\n{report}"));
        }
    }
    differences.finish();
}

#[test]
fn every_code_has_a_rule() {
    let earned: BTreeSet<String> = rules().into_iter().map(|(_, fixture)| fixture.code).collect();
    let is_missing = |code: &&Code| !earned.contains(code.id()) && !OF_SEALED.contains(code);
    let missing: Vec<&Code> = Code::ALL.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "no fixture in tests/diagnostics earns {missing:?}");
}

/// Values that are followed from step to step may lead back to themselves, each time by a longer path.
#[test]
fn values_made_of_themselves_are_judged() {
    let protocol = Protocol::new(Some(&folder("golden/loop_in_graph")));
    let node = |name: &str, other: &str| {
        let card = format!("[$.results.{other}.card.left, $.results.{other}.card.right]");
        let routes = format!("SUCCESS: {other}, default: DONE");
        format!("    {name}: {{type: CC, code: CC_READ_V0, inputs: {{card: {card}}}, next: {{{routes}}}}}\n")
    };
    let head = "runtime_binding: RB_STORES_V0\ncore:\n  summary: Ask\n  start_node: ASK\n  nodes:\n";
    let nodes = node("ASK", "ASK_AGAIN") + &node("ASK_AGAIN", "ASK") + "    DONE: {type: EXIT, reason: COMPLETED}";
    protocol.artifact("workflows/loop_in_graph__WF_ASK_V0", &format!("{head}{nodes}"));
    protocol.add_capabilities();
    assert!(!protocol.seal().has_errors());
    let diagnostics = protocol.compile().diagnostics;
    // The store refuses a list as a key; NOT_FOUND would lead out, and what is asked for changes from round to round.
    assert_eq!(codes(&diagnostics), BTreeSet::from(["W002"]), "{}", report::render(&diagnostics, false));
}
