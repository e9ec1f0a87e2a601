// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::WF_DELIVER_PARCEL_V0`: Hand a parcel to whoever knows its pickup code

use crate::parcels::bindings::rb_parcels_v0;
use crate::parcels::contracts::{
    cc_check_pickup_code_v0, cc_find_parcel_v0, cc_mark_parcel_v0,
    cc_record_parcel_event_v0,
};

use crate::parcels::intents::in_parcel_asked_for_v0;
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

const EXIT_DELIVERED: Exit = Exit {
    node: "EXIT_DELIVERED",
    reason: Some("COMPLETED"),
    emit: Some("EV_PARCEL_DELIVERED_V0"),
};
const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_REFUSED: Exit = Exit {
    node: "EXIT_REFUSED",
    reason: Some("COMPLETED"),
    emit: Some("EV_DELIVERY_REFUSED_V0"),
};
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "parcels::WF_DELIVER_PARCEL_V0", domain: "parcels", address: 54 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_parcel_asked_for_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(Self { payload, cc_find_parcel_v0: Default::default() }, Node::CcFindParcelV0))
            }
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcCheckPickupCodeV0 => {
                use cc_check_pickup_code_v0::Outcome;
                let (outcome, surface) = self.cc_check_pickup_code_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcMarkParcelV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                    Outcome::WrongCode => Next::Node(Node::RefuseWrongCode),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcFindParcelV0 => {
                use cc_find_parcel_v0::Outcome;
                let (outcome, surface) = self.cc_find_parcel_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyDelivered => Next::Node(Node::RefuseSecondDelivery),
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NotFound => Next::Exit(Status::NotFound, EXIT_REJECTED),
                    Outcome::Success => Next::Node(Node::CcCheckPickupCodeV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_find_parcel_v0 = surface;
                Ok(next.leaving(self.cc_find_parcel_v0.fields()))
            }
            Node::CcMarkParcelV0 => {
                use cc_mark_parcel_v0::Outcome;
                let (outcome, surface) = self.cc_mark_parcel_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::RecordDelivered),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::RecordDelivered => {
                use cc_record_parcel_event_v0::Outcome;
                let (outcome, surface) = self.record_delivered(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_DELIVERED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::RefuseSecondDelivery => {
                use cc_record_parcel_event_v0::Outcome;
                let (outcome, surface) = self.refuse_second_delivery(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::RefuseWrongCode => {
                use cc_record_parcel_event_v0::Outcome;
                let (outcome, surface) = self.refuse_wrong_code(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_check_pickup_code_v0(&self, run: &Run) -> Result<cc_check_pickup_code_v0::Completed, Fault> {
        let inputs = cc_check_pickup_code_v0::Inputs {
            code_mark: self.cc_find_parcel_v0.code_mark.bound(),
            parcel_id: self.payload.parcel_id.clone().into(),
            pickup_code: self.payload.pickup_code.clone().into(),
        };
        run.binds(&[
            ("/code_mark", Origin::Node("CC_FIND_PARCEL_V0", "/code_mark")),
            ("/parcel_id", Origin::Payload("/parcel_id")),
            ("/pickup_code", Origin::Payload("/pickup_code")),
        ]);
        cc_check_pickup_code_v0::run(run, "CC_CHECK_PICKUP_CODE_V0", inputs)
    }

    fn cc_find_parcel_v0(&self, run: &Run) -> Result<cc_find_parcel_v0::Completed, Fault> {
        let inputs = cc_find_parcel_v0::Inputs { parcel_id: self.payload.parcel_id.clone().into() };
        let bindings = cc_find_parcel_v0::Bindings {
            parcel_numbers: rb_parcels_v0::PARCEL_NUMBERS,
            parcels: rb_parcels_v0::PARCELS,
        };
        run.binds(&[("/parcel_id", Origin::Payload("/parcel_id"))]);
        cc_find_parcel_v0::run(run, "CC_FIND_PARCEL_V0", bindings, inputs)
    }

    fn cc_mark_parcel_v0(&self, run: &Run) -> Result<cc_mark_parcel_v0::Completed, Fault> {
        let inputs = cc_mark_parcel_v0::Inputs {
            parcel_id: self.payload.parcel_id.clone().into(),
            state: "DELIVERED".into(),
            ..Default::default()
        };
        let bindings = cc_mark_parcel_v0::Bindings { parcels: rb_parcels_v0::PARCELS };
        run.binds(&[("/parcel_id", Origin::Payload("/parcel_id"))]);
        cc_mark_parcel_v0::run(run, "CC_MARK_PARCEL_V0", bindings, inputs)
    }

    fn record_delivered(&self, run: &Run) -> Result<cc_record_parcel_event_v0::Completed, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([
                ("area", self.cc_find_parcel_v0.record.value_at(&["area"])),
                ("left_with_neighbour", false.into()),
                ("signature", self.payload.signature.clone().into()),
            ])),
            event_code: "EV_PARCEL_DELIVERED_V0".into(),
            subject: self.payload.parcel_id.clone().into(),
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        run.binds(&[
            ("/details/area", Origin::Node("CC_FIND_PARCEL_V0", "/record/area")),
            ("/details/signature", Origin::Payload("/signature")),
            ("/subject", Origin::Payload("/parcel_id")),
        ]);
        cc_record_parcel_event_v0::run(run, "RECORD_DELIVERED", bindings, inputs)
    }

    fn refuse_second_delivery(&self, run: &Run) -> Result<cc_record_parcel_event_v0::Completed, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([("reason", "ALREADY_DELIVERED".into())])),
            event_code: "EV_DELIVERY_REFUSED_V0".into(),
            subject: self.payload.parcel_id.clone().into(),
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        run.binds(&[("/subject", Origin::Payload("/parcel_id"))]);
        cc_record_parcel_event_v0::run(run, "REFUSE_SECOND_DELIVERY", bindings, inputs)
    }

    fn refuse_wrong_code(&self, run: &Run) -> Result<cc_record_parcel_event_v0::Completed, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([("at", run.timestamp().into()), ("reason", "WRONG_CODE".into())])),
            event_code: "EV_DELIVERY_REFUSED_V0".into(),
            subject: self.payload.parcel_id.clone().into(),
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        run.binds(&[("/subject", Origin::Payload("/parcel_id"))]);
        cc_record_parcel_event_v0::run(run, "REFUSE_WRONG_CODE", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_CHECK_PICKUP_CODE_V0`
    CcCheckPickupCodeV0,
    /// `CC_FIND_PARCEL_V0`
    CcFindParcelV0,
    /// `CC_MARK_PARCEL_V0`
    CcMarkParcelV0,
    /// `RECORD_DELIVERED`
    RecordDelivered,
    /// `REFUSE_SECOND_DELIVERY`
    RefuseSecondDelivery,
    /// `REFUSE_WRONG_CODE`
    RefuseWrongCode,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_parcel_asked_for_v0::Payload,
    cc_find_parcel_v0: cc_find_parcel_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "parcels-wf-deliver-parcel-v0",
    summary: "Hand a parcel to whoever knows its pickup code",
    payload: in_parcel_asked_for_v0::FIELDS,
    intent: Some(Intent::of::<in_parcel_asked_for_v0::Payload>()),
    suppressed: &["code_mark", "pickup_code", "said_mark"],
    names: crate::NAMES,
    stores: &[
        StoreUse::writes("parcels/journal.jsonl"),
        StoreUse::reads("parcels/numbers.jsonl"),
        StoreUse::writes("parcels/parcels.json"),
    ],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_deliver_parcel_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
