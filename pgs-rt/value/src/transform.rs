//! How a transform ends (`4-capabilities.md`, "Transforms").

use crate::Reply;

/// Why a transform failed; its step answers `VIOLATION` (`4-capabilities.md`, "Transforms").
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Violation {
    reason: String,
}

impl Violation {
    /// A violation for this reason. The reason goes to the trace: it names fields and rules, never values.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }

    /// One sentence for the trace.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

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
            Err(violation) => Self::failure(TransformStatus::Violation, violation.reason),
        }
    }
}
