//! `capability_transforms::CT_PURE_ASSEMBLE_RECORD_V0`: several values as one record.

use pgs_rt::{Failure, Value};
use serde::{Deserialize, Serialize};

pub use crate::transforms::assemble_record::Inputs;

pgs_rt::described! {
    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The record: `fields` as it is, of whatever type.
        pub record: Value,
    }
}

/// Gives `fields`, or, where it is missing, all other arguments as one object. Never fails.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let record = if inputs.fields.is_unset() { Value::Object(inputs.others) } else { inputs.fields.to_value() };
    Ok(Outputs { record })
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    #[test]
    fn fields_or_else_the_other_arguments_are_the_record() {
        for (inputs, record) in [
            (json!({"fields": {"b": 1, "a": null}, "c": 2}), json!({"b": 1, "a": null})),
            (json!({"fields": null, "c": 2}), json!(null)),
            (json!({"b": 1, "a": [2]}), json!({"b": 1, "a": [2]})),
            (json!({}), json!({})),
        ] {
            assert_eq!(run(pgs_value::from_value(inputs).unwrap()), Ok(Outputs { record }));
        }
    }
}
