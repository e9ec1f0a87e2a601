//! How a transform ends (`4-capabilities.md`, "Transforms").

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
#[derive(Clone, Debug)]
pub struct Transformed<T> {
    /// How it ended.
    pub status: TransformStatus,
    /// Its outputs, if it succeeded.
    pub outputs: Option<T>,
    /// Why it failed.
    pub reason: Option<String>,
}

impl<T> From<Result<T, Violation>> for Transformed<T> {
    fn from(result: Result<T, Violation>) -> Self {
        match result {
            Ok(outputs) => Self { status: TransformStatus::Success, outputs: Some(outputs), reason: None },
            Err(violation) => {
                Self { status: TransformStatus::Violation, outputs: None, reason: Some(violation.reason) }
            }
        }
    }
}
