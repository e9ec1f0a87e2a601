//! What a payload must be: every field at every depth, with its rules.

use pgs_protocol::protocol::{Schema, words};

use super::{Payload, PayloadField, Rule};
use crate::names::plain;
use crate::plan::Intent;

impl<'a> Payload<'a> {
    pub(super) fn of(intent: &'a Intent) -> Self {
        let mut fields = Vec::new();
        for (field, schema) in &intent.fields {
            collect(&field.key, schema, &mut fields);
        }
        Self { intent: &intent.fqdn, summary: &intent.summary, file: plain(&intent.module), fields }
    }
}

fn collect<'a>(path: &str, schema: &'a Schema, fields: &mut Vec<PayloadField<'a>>) {
    fields.push(PayloadField {
        path: path.to_owned(),
        ty: words::types(schema),
        required: schema.required && schema.default.is_none(),
        rules: rules(schema),
        description: &schema.description,
    });
    if let Some(items) = &schema.items {
        collect(&format!("{path}[]"), items, fields);
    }
    for (key, inner) in &schema.fields {
        collect(&format!("{path}.{key}"), inner, fields);
    }
}

/// The rules beyond presence and type, by their names in the protocol.
fn rules(schema: &Schema) -> Vec<Rule> {
    let one_of = schema.one_of.as_ref().map(|values| values.iter().map(words::literal).collect::<Vec<_>>().join(", "));
    let declared = [
        ("default", schema.default.as_ref().map(words::literal)),
        ("enum", one_of),
        ("minimum", schema.minimum.as_ref().map(words::literal)),
        ("minItems", schema.min_items.map(|least| least.to_string())),
        ("format", schema.format.as_ref().map(words::format)),
        ("nullable", schema.nullable.then(|| "true".to_owned())),
    ];
    declared.into_iter().filter_map(|(name, value)| Some(Rule { name, value: value? })).collect()
}
