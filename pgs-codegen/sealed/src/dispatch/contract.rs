//! What the dispatch says of contracts.

use pgs_value::{Map, Value};

use super::Facts;
use crate::artifact::{Artifact, ArtifactType, truth};
use crate::difference::object;

/// Where the store of a step stands among its inputs.
const STORE: &str = "__store__";

/// The steps of each contract that has any.
pub fn pipelines(facts: &Facts<'_>) -> Value {
    let pipelines =
        facts.of_kind(&ArtifactType::Contract).map(|contract| (facts.key(contract), steps(facts, contract)));
    object(pipelines.filter(|(_, steps)| truth(steps)))
}

fn steps(facts: &Facts<'_>, contract: &Artifact) -> Value {
    let steps = contract.at(&["core", "pipeline"]).and_then(Value::as_array).into_iter().flatten();
    steps
        .filter_map(Value::as_object)
        .flat_map(|step| [transform(facts, step), side_effect(facts, step)])
        .flatten()
        .collect()
}

fn transform(facts: &Facts<'_>, written: &Map<String, Value>) -> Option<Value> {
    let address = called(facts, written, "transform", &ArtifactType::Transform)?;
    Some(step(written, address, Value::Null, or_null(Some(&inputs(facts, written)))))
}

fn side_effect(facts: &Facts<'_>, written: &Map<String, Value>) -> Option<Value> {
    let address = called(facts, written, "side_effect", &ArtifactType::SideEffect)?;
    let mut inputs = inputs(facts, written);
    let store = written.get("store").filter(|it| truth(it));
    if let (Some(store), Some(inputs)) = (store, inputs.as_object_mut()) {
        inputs.insert(STORE.to_owned(), store.clone());
    }
    Some(step(written, address, or_null(written.get("op")), inputs))
}

/// The address of the capability that a step calls by this key.
fn called(facts: &Facts<'_>, written: &Map<String, Value>, key: &str, kind: &ArtifactType) -> Option<u32> {
    let artifact = facts.domain.artifacts.get(written.get(key)?.as_str()?)?;
    facts.address(&artifact.fqdn).filter(|_| artifact.kind == *kind)
}

fn step(written: &Map<String, Value>, address: u32, operation: Value, inputs: Value) -> Value {
    object([
        ("addr", address.into()),
        ("op", operation),
        ("inputs", inputs),
        ("outputs", or_null(written.get("outputs"))),
        ("on_result", or_null(written.get("on_result"))),
        ("step_id", written.get("step").cloned().unwrap_or_else(|| "".into())),
    ])
}

/// What is bound to a step's inputs, with addresses in the place of names of artifacts.
fn inputs(facts: &Facts<'_>, written: &Map<String, Value>) -> Value {
    let inputs = written.get("inputs").filter(|it| it.is_object());
    inputs.map_or_else(|| object::<String>([]), |inputs| resolved(facts, inputs))
}

fn resolved(facts: &Facts<'_>, value: &Value) -> Value {
    match value {
        Value::String(text) => facts.address(text).map_or_else(|| value.clone(), Value::from),
        Value::Array(items) => items.iter().map(|it| resolved(facts, it)).collect(),
        Value::Object(fields) => object(fields.iter().map(|(key, it)| (key.clone(), resolved(facts, it)))),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// A value, or null where Python takes it for nothing.
fn or_null(value: Option<&Value>) -> Value {
    value.filter(|it| truth(it)).cloned().unwrap_or_default()
}
