//! The sealed form of one artifact.

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::snapshot::{ArtifactKind, content_hash};
use pgs_value::{Map, Value, json};

use super::resolve::{self, Names};
use super::source::Source;

/// The JSON of an artifact. What is sealed again keeps what it has beside its content, hash and frontmatter.
pub fn json(source: &Source, names: &Names<'_>, diagnostics: &mut Diagnostics) -> Value {
    let frontmatter = resolve::frontmatter(source, names, diagnostics);
    let mut object = source.sealed.clone().unwrap_or_else(|| identity(source, names));
    object.insert("content".to_owned(), Value::from(source.content.as_str()));
    object.insert("content_hash".to_owned(), Value::from(content_hash(&source.content)));
    object.insert("frontmatter".to_owned(), Value::Object(frontmatter));
    Value::Object(object)
}

fn identity(source: &Source, names: &Names<'_>) -> Map<String, Value> {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("artifact_code", Value::from(source.code.as_str()));
    put("artifact_type", Value::from(source.artifact_type.as_str()));
    put("fqdn_id", Value::from(source.fqdn.as_str()));
    put("namespace", Value::from(source.namespace.as_str()));
    put("references", resolve::references(source, names).into_iter().collect());
    put("version", Value::from(version(&source.code)));
    if source.kind == Some(ArtifactKind::Transform) {
        put("ct_ir", call(source));
    }
    object
}

/// The digits after the last `_V`; 0 if there are none.
fn version(code: &str) -> &str {
    match code.rsplit_once("_V") {
        Some((_, digits)) if !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit()) => digits,
        _ => "0",
    }
}

/// A transform as one call: every declared input by name, one result.
pub fn call(source: &Source) -> Value {
    let args: Map<_, _> =
        names(source, "inputs").map(|name| (name.clone(), format!("$.inputs.{name}").into())).collect();
    let outputs: Map<_, _> =
        names(source, "outputs").map(|name| (name.clone(), json!({"from": "__atom_result__"}))).collect();
    json!({
        "atom_stream": [{"args": args, "atom": source.fqdn, "out": "__atom_result__"}],
        "ct_code": source.code,
        "ct_composition_version": "V0",
        "ct_fqdn": source.fqdn,
        "inputs": declared(source, "inputs").cloned().unwrap_or_default(),
        "outputs": outputs,
    })
}

/// `core.inputs` or `core.outputs`.
pub fn declared<'a>(source: &'a Source, part: &str) -> Option<&'a Map<String, Value>> {
    source.machine.get("core")?.get(part)?.as_object()
}

fn names<'a>(source: &'a Source, part: &str) -> impl Iterator<Item = &'a String> {
    declared(source, part).into_iter().flat_map(Map::keys)
}
