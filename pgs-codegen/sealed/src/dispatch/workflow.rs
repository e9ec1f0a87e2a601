//! What the dispatch says of workflows.

use pgs_value::{Map, Value};

use super::Facts;
use crate::artifact::{Artifact, ArtifactType, truth};
use crate::difference::object;

/// The beginning of a path to what a node gave.
const RESULTS: &str = "$.results.";

fn nodes(workflow: &Artifact) -> impl Iterator<Item = (&String, &Map<String, Value>)> {
    let nodes = workflow.at(&["core", "nodes"]).and_then(Value::as_object).into_iter().flatten();
    nodes.filter_map(|(key, node)| Some((key, node.as_object()?)))
}

fn node<'w>(workflow: &'w Artifact, key: &str) -> Option<&'w Map<String, Value>> {
    workflow.at(&["core", "nodes", key])?.as_object()
}

fn text<'n>(node: &'n Map<String, Value>, key: &str) -> Option<&'n str> {
    node.get(key)?.as_str()
}

fn is_exit(node: &Map<String, Value>) -> bool {
    text(node, "type") == Some("EXIT")
}

/// The edges of a node: its condition and the node that it leads to.
fn edges<'w>(
    workflow: &'w Artifact,
    from: &'w Map<String, Value>,
) -> impl Iterator<Item = (&'w String, &'w str, &'w Map<String, Value>)> {
    let next = from.get("next").and_then(Value::as_object).into_iter().flatten();
    next.filter_map(|(condition, to)| Some((condition, to.as_str()?, node(workflow, to.as_str()?)?)))
}

/// What is made of each node, where it is something.
fn of_nodes(workflow: &Artifact, make: impl Fn(&Map<String, Value>) -> Value) -> Value {
    object(nodes(workflow).map(|(key, node)| (key.clone(), make(node))).filter(|(_, table)| truth(table)))
}

/// Where each condition leads that leads to a contract.
pub fn routing(facts: &Facts<'_>, workflow: &Artifact) -> Value {
    let address = |node: &Map<String, Value>| facts.address(text(node, "fqdn_id")?);
    of_nodes(workflow, |from| {
        if address(from).is_none() {
            return Value::Null;
        }
        object(edges(workflow, from).filter_map(|(condition, key, to)| {
            let next = [("addr", address(to)?.into()), ("key", key.into())];
            Some((facts.condition(condition)?.to_string(), object(next)))
        }))
    })
}

/// Where each condition ends that ends.
pub fn endings(facts: &Facts<'_>, workflow: &Artifact) -> Value {
    of_nodes(workflow, |from| {
        object(edges(workflow, from).filter(|(_, _, to)| is_exit(to)).filter_map(|(condition, key, _)| {
            let ending = [("exit", key.into()), ("type", "EXIT".into())];
            Some((facts.condition(condition)?.to_string(), object(ending)))
        }))
    })
}

/// What is announced where a condition ends.
pub fn emits(_: &Facts<'_>, workflow: &Artifact) -> Value {
    of_nodes(workflow, |from| {
        object(edges(workflow, from).filter(|(_, _, to)| is_exit(to)).filter_map(|(condition, _, to)| {
            let events = match to.get("emit").filter(|it| truth(it))? {
                Value::Array(events) => events.clone(),
                one => vec![one.clone()],
            };
            Some((condition.clone(), Value::Array(events)))
        }))
    })
}

/// What is bound to the inputs of each contract, with addresses in the place of nodes.
pub fn bindings(facts: &Facts<'_>, workflow: &Artifact) -> Value {
    let address = |key: &str| {
        let node = node(workflow, key).filter(|it| text(it, "type") == Some("CC"))?;
        facts.address(text(node, "fqdn_id")?)
    };
    of_nodes(workflow, |node| {
        let is_contract =
            text(node, "type") == Some("CC") && text(node, "fqdn_id").and_then(|it| facts.address(it)).is_some();
        let inputs = node.get("inputs").and_then(Value::as_object).filter(|_| is_contract);
        object(inputs.into_iter().flatten().map(|(name, bound)| (name.clone(), converted(bound, &address))))
    })
}

/// A binding with addresses in the place of nodes.
fn converted(binding: &Value, address: &dyn Fn(&str) -> Option<u32>) -> Value {
    match binding {
        Value::String(path) => {
            let parts = path.strip_prefix(RESULTS).and_then(|rest| rest.split_once('.'));
            match parts.and_then(|(key, rest)| Some((address(key)?, rest))) {
                Some((address, rest)) => format!("{RESULTS}{address}.{rest}").into(),
                None => binding.clone(),
            }
        }
        Value::Array(items) => items.iter().map(|it| converted(it, address)).collect(),
        Value::Object(fields) => object(fields.iter().map(|(key, it)| (key.clone(), converted(it, address)))),
        Value::Null | Value::Bool(_) | Value::Number(_) => binding.clone(),
    }
}

/// Where each workflow begins that is in force.
pub fn entries(facts: &Facts<'_>) -> Value {
    let in_force = facts.of_kind(&ArtifactType::Workflow).filter(|it| facts.is_in_force(it));
    object(in_force.filter_map(|workflow| {
        let key = workflow.at(&["core", "start_node"])?.as_str()?;
        let start = facts.address(text(node(workflow, key)?, "fqdn_id")?)?;
        let binding = workflow.at(&["runtime_binding"]).and_then(Value::as_str).and_then(|it| facts.address(it));
        let actor = workflow.at(&["core", "actor_context"]).filter(|it| truth(it)).cloned();
        let always = [("start", start.into()), ("start_key", key.into())];
        let others = binding.map(|it| ("rb", it.into())).into_iter().chain(actor.map(|it| ("actor", it)));
        Some((facts.key(workflow), object(always.into_iter().chain(others))))
    }))
}
