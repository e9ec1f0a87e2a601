//! `capability_transforms::CT_PURE_EVALUATE_INACTIVITY_V0`: how long ago somebody was active.

use pgs_rt::{Field, Number, Sources, Value, json};
use serde::{Deserialize, Serialize};

use super::{iso_date, python};

/// From how many days on somebody is inactive, where no threshold is given.
const THRESHOLD_DAYS: i64 = 30;

/// The days of somebody without a readable date.
const UNKNOWN_DAYS: i64 = 999;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The last activity, ISO 8601; a time without an offset is UTC.
        pub last_active_date: Field<Value>,
        /// From how many days on somebody is inactive; 30 if it is not given, or no number.
        pub threshold_days: Field<Number>,
        /// The time to compare with, ISO 8601; now if it is not given, or empty.
        pub current_date: Field<Value>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// Whole days since the last activity, rounded down; 999 where a date is missing or unreadable.
        pub days_inactive: i64,
        /// Whether these are at least the threshold; true where there is no date.
        pub is_inactive: bool,
    }
}

/// Counts the days. Never fails.
pub fn run(inputs: Inputs, sources: &dyn Sources) -> Outputs {
    let last = inputs.last_active_date.to_value();
    if !python::truthy(&last) {
        return Outputs { days_inactive: UNKNOWN_DAYS, is_inactive: true };
    }
    let days_inactive = days(&last, &inputs.current_date.to_value(), sources).unwrap_or(UNKNOWN_DAYS);
    let threshold = match inputs.threshold_days {
        Field::Is(threshold) => Value::Number(threshold),
        _ => Value::from(THRESHOLD_DAYS),
    };
    let is_inactive = json::compare(&Value::from(days_inactive), &threshold).is_some_and(std::cmp::Ordering::is_ge);
    Outputs { days_inactive, is_inactive }
}

fn days(last: &Value, current: &Value, sources: &dyn Sources) -> Option<i64> {
    let last = iso_date::parse(last.as_str()?)?;
    let current =
        if python::truthy(current) { iso_date::parse(current.as_str()?)? } else { iso_date::utc(sources.now()) };
    Some(iso_date::days_between(last, current))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_rt::{Timestamp, Violation};
    use pgs_value::json;

    /// Noon of 2 March 2026.
    struct Noon;

    impl Sources for Noon {
        fn now(&self) -> Timestamp {
            "2026-03-02T12:00:00Z".parse().unwrap()
        }

        fn fill(&self, _bytes: &mut [u8]) -> Result<(), Violation> {
            Err(Violation::new("no random bytes here"))
        }
    }

    fn evaluate(inputs: Value) -> (i64, bool) {
        let outputs = run(pgs_value::from_value(inputs).unwrap(), &Noon);
        (outputs.days_inactive, outputs.is_inactive)
    }

    #[test]
    fn days_count_from_the_last_activity() {
        assert_eq!(evaluate(json!({"last_active_date": "2026-01-31T12:00:01Z"})), (29, false));
        assert_eq!(evaluate(json!({"last_active_date": "2026-01-31T12:00:00"})), (30, true));
        assert_eq!(evaluate(json!({"last_active_date": "2026-03-03"})), (-1, false));
        let inputs = json!({"last_active_date": "2026-01-01", "current_date": "2026-01-08", "threshold_days": 7});
        assert_eq!(evaluate(inputs), (7, true));
    }

    #[test]
    fn without_a_date_somebody_is_inactive() {
        for last in [json!(null), json!(""), json!(0)] {
            assert_eq!(evaluate(json!({"last_active_date": last, "threshold_days": 2000})), (999, true));
        }
        assert_eq!(evaluate(json!({})), (999, true));
    }

    #[test]
    fn an_unreadable_date_is_999_days() {
        for last in [json!("soon"), json!(20_260_101), json!(["2026-01-01"])] {
            assert_eq!(evaluate(json!({"last_active_date": last})), (999, true));
            assert_eq!(evaluate(json!({"last_active_date": last, "threshold_days": 1000})), (999, false));
        }
        assert_eq!(evaluate(json!({"last_active_date": "2026-01-01", "current_date": "later"})), (999, true));
    }

    #[test]
    fn a_threshold_may_have_any_size() {
        let inputs = r#"{"last_active_date":"2020-01-01","threshold_days":100000000000000000000}"#;
        let outputs = run(pgs_value::from_str(inputs).unwrap(), &Noon);
        assert!(!outputs.is_inactive);
    }
}
