//! What is derived from the artifacts for readers and tools: the stores, the graphs, the totals.

use std::collections::BTreeMap;

use pgs_protocol::snapshot::ArtifactKind;
use pgs_value::snapshot::GRAPHS;
use pgs_value::{Map, Value, json};

use super::source::Source;
use super::text_at;

/// `artifacts/metadata.json`.
pub fn metadata(sources: &[Source]) -> Value {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for source in sources {
        *kinds.entry(&source.artifact_type).or_default() += 1;
    }
    json!({
        "artifact_count": sources.len(),
        "kinds": kinds,
        "projection_class": "canonical_artifact",
        "projection_schema_version": "v0",
        "projection_type": "canonical",
        "requires_fqdn_identity": true,
    })
}

/// `artifact_index/stores.json`: every store of every structure.
pub fn stores(sources: &[Source]) -> Value {
    let mut stores: BTreeMap<String, (&str, &str, Vec<Value>)> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.kind == Some(ArtifactKind::Structure)) {
        let declared = source.machine.get("core").and_then(|core| core.get("entity_stores"));
        for (store, declaration) in declared.and_then(Value::as_object).into_iter().flatten() {
            let key = format!("{}::{store}", source.namespace);
            let (_, _, declarations) = stores.entry(key).or_insert((&source.namespace, store, Vec::new()));
            declarations.push(json!({
                "declared_by": source.fqdn,
                "description": text_at(declaration, &["description"]).unwrap_or_default(),
                "path": text_at(declaration, &["path"]),
            }));
        }
    }
    let stores: Map<_, _> = stores
        .into_iter()
        .map(|(key, (domain, store, declarations))| {
            (key, json!({"declarations": declarations, "domain": domain, "store": store}))
        })
        .collect();
    json!({
        "generated_by": "pgs-codegen seal",
        "schema_version": "v0",
        "store_count": stores.len(),
        "stores": stores,
    })
}

/// `behavior_logic/<WF>/<WF>.graph.json` of every workflow, by path.
pub fn graphs(sources: &[Source]) -> Vec<(String, Value)> {
    let workflows = sources.iter().filter(|source| source.kind == Some(ArtifactKind::Workflow));
    workflows.map(|source| (format!("{GRAPHS}/{0}/{0}.graph.json", source.code), graph(source))).collect()
}

fn graph(source: &Source) -> Value {
    let core = source.machine.get("core").cloned().unwrap_or_default();
    let declared: BTreeMap<&String, &Value> =
        core.get("nodes").and_then(Value::as_object).into_iter().flatten().collect();
    let nodes: Vec<_> = declared.iter().map(|(key, node)| graph_node(key, node)).collect();
    let edges: Vec<_> = declared.iter().flat_map(|(key, node)| graph_edges(key, node)).collect();
    json!({
        "edges": edges,
        "entry": text_at(&core, &["start_node"]),
        "nodes": nodes,
        "wf_id": source.code,
    })
}

fn graph_node(key: &str, node: &Value) -> Value {
    let kind = text_at(node, &["type"]);
    match text_at(node, &["code"]) {
        Some(code) if kind == Some("CC") => json!({"cc_code": code, "id": key, "type": kind}),
        _ => json!({"id": key, "type": kind}),
    }
}

fn graph_edges(from: &str, node: &Value) -> Vec<Value> {
    let next: BTreeMap<&String, &Value> = node.get("next").and_then(Value::as_object).into_iter().flatten().collect();
    next.into_iter().map(|(condition, to)| json!({"condition": condition, "from": from, "to": to})).collect()
}
