//! The statuses with which steps, contracts and workflows can end.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::{Starts, WorksOn};
use pgs_protocol::protocol::{Call, Protocol, Step};
use pgs_value::Value;

use crate::capabilities;

/// The statuses of contracts and workflows, by FQDN.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statuses {
    /// Of contracts.
    pub contracts: BTreeMap<String, BTreeSet<String>>,
    /// Of workflows.
    pub workflows: BTreeMap<String, BTreeSet<String>>,
}

impl Statuses {
    /// The statuses with which this workflow can end, in order.
    pub fn of_workflow(&self, fqdn: &str) -> impl Iterator<Item = &str> {
        self.workflows.get(fqdn).into_iter().flatten().map(String::as_str)
    }

    /// The statuses with which this contract can end, in order.
    pub fn of_contract(&self, fqdn: &str) -> impl Iterator<Item = &str> {
        self.contracts.get(fqdn).into_iter().flatten().map(String::as_str)
    }
}

/// How a capability says that it ended; `S` is a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CapabilityStatus<S> {
    /// The only way in which a transform that can't fail ends.
    Always,
    /// A status of the capability.
    Status(S),
    /// The inner workflow of a gateway could not be run to its end.
    NotRun,
}

impl<S> CapabilityStatus<S> {
    /// The same with another form of the status.
    pub fn map<T>(self, of: impl FnOnce(S) -> T) -> CapabilityStatus<T> {
        match self {
            Self::Always => CapabilityStatus::Always,
            Self::Status(status) => CapabilityStatus::Status(of(status)),
            Self::NotRun => CapabilityStatus::NotRun,
        }
    }
}

impl CapabilityStatus<String> {
    /// The status word that a trace shows.
    pub fn word(self) -> String {
        match self {
            Self::Always => "SUCCESS".to_owned(),
            Self::Status(word) => word,
            Self::NotRun => "BACKEND_ERROR".to_owned(),
        }
    }
}

/// The ways in which a step can end: as its capability says it, and as the pipeline calls it.
pub fn of_step(step: &Step, protocol: &Protocol, statuses: &Statuses) -> Vec<(CapabilityStatus<String>, String)> {
    let status = |word: &str| CapabilityStatus::Status(word.to_owned());
    let same = |word: &str| (status(word), word.to_owned());
    match &step.call {
        Call::Transform { fqdn, on_success, on_failure } => match capabilities::transform(fqdn, protocol) {
            Some(transform) if !transform.fallible => vec![(CapabilityStatus::Always, on_success.clone())],
            _ => vec![(status("SUCCESS"), on_success.clone()), (status("VIOLATION"), on_failure.clone())],
        },
        Call::SideEffect { fqdn, op } => {
            let Some((side_effect, operation)) = capabilities::operation(fqdn, op, protocol) else { return Vec::new() };
            if side_effect.works_on != WorksOn::Workflows(Starts::One) {
                return operation.statuses.iter().map(|word| same(word)).collect();
            }
            let inner = gateway_target(step).into_iter().flat_map(|fqdn| statuses.of_workflow(fqdn));
            let not_run = operation.statuses.iter().map(|word| (CapabilityStatus::NotRun, word.clone()));
            inner.map(same).chain(not_run).collect()
        }
    }
}

/// The FQDN of the workflow that a gateway step names.
pub fn gateway_target(step: &Step) -> Option<&str> {
    let (_, binding) = step.inputs.iter().find(|(name, _)| name == "workflow_code")?;
    binding.literal().and_then(Value::as_str)
}
