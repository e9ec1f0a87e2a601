//! References: bare codes become FQDNs.

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::diagnostic::{Code, Diagnostic, Diagnostics, pointer};
use pgs_protocol::snapshot::ArtifactKind;
use pgs_protocol::{fqdn, near};
use pgs_value::{Map, Value};

use super::source::Source;

/// The names of all artifacts that are sealed together.
pub struct Names<'a> {
    by_code: BTreeMap<&'a str, Vec<&'a Source>>,
}

/// Why a bare code names no artifact.
pub enum Unresolved {
    /// There is none of that code.
    Missing,
    /// There are several, none in the namespace of the one who asks.
    Ambiguous(Vec<String>),
}

impl<'a> Names<'a> {
    /// The names of these artifacts.
    pub fn new(sources: &'a [Source]) -> Self {
        let mut by_code: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for source in sources {
            by_code.entry(source.code.as_str()).or_default().push(source);
        }
        Self { by_code }
    }

    /// The FQDN that a reference means: an FQDN itself; or a code, in the same namespace or else of the only artifact
    /// that has it.
    pub fn resolve(&self, reference: &str, namespace: &str) -> Result<String, Unresolved> {
        if reference.contains("::") {
            return Ok(reference.to_owned());
        }
        let found = self.by_code.get(reference).map_or(&[][..], Vec::as_slice);
        match (found.iter().find(|source| source.namespace == namespace), found) {
            (Some(source), _) | (None, [source]) => Ok(source.fqdn.clone()),
            (None, []) => Err(Unresolved::Missing),
            (None, several) => Err(Unresolved::Ambiguous(several.iter().map(|it| it.fqdn.clone()).collect())),
        }
    }
}

/// The machine block with references resolved: every node of a workflow that has a `code` gets its `fqdn_id`.
pub fn frontmatter(source: &Source, names: &Names<'_>, diagnostics: &mut Diagnostics) -> Map<String, Value> {
    let mut frontmatter = source.machine.clone();
    if source.kind != Some(ArtifactKind::Workflow) {
        return frontmatter;
    }
    let nodes = frontmatter.get_mut("core").and_then(|core| core.get_mut("nodes")).and_then(Value::as_object_mut);
    for (key, node) in nodes.into_iter().flatten() {
        let Some(node) = node.as_object_mut().filter(|node| !node.contains_key("fqdn_id")) else { continue };
        let Some(code) = node.get("code").and_then(Value::as_str) else { continue };
        match names.resolve(code, &source.namespace) {
            Ok(fqdn) => {
                node.insert("fqdn_id".to_owned(), Value::from(fqdn));
            }
            Err(Unresolved::Missing) if diagnostics.is_lost(code) => {}
            Err(unresolved) => diagnostics.push(say(source, key, code, &unresolved, names)),
        }
    }
    frontmatter
}

fn say(source: &Source, node: &str, code: &str, unresolved: &Unresolved, names: &Names<'_>) -> Diagnostic {
    let place = pointer(["core", "nodes", node, "code"]);
    match unresolved {
        Unresolved::Missing => {
            let message = format!("node `{node}` names `{code}`, and no artifact has this code");
            let remedy = near::remedy(code, names.by_code.keys().copied(), "correct the code, or write the artifact");
            source.diagnostic(Code::DanglingReference, place, message, &remedy)
        }
        Unresolved::Ambiguous(fqdns) => {
            let message = format!("node `{node}` names `{code}`, which may be {}", fqdns.join(" or "));
            source.diagnostic(Code::DuplicateName, place, message, "write the one that is meant with its namespace")
        }
    }
}

/// The FQDNs that the machine block mentions, as a value or as a key, other than the artifact's own.
pub fn references(source: &Source, names: &Names<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    source.machine.iter().for_each(|(key, value)| {
        collect_text(key, source, names, &mut found);
        collect(value, source, names, &mut found);
    });
    found.remove(&source.fqdn);
    found
}

fn collect(value: &Value, source: &Source, names: &Names<'_>, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => collect_text(text, source, names, found),
        Value::Array(items) => items.iter().for_each(|item| collect(item, source, names, found)),
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            collect_text(key, source, names, found);
            collect(value, source, names, found);
        }),
        _ => {}
    }
}

fn collect_text(text: &str, source: &Source, names: &Names<'_>, found: &mut BTreeSet<String>) {
    let is_reference = !text.contains("::") || fqdn::split(text).is_some_and(|(_, code)| code.contains("_V"));
    if is_reference && let Ok(fqdn) = names.resolve(text, &source.namespace) {
        found.insert(fqdn);
    }
}
