//! W073: a key of `suppress_trace_fields` that no field has, while one of nearly that name is there.
//!
//! A list may well name keys that are nowhere, to be on the safe side.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Action, Binding, Protocol, Schema, say};
use pgs_value::Value;

use crate::analysis::Analysis;

/// The keys that every contract suppresses.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let known = names(analysis.protocol);
    for contract in analysis.protocol.contracts.values() {
        let is_open = |name: &&str| !contract.suppressed.iter().any(|key| key == name);
        for (n, key) in contract.suppressed.iter().enumerate().filter(|(_, key)| !known.contains(key.as_str())) {
            let Some(near) = near::nearest(key, known.iter().copied().filter(is_open)) else { continue };
            let message = format!("`{key}` is kept out of traces, and no field of the protocol has that name");
            let remedy = format!("write `{near}`, if that is meant");
            let place = contract.place.at(["core", "suppress_trace_fields", &n.to_string()]);
            say(diagnostics, Code::UnknownSecret, &place, message, remedy);
        }
    }
}

/// Every name that a field has: where it is declared, where something is bound to it, and in paths.
fn names(protocol: &Protocol) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let of_intents = protocol.intents.values().map(|it| &it.inputs);
    let of_contracts = protocol.contracts.values().flat_map(|it| [&it.inputs, &it.outputs]);
    let of_transforms = protocol.transforms.values().flat_map(|it| [&it.inputs, &it.outputs]);
    of_intents.chain(of_contracts).chain(of_transforms).for_each(|fields| of_schemas(fields, &mut names));
    for node in protocol.workflows.values().flat_map(|workflow| &workflow.nodes) {
        match &node.action {
            Action::Run { inputs, .. } => of_bindings(inputs, &mut names),
            Action::Admit { .. } | Action::Exit { .. } => {}
        }
    }
    for step in protocol.contracts.values().flat_map(|contract| &contract.steps) {
        of_bindings(&step.inputs, &mut names);
        of_bindings(&step.outputs, &mut names);
    }
    names
}

fn of_schemas<'a>(fields: &'a [(String, Schema)], names: &mut BTreeSet<&'a str>) {
    for (name, schema) in fields {
        names.insert(name);
        of_schemas(&schema.fields, names);
        schema.items.iter().for_each(|items| of_schemas(&items.fields, names));
    }
}

fn of_bindings<'a>(bindings: &'a [(String, Binding)], names: &mut BTreeSet<&'a str>) {
    for (name, binding) in bindings {
        names.insert(name);
        binding.visit(&mut |inner| match inner {
            Binding::Object(fields) => names.extend(fields.iter().map(|(key, _)| key.as_str())),
            Binding::Path(path) | Binding::Plus { path, .. } => names.extend(path.keys.iter().map(String::as_str)),
            Binding::Literal(value) => of_value(value, names),
            Binding::Timestamp | Binding::List(_) => {}
        });
    }
}

fn of_value<'a>(value: &'a Value, names: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                names.insert(key);
                of_value(inner, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| of_value(item, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
