//! What `[diagnostics]` in `pgs.toml` does to a report and to a build.

mod protocols;

use std::path::Path;
use std::process::{Command, Output};

use pgs_codegen::Compiled;
use pgs_protocol::diagnostic::{Code, Severity};
use pgs_protocol::report;
use protocols::{Protocol, folder};

/// The protocol without fault, changed so that it earns W003 at a workflow and N003 at a contract.
fn protocol(settings: &str) -> Protocol {
    let protocol = Protocol::new(Some(&folder("diagnostics/base")));
    let path = "protocol/workflows/shop__WF_ORDER_V0.md";
    let text = std::fs::read_to_string(protocol.home().join(path)).unwrap();
    protocol.write(path, &text.replace("        TOO_DEAR: REFUSED\n", ""));
    let contract = "protocol/capability_contracts/shop__CC_TELL_V0.md";
    let text = std::fs::read_to_string(protocol.home().join(contract)).unwrap();
    protocol.write(contract.replace("TELL", "SHOUT"), &text.replace("TELL", "SHOUT"));
    protocol.write("pgs.toml", settings);
    protocol.add_capabilities();
    let diagnostics = protocol.seal();
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
    protocol
}

fn compiled(settings: &str) -> Compiled {
    protocol(settings).compile()
}

/// Every code that is shown, with how bad it is.
fn shown(compiled: &Compiled) -> Vec<(Code, Severity)> {
    let diagnostics = &compiled.diagnostics;
    diagnostics.sorted().into_iter().map(|it| (it.code, diagnostics.severity(it).unwrap())).collect()
}

fn last_line(compiled: &Compiled) -> String {
    report::render(&compiled.diagnostics, false).lines().last().unwrap().to_owned()
}

fn check(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pgs-codegen")).arg("check").args(arguments).arg(folder).output().unwrap()
}

#[test]
fn without_settings_a_code_has_its_own_level() {
    let compiled = compiled("");
    assert_eq!(shown(&compiled), [(Code::UnroutedStatus, Severity::Warning), (Code::UnusedContract, Severity::Note)]);
    assert_eq!(last_line(&compiled), "0 errors, 1 warning, 1 note");
    assert!(compiled.files.is_some());
}

#[test]
fn what_is_allowed_is_counted_and_not_shown() {
    let compiled = compiled("[diagnostics]\nW003 = \"allow\"\nN003 = \"allow\"\n");
    assert_eq!(shown(&compiled), []);
    assert_eq!(last_line(&compiled), "0 errors, 0 warnings, 0 notes, 2 allowed by pgs.toml: W003 (1), N003 (1)");
    assert!(compiled.files.is_some());
}

#[test]
fn what_is_denied_stops_the_build() {
    let compiled = compiled("[diagnostics]\nW003 = \"deny\"\n");
    assert_eq!(shown(&compiled), [(Code::UnroutedStatus, Severity::Error), (Code::UnusedContract, Severity::Note)]);
    assert!(compiled.files.is_none(), "no file is generated");
    assert!(report::render(&compiled.diagnostics, false).starts_with("error[W003]: shop::CC_PRICE_V0 can end with"));
}

#[test]
fn a_note_can_be_a_warning() {
    let compiled = compiled("[diagnostics]\nN003 = \"warn\"\n");
    assert!(shown(&compiled).contains(&(Code::UnusedContract, Severity::Warning)), "{:?}", shown(&compiled));
}

#[test]
fn the_level_of_an_artifact_stands_before_that_of_all() {
    let one = compiled("[diagnostics]\nW003 = \"deny\"\n[diagnostics.\"shop::WF_ORDER_V0\"]\nW003 = \"allow\"\n");
    assert_eq!(shown(&one), [(Code::UnusedContract, Severity::Note)]);
    let other = compiled("[diagnostics]\nW003 = \"deny\"\n[diagnostics.\"shop::WF_TELL_V0\"]\nW003 = \"allow\"\n");
    assert_eq!(shown(&other).first(), Some(&(Code::UnroutedStatus, Severity::Error)));
}

#[test]
fn levels_hold_for_their_own_snapshot() {
    let (strict, other) = (protocol("[diagnostics]\nW003 = \"deny\"\n"), Protocol::new(None));
    other.artifact(
        "structures/mill__STRUCTURE_MILL_V0",
        "structure_code: STRUCTURE_MILL_V0\ncore:\n  entity_stores: {}",
    );
    other.write("pgs.toml", "[diagnostics]\nW003 = \"allow\"\nN003 = \"allow\"\nN004 = \"allow\"\n");
    assert!(!other.seal().has_errors());
    let snapshots = [other.snapshot(), strict.snapshot()];
    let compiled = protocols::compile(&snapshots, &strict.home().join("generated"));
    assert_eq!(shown(&compiled), [(Code::UnroutedStatus, Severity::Error), (Code::UnusedContract, Severity::Note)]);
}

#[test]
fn check_says_what_is_hidden_and_stops_at_what_is_denied() {
    let allowed = check(&[], protocol("[diagnostics]\nW003 = \"allow\"\nN003 = \"allow\"\n").home());
    assert_eq!(allowed.status.code(), Some(0));
    let text = String::from_utf8(allowed.stderr).unwrap();
    assert_eq!(text, "0 errors, 0 warnings, 0 notes, 2 allowed by pgs.toml: W003 (1), N003 (1)\n");
    let denied = check(&[], protocol("[diagnostics]\nW003 = \"deny\"\n").home());
    assert_eq!(denied.status.code(), Some(1));
}
