//! `capability_transforms::CT_PURE_CHECK_QUOTA_AVAILABLE_V0`: whether a quota has room for one more.

use num_bigint::Sign;
use pgs_rt::{Field, Violation};
use serde::{Deserialize, Serialize};

use super::integer;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// How many are assigned.
        pub assigned_count: Field<i64>,
        /// How many may be assigned; 0 or more.
        pub quota: Field<i64>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// Whether fewer are assigned than may be.
        pub quota_available: bool,
    }
}

/// Compares the two. Fails where one is not an integer, or the quota is negative.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let assigned = integer::required("assigned_count", inputs.assigned_count)?;
    let quota = integer::required("quota", inputs.quota)?;
    if quota.sign() == Sign::Minus {
        return Err(Violation::new("`quota` is negative"));
    }
    Ok(Outputs { quota_available: assigned < quota })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::{Value, json};

    fn check(assigned: Value, quota: Value) -> Result<bool, Violation> {
        run(Inputs { assigned_count: Field::json(assigned), quota: Field::json(quota) })
            .map(|outputs| outputs.quota_available)
    }

    #[test]
    fn there_is_room_below_the_quota() {
        for (assigned, quota, room) in [(9, 10, true), (10, 10, false), (11, 10, false), (0, 0, false), (-1, 0, true)] {
            assert_eq!(check(json!(assigned), json!(quota)).unwrap(), room, "{assigned} of {quota}");
        }
    }

    #[test]
    fn counts_may_have_any_size() {
        let number = |digits: &str| json::parse(digits).unwrap();
        let (large, larger) = ("18446744073709551616", "18446744073709551617");
        assert!(check(number(large), number(larger)).unwrap());
        assert!(!check(number(larger), number(large)).unwrap());
        assert!(check(number("0"), number("-18446744073709551616")).is_err());
    }

    #[test]
    fn what_is_no_count_fails() {
        for (assigned, quota) in
            [(json!(1), json!(-1)), (json!(1), json!(null)), (json!("1"), json!(2)), (json!(1.0), json!(2))]
        {
            assert!(check(assigned.clone(), quota.clone()).is_err(), "{assigned} of {quota}");
        }
    }
}
