//! E074: a default, or a value of an enum, that its own schema refuses.

use bumpalo::Bump;
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Place, Schema, say};
use pgs_value::Value;
use pgs_value::schema::{Check, Schema as Asked};

use crate::analysis::{Analysis, admission};

/// Every value is known.
const CHECK: Check = Check { is_suppressed: |_| false };

/// The schemas of intents, contracts and transforms.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let protocol = analysis.protocol;
    let of_intents = protocol.intents.values().flat_map(|it| &it.inputs);
    let of_contracts = protocol.contracts.values().flat_map(|it| it.inputs.iter().chain(&it.outputs));
    let of_transforms = protocol.transforms.values().flat_map(|it| it.inputs.iter().chain(&it.outputs));
    of_intents.chain(of_contracts).chain(of_transforms).for_each(|(_, schema)| of_schema(schema, diagnostics));
}

fn of_schema(schema: &Schema, diagnostics: &mut Diagnostics) {
    let arena = Bump::new();
    let asked = admission::of_value(schema, &arena);
    if let Some(default) = &schema.default {
        let message = |rule: &str| format!("the default {default} is refused by its own schema: {rule}");
        judge(default, &asked, &schema.place.at(["default"]), message, diagnostics);
    }
    let others = Asked { one_of: &[], ..asked };
    for value in schema.one_of.iter().flatten() {
        let message = |rule: &str| format!("the listed value {value} can never be sent: {rule}");
        judge(value, &others, &schema.place.at(["enum"]), message, diagnostics);
    }
    schema.items.iter().for_each(|items| of_schema(items, diagnostics));
    schema.fields.iter().for_each(|(_, inner)| of_schema(inner, diagnostics));
}

/// Says which rule the value breaks, if it breaks one.
fn judge(
    value: &Value,
    asked: &Asked<'_>,
    place: &Place,
    message: impl FnOnce(&str) -> String,
    diagnostics: &mut Diagnostics,
) {
    let broken = if value.is_null() && !asked.nullable {
        // Null counts as absent where it is no value of its own.
        Some("it is null, and the schema is not nullable".to_owned())
    } else {
        CHECK.value(value, asked, &"").violations.into_iter().next().map(|broken| match broken.path.as_str() {
            path if broken.rule == "required" => format!("{}{}", broken.message, within(path)),
            path => format!("it {}{}", broken.message, within(path)),
        })
    };
    if let Some(rule) = broken {
        let remedy = match value {
            Value::Bool(_) => "write a text in quotes: YAML takes yes, no, on and off for true and false",
            _ => "correct the value, or the rule that refuses it",
        };
        say(diagnostics, Code::RefusedValue, place, message(&rule), remedy);
    }
}

/// Where in the value, if not as a whole.
fn within(path: &str) -> String {
    match path.trim_start_matches('.') {
        "" => String::new(),
        path => format!(" (at `{path}`)"),
    }
}
