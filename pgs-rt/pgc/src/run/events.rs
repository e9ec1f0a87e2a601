//! What a run writes to its trace.

use pgs_trace::ContractId;
use pgs_value::{Map, Value, View};

use super::Run;
use crate::event::{
    ADMIT, Announced, AtomEnd, Check, ContractEnd, ContractStart, Keys, Nullable, Route, StepEnd, WorkflowEnd,
    WorkflowStart,
};
use crate::fault::Fault;
use crate::ids::NodeId;

/// Where a route leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RouteEnd {
    /// To this node.
    Node(NodeId),
    /// To the EXIT node of this key.
    Exit(&'static str),
    /// Nowhere: no edge is declared.
    Nowhere,
}

impl Run {
    /// `WF_START`.
    pub(crate) fn workflow_starts(&self, payload: &Map<String, Value>) -> Result<(), Fault> {
        let payload_keys = Keys::of(payload.into());
        self.emit(WorkflowStart { workflow: self.workflow.fqdn, payload_keys, actor: self.actor })
    }

    /// `CC_STEP` of a gate.
    pub(crate) fn has_judged(
        &self,
        intent: ContractId,
        outcome: &'static str,
        checks: Vec<Check<'_>>,
    ) -> Result<(), Fault> {
        self.emit(StepEnd {
            contract: intent.address,
            step: intent.address,
            op: Some(ADMIT),
            capability: intent.fqdn,
            result_keys: Keys(vec!["outcome"]),
            outcome,
            continuation: Nullable(Some("route")),
            checks: Some(checks),
        })
    }

    /// `CC_START`: the node of this key runs a contract.
    pub fn contract_starts<'a>(
        &self,
        contract: &ContractId,
        node: &str,
        inputs: impl Into<View<'a>>,
    ) -> Result<(), Fault> {
        self.emit(ContractStart { contract: contract.address, name: contract.fqdn, node, inputs: inputs.into().into() })
    }

    /// `CC_COMPLETE`.
    pub fn contract_ends<'a>(
        &self,
        contract: &ContractId,
        node: &str,
        status: &str,
        surface: impl Into<View<'a>>,
    ) -> Result<(), Fault> {
        self.emit(ContractEnd {
            contract: contract.address,
            status,
            name: contract.fqdn,
            node,
            output_keys: Keys::of(surface.into()),
        })
    }

    /// `CT_STEP`.
    pub(crate) fn atom_ends(&self, atom: AtomEnd<'_>) -> Result<(), Fault> {
        self.emit(atom)
    }

    /// `CC_STEP` of a contract.
    pub(crate) fn step_ends(&self, step: StepEnd<'_>) -> Result<(), Fault> {
        self.emit(step)
    }

    /// `EVENT`: what an ending announces of a contract with this surface.
    pub(crate) fn announces(&self, events: &[&str], surface: &Map<String, Value>) -> Result<(), Fault> {
        events.iter().try_for_each(|event| self.emit(Announced { event, payload: View::from(surface).into() }))
    }

    /// `WF_ROUTE`.
    pub(crate) fn routes(&self, from: NodeId, outcome: &str, to: RouteEnd) -> Result<(), Fault> {
        let (address, key) = match to {
            RouteEnd::Node(node) => (Some(node.address), Some(node.key)),
            RouteEnd::Exit(key) => (None, Some(key)),
            RouteEnd::Nowhere => (None, None),
        };
        self.emit(Route {
            contract: from.address,
            step: address,
            status: outcome,
            terminal: address.is_none(),
            from_node: from.key,
            to_node: Nullable(key),
        })
    }

    /// `WF_COMPLETE`, once what the run did is on disk.
    pub(crate) fn workflow_ends(&self, status: &str) -> Result<(), Fault> {
        self.settle()?;
        self.emit(WorkflowEnd { status, workflow: self.workflow.fqdn })?;
        self.trace.close().map_err(Fault::from)
    }

    /// `ERROR`, and what follows it. What the run did stays done.
    pub(crate) fn breaks_off(&self, fault: &Fault) -> Result<(), Fault> {
        let settled = self.settle();
        let sentence = fault.to_string();
        self.emit(fault.event(&sentence))?;
        if let Fault::UnroutedOutcome { node, outcome, .. } = fault {
            self.routes(*node, outcome, RouteEnd::Nowhere)?;
        }
        if fault.completes() {
            self.emit(WorkflowEnd { status: "VIOLATION", workflow: self.workflow.fqdn })?;
        }
        self.trace.close()?;
        settled
    }

    fn emit<'a>(&'a self, event: impl Into<crate::event::Event<'a>>) -> Result<(), Fault> {
        self.trace.emit(event).map_err(Fault::from)
    }
}
