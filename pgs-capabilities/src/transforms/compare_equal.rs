//! `capability_transforms::CT_PURE_COMPARE_EQUAL_V0`: a gate that only equal values pass.

use pgs_rt::{Field, Value, Violation, json};
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform is given. Declared as texts, compared as whatever they are.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// One value.
        pub left: Field<Value>,
        /// The other value.
        pub right: Field<Value>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// True: values that differ give a violation.
        pub is_equal: bool,
    }
}

/// Compares as Python's `==` does. Fails where the two differ, or one is missing or null.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let left = inputs.left.required("left")?;
    let right = inputs.right.required("right")?;
    if json::equal(&left, &right) {
        Ok(Outputs { is_equal: true })
    } else {
        Err(Violation::new("`left` and `right` differ"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn compare(left: Value, right: Value) -> Result<Outputs, Violation> {
        run(Inputs { left: Field::json(left), right: Field::json(right) })
    }

    #[test]
    fn equal_values_pass() {
        for (left, right) in [(json!("a"), json!("a")), (json!(1), json!(1.0)), (json!({"a": 1}), json!({"a": true}))] {
            assert_eq!(compare(left, right).unwrap(), Outputs { is_equal: true });
        }
    }

    #[test]
    fn others_fail() {
        for (left, right) in [(json!("a"), json!("A")), (json!("1"), json!(1)), (json!(null), json!(null))] {
            assert!(compare(left.clone(), right.clone()).is_err(), "{left} {right}");
        }
    }
}
