// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::WF_STORE_HARVEST_V0`: Store a delivery in the shed

use crate::allotments::bindings::wf_store_harvest_v0;
use crate::allotments::contracts::{cc_confirm_lease_v0, cc_label_crates_v0, cc_record_harvest_v0};
use crate::allotments::intents::in_harvest_brought_v0;
use pgs_pgc::prelude::*;

const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", emit: &[] };
const EXIT_INCOMPLETE: Exit = Exit { node: "EXIT_INCOMPLETE", emit: &[] };
const EXIT_NO_LEASE: Exit = Exit { node: "EXIT_NO_LEASE", emit: &[] };
const EXIT_REFUSED: Exit = Exit { node: "EXIT_REFUSED", emit: &["allotments::EV_HARVEST_REFUSED_V0"] };
const EXIT_STORED: Exit = Exit { node: "EXIT_STORED", emit: &["allotments::EV_HARVEST_STORED_V0"] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "allotments::WF_STORE_HARVEST_V0", domain: "allotments", address: 26 };
    const GATE: NodeId = NodeId { key: "IN_HARVEST_BROUGHT_V0", address: 16 };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_harvest_brought_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Ack(
                    Self {
                        payload,
                        cc_confirm_lease_v0: Default::default(),
                        cc_label_crates_v0: Default::default(),
                    },
                    Next::Node(Node::CcConfirmLeaseV0),
                ))
            }
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_INCOMPLETE))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        match node {
            Node::CcConfirmLeaseV0 => {
                use cc_confirm_lease_v0::Outcome;
                let (outcome, surface) = self.cc_confirm_lease_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_FAILED),
                    Outcome::NotFound => Next::Exit(EXIT_NO_LEASE),
                    Outcome::Success => Next::Node(Node::CcLabelCratesV0),
                    Outcome::Violation => Next::Exit(EXIT_FAILED),
                };
                self.cc_confirm_lease_v0 = surface;
                Ok(next.leaving(outcome, self.cc_confirm_lease_v0.fields()))
            }
            Node::CcLabelCratesV0 => {
                use cc_label_crates_v0::Outcome;
                let (outcome, surface) = self.cc_label_crates_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcRecordHarvestV0),
                    Outcome::Violation => Next::Exit(EXIT_REFUSED),
                };
                self.cc_label_crates_v0 = surface;
                Ok(next.leaving(outcome, self.cc_label_crates_v0.fields()))
            }
            Node::CcRecordHarvestV0 => {
                use cc_record_harvest_v0::Outcome;
                let (outcome, surface) = self.cc_record_harvest_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_FAILED),
                    Outcome::Success => Next::Exit(EXIT_STORED),
                    Outcome::Violation => Next::Exit(EXIT_FAILED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_confirm_lease_v0(&self, run: &Run) -> Result<cc_confirm_lease_v0::Completed, Fault> {
        let inputs = cc_confirm_lease_v0::Inputs { plot: self.payload.plot.bind() };
        let bindings = cc_confirm_lease_v0::Bindings { plots: wf_store_harvest_v0::PLOTS };
        cc_confirm_lease_v0::run(run, "CC_CONFIRM_LEASE_V0", bindings, inputs)
    }

    fn cc_label_crates_v0(&self, run: &Run) -> Result<cc_label_crates_v0::Completed, Fault> {
        let inputs = cc_label_crates_v0::Inputs { crates: self.payload.crates.bind() };
        cc_label_crates_v0::run(run, "CC_LABEL_CRATES_V0", inputs)
    }

    fn cc_record_harvest_v0(&self, run: &Run) -> Result<cc_record_harvest_v0::Completed, Fault> {
        let inputs = cc_record_harvest_v0::Inputs {
            crates: self.payload.crates.bind(),
            holder: self.cc_confirm_lease_v0.lease.follow(&["member_id"]),
            plot: self.payload.plot.bind(),
            slip: self.cc_label_crates_v0.slip.bind(),
        };
        let bindings = cc_record_harvest_v0::Bindings {
            clock: wf_store_harvest_v0::clock,
            harvests: wf_store_harvest_v0::HARVESTS,
        };
        cc_record_harvest_v0::run(run, "CC_RECORD_HARVEST_V0", bindings, inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcConfirmLeaseV0 = "CC_CONFIRM_LEASE_V0": cc_confirm_lease_v0::CONTRACT,
        CcLabelCratesV0 = "CC_LABEL_CRATES_V0": cc_label_crates_v0::CONTRACT,
        CcRecordHarvestV0 = "CC_RECORD_HARVEST_V0": cc_record_harvest_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_harvest_brought_v0::Payload,
    cc_confirm_lease_v0: cc_confirm_lease_v0::Surface,
    cc_label_crates_v0: cc_label_crates_v0::Surface,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "allotments-wf-store-harvest-v0",
    summary: "Store a delivery in the shed",
    actor: Some("allotments::AC_CLERK_V0"),
    stores: &[StoreUse::writes("allotments/harvests.jsonl"), StoreUse::reads("allotments/plots.json")],
    graph: graph!("../graphs/wf_store_harvest_v0"),
    ..Workflow::new(Machine::ID, in_harvest_brought_v0::GATE, &crate::allotments::PROTOCOL, machine::start::<Machine>)
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
