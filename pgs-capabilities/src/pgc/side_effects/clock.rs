//! `CS_CLOCK`: the current time.

use pgs_rt::{Field, Reply, Value, Violation, described, statuses};
use serde::{Deserialize, Serialize};

use super::Surroundings;

described! {
    /// What the runtime binding says.
    #[derive(Clone, Debug, Default)]
    pub struct Policy {
        /// `milliseconds`, or whole seconds otherwise.
        pub precision: Field<Value>,
    }

    /// What NOW gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct NowOutputs {
        /// The time, UTC: `2026-01-02T12:00:00Z`, or with milliseconds.
        pub timestamp: String,
    }
}

statuses! {
    /// How NOW ends.
    NowStatus { Success = "SUCCESS", BackendError = "BACKEND_ERROR" }
}

/// Tells the time.
pub fn now(around: &Surroundings<'_>, policy: &Policy) -> Result<Reply<NowStatus, NowOutputs>, Violation> {
    let is_fine = policy.precision.to_value().as_str().is_some_and(|it| it.to_lowercase() == "milliseconds");
    let format = if is_fine { "%Y-%m-%dT%H:%M:%S%.3fZ" } else { "%Y-%m-%dT%H:%M:%SZ" };
    let timestamp = around.sources.now().strftime(format).to_string();
    Ok(Reply::success(NowStatus::Success, NowOutputs { timestamp }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::side_effects::testing::TestRun;

    fn around(test: &TestRun) -> Surroundings<'_> {
        Surroundings { data_root: test.run.data_root(), sources: &pgs_rt::SystemSources }
    }

    #[test]
    fn the_policy_says_how_fine_it_is() {
        let test = TestRun::begin();
        for (precision, length) in [("seconds", 20), ("Milliseconds", 24), ("micro", 20)] {
            let policy = Policy { precision: Field::json(Value::from(precision)) };
            let timestamp = now(&around(&test), &policy).unwrap().outputs.unwrap().timestamp;
            assert_eq!(timestamp.len(), length, "{timestamp}");
            assert!(timestamp.ends_with('Z') && timestamp.parse::<pgs_rt::Timestamp>().is_ok());
        }
        assert_eq!(now(&around(&test), &Policy::default()).unwrap().status, NowStatus::Success);
    }
}
