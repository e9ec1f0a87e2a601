//! W007: a path into an object whose declared fields lack the one that is named.
//!
//! An object may well have fields that nobody declared; whoever declares some means those.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Binding, Contract, Path, Place, Root, Schema, say};

use super::subjects::run_nodes;
use crate::analysis::Analysis;
use crate::analysis::workflows::intent_of;

/// The bindings of all nodes and steps.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for run in run_nodes(analysis) {
        let Some(intent) = intent_of(run.workflow).and_then(|fqdn| analysis.protocol.intents.get(fqdn)) else {
            continue;
        };
        for (name, binding) in run.inputs {
            let place = run.node.place.at(["inputs", name]);
            for path in binding.paths().into_iter().filter(|path| path.root == Root::Payload) {
                let missing = declared(&intent.inputs, &path.keys).and_then(|(schema, rest)| missing(schema, rest));
                missing.into_iter().for_each(|it| report(&it, &intent.fqdn, &place, diagnostics));
            }
        }
    }
    for contract in analysis.protocol.contracts.values() {
        for step in &contract.steps {
            for (name, binding) in &step.inputs {
                let place = step.place.at(["inputs", name]);
                for path in binding.paths().into_iter().filter(|path| path.root == Root::Input) {
                    of_input(analysis, contract, path, &place, diagnostics);
                }
            }
        }
    }
}

/// A path into an input of a contract: what the contract declares of it, else what is bound to it everywhere.
fn of_input(analysis: &Analysis<'_>, contract: &Contract, path: &Path, place: &Place, diagnostics: &mut Diagnostics) {
    let Some((schema, rest)) = declared(&contract.inputs, &path.keys) else { return };
    if !schema.fields.is_empty() {
        missing(schema, rest).into_iter().for_each(|it| report(&it, &contract.fqdn, place, diagnostics));
        return;
    }
    let Some((input, _)) = path.keys.split_first() else { return };
    let mut found = None;
    for run in run_nodes(analysis).filter(|run| run.contract == contract.fqdn) {
        let intent = intent_of(run.workflow).and_then(|fqdn| analysis.protocol.intents.get(fqdn));
        let bound = run.inputs.iter().find(|(name, _)| name == input).map(|(_, binding)| binding);
        let (Some(intent), Some(Binding::Path(Path { root: Root::Payload, keys }))) = (intent, bound) else { return };
        // A path of the node that leads nowhere is told there.
        let bound = declared(&intent.inputs, keys).and_then(|(schema, keys)| at(schema, keys));
        let Some(it) = bound.and_then(|schema| missing(schema, rest)) else { return };
        found.get_or_insert((it, &intent.fqdn));
    }
    if let Some((it, fqdn)) = found {
        report(&it, fqdn, place, diagnostics);
    }
}

/// The schema of the first key, and the keys below it.
fn declared<'a, 'k>(fields: &'a [(String, Schema)], keys: &'k [String]) -> Option<(&'a Schema, &'k [String])> {
    let (first, rest) = keys.split_first()?;
    Some((&fields.iter().find(|(name, _)| name == first)?.1, rest))
}

/// The schema at these keys.
fn at<'a>(schema: &'a Schema, keys: &[String]) -> Option<&'a Schema> {
    let Some((key, rest)) = keys.split_first() else { return Some(schema) };
    at(&schema.fields.iter().find(|(name, _)| name == key)?.1, rest)
}

/// A key that an object does not declare, though it declares others.
struct Missing<'a> {
    key: String,
    declared: Vec<&'a str>,
}

fn missing<'a>(schema: &'a Schema, keys: &[String]) -> Option<Missing<'a>> {
    let (key, rest) = keys.split_first()?;
    if schema.fields.is_empty() {
        return None;
    }
    match schema.fields.iter().find(|(name, _)| name == key) {
        Some((_, inner)) => missing(inner, rest),
        None => {
            let declared = schema.fields.iter().map(|(name, _)| name.as_str()).collect();
            Some(Missing { key: key.clone(), declared })
        }
    }
}

fn report(it: &Missing<'_>, fqdn: &str, place: &Place, diagnostics: &mut Diagnostics) {
    let Missing { key, declared } = it;
    let message = format!(
        "{fqdn} declares no `{key}` in this object, but {}; the binding is null unless a caller adds the field",
        declared.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    );
    let remedy = near::remedy(key, declared.iter().copied(), "declare the field, or remove the binding");
    say(diagnostics, Code::UnknownField, place, message, remedy);
}
