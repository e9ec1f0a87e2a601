//! A schema and a value, divided by the first empty line: what the compiler makes of the schema, and what a run asks of
//! the value with it.

use std::path::Path;

use bumpalo::Bump;
use pgs_codegen::analysis::admission;
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::protocol::{self, Protocol};
use pgs_value::json;
use pgs_value::schema::Check;

use crate::snapshot;

const CHECK: Check = Check { is_suppressed: |_| false };

/// Reads the input as a schema and a value.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (schema, value) = text.split_once("\n\n").unwrap_or((text, "null"));
    let indented = schema.replace('\n', "\n      ");
    let intent = format!("=== intents/shop__IN_ASKED_V0\ncore:\n  inputs:\n    field:\n      {indented}\n");
    let Some(snapshot) = snapshot::of(&intent) else { return };
    let (mut diagnostics, mut protocol) = (Diagnostics::default(), Protocol::default());
    protocol::read(&snapshot, &mut protocol, &mut diagnostics);
    let _ = pgs_protocol::report::sarif(&diagnostics, Path::new("/nowhere"));
    let Some(declared) = protocol.intents.values().flat_map(|intent| &intent.inputs).next() else { return };
    let arena = Bump::new();
    let (field, below) = (admission::of_field(&declared.1, &arena), admission::of_value(&declared.1, &arena));
    let Ok(value) = json::parse(value) else { return };
    let found = CHECK.value(&value, &field, &"$.payload.field").violations;
    let inner = CHECK.value(&value, &below, &"$.payload.field").violations;
    // A field of the payload itself is asked more, never less.
    assert!(inner.len() <= found.len(), "{inner:?} but {found:?}");
    for violation in &found {
        assert!(violation.path.starts_with("$.payload.field"), "{violation:?}");
        assert!(!violation.rule.is_empty() && !violation.message.is_empty(), "{violation:?}");
    }
    // What is a violation once is one again.
    assert_eq!(CHECK.value(&value, &field, &"$.payload.field").violations, found);
}
