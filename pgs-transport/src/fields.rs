//! Payload fields as a table: those within them below them, each with its rules.

use pgs_rt::admission::{Format, Schema};
use pgs_rt::{PayloadField, Value, Workflow, json};

use crate::text::one_line;

/// A row of the table.
struct Row {
    name: String,
    declared_type: String,
    required: bool,
    about: String,
}

/// One line a field, indented and aligned: name, type, `required` or `optional`, description and rules. A field within
/// another one is named by its path: `items[].amount`.
pub(crate) fn table(workflow: &Workflow, indent: &str) -> String {
    let mut rows = Vec::new();
    let defaults = workflow.intent.as_ref().map(|intent| (intent.defaults)()).unwrap_or_default();
    for field in workflow.payload {
        let schema = workflow.intent.as_ref().and_then(|intent| intent.rules_of(field.name));
        rows.push(of_field(field, schema, defaults.get(field.name)));
        if let Some(schema) = schema {
            add_within(field.name, schema, &mut rows);
        }
    }
    let width = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).chars().count()).max().unwrap_or(0);
    let (names, types) = (width(|row| &row.name), width(|row| &row.declared_type));
    rows.iter()
        .map(|Row { name, declared_type, required, about }| {
            let need = if *required { "required" } else { "optional" };
            let line = format!("{indent}{name:names$}  {declared_type:types$}  {need}  {about}");
            line.trim_end().to_owned() + "\n"
        })
        .collect()
}

fn of_field(field: &PayloadField, schema: Option<&Schema<'_>>, default: Option<&Value>) -> Row {
    let PayloadField { name, declared_type, required, description } = *field;
    let default = default.map(|default| format!("default {}", one_line(&json::compact(default))));
    let about: Vec<String> = std::iter::once(one_line(description)).chain(schema.map(rules)).chain(default).collect();
    let about: Vec<String> = about.into_iter().filter(|text| !text.is_empty()).collect();
    Row { name: name.into(), declared_type: declared_type.into(), required, about: about.join("; ") }
}

/// The fields of an object, or those of the items of a list.
fn add_within(path: &str, schema: &Schema<'_>, rows: &mut Vec<Row>) {
    for (name, inner) in schema.fields {
        add(format!("{path}.{name}"), inner, inner.required, rows);
    }
    if let Some(items) = schema.items {
        add(format!("{path}[]"), items, items.required, rows);
    }
}

fn add(path: String, schema: &Schema<'_>, required: bool, rows: &mut Vec<Row>) {
    let words: Vec<&str> = schema.kinds.iter().map(|kind| kind.word()).collect();
    let declared_type = if words.is_empty() { "any".to_owned() } else { words.join(" or ") };
    rows.push(Row { name: path.clone(), declared_type, required, about: rules(schema) });
    add_within(&path, schema, rows);
}

/// The rules beyond presence and type, in words.
fn rules(schema: &Schema<'_>) -> String {
    let words: Vec<String> = schema.one_of.iter().map(|literal| one_line(&literal.to_string())).collect();
    let rules = [
        (!words.is_empty()).then(|| format!("one of {}", words.join(", "))),
        schema.minimum.map(|least| format!("at least {}", json::compact(&least.to_value()))),
        schema.min_items.map(|least| format!("{least} items or more")),
        schema.format.map(format),
        schema.nullable.then(|| "null is a value".to_owned()),
    ];
    rules.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn format(format: Format<'_>) -> String {
    match format {
        Format::Email => "a mail address".to_owned(),
        Format::DateTime => "a date and time with a zone".to_owned(),
        Format::Hex { prefix, optional: false } => format!("hex digits behind `{prefix}`"),
        Format::Hex { prefix, optional: true } => format!("hex digits, with or without `{prefix}`"),
    }
}

#[cfg(test)]
mod tests {
    use pgs_rt::{Fault, WorkflowId};

    use super::*;

    #[test]
    fn columns_align_and_descriptions_stay_on_their_line() {
        const FIELDS: &[PayloadField] = &[
            PayloadField { name: "id", declared_type: "string", required: true, description: "Who\n  it is." },
            PayloadField { name: "amount", declared_type: "integer", required: false, description: "" },
        ];
        let id = WorkflowId { fqdn: "x::WF_X_V0", domain: "x", address: 0 };
        let empty = Workflow::new(id, |_, _| Err(Fault::new("never run")));
        let workflow = Workflow { payload: FIELDS, ..empty };
        assert_eq!(table(&workflow, "  "), "  id      string   required  Who it is.\n  amount  integer  optional\n");
        assert_eq!(table(&empty, "  "), "");
    }
}
