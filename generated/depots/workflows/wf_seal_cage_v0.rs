// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::WF_SEAL_CAGE_V0`: Seal a cage and enter the seal in the registry

use crate::depots::bindings::rb_depots_v0;
use crate::depots::contracts::cc_register_seal_v0;
use crate::depots::intents::in_cage_full_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        AlreadyExists = "ALREADY_EXISTS",
        BackendError = "BACKEND_ERROR",
        Nack = "NACK",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };
const EXIT_SEALED: Exit = Exit { node: "EXIT_SEALED", reason: Some("COMPLETED"), emit: Some("EV_CAGE_SEALED_V0") };
const EXIT_SEAL_USED: Exit = Exit { node: "EXIT_SEAL_USED", reason: Some("SEAL_USED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "depots::WF_SEAL_CAGE_V0", domain: "depots", address: 22 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_cage_full_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Node(Self { payload }, Node::CcRegisterSealV0)),
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcRegisterSealV0 => {
                use cc_register_seal_v0::Outcome;
                let (outcome, surface) = self.cc_register_seal_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Exit(Status::AlreadyExists, EXIT_SEAL_USED),
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_SEALED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_register_seal_v0(&self, run: &Run) -> Result<cc_register_seal_v0::Completed, Fault> {
        let inputs = cc_register_seal_v0::Inputs {
            cage_id: self.payload.cage_id.clone().into(),
            destination: self.payload.destination.clone().into(),
            seal: self.payload.seal.clone().into(),
            sealed_by: self.payload.sealed_by.clone().into(),
        };
        let bindings = cc_register_seal_v0::Bindings { registry: rb_depots_v0::REGISTRY };
        run.binds(&[
            ("/cage_id", Origin::Payload("/cage_id")),
            ("/destination", Origin::Payload("/destination")),
            ("/seal", Origin::Payload("/seal")),
            ("/sealed_by", Origin::Payload("/sealed_by")),
        ]);
        cc_register_seal_v0::run(run, "CC_REGISTER_SEAL_V0", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_REGISTER_SEAL_V0`
    CcRegisterSealV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_cage_full_v0::Payload,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "depots-wf-seal-cage-v0",
    summary: "Seal a cage and enter the seal in the registry",
    payload: in_cage_full_v0::FIELDS,
    intent: Some(Intent::of::<in_cage_full_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[StoreUse::writes("depots/cages.jsonl")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_seal_cage_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
