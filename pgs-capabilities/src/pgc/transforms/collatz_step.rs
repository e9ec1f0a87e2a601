//! `workload::CT_PURE_COLLATZ_STEP_V0`: the whole Collatz sequence of each number.

use pgs_rt::{Failure, Field, Value};

pub use crate::transforms::collatz_step::{Inputs, Outputs};
use crate::transforms::{collatz_step, integer};

/// Computes the sequences.
///
/// Refuses a number that is not an integer (a boolean and `7.0` are none) or less than 1. A number of more than 1,000 digits,
/// and sequences that take more memory than one call may, are faults: the reference has no bounds and runs out of memory.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let is_refused = match &inputs.numbers {
        Field::Is(numbers) => !numbers.iter().all(is_positive),
        Field::Unset | Field::Null | Field::Other(_) => true,
    };
    let failed = if is_refused { Failure::Refused } else { Failure::Fault };
    collatz_step::run(inputs).map_err(failed)
}

fn is_positive(number: &Value) -> bool {
    integer::of(number).is_some_and(|integer| integer.sign() == num_bigint::Sign::Plus)
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn sequences(numbers: Value) -> Result<Value, Failure> {
        run(Inputs { numbers: Field::json(numbers) }).map(|outputs| Value::Object(outputs.sequences))
    }

    #[test]
    fn what_is_no_positive_integer_is_refused() {
        assert_eq!(sequences(json!([6])).unwrap(), json!({"6": [6, 3, 10, 5, 16, 8, 4, 2, 1]}));
        for numbers in [json!(null), json!([true]), json!([1.0]), json!([3, 0]), json!("1")] {
            assert!(!sequences(numbers).unwrap_err().is_fault());
        }
    }

    #[test]
    fn what_is_too_long_is_a_fault() {
        let long: Value = pgs_value::from_str(&"9".repeat(1001)).unwrap();
        assert!(sequences(json!([long])).unwrap_err().is_fault());
    }
}
