//! What `dispatch.json` should hold: where runs start, what is asked of payloads, where outcomes lead, what is bound.

use pgs_sealed::{Artifact, ArtifactType};
use pgs_value::{Map, Value, json};

use super::Derived;

/// The tables of the file.
pub const TABLES: [&str; 7] = ["entry", "admission", "routing", "terminal", "pipeline", "bindings", "emits"];

/// Derives the tables of a domain.
pub fn derive(derived: &mut Derived<'_>) {
    for artifact in derived.domain.artifacts.values() {
        match artifact.kind {
            ArtifactType::Workflow => workflow(artifact, derived),
            ArtifactType::Intent => intent(artifact, derived),
            ArtifactType::Contract => contract(artifact, derived),
            ArtifactType::Transform
            | ArtifactType::SideEffect
            | ArtifactType::RuntimeBinding
            | ArtifactType::Structure
            | ArtifactType::Event
            | ArtifactType::Actor
            | ArtifactType::IngressIntent
            | ArtifactType::EgressIntent
            | ArtifactType::TestData
            | ArtifactType::Vocabulary
            | ArtifactType::Constitution
            | ArtifactType::Invariant
            | ArtifactType::Surface
            | ArtifactType::Unknown(_) => {}
        }
    }
}

/// The address of a node's artifact.
fn node_address(node: &Value, derived: &Derived<'_>) -> Option<u32> {
    derived.address(node.get("fqdn_id")?.as_str()?)
}

fn workflow<'a>(artifact: &'a Artifact, derived: &mut Derived<'a>) {
    let empty = Map::new();
    let nodes = artifact.at(&["core", "nodes"]).and_then(Value::as_object).unwrap_or(&empty);
    if !derived.superseded.contains(&artifact.fqdn)
        && let Some(entry) = entry(artifact, nodes, derived)
    {
        derived.add("entry", artifact, entry);
    }
    let (mut routing, mut terminal, mut bindings, mut emits) = (Map::new(), Map::new(), Map::new(), Map::new());
    for (key, node) in nodes {
        let (mut routes, mut ends, mut events) = (Map::new(), Map::new(), Map::new());
        for (outcome, target) in node.get("next").and_then(Value::as_object).into_iter().flatten() {
            let Some(target) = target.as_str() else { continue };
            let (Some(node), Some(condition)) = (nodes.get(target), condition(outcome, derived)) else { continue };
            if node.get("type").and_then(Value::as_str) == Some("EXIT") {
                ends.insert(condition, json!({"exit": target, "type": "EXIT"}));
                if let Some(emit) = emitted(node) {
                    events.insert(outcome.clone(), emit);
                }
            } else if let Some(address) = node_address(node, derived) {
                routes.insert(condition, json!({"addr": address, "key": target}));
            }
        }
        for (table, entry) in [(&mut routing, routes), (&mut terminal, ends), (&mut emits, events)] {
            if !entry.is_empty() {
                table.insert(key.clone(), entry.into());
            }
        }
        if node.get("type").and_then(Value::as_str) == Some("CC") {
            let inputs = node.get("inputs").cloned().unwrap_or_else(|| Map::new().into());
            bindings.insert(key.clone(), by_contract(&inputs, nodes, derived));
        }
    }
    derived.add("routing", artifact, routing.into());
    derived.add("terminal", artifact, terminal.into());
    derived.add("bindings", artifact, bindings.into());
    if !emits.is_empty() {
        derived.add("emits", artifact, emits.into());
    }
}

fn entry(artifact: &Artifact, nodes: &Map<String, Value>, derived: &Derived<'_>) -> Option<Value> {
    let start = artifact.at(&["core", "start_node"])?.as_str()?;
    let mut entry = Map::new();
    entry.insert("start".into(), node_address(nodes.get(start)?, derived)?.into());
    entry.insert("start_key".into(), start.into());
    if let Some(binding) = artifact.at(&["runtime_binding"]).and_then(Value::as_str) {
        entry.insert("rb".into(), derived.address(binding)?.into());
    }
    if let Some(actor) = artifact.at(&["core", "actor_context"]).filter(|actor| !actor.is_null()) {
        entry.insert("actor".into(), actor.clone());
    }
    Some(entry.into())
}

/// The events of an EXIT node as a list.
fn emitted(exit: &Value) -> Option<Value> {
    match exit.get("emit")? {
        Value::String(event) => Some(Value::Array(vec![event.as_str().into()])),
        Value::Array(events) if !events.is_empty() => Some(Value::Array(events.clone())),
        _ => None,
    }
}

/// The address of an edge's condition.
fn condition(outcome: &str, derived: &Derived<'_>) -> Option<String> {
    let address = ["transition::", "outcome::"].iter().find_map(|head| derived.address(&format!("{head}{outcome}")));
    address.map(|address| address.to_string())
}

/// A binding of a node: results are named by the address of the contract of the node that they are of.
fn by_contract(value: &Value, nodes: &Map<String, Value>, derived: &Derived<'_>) -> Value {
    match value {
        Value::String(text) => {
            let path = text.strip_prefix("$.results.").and_then(|rest| rest.split_once('.'));
            let address = path.and_then(|(node, rest)| Some((node_address(nodes.get(node)?, derived)?, rest)));
            address.map_or_else(|| value.clone(), |(address, rest)| format!("$.results.{address}.{rest}").into())
        }
        Value::Array(items) => items.iter().map(|item| by_contract(item, nodes, derived)).collect(),
        Value::Object(object) => {
            let fields = object.iter().map(|(key, value)| (key.clone(), by_contract(value, nodes, derived)));
            Value::Object(fields.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn intent<'a>(artifact: &'a Artifact, derived: &mut Derived<'a>) {
    if derived.superseded.contains(&artifact.fqdn) {
        return;
    }
    let fields = artifact.at(&["core", "inputs"]).and_then(Value::as_object).into_iter().flatten();
    let admitted = fields.map(|(name, field)| {
        let required = field.get("required") == Some(&Value::Bool(true));
        let ty = field.get("type").cloned().unwrap_or_default();
        (name.clone(), json!({"required": required, "type": ty}))
    });
    derived.add("admission", artifact, Value::Object(admitted.collect()));
}

fn contract<'a>(artifact: &'a Artifact, derived: &mut Derived<'a>) {
    let steps = artifact.at(&["core", "pipeline"]).and_then(Value::as_array).into_iter().flatten();
    let steps = steps.filter_map(|step| {
        let called = step.get("transform").or_else(|| step.get("side_effect"))?.as_str()?;
        let part = |key: &str| step.get(key).filter(|it| !it.is_null()).cloned();
        let mut inputs = match part("inputs") {
            Some(Value::Object(inputs)) => {
                inputs.into_iter().map(|(key, value)| (key, addressed(&value, derived))).collect()
            }
            _ => Map::new(),
        };
        if let Some(store) = part("store") {
            inputs.insert("__store__".into(), store);
        }
        // A step without outputs says null here.
        let outputs = part("outputs").filter(|it| it.as_object().is_none_or(|it| !it.is_empty()));
        let mut entry = Map::new();
        entry.insert("addr".into(), derived.address(called)?.into());
        entry.insert("op".into(), part("op").unwrap_or_default());
        entry.insert("inputs".into(), inputs.into());
        entry.insert("outputs".into(), outputs.unwrap_or_default());
        entry.insert("on_result".into(), part("on_result").unwrap_or_else(|| Map::new().into()));
        entry.insert("step_id".into(), part("step").unwrap_or_default());
        Some(Value::Object(entry))
    });
    let steps = steps.collect();
    derived.add("pipeline", artifact, steps);
}

/// A binding of a step: a text that is exactly the name of an artifact is its address.
fn addressed(value: &Value, derived: &Derived<'_>) -> Value {
    match value {
        Value::String(text) => derived.address_of_artifact(text).map_or_else(|| value.clone(), Value::from),
        Value::Array(items) => items.iter().map(|item| addressed(item, derived)).collect(),
        Value::Object(object) => {
            Value::Object(object.iter().map(|(key, value)| (key.clone(), addressed(value, derived))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}
