//! `capability_transforms::CT_EXEC_EMIT_V0`: the end of a chain of transforms.

use pgs_rt::Failure;

use crate::transforms::emit;
pub use crate::transforms::emit::{Inputs, Outputs};

/// Gives the value back. Faults only where no binding names it.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    emit::run(inputs).map_err(Failure::Fault)
}

#[cfg(test)]
mod tests {
    use pgs_rt::Field;
    use pgs_value::json;

    use super::*;

    #[test]
    fn every_value_comes_back_and_none_is_a_fault() {
        let outputs = run(Inputs { value: Field::json(json!(null)) }).unwrap();
        assert_eq!(outputs, Outputs { result: json!(null) });
        assert!(run(Inputs::default()).unwrap_err().is_fault());
    }
}
