//! How a transform of PGC does not succeed (`docs/capabilities.md`).

use crate::Violation;

/// Why a transform of PGC gave nothing: it refuses, which its contract routes, or it can't go on, which ends the run.
///
/// A transform of PGS only fails: there a [`Violation`] says all of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It refuses: the step's outcome is `VIOLATION`, and the contract goes on as it says.
    #[error("{0}")]
    Refused(Violation),
    /// It can't answer what it was asked: the run ends, and is not routed.
    #[error("{0}")]
    Fault(Violation),
}

impl Failure {
    /// A refusal, for this reason.
    pub fn refused(reason: impl Into<String>) -> Self {
        Self::Refused(Violation::new(reason))
    }

    /// A fault, for this reason.
    pub fn fault(reason: impl Into<String>) -> Self {
        Self::Fault(Violation::new(reason))
    }

    /// Why.
    pub fn violation(&self) -> &Violation {
        match self {
            Self::Refused(violation) | Self::Fault(violation) => violation,
        }
    }

    /// Whether it ends the run.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Fault(_))
    }
}
