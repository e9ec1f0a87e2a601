//! The sealed form of one artifact.

use pgs_value::{Map, Value, json};

use super::composition::{Composition, Members, named};
use super::error::SealError;
use super::lowered;
use super::source::Source;
use crate::difference::object;
use crate::hash;

/// What of an artifact names others that it is not made of.
const SUPERSESSION: [&str; 2] = ["superseded_by", "supersedes"];

/// The JSON of an artifact of a domain with these members.
pub fn artifact(
    source: &Source,
    members: &Members<'_>,
    composition: &Composition<'_>,
) -> Result<Map<String, Value>, SealError> {
    let whole = Value::Object(source.machine.clone());
    let mut artifact = Map::new();
    let mut put = |key: &str, value: Value| artifact.insert(key.to_owned(), value);
    put("artifact_code", source.code.as_str().into());
    put("artifact_type", source.kind.artifact_type.into());
    put("content", source.content.as_str().into());
    put("content_hash", hash::of(&whole).into());
    put("fqdn_id", source.fqdn.as_str().into());
    put("frontmatter", Value::Object(frontmatter(source)));
    put("layer_code", source.domain.to_uppercase().into());
    put("namespace", source.namespace.as_str().into());
    put("references", references(source, composition));
    put("version", version(&source.code).into());
    match source.kind.artifact_type {
        "CT" => put("ct_ir", Value::Object(lowered::transform(source, members)?)),
        "CS" => put("cs_ir", side_effect(source)),
        _ => None,
    };
    // Readers find keys in their order, as they are written.
    artifact.values_mut().for_each(Value::sort_all_objects);
    artifact.sort_keys();
    Ok(artifact)
}

/// The machine block, with the name of the artifact at each node that has a code.
fn frontmatter(source: &Source) -> Map<String, Value> {
    let mut frontmatter = source.machine.clone();
    let nodes = frontmatter.get_mut("core").and_then(|core| core.get_mut("nodes")).and_then(Value::as_object_mut);
    for node in nodes.into_iter().flat_map(|nodes| nodes.values_mut()).filter_map(Value::as_object_mut) {
        let code = node.get("code").and_then(Value::as_str).map(str::to_owned);
        if let (Some(code), false) = (code, node.contains_key("fqdn_id")) {
            node.insert("fqdn_id".to_owned(), format!("{}::{code}", source.namespace).into());
        }
    }
    frontmatter
}

/// The artifacts that the machine block names, sorted.
fn references(source: &Source, composition: &Composition<'_>) -> Value {
    let machine = source.machine.iter().filter(|(key, _)| !SUPERSESSION.contains(&key.as_str()));
    let named = named(&object(machine.map(|(key, value)| (key.clone(), value.clone()))));
    let is_other = |name: &String| *name != source.fqdn && composition.names.contains(name.as_str());
    named.into_iter().filter(is_other).map(Value::from).collect()
}

/// The digits after the last `_V`.
fn version(code: &str) -> &str {
    code.rsplit_once("_V").map_or("0", |(_, digits)| digits)
}

/// How a side effect is called.
fn side_effect(source: &Source) -> Value {
    let operations = source.at(&["core", "operations"]).cloned().unwrap_or_default();
    let listed = source.at(&["core", "policy", "operations"]).cloned().unwrap_or_else(|| {
        operations.as_object().into_iter().flat_map(Map::keys).map(|name| Value::from(name.as_str())).collect()
    });
    json!({
        "handler_ref": source.at(&["implementation"]).cloned().unwrap_or_default(),
        "cs_metadata": {
            "capability": {"supported_operation_specs": listed},
            "operations": {"operations": operations},
        },
    })
}
