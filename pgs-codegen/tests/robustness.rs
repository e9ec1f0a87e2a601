//! No input makes the first stage panic, and none that differs from what was sealed passes in silence.

mod common;

use common::{Fixture, SEALED_WORKFLOW};
use pgs_codegen::seal;
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::{report, snapshot};
use proptest::prelude::*;

/// Reads and renders; whether there were errors.
fn reads_with_errors(fixture: &Fixture) -> bool {
    let mut diagnostics = Diagnostics::default();
    snapshot::read(&fixture.root(), &mut diagnostics);
    let shown = report::render(&diagnostics, false);
    let sum = shown.lines().last().unwrap_or_default();
    assert_eq!(sum.starts_with("0 errors"), !diagnostics.has_errors(), "{shown}");
    diagnostics.has_errors()
}

/// Whether anything is said of it.
fn says_something(fixture: &Fixture) -> bool {
    let mut diagnostics = Diagnostics::default();
    snapshot::read(&fixture.root(), &mut diagnostics);
    !diagnostics.sorted().is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_byte_changed_in_a_sealed_artifact(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let fixture = Fixture::sealed();
        let path = fixture.home().join(SEALED_WORKFLOW);
        let sealed = fixture.json(SEALED_WORKFLOW);
        let mut bytes = std::fs::read(&path).unwrap();
        let at = place.index(bytes.len());
        bytes[at] = byte;
        std::fs::write(&path, &bytes).unwrap();
        let executed = ["fqdn_id", "artifact_code", "namespace", "content", "content_hash", "frontmatter"];
        let same = pgs_value::from_slice::<pgs_value::Value>(&bytes).is_ok_and(|changed| {
            // A hash means the same in either case of its digits.
            let part = |of: &pgs_value::Value, key: &str| of.get(key).map(|it| it.to_string().to_lowercase());
            let exact = |key: &&str| changed.get(*key) == sealed.get(*key);
            // Without its key, `namespace` is what `fqdn_id` says.
            let is_same = |key: &&str| match *key {
                "content_hash" => part(&changed, key) == part(&sealed, key),
                "namespace" => changed.get("namespace").is_none() || exact(key),
                _ => exact(key),
            };
            executed.iter().all(is_same)
        });
        prop_assert_eq!(reads_with_errors(&fixture), !same, "byte {} at {}", byte, at);
    }

    #[test]
    fn any_text_as_machine_block(
        text in r#"([a-c0-9 \n:{}\[\],&*!|>'"%@#?~<=.-]|\n  |\n- |: |<<: |\*a|&a |!!str |é|```|## Machine\n){0,40}"#
    ) {
        let fixture = Fixture::empty();
        fixture.artifact("events/shop__EV_X_V0", &text);
        let mut diagnostics = Diagnostics::default();
        let sealed = seal::seal(fixture.home(), &mut diagnostics);
        prop_assert_eq!(sealed.is_none(), diagnostics.has_errors());
        report::render(&diagnostics, true);
        if sealed.is_some() {
            prop_assert!(!reads_with_errors(&fixture));
        }
    }

    #[test]
    fn any_text_as_a_file(
        text in r#"([a-c0-9 \n:{}\[\],"\\]|"fqdn_id": |"content": |"artifacts": |"addresses": |\{|\}|é){0,30}"#,
        path in prop::sample::select(vec![
            SEALED_WORKFLOW, "protocol_snapshot/artifact_index/index.json", "protocol_snapshot/conformance/x.json", "pgs.toml",
        ])
    ) {
        let fixture = Fixture::sealed();
        fixture.write(path, &text);
        let is_whole = match path {
            "pgs.toml" => text.parse::<toml::Table>().is_ok_and(|table| table.is_empty()),
            "protocol_snapshot/conformance/x.json" => {
                pgs_value::from_str::<pgs_value::Value>(&text).is_ok_and(|value| value.is_object())
            }
            _ => false,
        };
        // No run needs a test case: what is none is said, and stops nothing.
        let is_said = path.contains("conformance") && says_something(&fixture);
        prop_assert!(is_whole || is_said || reads_with_errors(&fixture), "{}", text);
    }
}
