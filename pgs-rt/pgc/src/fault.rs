//! Why a run is refused: what no declaration answers for. It ends the run, is written to the trace as `ERROR`, and makes the
//! process fail. What a declaration answers for is an outcome.

use pgs_store::StoreError;
use pgs_trace::{ContractId, TraceError};

use crate::event::Error;
use crate::ids::NodeId;

/// Why a run can't go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A capability has failed in a way that its declaration does not answer for, or a binding reached nothing where nothing
    /// may be left out.
    #[error("capability fault in {}{}: {reason}", place.contract.fqdn, in_step(*place))]
    Capability {
        /// Where.
        place: FaultPlace,
        /// What has failed.
        refusal: Refusal,
        /// One sentence.
        reason: String,
    },
    /// A step has ended with an outcome for which its contract has no answer.
    #[error("{}{} ends with {outcome}, which `on_result` does not answer", place.contract.fqdn, in_step(*place))]
    UnlistedOutcome {
        /// Where.
        place: FaultPlace,
        /// The outcome.
        outcome: &'static str,
    },
    /// An outcome of a node leads neither to another one nor to an ending.
    #[error("node {} ends with {outcome}, for which the workflow has neither a route nor an ending", node.key)]
    UnroutedOutcome {
        /// The node.
        node: NodeId,
        /// The outcome.
        outcome: &'static str,
        /// The address of the outcome as a condition of edges; -1 where it has none.
        condition: i64,
    },
    /// A gate has no intent that says what is admitted.
    #[error("no admission contract: nothing says what {} admits", node.key)]
    NoAdmissionContract {
        /// The gate.
        node: NodeId,
    },
    /// The payload is admitted, and what the workflow reads of it is of another type than its gate has checked.
    #[error("{intent} admits a payload that the workflow can't read")]
    Payload {
        /// The FQDN of the intent.
        intent: &'static str,
    },
    /// The workflow passes from node to node without end.
    #[error("{workflow}: more than {limit} nodes in one run; its graph has a cycle that does not end")]
    TooManyNodes {
        /// The FQDN of the workflow.
        workflow: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// Another workflow has taken its place (`supersedes`): it has no entry.
    #[error("no entry point for {workflow}: another workflow supersedes it")]
    Superseded {
        /// The FQDN of the workflow.
        workflow: &'static str,
    },
    /// A replay does nothing again that reaches beyond stores and the sources of time and randomness.
    #[error("{}{}: {capability} is not called again in a replay", place.contract.fqdn, in_step(*place))]
    NotRepeated {
        /// Where.
        place: FaultPlace,
        /// The FQDN of the side effect.
        capability: &'static str,
    },
    /// State can't be kept: what the run has done to it since it was last kept is lost or in doubt.
    #[error("{reason}")]
    Backend {
        /// What the backend says.
        reason: String,
    },
    /// The trace can't be kept.
    #[error(transparent)]
    Trace(#[from] TraceError),
}

/// Where a contract can't go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultPlace {
    /// The contract.
    pub contract: ContractId,
    /// The name of the step; none where the inputs of the contract are bound.
    pub step: Option<&'static str>,
}

fn in_step(place: FaultPlace) -> String {
    place.step.map_or_else(String::new, |step| format!(", step `{step}`"))
}

/// What of a capability has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A transform, or a binding.
    Transform,
    /// A transform that is declared and not there.
    NoTransform,
    /// A side effect.
    SideEffect,
}

impl Refusal {
    /// The word in traces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Transform => "CT_EXECUTION_FAILED",
            Self::NoTransform => "CT_ARTIFACT_NOT_FOUND",
            Self::SideEffect => "CS_EXECUTION_FAILED",
        }
    }
}

impl Fault {
    /// Whether the trace says behind the error how the workflow ended (`WF_COMPLETE`), as it does where a declaration is
    /// missing.
    pub(crate) fn completes(&self) -> bool {
        match self {
            Self::Capability { .. }
            | Self::UnlistedOutcome { .. }
            | Self::UnroutedOutcome { .. }
            | Self::NoAdmissionContract { .. } => true,
            Self::Payload { .. }
            | Self::TooManyNodes { .. }
            | Self::Superseded { .. }
            | Self::NotRepeated { .. }
            | Self::Backend { .. }
            | Self::Trace(_) => false,
        }
    }

    /// What the trace says of it; `sentence` is the fault as a text.
    pub(crate) fn event<'a>(&'a self, sentence: &'a str) -> Error<'a> {
        match self {
            Self::Capability { place, refusal, reason } => Error {
                node: Some(place.contract.address),
                step: place.step,
                refusal: Some(refusal.as_str()),
                reason: Some(reason),
                ..Error::new("capability fault")
            },
            Self::UnlistedOutcome { place, outcome } => Error {
                node: Some(place.contract.address),
                step: place.step,
                outcome: Some(outcome),
                ..Error::new("unlisted step outcome")
            },
            Self::UnroutedOutcome { node, outcome, condition } => Error {
                node: Some(node.address),
                outcome: Some(outcome),
                condition: Some(*condition),
                ..Error::new("unrouted outcome")
            },
            Self::NoAdmissionContract { node } => {
                Error { node: Some(node.address), ..Error::new("no admission contract") }
            }
            Self::Payload { .. }
            | Self::TooManyNodes { .. }
            | Self::Superseded { .. }
            | Self::NotRepeated { .. }
            | Self::Backend { .. }
            | Self::Trace(_) => Error::new(sentence),
        }
    }
}

/// State can't be kept.
impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Backend { reason: error.to_string() }
    }
}
