//! `capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0`: a gate that parameters pass by meeting every rule.

use std::cmp::Ordering;

use pgs_rt::{Failure, Map, Value, json};
use serde::{Deserialize, Serialize};

use super::any_value::{is_hashable, order};
use crate::transforms::python::{self, Numeral};
pub use crate::transforms::validate_parameter_rules::Inputs;

pgs_rt::described! {
    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// True: the first rule that fails is refused.
        pub valid: bool,
        /// Null, for the same reason.
        pub failed_rule: Option<Map<String, Value>>,
    }
}

/// Checks the rules in order. Refuses at the first that is not met; a rule with an unknown op never is. A comparison of what
/// has no order (`[1] < 3`) is a fault, and so is `in` of what holds nothing.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let parameters = inputs.parameters.required("parameters").map_err(Failure::Refused)?;
    for (n, rule) in inputs.rules.required("rules").map_err(Failure::Refused)?.iter().enumerate() {
        let Some(rule) = rule.as_object() else { continue };
        if !is_met(rule, &parameters)? {
            return Err(Failure::refused(format!("`parameters` do not meet rule {} of `rules`", n + 1)));
        }
    }
    Ok(Outputs { failed_rule: None, valid: true })
}

fn is_met(rule: &Map<String, Value>, parameters: &Map<String, Value>) -> Result<bool, Failure> {
    let part = |name: &str| rule.get(name).unwrap_or(&Value::Null);
    let (field, op) = (part("field"), part("op"));
    if !python::truthy(field) || !python::truthy(op) {
        return Ok(true);
    }
    if !is_hashable(field) {
        return Err(Failure::fault("`rules`: a field is a list or an object"));
    }
    let value = field.as_str().and_then(|field| parameters.get(field)).unwrap_or(&Value::Null);
    let ordered = |accepts: fn(Ordering) -> bool| Ok(ordering(value, part("value"))?.is_some_and(accepts));
    match op.as_str() {
        Some("not_null") => Ok(!value.is_null()),
        Some("eq") => Ok(json::equal(value, part("value"))),
        Some("neq") => Ok(!json::equal(value, part("value"))),
        Some("in") => rule.get("allowed").map_or(Ok(false), |allowed| contains(allowed, value)),
        Some("lt") => ordered(Ordering::is_lt),
        Some("lte") => ordered(Ordering::is_le),
        Some("gt") => ordered(Ordering::is_gt),
        Some("gte") => ordered(Ordering::is_ge),
        _ => Ok(false),
    }
}

/// Python's `value in allowed`.
fn contains(allowed: &Value, value: &Value) -> Result<bool, Failure> {
    match (allowed, value) {
        (Value::Array(members), value) => Ok(members.iter().any(|member| json::equal(member, value))),
        (Value::Object(members), Value::String(key)) => Ok(members.contains_key(key)),
        (Value::Object(_), value) if is_hashable(value) => Ok(false),
        (Value::String(text), Value::String(part)) => Ok(text.contains(part.as_str())),
        _ => Err(Failure::fault("`rules`: the value can't be looked for in `allowed`")),
    }
}

/// The order of two values, of which texts are read as numbers: none beside null, or where a text says no number.
fn ordering(value: &Value, bound: &Value) -> Result<Option<Ordering>, Failure> {
    if value.is_null() || bound.is_null() {
        return Ok(None);
    }
    let (Some(value), Some(bound)) = (Side::of(value), Side::of(bound)) else { return Ok(None) };
    match (value, bound) {
        (Side::Number(value), Side::Number(bound)) => Ok(value.compare(&bound)),
        (Side::Other(value), Side::Other(bound)) => order(value, bound).map(Some),
        (Side::Number(_), Side::Other(_)) | (Side::Other(_), Side::Number(_)) => {
            Err(Failure::fault("`rules`: two values have no order"))
        }
    }
}

/// One of two values that are compared.
enum Side<'v> {
    Number(Numeral),
    Other(&'v Value),
}

impl<'v> Side<'v> {
    /// None where a text says no number.
    fn of(value: &'v Value) -> Option<Self> {
        match value {
            Value::String(text) => Numeral::from_float_text(text).map(Self::Number),
            Value::Number(_) | Value::Bool(_) => Some(Self::Number(Numeral::Finite(value.clone()))),
            Value::Null | Value::Array(_) | Value::Object(_) => Some(Self::Other(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use pgs_rt::Field;
    use pgs_value::json;

    use super::*;

    /// Whether the rule is met, or none where it can't be told.
    fn meets(value: Value, op: &str, bound: Value) -> Option<bool> {
        let rules = json!([{"field": "p", "op": op, "value": bound, "allowed": bound}]);
        match run(Inputs { parameters: Field::json(json!({"p": value})), rules: Field::json(rules) }) {
            Ok(_) => Some(true),
            Err(failure) => (!failure.is_fault()).then_some(false),
        }
    }

    #[test]
    fn what_python_can_not_compare_is_a_fault() {
        for (value, op, bound, met) in [
            (json!(1), "lt", json!("2.5"), Some(true)),
            (json!([1]), "lt", json!([2]), Some(true)),
            (json!([1]), "lt", json!([1]), Some(false)),
            (json!([1]), "lt", json!(3), None),
            (json!({}), "lt", json!({}), None),
            (json!(null), "lt", json!([1]), Some(false)),
            (json!("x"), "lt", json!([1]), Some(false)),
            (json!("a"), "in", json!("abc"), Some(true)),
            (json!(1), "in", json!("abc"), None),
            (json!(1), "in", json!(null), None),
            (json!([1]), "in", json!({}), None),
            (json!(1), "in", json!({"1": 1}), Some(false)),
            (json!(1), "like", json!(1), Some(false)),
        ] {
            assert_eq!(meets(value.clone(), op, bound.clone()), met, "{value} {op} {bound}");
        }
    }

    #[test]
    fn other_types_are_refused() {
        assert!(!run(Inputs { parameters: Field::json(json!([])), ..Inputs::default() }).unwrap_err().is_fault());
        assert!(!run(Inputs { parameters: Field::json(json!({})), ..Inputs::default() }).unwrap_err().is_fault());
    }
}
