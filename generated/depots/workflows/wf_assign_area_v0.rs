// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::WF_ASSIGN_AREA_V0`: Assign a postcode area to depots

use crate::depots::bindings::rb_depots_v0;
use crate::depots::contracts::cc_assign_area_v0;
use crate::depots::intents::in_area_assigned_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        BackendError = "BACKEND_ERROR",
        Nack = "NACK",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

const EXIT_ASSIGNED: Exit = Exit { node: "EXIT_ASSIGNED", reason: Some("COMPLETED"), emit: None };
const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "depots::WF_ASSIGN_AREA_V0", domain: "depots", address: 20 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_area_assigned_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Node(Self { payload }, Node::CcAssignAreaV0)),
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcAssignAreaV0 => {
                use cc_assign_area_v0::Outcome;
                let (outcome, surface) = self.cc_assign_area_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_ASSIGNED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_assign_area_v0(&self, run: &Run) -> Result<cc_assign_area_v0::Completed, Fault> {
        let inputs = cc_assign_area_v0::Inputs {
            area: self.payload.area.clone().into(),
            depots: self.payload.depots.clone().into(),
        };
        let bindings = cc_assign_area_v0::Bindings { name_registry: rb_depots_v0::NAME_REGISTRY };
        cc_assign_area_v0::run(run, "CC_ASSIGN_AREA_V0", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_ASSIGN_AREA_V0`
    CcAssignAreaV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_area_assigned_v0::Payload,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "depots-wf-assign-area-v0",
    summary: "Assign a postcode area to depots",
    payload: in_area_assigned_v0::FIELDS,
    intent: Some(Intent::of::<in_area_assigned_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[StoreUse::writes("depots/areas.json")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_assign_area_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
