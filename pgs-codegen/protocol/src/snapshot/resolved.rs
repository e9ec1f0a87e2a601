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
            if fqdn.rsplit_once("::").is_none_or(|(_, resolved)| resolved != code) {
                continue;
            }
            match meant(by_code.get(code).map_or(&[], Vec::as_slice), workflow) {
                Meant::One(meant) if fqdn != meant => diagnostics.push(mismatch(workflow, key, code, fqdn, meant)),
                Meant::Several(names) => diagnostics.push(ambiguous(workflow, key, code, &names)),
                Meant::One(_) | Meant::None => {}
            }
        }
    }
}

/// What a workflow means by a code.
enum Meant<'a> {
    /// This artifact.
    One(&'a str),
    /// Nothing that is there.
    None,
    /// One of these, in namespaces that are not the workflow's: what is hashed does not say which.
    Several(Vec<&'a str>),
}

/// What a workflow means by a code that all of these have.
fn meant<'a>(candidates: &[&'a Artifact], workflow: &Artifact) -> Meant<'a> {
    let own = candidates.iter().find(|artifact| artifact.namespace == workflow.namespace);
    match (own, candidates) {
        (Some(artifact), _) | (None, [artifact]) => Meant::One(&artifact.fqdn),
        (None, []) => Meant::None,
        (None, several) => Meant::Several(several.iter().map(|artifact| artifact.fqdn.as_str()).collect()),
    }
}

fn ambiguous(workflow: &Artifact, node: &str, code: &str, names: &[&str]) -> Diagnostic {
    Diagnostic {
        code: Code::DuplicateName,
        artifact: workflow.fqdn.clone(),
        file: workflow.file.clone(),
        pointer: pointer(["frontmatter", "core", "nodes", node, "code"]),
        message: format!("`{code}` in the machine block that was hashed may be {}", names.join(" or ")),
        remedy: "write the one that is meant with its namespace in the machine block, and seal the snapshot again"
            .to_owned(),
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
