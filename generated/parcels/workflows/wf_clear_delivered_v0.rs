// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::WF_CLEAR_DELIVERED_V0`: Delete the records of delivered parcels until none is left

use crate::parcels::bindings::rb_parcels_v0;
use crate::parcels::contracts::{cc_clear_delivered_v0, cc_record_parcel_event_v0};
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

const EXIT_CLEARED: Exit = Exit {
    node: "EXIT_CLEARED",
    reason: Some("COMPLETED"),
    emit: Some("EV_PARCELS_CLEARED_V0"),
};
const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "parcels::WF_CLEAR_DELIVERED_V0", domain: "parcels", address: 52 };
    type Node = Node;
    type Status = Status;

    fn enter(_run: &Run, _payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        Ok(Entered::Node(Self { cc_clear_delivered_v0: Default::default() }, Node::CcClearDeliveredV0))
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcClearDeliveredV0 => {
                use cc_clear_delivered_v0::Outcome;
                let (outcome, surface) = self.cc_clear_delivered_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NothingLeft => Next::Node(Node::RecordAllCleared),
                    Outcome::Success => Next::Node(Node::RecordCleared),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_clear_delivered_v0 = surface;
                Ok(next.leaving(self.cc_clear_delivered_v0.fields()))
            }
            Node::RecordAllCleared => {
                use cc_record_parcel_event_v0::Outcome;
                let (outcome, surface) = self.record_all_cleared(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_CLEARED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::RecordCleared => {
                use cc_record_parcel_event_v0::Outcome;
                let (outcome, surface) = self.record_cleared(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcClearDeliveredV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_clear_delivered_v0(&self, run: &Run) -> Result<cc_clear_delivered_v0::Completed, Fault> {
        let inputs = cc_clear_delivered_v0::Inputs {};
        let bindings = cc_clear_delivered_v0::Bindings { parcels: rb_parcels_v0::PARCELS };
        cc_clear_delivered_v0::run(run, "CC_CLEAR_DELIVERED_V0", bindings, inputs)
    }

    fn record_all_cleared(&self, run: &Run) -> Result<cc_record_parcel_event_v0::Completed, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([("nothing_left", true.into())])),
            event_code: "EV_PARCELS_CLEARED_V0".into(),
            subject: "clearing".into(),
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        cc_record_parcel_event_v0::run(run, "RECORD_ALL_CLEARED", bindings, inputs)
    }

    fn record_cleared(&self, run: &Run) -> Result<cc_record_parcel_event_v0::Completed, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([
                ("cleared", self.cc_clear_delivered_v0.cleared.to_value()),
                ("cleared_count", self.cc_clear_delivered_v0.cleared_count.to_value()),
            ])),
            event_code: "EV_PARCELS_CLEARED_V0".into(),
            subject: "clearing".into(),
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        cc_record_parcel_event_v0::run(run, "RECORD_CLEARED", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_CLEAR_DELIVERED_V0`
    CcClearDeliveredV0,
    /// `RECORD_ALL_CLEARED`
    RecordAllCleared,
    /// `RECORD_CLEARED`
    RecordCleared,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    cc_clear_delivered_v0: cc_clear_delivered_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "parcels-wf-clear-delivered-v0",
    summary: "Delete the records of delivered parcels until none is left",
    payload: &[],
    intent: None,
    suppressed: &[],
    names: &[],
    stores: &[StoreUse::writes("parcels/journal.jsonl"), StoreUse::writes("parcels/parcels.json")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_clear_delivered_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
