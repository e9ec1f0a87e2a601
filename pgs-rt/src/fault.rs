//! What does not belong to the protocol when something does not work out: a [`Fault`] ends the run, is written to the trace
//! as `ERROR`, and makes the process fail. What belongs to it is a [`Violation`](crate::Violation).

use pgs_trace::{ContractId, TraceError};
use pgs_value::arithmetic::ArithmeticError;
use pgs_value::{Reason, ReasonCode, Violation};

use crate::limits::STEP_LIMIT;

/// Why a run can't go on. Its sentence goes to the trace: it names places and rules, never values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The trace can't be kept.
    #[error(transparent)]
    Trace(#[from] TraceError),
    /// State can't be kept: what the run has done to it since it was last kept is lost or in doubt. The status of the run
    /// is then `BACKEND_ERROR`.
    #[error("{reason}")]
    Backend {
        /// What of the backend's errors it is.
        code: ReasonCode,
        /// What the backend says.
        reason: String,
    },
    /// The arithmetic of a template has no result.
    #[error(transparent)]
    Template(#[from] ArithmeticError),
    /// The workflow passes from node to node without end (`docs/reference/workflow.md`).
    #[error("{workflow}: more than {limit} node transitions in one run; its graph has a cycle that does not end")]
    TooManyTransitions {
        /// The FQDN of the workflow.
        workflow: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// The steps of the contract jump back without end.
    #[error("{contract}: more than {limit} steps in one call; its pipeline has a cycle that does not end")]
    TooManySteps {
        /// The FQDN of the contract.
        contract: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// Workflows start each other without end.
    #[error("workflows are nested more than {limit} deep; they start each other without end")]
    NestedTooDeep {
        /// How deep they may be.
        limit: usize,
    },
    /// A workflow was to be started with something that is no payload.
    #[error(transparent)]
    Payload(Violation),
    /// A capability was called with something that no trace can show.
    #[error("{reason}")]
    Unwritable {
        /// What is wrong with it.
        reason: String,
    },
    /// A replay has found how it compares with its recording.
    #[error("the replay has stopped")]
    ReplayStopped,
    /// A transform that can't fail has a recorded answer without outputs.
    #[error("the recorded answer of step `{step}` has no outputs")]
    NoRecordedOutputs {
        /// The step.
        step: &'static str,
    },
    /// A capability can't go on, in its own words.
    #[error("{message}")]
    Capability {
        /// One sentence.
        message: String,
    },
}

impl Fault {
    /// The fault of a capability, with this sentence for the trace.
    pub fn new(message: impl Into<String>) -> Self {
        Self::Capability { message: message.into() }
    }

    /// The fault of a contract whose steps jump back without end.
    pub fn too_many_steps(contract: &ContractId) -> Self {
        Self::TooManySteps { contract: contract.fqdn, limit: STEP_LIMIT }
    }

    /// The fault of state that can't be kept, for this reason.
    pub fn backend(reason: impl Into<String>) -> Self {
        Self::Backend { code: ReasonCode::Backend, reason: reason.into() }
    }

    /// The code in traces.
    pub fn code(&self) -> ReasonCode {
        match self {
            Self::Trace(_) => ReasonCode::Trace,
            Self::Backend { code, .. } => *code,
            Self::Template(_) => ReasonCode::Template,
            Self::TooManyTransitions { .. } => ReasonCode::TooManyTransitions,
            Self::TooManySteps { .. } => ReasonCode::TooManySteps,
            Self::NestedTooDeep { .. } => ReasonCode::NestedTooDeep,
            Self::Payload(violation) => violation.code(),
            Self::Unwritable { .. } => ReasonCode::Unwritable,
            Self::ReplayStopped => ReasonCode::ReplayStopped,
            Self::NoRecordedOutputs { .. } => ReasonCode::NoRecordedOutputs,
            Self::Capability { .. } => ReasonCode::Capability,
        }
    }

    /// Whether the run ends because state can't be kept: its status is then `BACKEND_ERROR`.
    pub fn is_backend(&self) -> bool {
        matches!(self, Self::Backend { .. })
    }
}

/// State can't be kept.
impl From<pgs_store::StoreError> for Fault {
    fn from(error: pgs_store::StoreError) -> Self {
        Self::Backend { code: error.code(), reason: error.to_string() }
    }
}

/// The reason of a step that started a workflow which could not go on.
impl From<&Fault> for Reason {
    fn from(fault: &Fault) -> Self {
        match fault {
            Fault::Payload(violation) => violation.clone().into(),
            fault => Self::coded(fault.code(), fault.to_string()),
        }
    }
}
