//! `capability_transforms::CT_PURE_COMPARE_EQUAL_V0`: whether two values are equal.

use pgs_rt::{Failure, json};

use super::any_value::given;
pub use crate::transforms::compare_equal::Inputs;
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// Whether the two are equal.
        pub is_equal: bool,
    }
}

/// Compares as Python's `==` does: `1` equals `1.0`, and `true` equals `1`. Never refuses; a value that is missing is a fault,
/// null is a value.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let left = given("left", &inputs.left).map_err(Failure::Fault)?;
    let right = given("right", &inputs.right).map_err(Failure::Fault)?;
    Ok(Outputs { is_equal: json::equal(&left, &right) })
}

#[cfg(test)]
mod tests {
    use pgs_rt::Field;
    use pgs_value::json;

    use super::*;

    #[test]
    fn both_answers_are_given() {
        for (left, right, is_equal) in [
            (json!(1), json!(1.0), true),
            (json!(null), json!(null), true),
            (json!([true, {"a": 0}]), json!([1, {"a": false}]), true),
            (json!("1"), json!(1), false),
            (json!(null), json!(false), false),
        ] {
            let outputs = run(Inputs { left: Field::json(left.clone()), right: Field::json(right.clone()) });
            assert_eq!(outputs, Ok(Outputs { is_equal }), "{left} {right}");
        }
        assert!(run(Inputs::default()).unwrap_err().is_fault());
    }
}
