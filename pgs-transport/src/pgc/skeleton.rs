//! A payload of PGC as the intent declares it, for a person to fill in.

use pgs_pgc::admission::DeclaredType;
use pgs_pgc::{Map, Value, Workflow};
use pgs_value::json;

use crate::output::Output;

/// Prints a payload that a run admits: every declared field, or those alone that must be there.
pub fn skeleton(workflow: &Workflow, required_only: bool) -> Output {
    let declared = workflow.gate.map(|gate| gate.declares).unwrap_or_default().iter();
    let fields = declared.filter(|field| field.required || !required_only);
    let payload = fields.map(|field| (field.field.to_owned(), field.of.map_or(Value::Null, least))).collect();
    Output { stdout: json::pretty(&Value::Object(payload)) + "\n", ..Output::default() }
}

fn least(of: DeclaredType) -> Value {
    match of {
        DeclaredType::Array => Value::Array(Vec::new()),
        DeclaredType::String => "".into(),
        DeclaredType::Integer | DeclaredType::Number => 0.into(),
        DeclaredType::Boolean => false.into(),
        DeclaredType::Object => Value::Object(Map::new()),
    }
}
