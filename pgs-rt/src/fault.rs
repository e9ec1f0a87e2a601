//! What does not belong to the protocol when something does not work out: a [`Fault`] ends the run, is written to the trace
//! as `ERROR`, and makes the process fail. What belongs to it is a [`Violation`](crate::Violation).

use std::fmt;

/// Why a run can't go on: the trace can't be written, arithmetic on something that is no integer, too many transitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    message: String,
    backend: bool,
}

impl Fault {
    /// A fault with this message. The message goes to the trace: it names places and rules, never values.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), backend: false }
    }

    /// The fault of state that can't be kept: what the run has done to it since it was last kept is lost or in doubt.
    pub fn backend(reason: impl Into<String>) -> Self {
        Self { message: reason.into(), backend: true }
    }

    /// Whether the run ends because state can't be kept: its status is then `BACKEND_ERROR`.
    pub fn is_backend(&self) -> bool {
        self.backend
    }

    /// The fault of a workflow that passes from node to node without end (`2-execution.md`, "A workflow", 4).
    pub fn too_many_transitions(workflow: &str, limit: usize) -> Self {
        Self::new(format!(
            "{workflow}: more than {limit} node transitions in one run; its graph has a cycle that does not end"
        ))
    }

    /// The fault of a workflow whose NACK leads on; the compiler refuses such a protocol.
    pub fn rejected_payload_goes_on(workflow: &str) -> Self {
        Self::new(format!("{workflow}: NACK leads to a contract; a rejected payload must have no side effect"))
    }

    /// The fault of a contract whose steps jump back without end.
    pub fn too_many_steps(contract: &str, limit: usize) -> Self {
        Self::new(format!(
            "{contract}: more than {limit} steps in one call; its pipeline has a cycle that does not end"
        ))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

/// State can't be kept.
impl From<pgs_store::StoreError> for Fault {
    fn from(error: pgs_store::StoreError) -> Self {
        Self::backend(error.to_string())
    }
}

/// The trace can't be kept.
impl From<pgs_trace::TraceError> for Fault {
    fn from(error: pgs_trace::TraceError) -> Self {
        Self::new(error.to_string())
    }
}

/// The arithmetic of a template has no result.
impl From<pgs_value::arithmetic::ArithmeticError> for Fault {
    fn from(error: pgs_value::arithmetic::ArithmeticError) -> Self {
        Self::new(error.to_string())
    }
}
