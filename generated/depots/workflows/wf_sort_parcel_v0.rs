// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::WF_SORT_PARCEL_V0`: Send a parcel on to the depot of its area

use crate::depots::bindings::rb_depots_v0;
use crate::depots::contracts::{cc_find_depots_v0, cc_mark_parcel_v0, cc_record_parcel_event_v0};
use crate::depots::intents::in_parcel_arrived_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        BackendError = "BACKEND_ERROR",
        Nack = "NACK",
        NotFound = "NOT_FOUND",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_NO_DEPOT: Exit = Exit { node: "EXIT_NO_DEPOT", reason: Some("NO_DEPOT"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };
const EXIT_SORTED: Exit = Exit {
    node: "EXIT_SORTED",
    reason: Some("COMPLETED"),
    emit: Some("parcels::EV_PARCEL_MOVED_V0"),
};

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "depots::WF_SORT_PARCEL_V0", domain: "depots", address: 23 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_parcel_arrived_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(
                    Self { payload, cc_find_depots_v0: Default::default(), cc_mark_parcel_v0: Default::default() },
                    Node::CcFindDepotsV0,
                ))
            }
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcFindDepotsV0 => {
                use cc_find_depots_v0::Outcome;
                let (outcome, surface) = self.cc_find_depots_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NotFound => Next::Exit(Status::NotFound, EXIT_NO_DEPOT),
                    Outcome::Success => Next::Node(Node::CcMarkParcelV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_find_depots_v0 = surface;
                Ok(next.leaving(self.cc_find_depots_v0.fields()))
            }
            Node::CcMarkParcelV0 => {
                use cc_mark_parcel_v0::Outcome;
                let (outcome, surface) = self.cc_mark_parcel_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcRecordParcelEventV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_REJECTED),
                };
                self.cc_mark_parcel_v0 = surface;
                Ok(next.leaving(self.cc_mark_parcel_v0.fields()))
            }
            Node::CcRecordParcelEventV0 => {
                use cc_record_parcel_event_v0::Outcome;
                let (outcome, surface) = self.cc_record_parcel_event_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_SORTED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_find_depots_v0(&self, run: &Run) -> Result<cc_find_depots_v0::Completed, Fault> {
        let inputs = cc_find_depots_v0::Inputs { area: self.payload.area.clone().into() };
        let bindings = cc_find_depots_v0::Bindings { name_registry: rb_depots_v0::NAME_REGISTRY };
        run.binds(&[("/area", Origin::Payload("/area"))]);
        cc_find_depots_v0::run(run, "CC_FIND_DEPOTS_V0", bindings, inputs)
    }

    fn cc_mark_parcel_v0(&self, run: &Run) -> Result<cc_mark_parcel_v0::Completed, Fault> {
        let inputs = cc_mark_parcel_v0::Inputs {
            parcel_id: self.payload.parcel_id.clone().into(),
            place: self.payload.area.clone().into(),
            state: "IN_TRANSIT".into(),
        };
        let bindings = cc_mark_parcel_v0::Bindings { parcels: rb_depots_v0::PARCELS };
        run.binds(&[("/parcel_id", Origin::Payload("/parcel_id")), ("/place", Origin::Payload("/area"))]);
        cc_mark_parcel_v0::run(run, "CC_MARK_PARCEL_V0", bindings, inputs)
    }

    fn cc_record_parcel_event_v0(&self, run: &Run) -> Result<cc_record_parcel_event_v0::Completed, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([
                ("changed_records", self.cc_mark_parcel_v0.changed.to_value()),
                ("towards", self.cc_find_depots_v0.depots.to_value()),
            ])),
            event_code: "EV_PARCEL_MOVED_V0".into(),
            subject: self.payload.parcel_id.clone().into(),
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_depots_v0::PARCEL_JOURNAL,
        };
        run.binds(&[
            ("/details/changed_records", Origin::Node("CC_MARK_PARCEL_V0", "/changed")),
            ("/details/towards", Origin::Node("CC_FIND_DEPOTS_V0", "/depots")),
            ("/subject", Origin::Payload("/parcel_id")),
        ]);
        cc_record_parcel_event_v0::run(run, "CC_RECORD_PARCEL_EVENT_V0", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_FIND_DEPOTS_V0`
    CcFindDepotsV0,
    /// `CC_MARK_PARCEL_V0`
    CcMarkParcelV0,
    /// `CC_RECORD_PARCEL_EVENT_V0`
    CcRecordParcelEventV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_parcel_arrived_v0::Payload,
    cc_find_depots_v0: cc_find_depots_v0::Surface,
    cc_mark_parcel_v0: cc_mark_parcel_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "depots-wf-sort-parcel-v0",
    summary: "Send a parcel on to the depot of its area",
    payload: in_parcel_arrived_v0::FIELDS,
    intent: Some(Intent::of::<in_parcel_arrived_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[
        StoreUse::reads("depots/areas.json"),
        StoreUse::writes("parcels/journal.jsonl"),
        StoreUse::writes("parcels/parcels.json"),
    ],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_sort_parcel_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
