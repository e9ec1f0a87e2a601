//! `capability_transforms::CT_PURE_REQUIRE_TRUE_V0`: a gate that only true passes.

use pgs_rt::{Failure, Field};
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The boolean.
        pub value: Field<bool>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// True: a value that is false is refused.
        pub held: bool,
    }
}

/// Lets true pass. Refuses false, and what is no boolean.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    if inputs.value.required("value").map_err(Failure::Refused)? {
        Ok(Outputs { held: true })
    } else {
        Err(Failure::refused("`value` is false"))
    }
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    #[test]
    fn all_but_true_is_refused() {
        assert_eq!(run(Inputs { value: Field::json(json!(true)) }), Ok(Outputs { held: true }));
        for value in [json!(false), json!(1), json!("true"), json!(null)] {
            assert!(!run(Inputs { value: Field::json(value) }).unwrap_err().is_fault());
        }
        assert!(!run(Inputs::default()).unwrap_err().is_fault());
    }
}
