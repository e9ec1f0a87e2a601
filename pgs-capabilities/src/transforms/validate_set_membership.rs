//! `capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0`: a gate that only members of a set pass.

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
        /// True: a value that is no member gives a violation.
        pub is_member: bool,
    }
}

/// Looks for the value. Fails where it is no member.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let value = inputs.value.required("value")?;
    let allowed = inputs.allowed_set.required("allowed_set")?;
    if allowed.iter().any(|member| json::equal(member, &value)) {
        Ok(Outputs { is_member: true })
    } else {
        Err(Violation::new("`value` is not in `allowed_set`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn validate(value: Value, allowed_set: Value) -> Result<Outputs, Violation> {
        run(Inputs { allowed_set: Field::json(allowed_set), value: Field::json(value) })
    }

    #[test]
    fn members_pass() {
        for value in [json!("a"), json!(1.0), json!([2])] {
            assert_eq!(validate(value, json!(["a", 1, [2]])).unwrap(), Outputs { is_member: true });
        }
    }

    #[test]
    fn others_fail() {
        for (value, allowed) in [
            (json!("b"), json!(["a"])),
            (json!("a"), json!([])),
            (json!("1"), json!([1])),
            (json!(null), json!([null])),
            (json!("a"), json!(null)),
            (json!("a"), json!("abc")),
        ] {
            assert!(validate(value.clone(), allowed.clone()).is_err(), "{value} {allowed}");
        }
    }
}
