//! What the runtime is handed to call: transforms, side effects, and where bindings store.

use pgs_value::{Map, Value, json};

use super::Facts;
use crate::artifact::{Artifact, ArtifactType, truth};
use crate::difference::object;

/// Whose value the runtime fills in.
const DATA_ROOT: &str = "{{module_data_root}}";

/// How each transform is called.
pub fn transforms(facts: &Facts<'_>) -> Value {
    let all = facts.of_kind(&ArtifactType::Transform);
    object(all.filter_map(|it| Some((facts.key(it), json!({"ct_ir": it.ct_ir()?})))))
}

/// How each side effect is called.
pub fn side_effects(facts: &Facts<'_>) -> Value {
    let all = facts.of_kind(&ArtifactType::SideEffect);
    object(all.filter_map(|it| Some((facts.key(it), Value::Object(it.cs_ir()?.clone())))))
}

/// What each runtime binding says to each side effect.
pub fn policies(facts: &Facts<'_>) -> Value {
    let all = facts.of_kind(&ArtifactType::RuntimeBinding);
    let policies = all.map(|binding| {
        let bound = binding.at(&["core", "bindings"]).and_then(Value::as_object).into_iter().flatten();
        let structure = structure(facts, binding);
        let policies = bound.filter_map(|(effect, bound)| {
            Some((facts.address(effect)?.to_string(), policy(bound, structure.and_then(Artifact::frontmatter))))
        });
        (facts.key(binding), object(policies))
    });
    object(policies.filter(|(_, policies)| truth(policies)))
}

/// The structure that holds the stores of a runtime binding.
fn structure<'s>(facts: &Facts<'s>, binding: &Artifact) -> Option<&'s Artifact> {
    facts.domain.artifacts.get(binding.at(&["core", "storage_structure"])?.as_str()?)
}

/// What a binding says to a side effect, with the structure that it stores by.
fn policy(bound: &Value, structure: Option<&Map<String, Value>>) -> Value {
    let Some(structure) = structure else { return bound.clone() };
    let mut policy = bound.get("policy").and_then(Value::as_object).cloned().unwrap_or_default();
    policy.insert("storage_structure_artifact".to_owned(), json!({"frontmatter": structure}));
    policy.insert("module_data_root".to_owned(), DATA_ROOT.into());
    json!({"policy": policy})
}

/// The stores of each workflow that consults those of others: its own first, and the first description of a store.
pub fn reaches(facts: &Facts<'_>) -> Value {
    let reaches = facts.of_kind(&ArtifactType::Workflow).map(|workflow| (facts.key(workflow), reach(facts, workflow)));
    let stored = |(key, stores)| (key, json!({"frontmatter": {"core": {"entity_stores": stores}}}));
    object(reaches.filter(|(_, stores)| truth(stores)).map(stored))
}

fn reach(facts: &Facts<'_>, workflow: &Artifact) -> Value {
    let own = workflow.at(&["runtime_binding"]).and_then(Value::as_str).filter(|it| !it.is_empty());
    let consulted = workflow.at(&["consults"]).and_then(Value::as_array).filter(|it| !it.is_empty());
    let (Some(own), Some(consulted)) = (own, consulted) else { return Value::Null };
    let mut composed: Map<String, Value> = Map::new();
    let consulted = consulted.iter().filter_map(Value::as_str).map(|name| (name, "consulted"));
    for (name, reach) in std::iter::once((own, "owned")).chain(consulted) {
        let structure = facts.domain.artifacts.get(name).and_then(|binding| structure(facts, binding));
        let stores = structure.and_then(|it| it.at(&["core", "entity_stores"])?.as_object()).into_iter().flatten();
        for (store, declared) in stores.filter_map(|(store, it)| Some((store, it.as_object()?))) {
            let mut declared = declared.clone();
            declared.insert("reach".to_owned(), reach.into());
            declared.insert("described_by".to_owned(), name.into());
            composed.entry(store.clone()).or_insert(Value::Object(declared));
        }
    }
    Value::Object(composed)
}
