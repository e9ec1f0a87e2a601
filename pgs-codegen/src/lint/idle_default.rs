//! N100: a default that nothing ever fills in. Admission fills in those of the fields of a payload, and no other.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Schema, say};

use crate::analysis::Analysis;

/// The contracts that are compiled, and all intents.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for contract in analysis.compiled.iter().map(|compiled| compiled.contract) {
        for (key, schema) in contract.inputs.iter().chain(&contract.outputs) {
            own(key, schema, diagnostics);
            below(key, schema, diagnostics);
        }
    }
    for (key, schema) in analysis.protocol.intents.values().flat_map(|intent| &intent.inputs) {
        below(key, schema, diagnostics);
    }
}

fn own(key: &str, schema: &Schema, diagnostics: &mut Diagnostics) {
    if let Some(default) = &schema.default {
        let place = schema.place.at(["default"]);
        if diagnostics.has(Code::RefusedValue, &place.file, &place.pointer) {
            return;
        }
        let message = format!("nothing fills in the default {default} of `{key}`: where it is missing, it is null");
        let remedy = "declare the default of a field of the payload itself, or bind the value";
        say(diagnostics, Code::IdleDefault, &place, message, remedy);
    }
}

fn below(key: &str, schema: &Schema, diagnostics: &mut Diagnostics) {
    let items = schema.items.iter().map(|items| (format!("{key}[]"), &**items));
    let fields = schema.fields.iter().map(|(name, inner)| (format!("{key}.{name}"), inner));
    for (key, inner) in items.chain(fields) {
        own(&key, inner, diagnostics);
        below(&key, inner, diagnostics);
    }
}
