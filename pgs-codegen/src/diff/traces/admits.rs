//! Whether a recorded value meets a schema, as far as a recording tells.

use pgs_protocol::protocol::{Schema, Type};
use pgs_trace::SUPPRESSED;
use pgs_value::Value;

use super::Probe;

impl Probe {
    /// Whether a payload may be admitted otherwise. What can't be told is taken for yes.
    pub(super) fn sees(&self, payload: &Value) -> bool {
        match self {
            Self::Absent(path) => values(payload, path).iter().any(|value| value.is_none_or(Value::is_null)),
            Self::Null(path) => values(payload, path).iter().flatten().any(|value| value.is_null()),
            Self::Value(path, schemas) => differs(payload, path, schemas, false),
            Self::Either(path, schemas) => differs(payload, path, schemas, true),
        }
    }
}

fn differs(payload: &Value, path: &[String], (old, new): &(Schema, Schema), if_absent: bool) -> bool {
    values(payload, path).into_iter().any(|value| match value.filter(|value| !value.is_null()) {
        Some(value) => match (meets(value, old), meets(value, new)) {
            (Some(old), Some(new)) => old != new,
            _ => true,
        },
        None => if_absent,
    })
}

/// What stands at a path: nothing for a missing key, and no value at all where what should hold it is missing.
fn values<'a>(value: &'a Value, path: &[String]) -> Vec<Option<&'a Value>> {
    let Some((key, rest)) = path.split_first() else { return vec![Some(value)] };
    match value {
        Value::Array(items) if key == "[]" => items.iter().flat_map(|item| values(item, rest)).collect(),
        Value::Object(object) => match object.get(key) {
            Some(inner) if !inner.is_null() || rest.is_empty() => values(inner, rest),
            _ if rest.is_empty() => vec![None],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Whether a value meets the schema; none if that can't be told here: a secret, or a format.
fn meets(value: &Value, schema: &Schema) -> Option<bool> {
    if value.is_null() && schema.nullable {
        return Some(true);
    }
    if value.as_str() == Some(SUPPRESSED) {
        return None;
    }
    if !schema.types.is_empty() && !schema.types.iter().any(|ty| is(value, *ty)) {
        return Some(false);
    }
    let is_one = |values: &Vec<Value>| values.is_empty() || values.contains(value);
    let least = schema.minimum.as_ref().and_then(Value::as_f64);
    let is_below = value.as_f64().zip(least).is_some_and(|(number, least)| number < least);
    if is_below || !schema.one_of.as_ref().is_none_or(is_one) {
        return Some(false);
    }
    if schema.format.is_some() && value.is_string() {
        return None;
    }
    inside(value, schema)
}

fn inside(value: &Value, schema: &Schema) -> Option<bool> {
    let mut answers = Vec::new();
    if let Value::Array(items) = value {
        let least = schema.min_items.unwrap_or(0);
        answers.push(Some(u64::try_from(items.len()).is_ok_and(|count| count >= least)));
        answers.extend(schema.items.iter().flat_map(|schema| items.iter().map(|item| meets(item, schema))));
    }
    if let Value::Object(object) = value {
        for (name, schema) in &schema.fields {
            answers.push(match object.get(name) {
                Some(value) if !value.is_null() || schema.nullable => meets(value, schema),
                _ => Some(!schema.required || schema.default.is_some()),
            });
        }
    }
    if answers.contains(&Some(false)) {
        Some(false)
    } else {
        answers.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
    }
}

fn is(value: &Value, ty: Type) -> bool {
    match ty {
        Type::Text => value.is_string(),
        Type::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Object => value.is_object(),
        Type::Array => value.is_array(),
        Type::Any => true,
    }
}
