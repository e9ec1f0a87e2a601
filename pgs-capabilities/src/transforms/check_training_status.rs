//! `capability_transforms::CT_PURE_CHECK_TRAINING_STATUS_V0`: whether training has been completed.

use pgs_rt::{Field, Violation};
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// Whether training has been completed.
        pub training_completed: Field<bool>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The same.
        pub is_eligible: bool,
    }
}

/// Gives the boolean. Fails where it is none.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    Ok(Outputs { is_eligible: inputs.training_completed.required("training_completed")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    #[test]
    fn only_a_boolean_says_so() {
        for truth in [true, false] {
            assert_eq!(run(Inputs { training_completed: truth.into() }).unwrap().is_eligible, truth);
        }
        for value in [json!(null), json!(1), json!("true")] {
            assert!(run(Inputs { training_completed: Field::json(value.clone()) }).is_err(), "{value}");
        }
    }
}
