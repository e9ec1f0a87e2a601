//! `capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0` before 0.5: which rule parameters do not meet.

use pgs_rt::{Field, Map, Value, Violation};
use serde::{Deserialize, Serialize};

use super::super::validate_parameter_rules::first_unmet;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The parameters.
        pub parameters: Field<Map<String, Value>>,
        /// The rules, as today.
        pub rules: Field<Vec<Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The first rule that is not met.
        pub failed_rule: Option<Map<String, Value>>,
        /// Whether every rule is met.
        pub valid: bool,
    }
}

/// Checks the rules in order, up to the first that is not met.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let parameters = inputs.parameters.required("parameters")?;
    let rules = inputs.rules.required("rules")?;
    let failed_rule = first_unmet(&rules, &parameters).map(|(_, rule)| rule.clone());
    Ok(Outputs { valid: failed_rule.is_none(), failed_rule })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn validate(parameters: Value, rules: Value) -> Result<Outputs, Violation> {
        run(Inputs { parameters: Field::json(parameters), rules: Field::json(rules) })
    }

    #[test]
    fn it_gives_the_first_rule_that_is_not_met() {
        let rules = json!([{"field": "p", "op": "gt", "value": 0}, {"field": "p", "op": "lt", "value": 3}]);
        let told = validate(json!({"p": 5}), rules.clone()).unwrap();
        assert_eq!((told.failed_rule.as_ref(), told.valid), (rules[1].as_object(), false));
        assert_eq!(validate(json!({"p": 2}), rules).unwrap(), Outputs { failed_rule: None, valid: true });
    }

    #[test]
    fn it_fails_where_something_is_missing() {
        assert!(validate(json!(null), json!([])).is_err());
        assert!(validate(json!({}), json!({})).is_err());
    }
}
