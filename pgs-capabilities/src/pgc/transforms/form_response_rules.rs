//! `causal_language_model::CT_PURE_FORM_RESPONSE_RULES_V0`: the rules that a response has to keep.

use num_bigint::BigInt;
use num_traits::ToPrimitive as _;
use pgs_rt::{Failure, Field, Map, Value};
use serde::{Deserialize, Serialize};

use super::any_value;
use super::forbidden::{NoPattern, check};
use crate::transforms::{integer, python};

/// The rule of which the customer's own numbers are the exceptions.
const ACCOUNT_RULE: &str = "another_customers_account_number";

/// The longest response: a list of so many positions is made.
const MAX_POSITIONS: usize = 1_000_000;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// `forbidden`, a list of `{rule, pattern}`; `account_number_pattern`; `freedom`, 0 or more; `longest_response`, 1 or more.
        pub response_rules: Field<Map<String, Value>>,
        /// The customer's own account numbers, texts.
        pub account_numbers: Field<Vec<Value>>,
        /// What choices are drawn from; 0 or more.
        pub seed: Field<i64>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// `forbidden`, the given rules and one more, of account numbers but the customer's; `freedom`; `seed`.
        pub rules_in_force: Map<String, Value>,
        /// The numbers from 1 to `longest_response`.
        pub positions: Vec<Value>,
    }
}

/// Forms the rules. Refuses parts that are missing or of another type, and a pattern that Python's `re` can't compile. A pattern
/// that no engine here can carry over, and a response of more than 1,000,000 words, are faults.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let is_unset = [inputs.response_rules.is_unset(), inputs.account_numbers.is_unset(), inputs.seed.is_unset()];
    if is_unset.contains(&true) {
        return Err(Failure::refused("`response_rules`, `account_numbers` or `seed` is missing"));
    }
    let rules = inputs.response_rules.required("response_rules").map_err(Failure::Refused)?;
    let accounts = inputs.account_numbers.required("account_numbers").map_err(Failure::Refused)?;
    if !accounts.iter().all(Value::is_string) {
        return Err(Failure::refused("`account_numbers`: an item is no text"));
    }
    let mut forbidden = Vec::new();
    for entry in any_value::items_or_none("forbidden", rules.get("forbidden"))? {
        let name = entry.get("rule").filter(|rule| python::truthy(rule));
        let name = name.ok_or_else(|| Failure::refused("`forbidden`: an entry names no rule"))?;
        let pattern = pattern("forbidden", entry.get("pattern"))?;
        forbidden.push(pgs_value::json!({ "rule": name, "pattern": pattern }));
    }
    let pattern = pattern("account_number_pattern", rules.get("account_number_pattern"))?;
    forbidden.push(pgs_value::json!({ "rule": ACCOUNT_RULE, "pattern": pattern, "except": accounts }));
    let longest = at_least(1, "longest_response", rules.get("longest_response"))?;
    let freedom = at_least(0, "freedom", rules.get("freedom"))?;
    let seed = at_least(0, "seed", Some(&inputs.seed.to_value()))?;
    let longest = longest.to_usize().filter(|longest| *longest <= MAX_POSITIONS);
    let longest = longest.ok_or_else(|| Failure::fault(format!("`longest_response` is more than {MAX_POSITIONS}")))?;
    let rules_in_force = pgs_rt::map([
        ("forbidden", Value::Array(forbidden)),
        ("freedom", integer::write("freedom", freedom).map_err(Failure::Fault)?),
        ("seed", integer::write("seed", seed).map_err(Failure::Fault)?),
    ]);
    Ok(Outputs { rules_in_force, positions: (1..=longest).map(Value::from).collect() })
}

/// A pattern that can be compiled.
fn pattern<'p>(name: &str, value: Option<&'p Value>) -> Result<&'p str, Failure> {
    let pattern = value.and_then(Value::as_str).filter(|pattern| !pattern.is_empty());
    let pattern = pattern.ok_or_else(|| Failure::refused(format!("`{name}`: there is no pattern")))?;
    match check(pattern) {
        Ok(()) => Ok(pattern),
        Err(NoPattern::NotOne) => Err(Failure::refused(format!("`{name}`: a pattern can't be compiled"))),
        Err(NoPattern::Unsupported) => Err(Failure::fault(format!("`{name}`: a pattern can't be carried over"))),
    }
}

/// An integer of at least this.
fn at_least(least: i64, name: &str, value: Option<&Value>) -> Result<BigInt, Failure> {
    let integer = value.and_then(integer::of).filter(|integer| *integer >= BigInt::from(least));
    integer.ok_or_else(|| Failure::refused(format!("`{name}` is not an integer of at least {least}")))
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn formed(rules: Value, seed: Value) -> Result<Value, Failure> {
        let inputs = json!({"response_rules": rules, "account_numbers": ["1-2"], "seed": seed});
        run(pgs_value::from_value(inputs).unwrap()).map(|outputs| json!(outputs))
    }

    #[test]
    fn the_rule_of_account_numbers_is_the_last() {
        let rules = json!({
            "forbidden": [{"rule": "oath", "pattern": "darn", "more": 1}], "account_number_pattern": "[0-9]{8}",
            "freedom": 2, "longest_response": 3,
        });
        let forbidden = json!([
            {"rule": "oath", "pattern": "darn"},
            {"rule": "another_customers_account_number", "pattern": "[0-9]{8}", "except": ["1-2"]},
        ]);
        let in_force = json!({"forbidden": forbidden, "freedom": 2, "seed": 7});
        assert_eq!(formed(rules, json!(7)), Ok(json!({"rules_in_force": in_force, "positions": [1, 2, 3]})));
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        let rules = |pattern: Value, longest: Value| json!({"account_number_pattern": pattern, "freedom": 0, "longest_response": longest});
        assert!(formed(rules(json!("a"), json!(1)), json!(0)).is_ok());
        for (rules, seed, is_fault) in [
            (rules(json!("("), json!(1)), json!(0), false),
            (rules(json!(""), json!(1)), json!(0), false),
            (rules(json!("a"), json!(0)), json!(0), false),
            (rules(json!("a"), json!(1)), json!(true), false),
            (rules(json!("(a)?(?(1)b|c)"), json!(1)), json!(0), true),
            (rules(json!("a"), json!(10_000_000)), json!(0), true),
            (json!({"forbidden": [{}]}), json!(0), false),
            (json!({"forbidden": 5}), json!(0), true),
        ] {
            assert_eq!(formed(rules, seed).unwrap_err().is_fault(), is_fault);
        }
    }
}
