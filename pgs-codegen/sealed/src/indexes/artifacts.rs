//! `artifact_index/index.json`: where each artifact lies, and its addresses.

use std::collections::BTreeMap;

use pgs_value::{Value, json};

use super::Facts;
use crate::artifact::Artifact;
use crate::difference::object;

/// The index.
pub fn index(facts: &Facts<'_>) -> Value {
    let artifacts = facts.artifacts.iter().map(|(fqdn, artifact)| (*fqdn, entry(facts, fqdn, artifact)));
    json!({
        "schema_version": "v0",
        "generated_by": "snapshot_assembler",
        "artifact_count": facts.artifacts.len(),
        "artifacts": object(artifacts),
    })
}

fn entry(facts: &Facts<'_>, fqdn: &str, artifact: &Artifact) -> Value {
    let of_domain =
        |(name, domain): (_, &crate::domain::Domain)| Some((name, domain.vocabulary.reverse.get(fqdn)?.clone()));
    let addresses: BTreeMap<&String, String> = facts.snapshot.domains.iter().filter_map(of_domain).collect();
    let evidence = |domain: &&&String| {
        let path = format!("evidence/{domain}/evidence_graph.json");
        facts.paths.contains(&path).then(|| ((**domain).clone(), Value::from(path)))
    };
    let evidence = addresses.keys().filter_map(|domain| evidence(&domain));
    let concern = artifact.at(&["concern"]).filter(|it| it.as_str() != Some(""));
    json!({
        "domain": artifact.namespace,
        "kind": artifact.json.get("artifact_type").cloned().unwrap_or_default(),
        "owner_subdomain": concern.cloned().unwrap_or_default(),
        "canonical_path": artifact.file,
        "evidence_paths": object(evidence),
        "addresses": object(addresses.iter().map(|(domain, address)| (*domain, Value::from(address.as_str())))),
    })
}
