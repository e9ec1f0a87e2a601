//! `capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0`: a gate that parameters pass by meeting every rule.

use std::cmp::Ordering;

use pgs_rt::{Field, Map, Value, Violation, json};
use serde::{Deserialize, Serialize};

use super::python::{self, Numeral};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The parameters.
        pub parameters: Field<Map<String, Value>>,
        /// The rules: objects `{field, op, value}`, or with `allowed` for the op `in`; the ops are `not_null`, `eq`, `neq`,
        /// `in`, `lt`, `lte`, `gt` and `gte`. What is no object, or lacks field or op, is passed over.
        pub rules: Field<Vec<Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// Null: the first rule that fails gives a violation.
        pub failed_rule: Option<Map<String, Value>>,
        /// True, for the same reason.
        pub valid: bool,
    }
}

/// Checks the rules in order. Fails at the first that is not met; a rule with an unknown op never is.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let parameters = inputs.parameters.required("parameters")?;
    match first_unmet(&inputs.rules.required("rules")?, &parameters) {
        Some((n, _)) => Err(Violation::new(format!("`parameters` do not meet rule {} of `rules`", n + 1))),
        None => Ok(Outputs { failed_rule: None, valid: true }),
    }
}

/// The first rule that the parameters do not meet, with its index. What is no rule is met.
pub(super) fn first_unmet<'r>(
    rules: &'r [Value],
    parameters: &Map<String, Value>,
) -> Option<(usize, &'r Map<String, Value>)> {
    let rules = rules.iter().enumerate().filter_map(|(n, rule)| Some((n, rule.as_object()?)));
    rules.into_iter().find(|(_, rule)| !is_met(rule, parameters))
}

fn is_met(rule: &Map<String, Value>, parameters: &Map<String, Value>) -> bool {
    let part = |name: &str| rule.get(name).unwrap_or(&Value::Null);
    let (field, op) = (part("field"), part("op"));
    if !python::truthy(field) || !python::truthy(op) {
        return true;
    }
    let value = field.as_str().and_then(|field| parameters.get(field)).unwrap_or(&Value::Null);
    let ordered = |accepts: fn(Ordering) -> bool| order(value, part("value")).is_some_and(accepts);
    match op.as_str() {
        Some("not_null") => !value.is_null(),
        Some("eq") => json::equal(value, part("value")),
        Some("neq") => !json::equal(value, part("value")),
        Some("in") => contains(part("allowed"), value),
        Some("lt") => ordered(Ordering::is_lt),
        Some("lte") => ordered(Ordering::is_le),
        Some("gt") => ordered(Ordering::is_gt),
        Some("gte") => ordered(Ordering::is_ge),
        _ => false,
    }
}

/// Python's `value in allowed`.
fn contains(allowed: &Value, value: &Value) -> bool {
    match (allowed, value) {
        (Value::Array(members), value) => members.iter().any(|member| json::equal(member, value)),
        (Value::Object(members), Value::String(key)) => members.contains_key(key),
        (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
        _ => false,
    }
}

/// The order of two numbers, or of texts that `float` reads as numbers.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    numeral(left)?.compare(&numeral(right)?)
}

fn numeral(value: &Value) -> Option<Numeral> {
    match value {
        Value::String(text) => Numeral::from_float_text(text),
        Value::Number(_) | Value::Bool(_) => Some(Numeral::Finite(value.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn validate(parameters: Value, rules: Value) -> Result<Outputs, Violation> {
        run(Inputs { parameters: Field::json(parameters), rules: Field::json(rules) })
    }

    fn meets(value: Value, op: &str, limit: Value) -> bool {
        validate(json!({"p": value}), json!([{"field": "p", "op": op, "value": limit, "allowed": limit}])).is_ok()
    }

    #[test]
    fn the_order_of_numbers_decides() {
        for (value, limit, met) in [
            (json!(1), json!(2), ["lt", "lte", "neq"]),
            (json!("1.5"), json!(2), ["lt", "lte", "neq"]),
            (json!(2), json!(" 2 "), ["lte", "gte", "neq"]),
            (json!(2.0), json!(2), ["lte", "gte", "eq"]),
            (json!(true), json!(1), ["lte", "gte", "eq"]),
            (json!(3), json!("2.5"), ["gt", "gte", "neq"]),
            (json!("inf"), json!(1e308), ["gt", "gte", "neq"]),
        ] {
            for op in ["lt", "lte", "gt", "gte", "eq", "neq"] {
                assert_eq!(meets(value.clone(), op, limit.clone()), met.contains(&op), "{value} {op} {limit}");
            }
        }
    }

    #[test]
    fn what_has_no_order_meets_no_ordering_rule() {
        for (value, limit) in [
            (json!(null), json!(1)),
            (json!(1), json!(null)),
            (json!("a"), json!(1)),
            (json!("nan"), json!(1)),
            (json!([1]), json!([2])),
        ] {
            for op in ["lt", "lte", "gt", "gte"] {
                assert!(!meets(value.clone(), op, limit.clone()), "{value} {op} {limit}");
            }
        }
    }

    #[test]
    fn presence_and_membership() {
        assert!(meets(json!(0), "not_null", json!(null)) && !meets(json!(null), "not_null", json!(null)));
        assert!(validate(json!({}), json!([{"field": "p", "op": "eq"}])).is_ok());
        assert!(meets(json!(1), "in", json!(["a", 1.0])) && !meets(json!("b"), "in", json!(["a"])));
        assert!(meets(json!("b"), "in", json!("abc")) && meets(json!("k"), "in", json!({"k": 0})));
        assert!(!meets(json!("b"), "in", json!(null)) && !meets(json!("a"), "matches", json!("a")));
    }

    #[test]
    fn the_first_unmet_rule_is_named_and_its_values_are_not() {
        let rules = json!([
            "no rule", {"op": "eq"}, {"field": "p"},
            {"field": "p", "op": "eq", "value": "secret"}, {"field": "q", "op": "no such op"}
        ]);
        let violation = validate(json!({"p": "hidden"}), rules).unwrap_err();
        assert_eq!(violation.reason(), "`parameters` do not meet rule 4 of `rules`");
    }

    #[test]
    fn other_types_fail() {
        assert!(validate(json!(null), json!([])).is_err());
        assert!(validate(json!({}), json!(null)).is_err());
        assert!(validate(json!({}), json!({})).is_err());
    }
}
