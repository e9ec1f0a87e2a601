//! `ai_governance::CT_PURE_COLLATZ_STEP_V0`: the whole Collatz sequence of each number.

use num_bigint::BigInt;
use num_traits::One as _;
use pgs_rt::{Field, Map, Number, Value, Violation};
use serde::{Deserialize, Serialize};

/// The longest number, in decimal digits: a sequence has some twenty values a digit.
const MAX_DIGITS: usize = 1000;

/// How much memory the sequences of one call may take, in bytes, about.
const MAX_BYTES: usize = 512 << 20;

/// What a value takes beside its digits, in bytes, about.
const BYTES_PER_VALUE: usize = 96;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The numbers, each an integer of at least 1 and at most 1,000 digits.
        pub numbers: Field<Vec<Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// By the decimal text of each number, its sequence from the number itself to 1.
        pub sequences: Map<String, Value>,
    }
}

/// Computes the sequences.
///
/// Fails on a number that is not an integer (a boolean and `7.0` are none) or less than 1, and where sequences would
/// take more memory than one call may: the reference has no bounds and runs out of memory instead.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let mut budget = MAX_BYTES;
    let mut sequences = Map::new();
    for number in inputs.numbers.required("numbers")? {
        let start = start(&number)?;
        sequences.insert(start.to_string(), Value::Array(sequence(start, &mut budget)?));
    }
    Ok(Outputs { sequences })
}

fn start(number: &Value) -> Result<BigInt, Violation> {
    let Value::Number(number) = number else {
        return Err(Violation::new("`numbers`: a member is not an integer"));
    };
    if number.as_i64().is_none() && number.to_string().len() > MAX_DIGITS {
        return Err(Violation::new(format!("`numbers`: a member has more than {MAX_DIGITS} digits")));
    }
    let integer = number.to_bigint().ok_or_else(|| Violation::new("`numbers`: a member is not an integer"))?;
    if integer < BigInt::one() {
        return Err(Violation::new("`numbers`: a member is less than 1"));
    }
    Ok(integer)
}

fn sequence(start: BigInt, budget: &mut usize) -> Result<Vec<Value>, Violation> {
    let mut values = Vec::new();
    let mut current = start;
    loop {
        let value = Number::try_from(current.clone()).map_err(|error| Violation::new(format!("`numbers`: {error}")))?;
        *budget = budget
            .checked_sub(BYTES_PER_VALUE + value.to_string().len())
            .ok_or_else(|| Violation::new("`numbers`: the sequences are longer than one call may make them"))?;
        values.push(Value::Number(value));
        if current.is_one() {
            return Ok(values);
        }
        current = if current.bit(0) { current * 3 + 1 } else { current >> 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;
    use proptest::prelude::*;

    fn sequences(numbers: Value) -> Result<Map<String, Value>, Violation> {
        run(Inputs { numbers: Field::json(numbers) }).map(|outputs| outputs.sequences)
    }

    #[test]
    fn a_sequence_runs_from_its_number_to_one() {
        let sequences = sequences(json!([1, 6])).unwrap();
        assert_eq!(Value::Object(sequences), json!({"1": [1], "6": [6, 3, 10, 5, 16, 8, 4, 2, 1]}));
    }

    #[test]
    fn values_may_pass_64_bits() {
        let huge: Value = pgs_value::from_str("340282366920938463463374607431768211457").unwrap();
        let sequences = sequences(json!([huge])).unwrap();
        let values = sequences["340282366920938463463374607431768211457"].as_array().unwrap();
        assert_eq!(values[1].to_string(), "1020847100762815390390123822295304634372");
        assert_eq!(values.last(), Some(&json!(1)));
    }

    #[test]
    fn what_is_no_positive_integer_fails() {
        for numbers in [json!([0]), json!([-3]), json!([1, 2.0]), json!([true]), json!(["7"]), json!([null])] {
            assert!(sequences(numbers.clone()).is_err(), "{numbers}");
        }
        for numbers in [json!(null), json!(7), json!({"7": 7})] {
            assert!(sequences(numbers.clone()).is_err(), "{numbers}");
        }
    }

    #[test]
    fn numbers_beyond_the_bounds_fail() {
        let digits = |n: usize| pgs_value::from_str::<Value>(&"9".repeat(n)).unwrap();
        assert!(sequences(json!([digits(MAX_DIGITS + 1)])).is_err());
        assert!(sequences(json!([digits(200)])).is_ok());
        assert!(sequence(BigInt::from(27), &mut 5000).is_err());
    }

    proptest! {
        #[test]
        fn every_sequence_ends_in_one_and_follows_the_rule(n in 1_u64..1_000_000_000_000) {
            let sequences = sequences(json!([n])).unwrap();
            let values: Vec<u128> =
                sequences[&n.to_string()].as_array().unwrap().iter().map(|v| v.to_string().parse().unwrap()).collect();
            prop_assert_eq!(values.first(), Some(&u128::from(n)));
            prop_assert_eq!(values.last(), Some(&1));
            for pair in values.windows(2) {
                prop_assert_eq!(pair[1], if pair[0] % 2 == 0 { pair[0] / 2 } else { 3 * pair[0] + 1 });
            }
        }
    }
}
