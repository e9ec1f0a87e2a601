//! Why a workflow did not do what it was asked: which payload was refused, which step decided.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use pgs_value::schema::SchemaViolation;
use serde::{Deserialize, Serialize};

/// A name of the protocol.
type Name = Cow<'static, str>;

/// Why a workflow ended with another status than SUCCESS, ALREADY_EXISTS and ACK. Nothing of it is suppressed.
///
/// Its text is one sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Cause {
    /// The payload was not admitted.
    NotAdmitted(Refusal),
    /// A step of a contract did not succeed.
    Step(StepCause),
    /// All steps of a contract succeeded, and a condition of it decided.
    Contract(ContractCause),
}

/// A payload that was not admitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The FQDN of the workflow that refused it.
    pub workflow: Name,
    /// The FQDN of the intent; empty where it has no name.
    pub intent: Name,
    /// The rules that it does not meet.
    pub violations: Vec<SchemaViolation>,
}

/// A contract that ended as its condition said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractCause {
    /// The FQDN of the workflow.
    pub workflow: Name,
    /// The key of the node that ran the contract.
    pub node: Name,
    /// The FQDN of the contract.
    pub contract: Name,
    /// The status with which it ended.
    pub status: Name,
}

/// A step that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepCause {
    /// The FQDN of the workflow.
    pub workflow: Name,
    /// The key of the node that ran the contract.
    pub node: Name,
    /// The FQDN of the contract.
    pub contract: Name,
    /// The step.
    pub step: Name,
    /// The FQDN of its transform or side effect.
    pub capability: Name,
    /// The operation of a side effect; none for a transform.
    pub op: Option<Name>,
    /// The status with which the step ended.
    pub status: Name,
    /// Why, in a sentence, where that is known.
    pub reason: Option<String>,
}

impl Cause {
    /// The rules that the payload does not meet; none where it was admitted.
    pub fn violations(&self) -> &[SchemaViolation] {
        match self {
            Self::NotAdmitted(refusal) => &refusal.violations,
            Self::Step(_) | Self::Contract(_) => &[],
        }
    }

    /// The FQDN of the workflow that decided: the one that was started, or one within it.
    pub fn workflow(&self) -> &str {
        match self {
            Self::NotAdmitted(refusal) => &refusal.workflow,
            Self::Step(step) => &step.workflow,
            Self::Contract(contract) => &contract.workflow,
        }
    }
}

impl Display for Cause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAdmitted(refusal) => refusal.fmt(f),
            Self::Step(step) => step.fmt(f),
            Self::Contract(contract) => contract.fmt(f),
        }
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let rules: Vec<String> = self.violations.iter().map(ToString::to_string).collect();
        f.write_str(&rules.join("; "))?;
        if self.intent.is_empty() { Ok(()) } else { write!(f, " ({})", code(&self.intent)) }
    }
}

impl Display for StepCause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { node, contract, step, capability, op, status, reason, .. } = self;
        write!(f, "step `{step}` of {}", at(contract, node))?;
        match op {
            Some(op) => write!(f, " ({op} of {})", code(capability))?,
            None => write!(f, " ({})", code(capability))?,
        }
        write!(f, " ended with {status}")?;
        match reason {
            Some(reason) => write!(f, ": {reason}"),
            None => Ok(()),
        }
    }
}

impl Display for ContractCause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { node, contract, status, .. } = self;
        write!(f, "a condition of {} decided on {status}", at(contract, node))
    }
}

/// The contract, and the node where that has another name.
fn at(contract: &str, node: &str) -> String {
    let contract = code(contract);
    if contract == node { contract.to_owned() } else { format!("{contract} at {node}") }
}

/// An FQDN without its namespace.
fn code(fqdn: &str) -> &str {
    fqdn.rsplit("::").next().unwrap_or(fqdn)
}
