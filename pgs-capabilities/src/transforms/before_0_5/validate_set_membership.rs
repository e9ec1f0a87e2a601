//! `capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0` before 0.5: whether a set has a member.

use pgs_rt::{Field, Value, Violation, json};
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The members.
        pub allowed_set: Field<Vec<Value>>,
        /// The value to look for. Declared as a text, compared as whatever it is.
        pub value: Field<Value>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// Whether it is a member.
        pub is_member: bool,
    }
}

/// Looks for the value.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let value = inputs.value.required("value")?;
    let allowed = inputs.allowed_set.required("allowed_set")?;
    Ok(Outputs { is_member: allowed.iter().any(|member| json::equal(member, &value)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn validate(value: Value, allowed_set: Value) -> Result<Outputs, Violation> {
        run(Inputs { allowed_set: Field::json(allowed_set), value: Field::json(value) })
    }

    #[test]
    fn it_answers_for_members_and_for_others() {
        assert!(validate(json!(1.0), json!(["a", 1])).unwrap().is_member);
        assert!(!validate(json!("b"), json!(["a", 1])).unwrap().is_member);
    }

    #[test]
    fn it_fails_where_something_is_missing() {
        assert!(validate(json!(null), json!(["a"])).is_err());
        assert!(validate(json!("a"), json!("abc")).is_err());
    }
}
