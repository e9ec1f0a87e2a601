//! `kind_index/index.json`: artifacts by kind, and what names what.

use std::collections::BTreeMap;

use pgs_value::{Map, Value, json};

use super::{Facts, or, texts};
use crate::artifact::{Artifact, ArtifactType};
use crate::difference::object;

/// The index.
pub fn index(facts: &Facts<'_>) -> Value {
    let of_kind = |kind: &ArtifactType, fields: fn(&Artifact) -> Value| {
        let of_it = facts.artifacts.iter().filter(|(_, it)| it.kind == *kind);
        object(of_it.map(|(fqdn, artifact)| (*fqdn, entry(artifact, fields(artifact)))))
    };
    json!({
        "schema_version": "v0",
        "generated_by": "snapshot_assembler",
        "workflows": of_kind(&ArtifactType::Workflow, workflow),
        "capability_contracts": of_kind(&ArtifactType::Contract, contract),
        "capability_transforms": of_kind(&ArtifactType::Transform, transform),
        "capability_side_effects": of_kind(&ArtifactType::SideEffect, |it| json!({"operations": core(it, "operations", none())})),
        "intents": of_kind(&ArtifactType::Intent, |_| none()),
        "runtime_bindings": of_kind(&ArtifactType::RuntimeBinding, |it| json!({"bindings": core(it, "bindings", none())})),
        "actors": of_kind(&ArtifactType::Actor, |it| {
            json!({"type": core(it, "type", "".into()), "attributes": core(it, "attributes", none())})
        }),
        "events": of_kind(&ArtifactType::Event, |it| json!({"schema": core(it, "schema", none())})),
        "cross_references": references(facts),
        "domains": grouped(facts.artifacts.iter().map(|(fqdn, it)| (it.namespace.as_str(), *fqdn))),
        "subdomains": grouped(all(facts, &ArtifactType::Workflow).filter_map(|it| {
            Some((it.at(&["subdomain"])?.as_str().filter(|it| !it.is_empty())?, it.fqdn.as_str()))
        })),
    })
}

fn none() -> Value {
    Value::Object(Map::new())
}

fn core(artifact: &Artifact, key: &str, otherwise: Value) -> Value {
    or(artifact.at(&["core", key]), otherwise)
}

fn all<'f>(facts: &'f Facts<'_>, kind: &'f ArtifactType) -> impl Iterator<Item = &'f Artifact> {
    facts.artifacts.values().copied().filter(move |it| it.kind == *kind)
}

/// What every kind has, and the fields of one kind.
fn entry(artifact: &Artifact, fields: Value) -> Value {
    let mut raw = artifact.json.clone();
    raw.insert("_canonical_path".to_owned(), Value::from(artifact.file.as_str()));
    let namespace = artifact.json.get("namespace").cloned().unwrap_or_else(|| artifact.namespace.as_str().into());
    let mut entry = json!({
        "fqdn": artifact.fqdn,
        "namespace": namespace,
        "code": artifact.fqdn.rsplit("::").next(),
        "version": or(artifact.at(&["version"]), "v0".into()),
        "raw": raw,
    });
    if let (Some(entry), Value::Object(fields)) = (entry.as_object_mut(), fields) {
        entry.extend(fields);
    }
    entry
}

fn workflow(artifact: &Artifact) -> Value {
    json!({
        "subdomain": or(artifact.at(&["subdomain"]), "".into()),
        "summary": core(artifact, "summary", "".into()),
        "start_node": core(artifact, "start_node", "".into()),
        "nodes": core(artifact, "nodes", none()),
        "actor_context": core(artifact, "actor_context", "".into()),
    })
}

fn contract(artifact: &Artifact) -> Value {
    json!({
        "summary": core(artifact, "summary", "".into()),
        "outcomes": outcomes(artifact),
        "pipeline": core(artifact, "pipeline", Value::Array(Vec::new())),
        "inputs": core(artifact, "inputs", none()),
        "outputs": core(artifact, "outputs", none()),
    })
}

fn outcomes(contract: &Artifact) -> Value {
    or(contract.at(&["core", "result_status_contract", "allowed"]), Value::Array(Vec::new()))
}

fn transform(artifact: &Artifact) -> Value {
    json!({
        "summary": core(artifact, "summary", or(artifact.at(&["description"]), "".into())),
        "purity": or(artifact.at(&["machine", "ct_purity"]), "ct_pure".into()),
        "inputs": core(artifact, "inputs", none()),
        "outputs": core(artifact, "outputs", none()),
    })
}

fn references(facts: &Facts<'_>) -> Value {
    let mut upstream: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut downstream: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let next = facts.edges.iter().filter(|it| it.kind == "NODE_NEXT" && !it.source.is_empty() && !it.target.is_empty());
    for edge in next {
        for (table, from, to) in
            [(&mut downstream, &edge.source, &edge.target), (&mut upstream, &edge.target, &edge.source)]
        {
            let found = table.entry(from).or_default();
            if !found.contains(&to.as_str()) {
                found.push(to);
            }
        }
    }
    let listed = |table: BTreeMap<&str, Vec<&str>>| object(table.into_iter().map(|(key, found)| (key, texts(found))));
    let contracts = || all(facts, &ArtifactType::Contract);
    json!({
        "wf_to_ccs": object(all(facts, &ArtifactType::Workflow).map(|it| (it.fqdn.as_str(), contracts_of(it)))),
        "cc_to_ct_cs": object(contracts().map(|it| (it.fqdn.as_str(), transforms_of(it)))),
        "cc_outcomes": object(contracts().map(|it| (it.fqdn.as_str(), outcomes(it)))),
        "cc_upstream": listed(upstream),
        "cc_downstream": listed(downstream),
    })
}

/// The contracts of a workflow's nodes.
fn contracts_of(workflow: &Artifact) -> Value {
    let nodes = workflow.at(&["core", "nodes"]).and_then(Value::as_object).into_iter().flatten();
    let contracts = nodes.filter(|(_, node)| node.get("type").and_then(Value::as_str) == Some("CC"));
    let named = |(key, node): (&String, &Value)| {
        let otherwise = format!("{}::{key}", workflow.namespace);
        or(node.get("fqdn_id"), otherwise.into())
    };
    contracts.map(named).collect()
}

/// The transforms of a contract's steps.
fn transforms_of(contract: &Artifact) -> Value {
    let steps = contract.at(&["core", "pipeline"]).and_then(Value::as_array).into_iter().flatten();
    steps.filter_map(|step| step.get("transform").cloned()).collect()
}

/// Sorted names by group.
fn grouped<'f>(names: impl Iterator<Item = (&'f str, &'f str)>) -> Value {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (group, name) in names {
        groups.entry(group).or_default().push(name);
    }
    object(groups.into_iter().map(|(group, mut names)| {
        // Those of subdomains are in the order of the artifacts, which is that of their names.
        names.sort_unstable();
        (group, texts(names))
    }))
}
