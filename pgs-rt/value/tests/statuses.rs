//! Statuses, and how a transform ends.

use pgs_value::{Reason, ReasonCode, TransformStatus, Transformed, Value, Violation, from_value, statuses, to_value};

statuses! {
    /// How a read ends.
    ReadStatus { Success = "SUCCESS", NotFound = "NOT_FOUND" }
}

#[test]
fn a_status_is_its_word() {
    assert_eq!(ReadStatus::NotFound.as_str(), "NOT_FOUND");
    assert_eq!(to_value(ReadStatus::Success), Ok(Value::from("SUCCESS")));
    assert_eq!(from_value(Value::from("NOT_FOUND")), Ok(ReadStatus::NotFound));
    assert!(from_value::<ReadStatus>(Value::from("VIOLATION")).is_err());
    assert!(from_value::<ReadStatus>(Value::from(1)).is_err());
}

#[test]
fn a_transform_succeeds_or_violates() {
    let ended = Transformed::from(Ok(7));
    assert_eq!((ended.status, ended.outputs, ended.reason), (TransformStatus::Success, Some(7), None));
    let violation = Violation::new("`n` is missing");
    assert_eq!((violation.to_string().as_str(), violation.reason().as_str()), ("`n` is missing", "`n` is missing"));
    let ended = Transformed::<i64>::from(Err(violation));
    let reason = Some(Reason::coded(ReasonCode::Violation, "`n` is missing").into());
    assert_eq!((ended.status, ended.outputs, ended.reason), (TransformStatus::Violation, None, reason));
}
