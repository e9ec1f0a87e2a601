//! How a transform ends (`docs/reference/README.md`).

use crate::{Reply, Violation};

crate::statuses! {
    /// How a transform ends, before its step renames it.
    TransformStatus { Success = "SUCCESS", Violation = "VIOLATION" }
}

/// What a transform answered.
pub type Transformed<T> = Reply<TransformStatus, T>;

impl<T> From<Result<T, Violation>> for Transformed<T> {
    fn from(result: Result<T, Violation>) -> Self {
        match result {
            Ok(outputs) => Self::success(TransformStatus::Success, outputs),
            Err(violation) => Self::failure(TransformStatus::Violation, violation),
        }
    }
}
