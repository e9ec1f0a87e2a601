//! `ai_governance::CT_PURE_EVALUATE_INACTIVITY_V0`: a gate that only those pass who were not active for long.

use jiff::civil::Date;
use num_bigint::{BigInt, Sign};
use pgs_rt::{Failure, Field};
use serde::{Deserialize, Serialize};

use crate::transforms::{integer, iso_date};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The last activity, ISO 8601: a date, or a date and time.
        pub last_active_date: Field<String>,
        /// The date to compare with, in the same forms. There is no clock.
        pub evaluation_date: Field<String>,
        /// From how many days on somebody is inactive; 0 or more.
        pub threshold_days: Field<i64>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// True: who is active is refused.
        pub is_inactive: bool,
        /// Days from one date to the other, as they are written: times and offsets do not count.
        pub days_inactive: i64,
    }
}

/// Counts the days. Refuses who is active, an evaluation before the activity, a date that can't be read, and a threshold that
/// is no integer of at least 0.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let last = date("last_active_date", inputs.last_active_date)?;
    let evaluation = date("evaluation_date", inputs.evaluation_date)?;
    let threshold = integer::required("threshold_days", inputs.threshold_days).map_err(Failure::Refused)?;
    if threshold.sign() == Sign::Minus {
        return Err(Failure::refused("`threshold_days` is negative"));
    }
    if evaluation < last {
        return Err(Failure::refused("`evaluation_date` is before `last_active_date`"));
    }
    let days_inactive = iso_date::days_between(last.at(0, 0, 0, 0), evaluation.at(0, 0, 0, 0));
    if BigInt::from(days_inactive) < threshold {
        return Err(Failure::refused("fewer days than `threshold_days` have passed"));
    }
    Ok(Outputs { is_inactive: true, days_inactive })
}

fn date(name: &str, field: Field<String>) -> Result<Date, Failure> {
    let text = field.required(name).map_err(Failure::Refused)?;
    iso_date::written_date(&text).ok_or_else(|| Failure::refused(format!("`{name}` is no date")))
}

#[cfg(test)]
mod tests {
    use pgs_rt::Value;
    use pgs_value::json;

    use super::*;

    fn days(last: &str, evaluation: &str, threshold: Value) -> Result<i64, Failure> {
        let inputs = Inputs {
            last_active_date: last.into(),
            evaluation_date: evaluation.into(),
            threshold_days: Field::json(threshold),
        };
        run(inputs).map(|outputs| outputs.days_inactive)
    }

    #[test]
    fn dates_count_as_they_are_written() {
        for (last, evaluation, expected) in [
            ("2026-01-01", "2026-01-31", 30),
            ("2026-01-01T23:59:59", "2026-01-02", 1),
            ("2026-01-01T00:30:00+05:00", "2026-01-01T23:30:00-05:00", 0),
            ("2026-W09-6", "20260301T10Z", 1),
            ("0001-01-01", "9999-12-31", 3_652_058),
        ] {
            assert_eq!(days(last, evaluation, json!(0)), Ok(expected), "{last} {evaluation}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for (last, evaluation, threshold) in [
            ("2026-01-01", "2026-01-30", json!(30)),
            ("2026-01-02", "2026-01-01", json!(0)),
            ("soon", "2026-01-01", json!(0)),
            ("2026-01-01", "2026-01-01", json!(-1)),
            ("2026-01-01", "2026-01-01", json!(false)),
        ] {
            assert!(!days(last, evaluation, threshold).unwrap_err().is_fault(), "{last} {evaluation}");
        }
    }
}
