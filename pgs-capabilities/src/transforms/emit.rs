//! `capability_transforms::CT_EXEC_EMIT_V0`: the end of a chain of transforms.

use pgs_rt::{Field, Value, Violation};
use serde::{Deserialize, Serialize};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// Any value, null too.
        pub value: Field<Value>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The value, unchanged.
        pub result: Value,
    }
}

/// Gives the value back. Fails only where no binding names it.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    if inputs.value.is_unset() {
        return Err(Violation::new("`value` is missing"));
    }
    Ok(Outputs { result: inputs.value.to_value() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    #[test]
    fn every_value_comes_back_unchanged() {
        for value in [json!(null), json!(false), json!(1.0), json!("é"), json!([1, {"a": null}]), json!({})] {
            let outputs = run(Inputs { value: Field::json(value.clone()) }).unwrap();
            assert_eq!(json!(outputs), json!({"result": value}));
        }
    }

    #[test]
    fn a_value_that_no_binding_names_fails() {
        assert!(run(Inputs::default()).is_err());
    }
}
