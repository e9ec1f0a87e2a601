//! `capability_transforms::CT_PURE_PASSTHROUGH_V0`: a value under another name.

use pgs_rt::{Failure, Violation};

pub use crate::transforms::passthrough::{Inputs, Outputs};

/// Gives the value back, bare: the result is the value, and the caller takes its outputs from that. A value that is null or
/// missing is a fault, since a result of null is none.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let value = inputs.value.to_value();
    if value.is_null() {
        return Err(Failure::Fault(Violation::Missing { field: "value".to_owned() }));
    }
    Ok(Outputs { value })
}

#[cfg(test)]
mod tests {
    use pgs_rt::Field;
    use pgs_value::json;

    use super::*;

    #[test]
    fn null_is_a_fault() {
        assert_eq!(run(Inputs { value: Field::json(json!({"a": 1})) }).unwrap().value, json!({"a": 1}));
        assert!(run(Inputs { value: Field::json(json!(null)) }).unwrap_err().is_fault());
        assert!(run(Inputs::default()).unwrap_err().is_fault());
    }
}
