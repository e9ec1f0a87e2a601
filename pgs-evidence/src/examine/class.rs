//! The class of a failure (`docs/traces.md`, "Examining").
//!
//! Facts decide: statuses, codes, what a step started, what a call had no path for.

use pgs_rt::View;
use pgs_trace::Data;
use serde::Serialize;

use crate::runs::{ContractRun, StepRun};

/// The class of a failure: what is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The protocol denied what was asked, and that is a success: SUCCESS or ALREADY_EXISTS, at an EXIT whose reason is
    /// another than COMPLETED.
    Denial,
    /// The protocol decided so.
    Business,
    /// The payload was not admitted.
    Admission,
    /// Something did not arrive where it was needed.
    Binding,
    /// A transform could not compute.
    Transform,
    /// A store or another side effect did not do its work.
    SideEffect,
    /// An outcome of the workflow has no edge, or it did not come to an end.
    Graph,
}

impl Class {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Denial => "denial",
            Self::Business => "business",
            Self::Admission => "admission",
            Self::Binding => "binding",
            Self::Transform => "transform",
            Self::SideEffect => "side effect",
            Self::Graph => "graph",
        }
    }

    /// Whether protocol, code or surroundings are at fault, rather than what was asked for.
    pub fn is_structural(self) -> bool {
        match self {
            Self::Denial | Self::Business | Self::Admission => false,
            Self::Binding | Self::Transform | Self::SideEffect | Self::Graph => true,
        }
    }
}

/// The class of a contract that ended in another status than SUCCESS and ALREADY_EXISTS, in this last step.
pub(super) fn of_contract(contract: &ContractRun<'_>, step: Option<&StepRun<'_>>) -> Class {
    let status = contract.status().unwrap_or_default();
    let Some(step) = step else { return Class::Business };
    if step.has_no_path() || step.unbound_input().is_some() {
        return Class::Binding;
    }
    match (step.op(), step.status().unwrap_or(status)) {
        (Some(_), "BACKEND_ERROR" | "PARTIAL_FAILURE") => Class::SideEffect,
        (Some(_), _) => Class::Business,
        (None, _) => of_transform(contract, step, status),
    }
}

/// A status of the protocol's own, and a condition that was not met, are decisions; so is what a judging transform says.
fn of_transform(contract: &ContractRun<'_>, step: &StepRun<'_>, status: &str) -> Class {
    let succeeded = step.status() == Some("SUCCESS");
    if status != "VIOLATION" || succeeded || pgs_value::judges(step.capability()) {
        return Class::Business;
    }
    // The reference records no reason.
    let unsaid = step.status().is_none();
    if unsaid && null_inputs(contract).next().is_some() { Class::Binding } else { Class::Transform }
}

/// The inputs of a contract that arrived as null.
pub(super) fn null_inputs<'t>(contract: &ContractRun<'t>) -> impl Iterator<Item = &'t str> {
    let inputs = match contract.start.event.inputs {
        Some(Data(View::Object(inputs))) => Some(inputs),
        _ => None,
    };
    inputs.into_iter().flatten().filter(|(_, value)| value.is_null()).map(|(key, _)| key.as_str())
}
