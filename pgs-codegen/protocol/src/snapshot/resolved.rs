//! Whether the names that the compiler resolved are the ones that the machine blocks mean.
//!
//! A node's `fqdn_id` is executed and not hashed. [`super::machine`] checks that it ends in the node's hashed `code`;
//! here its namespace is checked, for which all artifacts must be known: a code means the artifact of its own
//! namespace, or else the only one that there is.

use std::collections::BTreeMap;

use pgs_value::Value;

use super::{Artifact, ArtifactKind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, pointer};

/// Says which nodes run something else than their code means.
pub fn check(artifacts: &BTreeMap<String, Artifact>, diagnostics: &mut Diagnostics) {
    let mut by_code: BTreeMap<&str, Vec<&Artifact>> = BTreeMap::new();
    for artifact in artifacts.values() {
        by_code.entry(&artifact.code).or_default().push(artifact);
    }
    for workflow in artifacts.values().filter(|artifact| artifact.kind == ArtifactKind::Workflow) {
        let nodes = workflow.frontmatter.get("core").and_then(|core| core.get("nodes")).and_then(Value::as_object);
        for (key, node) in nodes.into_iter().flatten() {
            let text = |key: &str| node.get(key).and_then(Value::as_str);
            let (Some(code), Some(fqdn)) = (text("code"), text("fqdn_id")) else { continue };
            if let Some(meant) = meant(by_code.get(code).map_or(&[], Vec::as_slice), workflow)
                && fqdn != meant
                && fqdn.rsplit_once("::").is_some_and(|(_, resolved)| resolved == code)
            {
                diagnostics.push(mismatch(workflow, key, code, fqdn, meant));
            }
        }
    }
}

/// The artifact that a workflow means by a code that all of these have; `None` if it can't be told.
fn meant<'a>(candidates: &[&'a Artifact], workflow: &Artifact) -> Option<&'a str> {
    let own = candidates.iter().find(|artifact| artifact.namespace == workflow.namespace);
    match (own, candidates) {
        (Some(artifact), _) | (None, [artifact]) => Some(&artifact.fqdn),
        _ => None,
    }
}

fn mismatch(workflow: &Artifact, node: &str, code: &str, fqdn: &str, meant: &str) -> Diagnostic {
    Diagnostic {
        code: Code::MachineMismatch,
        artifact: workflow.fqdn.clone(),
        file: workflow.file.clone(),
        pointer: pointer(["frontmatter", "core", "nodes", node, "fqdn_id"]),
        message: format!(
            "`fqdn_id` is `{fqdn}` here, and `{code}` in the machine block that was hashed means `{meant}`"
        ),
        remedy: "write the namespace in the machine block, and seal the snapshot again".to_owned(),
    }
}
