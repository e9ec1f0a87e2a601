//! `artifact_index/index.json`: integer addresses that stay what they are once they were given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::snapshot::{ArtifactKind, file, read_index};
use pgs_value::snapshot::{ADDRESSES, FOLDER, INDEXES};
use pgs_value::{Map, Value, json};

use super::source::Source;

/// The index as it was before.
#[derive(Default)]
pub struct Old {
    /// The whole file.
    json: Map<String, Value>,
    /// FQDN to domain to address.
    addresses: BTreeMap<String, BTreeMap<String, i64>>,
}

/// Where it lies below the snapshot's folder.
pub fn path() -> String {
    [INDEXES, ADDRESSES].join("/")
}

/// Reads the index of a snapshot that was sealed before; empty if there is none.
pub fn read(root: &Path, diagnostics: &mut Diagnostics) -> Old {
    let path = root.join(path());
    if !path.exists() {
        return Old::default();
    }
    let json = file::object(&path, diagnostics).unwrap_or_default();
    Old { addresses: read_index(&path, diagnostics).unwrap_or_default(), json }
}

/// The index of these artifacts, which are sorted by FQDN.
///
/// An artifact keeps the addresses that it has; a new one gets the number after the highest of the domain. A domain is
/// a namespace that has a workflow. Where JSON is sealed again, entries that exist stay as they are, the domains are
/// those of the index, and one is added for a workflow that would find addresses neither there nor under `platform`.
pub fn json(sources: &[Source], old: &Old, from_markdown: bool) -> Value {
    let domains = domains(sources, old, from_markdown);
    let mut next = next_addresses(&domains, old);
    let entries: Map<_, _> = sources
        .iter()
        .map(|source| {
            let kept = old.addresses.get(&source.fqdn);
            let entry = match old.json.get("artifacts").and_then(|it| it.get(&source.fqdn)) {
                Some(entry) if !from_markdown => completed(entry, source, &domains, old, &mut next),
                _ => fresh(source, &domains, kept, &mut next),
            };
            (source.fqdn.clone(), entry)
        })
        .collect();
    let mut index = if from_markdown { Map::new() } else { old.json.clone() };
    index.insert("artifact_count".to_owned(), Value::from(entries.len()));
    index.insert("artifacts".to_owned(), Value::Object(entries));
    for (key, value) in [("generated_by", "pgs-codegen seal"), ("schema_version", "v0")] {
        index.entry(key).or_insert_with(|| Value::from(value));
    }
    Value::Object(index)
}

fn domains(sources: &[Source], old: &Old, from_markdown: bool) -> BTreeSet<String> {
    let workflows = sources.iter().filter(|source| source.kind == Some(ArtifactKind::Workflow));
    let namespaces = workflows.map(|source| source.namespace.clone());
    if from_markdown {
        return namespaces.collect();
    }
    let mut domains: BTreeSet<String> = old.addresses.values().flat_map(BTreeMap::keys).cloned().collect();
    if !domains.contains("platform") {
        domains.extend(namespaces);
    }
    domains
}

fn next_addresses(domains: &BTreeSet<String>, old: &Old) -> BTreeMap<String, i64> {
    let highest = |domain: &String| old.addresses.values().filter_map(|it| it.get(domain)).max().copied();
    domains.iter().map(|domain| (domain.clone(), highest(domain).map_or(0, |it| it.saturating_add(1)))).collect()
}

fn fresh(
    source: &Source,
    domains: &BTreeSet<String>,
    kept: Option<&BTreeMap<String, i64>>,
    next: &mut BTreeMap<String, i64>,
) -> Value {
    let addresses: Map<_, _> = domains
        .iter()
        .map(|domain| {
            let old = kept.and_then(|kept| kept.get(domain)).copied();
            let address = old.unwrap_or_else(|| take(next, domain));
            (domain.clone(), Value::from(format!("0x{address:04X}")))
        })
        .collect();
    json!({
        "addresses": addresses,
        "canonical_path": format!("{FOLDER}/{}", source.path()),
        "domain": source.namespace,
        "kind": source.artifact_type,
    })
}

/// The entry as it is, with addresses in the domains that are new.
fn completed(
    entry: &Value,
    source: &Source,
    domains: &BTreeSet<String>,
    old: &Old,
    next: &mut BTreeMap<String, i64>,
) -> Value {
    let mut entry = entry.clone();
    let is_new = |domain: &&String| !old.addresses.values().any(|it| it.contains_key(*domain));
    let added: BTreeSet<String> = domains.iter().filter(is_new).cloned().collect();
    let fresh = fresh(source, &added, None, next);
    if let (Some(addresses), Some(fresh)) =
        (entry.get_mut("addresses").and_then(Value::as_object_mut), fresh.get("addresses").and_then(Value::as_object))
    {
        addresses.extend(fresh.clone());
    }
    entry
}

fn take(next: &mut BTreeMap<String, i64>, domain: &str) -> i64 {
    let address = next.get(domain).copied().unwrap_or_default();
    next.insert(domain.to_owned(), address.saturating_add(1));
    address
}
