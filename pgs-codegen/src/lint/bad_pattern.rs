//! E020: a pattern that stands literally in a step and can't be read.
//!
//! The reference matches them with Python's `re.fullmatch`, this project with fancy-regex. One that fancy-regex can't
//! read would make every record a violation at run time.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Binding, Call, Step, say};
use pgs_value::{Value, pattern};

use crate::analysis::Analysis;
use crate::analysis::call::Callee;

/// The one transform that takes patterns: its `schema` has rules by field.
const TRANSFORM: &str = "capability_transforms::CT_PURE_VALIDATE_RECORD_STRUCTURE_V0";

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for compiled in analysis.compiled.iter().flat_map(|contract| &contract.steps) {
        if let (Call::Transform { fqdn, .. }, Some(Callee::Transform { arguments, .. })) =
            (&compiled.step.call, &compiled.call.callee)
            && fqdn == TRANSFORM
        {
            let schemas = arguments.iter().filter(|argument| argument.name == "schema");
            schemas.for_each(|schema| of_schema(&schema.binding, compiled.step, diagnostics));
        }
    }
}

fn of_schema(schema: &Binding, step: &Step, diagnostics: &mut Diagnostics) {
    for (field, pattern) in patterns(schema) {
        if let Err(error) = readable(pattern) {
            say(
                diagnostics,
                Code::BadPattern,
                &step.place.at(["inputs", "schema", field, "pattern"]),
                format!("the pattern `{pattern}` can't be read: {error}"),
                "write it in the syntax that Python and fancy-regex share",
            );
        }
    }
}

/// Whether a pattern can be carried over; if not, why.
fn readable(pattern: &str) -> Result<(), String> {
    let written = pattern::full_match(pattern).map_err(|error| error.to_string())?;
    // What is too large for the engine is known by itself alone.
    fancy_regex::Regex::new(&written).map(|_| ()).map_err(|error| error.to_string())
}

/// The literal patterns of a schema, by field.
fn patterns(schema: &Binding) -> Vec<(&str, &str)> {
    match schema {
        Binding::Literal(Value::Object(fields)) => {
            fields.iter().filter_map(|(field, rules)| Some((field.as_str(), rules.get("pattern")?.as_str()?))).collect()
        }
        Binding::Object(fields) => {
            fields.iter().filter_map(|(field, rules)| Some((field.as_str(), literal_pattern(rules)?))).collect()
        }
        Binding::Literal(_)
        | Binding::Path(_)
        | Binding::Timestamp
        | Binding::Outcome
        | Binding::Plus { .. }
        | Binding::List(_) => Vec::new(),
    }
}

fn literal_pattern(rules: &Binding) -> Option<&str> {
    match rules {
        Binding::Literal(rules) => rules.get("pattern")?.as_str(),
        Binding::Object(rules) => {
            rules.iter().find(|(key, _)| key == "pattern").and_then(|(_, rule)| rule.literal()?.as_str())
        }
        Binding::Path(_) | Binding::Timestamp | Binding::Outcome | Binding::Plus { .. } | Binding::List(_) => None,
    }
}
