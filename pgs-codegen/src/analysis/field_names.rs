//! The names that fields have in a protocol, wherever they are declared, bound or read.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Action, Binding, Operand, Protocol, Schema};
use pgs_value::Value;

use super::workflows::started_by;

/// Every name that is declared of a field, or that something is bound to.
pub fn declared(protocol: &Protocol) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let of_intents = protocol.intents.values().map(|it| &it.inputs);
    let of_contracts = protocol.contracts.values().flat_map(|it| [&it.inputs, &it.outputs]);
    let of_transforms = protocol.transforms.values().flat_map(|it| [&it.inputs, &it.outputs]);
    of_intents.chain(of_contracts).chain(of_transforms).for_each(|fields| of_schemas(fields, &mut names));
    bindings(protocol).for_each(|(name, binding)| of_binding(name, binding, &mut names));
    names
}

fn of_schemas<'a>(fields: &'a [(String, Schema)], names: &mut BTreeSet<&'a str>) {
    for (name, schema) in fields {
        names.insert(name);
        of_schemas(&schema.fields, names);
        schema.items.iter().for_each(|items| of_schemas(&items.fields, names));
    }
}

fn of_binding<'a>(name: &'a str, binding: &'a Binding, names: &mut BTreeSet<&'a str>) {
    names.insert(name);
    binding.visit(&mut |inner| match inner {
        Binding::Object(fields) => names.extend(fields.iter().map(|(key, _)| key.as_str())),
        Binding::Literal(value) => of_value(value, names),
        Binding::Path(_) | Binding::Plus { .. } | Binding::Timestamp | Binding::Outcome | Binding::List(_) => {}
    });
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

/// Every name that a path reads.
pub fn read(protocol: &Protocol) -> BTreeSet<&str> {
    let paths = bindings(protocol).flat_map(|(_, binding)| binding.paths());
    paths.flat_map(|path| path.keys.iter().map(String::as_str)).collect()
}

/// Every name that has a meaning for the protocol, in the order of their bytes.
pub fn all(protocol: &Protocol) -> Vec<String> {
    let mut names = declared(protocol);
    names.extend(read(protocol));
    let contracts = || protocol.contracts.values();
    for evaluation in contracts().flat_map(|contract| contract.evaluations.values()) {
        for side in [&evaluation.condition.left, &evaluation.condition.right] {
            match side {
                Operand::Input(keys) | Operand::Raw(keys) | Operand::Output(keys) => {
                    names.extend(keys.iter().map(String::as_str));
                }
                Operand::Literal(_) => {}
            }
        }
    }
    // What is taken of the items of a loop is named in texts. The names of workflows, which stand there too, are no keys.
    let starting =
        contracts().flat_map(|contract| &contract.steps).filter(|step| !started_by(step, protocol).is_empty());
    let texts = starting.flat_map(|step| &step.inputs).flat_map(|(_, binding)| binding.texts());
    names.extend(texts.flat_map(|text| text.split(['$', '.'])).filter(|name| !name.is_empty() && !name.contains("::")));
    names.into_iter().map(str::to_owned).collect()
}

/// What is bound at nodes and steps, by name.
fn bindings(protocol: &Protocol) -> impl Iterator<Item = (&str, &Binding)> {
    let nodes = protocol.workflows.values().flat_map(|workflow| &workflow.nodes);
    let of_nodes = nodes.flat_map(|node| match &node.action {
        Action::Run { inputs, .. } => inputs.as_slice(),
        Action::Admit { .. } | Action::Exit { .. } => &[],
    });
    let steps = protocol.contracts.values().flat_map(|contract| &contract.steps);
    let of_steps = steps.flat_map(|step| step.inputs.iter().chain(&step.outputs));
    of_nodes.chain(of_steps).map(|(name, binding)| (name.as_str(), binding))
}
