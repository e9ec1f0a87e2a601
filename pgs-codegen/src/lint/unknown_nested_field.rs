//! W007, second form: a field below a field of the payload, or of an input, which its schema does not declare.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Binding, Contract, Path, Place, Root, Schema, say};

use super::subjects::{compiled_nodes, paths};
use crate::analysis::Analysis;
use crate::analysis::flow::Flow;
use crate::analysis::origin::Source;
use crate::analysis::workflows::intent_of;

/// The bindings of all nodes and steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut said = BTreeSet::new();
    for run in compiled_nodes(analysis) {
        let intent = intent_of(run.workflow).and_then(|fqdn| analysis.protocol.intents.get(fqdn));
        let Some(intent) = intent else { continue };
        for (key, binding) in run.inputs {
            paths(binding, &run.node.place.at(["inputs", key]), &mut |path, place| {
                if path.root == Root::Payload
                    && let Some(missing) = missing(&intent.inputs, &path.keys)
                {
                    missing.say(&intent.fqdn, "payload field", place, diagnostics);
                    said.insert(path.keys.clone());
                }
            });
        }
    }
    for contract in analysis.compiled.iter().map(|compiled| compiled.contract) {
        of_contract(contract, diagnostics);
    }
    analysis.flows.iter().for_each(|flow| of_flow(flow, analysis, &said, diagnostics));
}

/// What is not declared: the keys to it, and what stands beside it.
struct Missing<'a> {
    path: String,
    key: &'a str,
    fields: &'a [(String, Schema)],
}

/// The first of these keys, but for the very first, that the schema above it does not declare.
fn missing<'a>(fields: &'a [(String, Schema)], keys: &'a [String]) -> Option<Missing<'a>> {
    let (first, rest) = keys.split_first()?;
    let mut schema = &fields.iter().find(|(name, _)| name == first)?.1;
    let mut path = first.clone();
    for key in rest {
        path = format!("{path}.{key}");
        // What declares no fields says nothing of them.
        if schema.fields.is_empty() {
            return None;
        }
        match schema.fields.iter().find(|(name, _)| name == key) {
            Some((_, inner)) => schema = inner,
            None => return Some(Missing { path, key, fields: &schema.fields }),
        }
    }
    None
}

impl Missing<'_> {
    fn say(&self, artifact: &str, what: &str, place: &Place, diagnostics: &mut Diagnostics) {
        let message = format!(
            "{artifact} declares no {what} `{}`; the binding is null unless a caller adds the field",
            self.path
        );
        let known = self.fields.iter().map(|(name, _)| name.as_str());
        let remedy = near::remedy(self.key, known, "declare the field there, or remove the binding");
        say(diagnostics, Code::UnknownField, place, message, remedy);
    }
}

/// What the steps read of inputs whose fields the contract declares.
fn of_contract(contract: &Contract, diagnostics: &mut Diagnostics) {
    bindings(contract, &mut |path, place| {
        if let Some(missing) = missing(&contract.inputs, &path.keys) {
            missing.say(&contract.fqdn, "input", place, diagnostics);
        }
    });
}

/// Every input that a step reads.
fn bindings(contract: &Contract, visit: &mut dyn FnMut(&Path, &Place)) {
    for step in &contract.steps {
        let inputs = step.inputs.iter().map(|(key, binding)| (["inputs", key.as_str()], binding));
        let outputs = step.outputs.iter().map(|(key, binding)| (["outputs", key.as_str()], binding));
        for (keys, binding) in inputs.chain(outputs) {
            paths(binding, &step.place.at(keys), &mut |path, place| {
                if path.root == Root::Input {
                    visit(path, place);
                }
            });
        }
    }
}

/// What the steps read of inputs that are a field of the payload.
fn of_flow(flow: &Flow<'_>, analysis: &Analysis<'_>, said: &BTreeSet<Vec<String>>, diagnostics: &mut Diagnostics) {
    let intent = intent_of(flow.workflow).and_then(|fqdn| analysis.protocol.intents.get(fqdn));
    let Some(intent) = intent else { return };
    for (at, stop) in flow.stops.iter().enumerate() {
        for (key, binding) in &stop.step.inputs {
            paths(binding, &stop.step.place.at(["inputs", key]), &mut |path, place| {
                if path.root != Root::Input || missing(&stop.contract.inputs, &path.keys).is_some() {
                    return;
                }
                for source in flow.part(at, &Binding::Path(path.clone())).sources {
                    if let Source::Payload(keys) = source
                        && !said.contains(&keys)
                        && let Some(missing) = missing(&intent.inputs, &keys)
                    {
                        missing.say(&intent.fqdn, "payload field", place, diagnostics);
                    }
                }
            });
        }
    }
}
