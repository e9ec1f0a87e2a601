//! The indexes say what the artifacts say.

mod artifacts;
mod kinds;
mod stores;

use std::collections::{BTreeMap, BTreeSet};

use pgs_value::Value;

use crate::artifact::Artifact;
use crate::constituents::Sealed;
use crate::difference::difference;
use crate::document::Documents;
use crate::refusal::Refusal;
use crate::snapshot::Snapshot;
use crate::unchecked::Unchecked;

/// An index: its file, and how it is made.
type Index = (&'static str, fn(&Facts<'_>) -> Value);

/// The indexes.
const INDEXES: [Index; 3] = [
    ("artifact_index/index.json", artifacts::index),
    ("kind_index/index.json", kinds::index),
    ("store_index/index.json", stores::index),
];

/// What indexes are made of.
struct Facts<'s> {
    snapshot: &'s Snapshot,
    /// The paths of all files.
    paths: &'s BTreeSet<String>,
    /// Of each artifact the copy that the indexes name.
    artifacts: BTreeMap<&'s str, &'s Artifact>,
    /// The edges of the evidence, domain by domain.
    edges: Vec<Edge>,
}

/// An edge of the evidence.
pub struct Edge {
    /// Its kind: `NODE_NEXT`.
    pub kind: String,
    /// The artifact that it begins at.
    pub source: String,
    /// The artifact that it leads to.
    pub target: String,
}

/// Every index of a snapshot with these files and edges.
pub fn made(snapshot: &Snapshot, paths: &BTreeSet<String>, edges: Vec<Edge>) -> Vec<(&'static str, Value)> {
    let facts = Facts { snapshot, paths, artifacts: copies(snapshot), edges };
    INDEXES.iter().map(|(file, make)| (*file, make(&facts))).collect()
}

/// Makes every index again, and compares it with the one that was sealed. A key at the top that is not known is passed over.
pub fn verify(snapshot: &Snapshot, sealed: &mut Sealed, unchecked: &mut Vec<Unchecked>) -> Result<(), Refusal> {
    let Sealed { documents, paths, .. } = sealed;
    let facts = Facts { snapshot, paths, artifacts: copies(snapshot), edges: edges(snapshot, documents)? };
    for (file, make) in INDEXES {
        if !facts.paths.contains(file) {
            unchecked.push(Unchecked::Index { file: file.to_owned(), reason: "the snapshot does not have it" });
            continue;
        }
        let stated = Value::Object(documents.take(file)?);
        if let Some(difference) = difference(&make(&facts), &stated, String::new()) {
            let (pointer, actual, stated) = difference;
            return Err(Refusal::Index { file: file.to_owned(), pointer, actual, stated });
        }
    }
    Ok(())
}

/// Of each artifact the first copy that has content, or else the first, in the order of paths.
fn copies(snapshot: &Snapshot) -> BTreeMap<&str, &Artifact> {
    let mut all: Vec<&Artifact> = snapshot.domains.values().flat_map(|it| it.artifacts.values()).collect();
    all.sort_by_cached_key(|artifact| artifact.file.split('/').map(str::to_owned).collect::<Vec<_>>());
    let mut copies: BTreeMap<&str, &Artifact> = BTreeMap::new();
    let has_content = |artifact: &Artifact| !artifact.content().trim().is_empty();
    for artifact in all {
        let held = copies.entry(&artifact.fqdn).or_insert(artifact);
        if has_content(artifact) && !has_content(held) {
            *held = artifact;
        }
    }
    copies
}

fn edges(snapshot: &Snapshot, documents: &mut Documents) -> Result<Vec<Edge>, Refusal> {
    let mut edges = Vec::new();
    for domain in snapshot.domains.keys() {
        let evidence = match documents.take(&format!("evidence/{domain}/evidence.json")) {
            Err(Refusal::MissingPart { .. }) => continue,
            read => read?,
        };
        let listed = evidence.get("edges").and_then(Value::as_array).into_iter().flatten();
        edges.extend(listed.map(|edge| {
            let text = |key: &str| edge.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            Edge { kind: text("kind"), source: text("source_fqdn"), target: text("target_fqdn") }
        }));
    }
    Ok(edges)
}

/// A value at these keys, or another one.
fn or(value: Option<&Value>, otherwise: Value) -> Value {
    value.cloned().unwrap_or(otherwise)
}

/// Sorted texts.
fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Value {
    texts.into_iter().map(Value::from).collect()
}
