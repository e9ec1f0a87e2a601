//! Which artifacts name which: how far what is wrong with one may concern others.

use std::collections::BTreeMap;

use pgs_value::Value;

use crate::diagnostic::Diagnostics;
use crate::snapshot::{Artifact, ArtifactKind, Snapshot};

/// Notes for the diagnostics which artifact names which, in any text or key.
pub fn note(snapshot: &Snapshot, diagnostics: &mut Diagnostics) {
    let mut by_name: BTreeMap<&str, Vec<&Artifact>> = BTreeMap::new();
    for artifact in snapshot.artifacts.values() {
        by_name.entry(&artifact.fqdn).or_default().push(artifact);
        by_name.entry(&artifact.code).or_default().push(artifact);
    }
    for artifact in snapshot.artifacts.values() {
        let mut name = |text: &str| {
            for named in by_name.get(text).into_iter().flatten().filter(|it| it.fqdn != artifact.fqdn) {
                diagnostics.connect(&artifact.fqdn, passes(artifact.kind), &named.fqdn);
            }
            if diagnostics.is_lost(text) {
                diagnostics.connect(&artifact.fqdn, passes(artifact.kind), text);
            }
        };
        artifact.frontmatter.iter().for_each(|(key, value)| {
            name(key);
            texts(value, &mut name);
        });
    }
}

/// Whether a consequence goes on through artifacts of this kind. What all others use would carry it to all others.
fn passes(kind: ArtifactKind) -> bool {
    match kind {
        ArtifactKind::Workflow | ArtifactKind::Intent | ArtifactKind::Contract => true,
        ArtifactKind::Transform
        | ArtifactKind::SideEffect
        | ArtifactKind::RuntimeBinding
        | ArtifactKind::Structure
        | ArtifactKind::Event
        | ArtifactKind::IngressIntent
        | ArtifactKind::Entity
        | ArtifactKind::Actor
        | ArtifactKind::Invariant
        | ArtifactKind::Assertion => false,
    }
}

fn texts(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, visit)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            visit(key);
            texts(value, visit);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
