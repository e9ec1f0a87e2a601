//! `ai_governance::CT_PURE_CHECK_QUOTA_AVAILABLE_V0`: how much of a quota is left.

use num_bigint::{BigInt, Sign};
use pgs_rt::{Failure, Field, Value};
use serde::{Deserialize, Serialize};

use crate::transforms::integer;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// How many are assigned; 0 or more.
        pub assigned_count: Field<i64>,
        /// How many may be assigned; 0 or more.
        pub quota: Field<i64>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// True: a quota that is used up is refused.
        pub quota_available: bool,
        /// How many more may be assigned: an integer of at least 1.
        pub remaining: Value,
    }
}

/// Subtracts. Refuses where nothing is left, and what is no integer of at least 0 (a boolean is none).
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let assigned = count("assigned_count", inputs.assigned_count)?;
    let remaining = count("quota", inputs.quota)? - assigned;
    if remaining.sign() != Sign::Plus {
        return Err(Failure::refused("`assigned_count` has reached `quota`"));
    }
    let remaining = integer::write("remaining", remaining).map_err(Failure::Fault)?;
    Ok(Outputs { quota_available: true, remaining })
}

fn count(name: &str, field: Field<i64>) -> Result<BigInt, Failure> {
    let count = integer::required(name, field).map_err(Failure::Refused)?;
    if count.sign() == Sign::Minus { Err(Failure::refused(format!("`{name}` is negative"))) } else { Ok(count) }
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn remaining(assigned_count: Value, quota: Value) -> Result<Value, Failure> {
        run(Inputs { assigned_count: Field::json(assigned_count), quota: Field::json(quota) }).map(|it| it.remaining)
    }

    #[test]
    fn what_is_left_is_counted() {
        assert_eq!(remaining(json!(3), json!(5)), Ok(json!(2)));
        let huge: Value = pgs_value::from_str("100000000000000000000").unwrap();
        assert_eq!(remaining(json!(0), huge.clone()), Ok(huge));
    }

    #[test]
    fn everything_else_is_refused() {
        for (assigned, quota) in [
            (json!(5), json!(5)),
            (json!(-1), json!(5)),
            (json!(0), json!(-1)),
            (json!(true), json!(5)),
            (json!(1.0), json!(5)),
            (json!(null), json!(5)),
        ] {
            assert!(!remaining(assigned.clone(), quota.clone()).unwrap_err().is_fault(), "{assigned} {quota}");
        }
    }
}
