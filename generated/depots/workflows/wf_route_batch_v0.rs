// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::WF_ROUTE_BATCH_V0`: Work off a batch of cages, parcel by parcel

use crate::depots::contracts::cc_route_cages_v0;
use crate::depots::intents::in_batch_arrived_v0;
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

const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };
const EXIT_ROUTED: Exit = Exit { node: "EXIT_ROUTED", reason: Some("COMPLETED"), emit: None };
const EXIT_STOPPED: Exit = Exit { node: "EXIT_STOPPED", reason: Some("STOPPED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "depots::WF_ROUTE_BATCH_V0", domain: "depots", address: 21 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_batch_arrived_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Node(Self { payload }, Node::CcRouteCagesV0)),
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcRouteCagesV0 => {
                use cc_route_cages_v0::Outcome;
                let (outcome, surface) = self.cc_route_cages_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_ROUTED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_STOPPED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_route_cages_v0(&self, run: &Run) -> Result<cc_route_cages_v0::Completed, Fault> {
        let inputs = cc_route_cages_v0::Inputs {
            cages: self.payload.cages.clone().into(),
            foreman: self.payload.foreman.clone().into(),
        };
        run.binds(&[("/cages", Origin::Payload("/cages")), ("/foreman", Origin::Payload("/foreman"))]);
        cc_route_cages_v0::run(run, "CC_ROUTE_CAGES_V0", inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_ROUTE_CAGES_V0`
    CcRouteCagesV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_batch_arrived_v0::Payload,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "depots-wf-route-batch-v0",
    summary: "Work off a batch of cages, parcel by parcel",
    payload: in_batch_arrived_v0::FIELDS,
    intent: Some(Intent::of::<in_batch_arrived_v0::Payload>()),
    suppressed: &["code_mark", "pickup_code", "said_mark"],
    names: crate::NAMES,
    stores: &[
        StoreUse::reads("depots/areas.json"),
        StoreUse::writes("depots/cages.jsonl"),
        StoreUse::writes("parcels/journal.jsonl"),
        StoreUse::reads("parcels/numbers.jsonl"),
        StoreUse::writes("parcels/parcels.json"),
    ],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_route_batch_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
