//! What of a domain is connected with what.

use std::collections::BTreeMap;

use pgs_value::{Map, Value};

use crate::artifact::{Artifact, ArtifactType};
use crate::domain::Domain;
use crate::indexes;

/// The kinds of edges, by address from 0x4000 on.
pub const EDGES: [&str; 15] = [
    "ASSERTED_BY",
    "CC_BINDS_CS",
    "CC_BINDS_CT",
    "CT_ATOM_STEP",
    "GOVERNED_BY",
    "INVARIANT_APPLIES",
    "MOLECULE_COMPOSES_ATOM",
    "NODE_NEXT",
    "RB_MAPS",
    "REFERENCES",
    "TI_INVOKES_WF",
    "WF_ADMITS_VIA_IN",
    "WF_BINDS_RB",
    "WF_CONTAINS_NODE",
    "WF_START",
];

/// The kinds of nodes, by address from 0x4100 on.
pub const NODES: [&str; 13] =
    ["AC", "ASSERT", "CC", "CS", "CT", "EV", "GOVERNANCE", "IN", "RB", "TE", "TEST_DATA", "TI", "WF"];

/// An edge from one artifact to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The address of the artifact that it begins at.
    pub from: u32,
    /// The address of the one that it leads to.
    pub to: u32,
    /// What it says.
    pub kind: &'static str,
    /// The names of both.
    pub names: [String; 2],
}

impl From<&Edge> for indexes::Edge {
    fn from(edge: &Edge) -> Self {
        let [source, target] = edge.names.clone();
        Self { kind: edge.kind.to_owned(), source, target }
    }
}

/// The place of a word in its list.
pub fn place(words: &[&str], word: &str) -> u32 {
    words.iter().zip(0..).find(|(it, _)| **it == word).map_or(0, |(_, place)| place)
}

/// The kind of an artifact in a topology: what governs is one kind.
pub fn node_kind(artifact: &Artifact) -> &str {
    let word = artifact.json.get("artifact_type").and_then(Value::as_str).unwrap_or_default();
    if NODES.contains(&word) { word } else { "GOVERNANCE" }
}

/// The edges between artifacts that a domain holds, sorted.
pub fn edges(domain: &Domain, addresses: &BTreeMap<&str, u32>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for artifact in domain.artifacts.values() {
        for (kind, from, to) in of(artifact) {
            let is_held = |name: &str| domain.artifacts.contains_key(name);
            let (Some(start), Some(end)) = (addresses.get(from.as_str()), addresses.get(to.as_str())) else { continue };
            if is_held(&from) && is_held(&to) {
                edges.push(Edge { from: *start, to: *end, kind, names: [from, to] });
            }
        }
    }
    edges.sort();
    edges
}

type Found = Vec<(&'static str, String, String)>;

fn of(artifact: &Artifact) -> Found {
    let one =
        |kind, to: Option<&Value>| to.and_then(Value::as_str).map(|to| (kind, artifact.fqdn.clone(), to.to_owned()));
    let mut found: Found = Vec::new();
    match &artifact.kind {
        ArtifactType::Workflow => workflow(artifact, &mut found),
        ArtifactType::Contract => {
            for step in artifact.at(&["core", "pipeline"]).and_then(Value::as_array).into_iter().flatten() {
                found.extend(one("CC_BINDS_CT", step.get("transform")));
                found.extend(one("CC_BINDS_CS", step.get("side_effect")));
            }
        }
        ArtifactType::Transform => {
            for step in artifact.at(&["machine", "atom_stream"]).and_then(Value::as_array).into_iter().flatten() {
                found.extend(one("MOLECULE_COMPOSES_ATOM", step.get("atom").or_else(|| step.get("molecule"))));
            }
        }
        ArtifactType::RuntimeBinding => {
            let bound = artifact.at(&["core", "bindings"]).and_then(Value::as_object).into_iter().flat_map(Map::keys);
            found.extend(bound.map(|to| ("RB_MAPS", artifact.fqdn.clone(), to.clone())));
            found.extend(one("GOVERNED_BY", artifact.at(&["core", "storage_structure"])));
        }
        ArtifactType::IngressIntent => {
            let handler =
                artifact.at(&["core", "handler", "workflow"]).or_else(|| artifact.at(&["handler", "workflow"]));
            found.extend(one("TI_INVOKES_WF", handler));
        }
        ArtifactType::TestData => found.extend(one("REFERENCES", artifact.at(&["target"]))),
        ArtifactType::Constitution => {
            found.extend(artifact.references().map(|to| ("GOVERNED_BY", artifact.fqdn.clone(), to.to_owned())));
        }
        ArtifactType::Invariant => {
            let others =
                artifact.references().filter(|to| artifact.at(&["governed_by"]).and_then(Value::as_str) != Some(to));
            found.extend(others.map(|to| ("REFERENCES", artifact.fqdn.clone(), to.to_owned())));
        }
        ArtifactType::SideEffect
        | ArtifactType::Intent
        | ArtifactType::Structure
        | ArtifactType::Event
        | ArtifactType::Actor
        | ArtifactType::EgressIntent
        | ArtifactType::Vocabulary
        | ArtifactType::Surface
        | ArtifactType::Unknown(_) => {}
    }
    if !matches!(artifact.kind, ArtifactType::RuntimeBinding | ArtifactType::Constitution) {
        found.extend(one("GOVERNED_BY", artifact.at(&["governed_by"])));
    }
    found
}

fn workflow(artifact: &Artifact, found: &mut Found) {
    let nodes = artifact.at(&["core", "nodes"]).and_then(Value::as_object);
    let nodes = || nodes.into_iter().flatten();
    let held = |key: &str| nodes().find(|(it, _)| *it == key).and_then(|(_, node)| node.get("fqdn_id")?.as_str());
    let mut push = |kind, from: &str, to: &str| found.push((kind, from.to_owned(), to.to_owned()));
    for (_, node) in nodes() {
        if let Some(fqdn) = node.get("fqdn_id").and_then(Value::as_str) {
            push("WF_CONTAINS_NODE", &artifact.fqdn, fqdn);
            let next = node.get("next").and_then(Value::as_object).into_iter().flat_map(|it| it.values());
            next.filter_map(|to| held(to.as_str()?)).for_each(|to| push("NODE_NEXT", fqdn, to));
        }
    }
    let text = |keys: &[&str]| artifact.at(keys).and_then(Value::as_str);
    if let Some(start) = text(&["core", "start_node"]).and_then(held) {
        push("WF_START", &artifact.fqdn, start);
    }
    let consulted = artifact.at(&["consults"]).and_then(Value::as_array).into_iter().flatten();
    let bindings: Vec<&str> =
        text(&["runtime_binding"]).into_iter().chain(consulted.filter_map(Value::as_str)).collect();
    for binding in &bindings {
        push("WF_BINDS_RB", &artifact.fqdn, binding);
    }
    // The rest of what it names: its actor, the events that it announces, other workflows.
    let others = artifact.references().filter(|name| !bindings.contains(name));
    others.for_each(|name| push("REFERENCES", &artifact.fqdn, name));
}
