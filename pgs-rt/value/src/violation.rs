//! Why a capability can't do what it is asked for (`docs/reference/README.md`).

use crate::{Reason, ReasonCode};

/// Why a transform failed; its step answers `VIOLATION` (`docs/reference/README.md`).
///
/// The sentence goes to the trace: it names fields and rules, never values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Violation {
    /// No binding names an input that must be there.
    #[error("`{field}` is missing")]
    Unset {
        /// The input.
        field: String,
    },
    /// An input that must be there is not, or is null.
    #[error("`{field}` is missing or null")]
    Missing {
        /// The input.
        field: String,
    },
    /// An input is of another type than the declared one.
    #[error("`{field}` is not of type {declared}")]
    Mistyped {
        /// The input.
        field: String,
        /// The protocol's name of the type.
        declared: &'static str,
    },
    /// What was given breaks a rule.
    #[error("{reason}")]
    Rule {
        /// One sentence.
        reason: String,
    },
}

impl Violation {
    /// The violation of a rule.
    pub fn new(reason: impl Into<String>) -> Self {
        Self::Rule { reason: reason.into() }
    }

    /// An input that no binding names.
    pub fn unset(field: impl Into<String>) -> Self {
        Self::Unset { field: field.into() }
    }

    /// One sentence for the trace.
    pub fn reason(&self) -> String {
        self.to_string()
    }

    /// The code of the reason.
    pub fn code(&self) -> ReasonCode {
        match self {
            Self::Unset { .. } | Self::Missing { .. } => ReasonCode::Missing,
            Self::Mistyped { .. } => ReasonCode::Mistyped,
            Self::Rule { .. } => ReasonCode::Violation,
        }
    }

    /// The input that did not arrive, or not as it was declared.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Unset { field } | Self::Missing { field } | Self::Mistyped { field, .. } => Some(field),
            Self::Rule { .. } => None,
        }
    }
}

impl From<Violation> for Reason {
    fn from(violation: Violation) -> Self {
        let reason = Self::coded(violation.code(), violation.reason());
        match violation.field() {
            Some(field) => reason.at(field),
            None => reason,
        }
    }
}

impl From<Violation> for Box<Reason> {
    fn from(violation: Violation) -> Self {
        Self::new(violation.into())
    }
}
