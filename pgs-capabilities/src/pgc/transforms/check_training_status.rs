//! `ai_governance::CT_PURE_CHECK_TRAINING_STATUS_V0`: a gate that only the trained pass.

use pgs_rt::{Failure, Field};
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
        /// True: who is not trained is refused.
        pub training_eligible: bool,
    }
}

/// Lets the trained pass. Refuses false, and what is no boolean.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    if inputs.training_completed.required("training_completed").map_err(Failure::Refused)? {
        Ok(Outputs { training_eligible: true })
    } else {
        Err(Failure::refused("`training_completed` is false"))
    }
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    #[test]
    fn all_but_true_is_refused() {
        let check = |value| run(Inputs { training_completed: Field::json(value) });
        assert_eq!(check(json!(true)), Ok(Outputs { training_eligible: true }));
        for value in [json!(false), json!(1), json!(null)] {
            assert!(!check(value).unwrap_err().is_fault());
        }
    }
}
