//! `workload::CT_PURE_TERMINATION_CHECK_V0`: whether every sequence ends in 1.

use pgs_rt::Failure;

use crate::transforms::termination_check;
pub use crate::transforms::termination_check::{Inputs, Outputs};

/// Looks at the last value of each sequence. Refuses where `sequences` is no object.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    termination_check::run(inputs).map_err(Failure::Refused)
}

#[cfg(test)]
mod tests {
    use pgs_rt::{Field, Value};
    use pgs_value::json;

    use super::*;

    #[test]
    fn what_is_no_object_is_refused() {
        let check = |sequences: Value| run(Inputs { sequences: Field::json(sequences) });
        assert_eq!(check(json!({"3": [3, 10], "1": [1.0]})).unwrap().non_terminating, [json!("3")]);
        assert!(!check(json!([[1]])).unwrap_err().is_fault());
    }
}
