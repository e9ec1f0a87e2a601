// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::WF_ACCEPT_PARCEL_V0`: Accept a parcel at a counter, price it and give it a number

use crate::parcels::bindings::rb_parcels_v0;
use crate::parcels::contracts::{
    cc_check_limits_v0, cc_price_parcel_v0, cc_record_parcel_event_v0,
    cc_register_parcel_v0, cc_send_receipt_v0,
};

use crate::parcels::intents::in_parcel_handed_in_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        AlreadyExists = "ALREADY_EXISTS",
        BackendError = "BACKEND_ERROR",
        Nack = "NACK",
        Success = "SUCCESS",
        TooLarge = "TOO_LARGE",
        Underpaid = "UNDERPAID",
        Violation = "VIOLATION",
    }
}

const EXIT_ACCEPTED: Exit = Exit {
    node: "EXIT_ACCEPTED",
    reason: Some("COMPLETED"),
    emit: Some("EV_PARCEL_ACCEPTED_V0"),
};
const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_KNOWN: Exit = Exit { node: "EXIT_KNOWN", reason: Some("HANDED_IN_TWICE"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };
const EXIT_TOO_LARGE: Exit = Exit { node: "EXIT_TOO_LARGE", reason: Some("TOO_LARGE"), emit: None };
const EXIT_UNDERPAID: Exit = Exit { node: "EXIT_UNDERPAID", reason: Some("UNDERPAID"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "parcels::WF_ACCEPT_PARCEL_V0", domain: "parcels", address: 51 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_parcel_handed_in_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(
                    Self {
                        payload,
                        cc_price_parcel_v0: Default::default(),
                        cc_register_parcel_v0: Default::default(),
                    },
                    Node::CcCheckLimitsV0,
                ))
            }
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcCheckLimitsV0 => {
                use cc_check_limits_v0::Outcome;
                let (outcome, surface) = self.cc_check_limits_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcPriceParcelV0),
                    Outcome::TooLarge => Next::Exit(Status::TooLarge, EXIT_TOO_LARGE),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcPriceParcelV0 => {
                use cc_price_parcel_v0::Outcome;
                let (outcome, surface) = self.cc_price_parcel_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcRegisterParcelV0),
                    Outcome::Underpaid => Next::Exit(Status::Underpaid, EXIT_UNDERPAID),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_REJECTED),
                };
                self.cc_price_parcel_v0 = surface;
                Ok(next.leaving(self.cc_price_parcel_v0.fields()))
            }
            Node::CcRecordParcelEventV0 => {
                use cc_record_parcel_event_v0::Outcome;
                let (outcome, surface) = self.cc_record_parcel_event_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcSendReceiptV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcRegisterParcelV0 => {
                use cc_register_parcel_v0::Outcome;
                let (outcome, surface) = self.cc_register_parcel_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Exit(Status::AlreadyExists, EXIT_KNOWN),
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcRecordParcelEventV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_register_parcel_v0 = surface;
                Ok(next.leaving(self.cc_register_parcel_v0.fields()))
            }
            Node::CcSendReceiptV0 => {
                use cc_send_receipt_v0::Outcome;
                let (outcome, surface) = self.cc_send_receipt_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_ACCEPTED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_check_limits_v0(&self, run: &Run) -> Result<cc_check_limits_v0::Completed, Fault> {
        let inputs = cc_check_limits_v0::Inputs { parcel: self.payload.parcel.clone().into() };
        run.binds(&[("/parcel", Origin::Payload("/parcel"))]);
        cc_check_limits_v0::run(run, "CC_CHECK_LIMITS_V0", inputs)
    }

    fn cc_price_parcel_v0(&self, run: &Run) -> Result<cc_price_parcel_v0::Completed, Fault> {
        let inputs = cc_price_parcel_v0::Inputs {
            insured_value: self.payload.insured_value.clone().into(),
            parcel: self.payload.parcel.clone().into(),
            prepaid_cents: self.payload.prepaid_cents.into(),
            service: self.payload.service.clone().into(),
        };
        run.binds(&[
            ("/insured_value", Origin::Payload("/insured_value")),
            ("/parcel", Origin::Payload("/parcel")),
            ("/prepaid_cents", Origin::Payload("/prepaid_cents")),
            ("/service", Origin::Payload("/service")),
        ]);
        cc_price_parcel_v0::run(run, "CC_PRICE_PARCEL_V0", inputs)
    }

    fn cc_record_parcel_event_v0(&self, run: &Run) -> Result<cc_record_parcel_event_v0::Completed, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([
                ("area", self.payload.recipient.value_at(&["area"])),
                ("billed_grams", self.cc_price_parcel_v0.billed_grams.to_value()),
                ("price_cents", self.cc_price_parcel_v0.price_cents.to_value()),
            ])),
            event_code: "EV_PARCEL_ACCEPTED_V0".into(),
            subject: self.cc_register_parcel_v0.parcel_id.bound(),
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        run.binds(&[
            ("/details/area", Origin::Payload("/recipient/area")),
            ("/details/billed_grams", Origin::Node("CC_PRICE_PARCEL_V0", "/billed_grams")),
            ("/details/price_cents", Origin::Node("CC_PRICE_PARCEL_V0", "/price_cents")),
            ("/subject", Origin::Node("CC_REGISTER_PARCEL_V0", "/parcel_id")),
        ]);
        cc_record_parcel_event_v0::run(run, "CC_RECORD_PARCEL_EVENT_V0", bindings, inputs)
    }

    fn cc_register_parcel_v0(&self, run: &Run) -> Result<cc_register_parcel_v0::Completed, Fault> {
        let inputs = cc_register_parcel_v0::Inputs {
            handed_in_at: self.payload.handed_in_at.clone().into(),
            parcel: self.payload.parcel.clone().into(),
            pickup_code: self.payload.pickup_code.clone().into(),
            price_cents: self.cc_price_parcel_v0.price_cents.bound(),
            recipient: self.payload.recipient.clone().into(),
            sender_email: self.payload.sender_email.clone().into(),
            sender_reference: self.payload.sender_reference.clone().into(),
            service: self.payload.service.clone().into(),
        };
        let bindings = cc_register_parcel_v0::Bindings {
            parcel_numbers: rb_parcels_v0::PARCEL_NUMBERS,
            parcels: rb_parcels_v0::PARCELS,
        };
        run.binds(&[
            ("/handed_in_at", Origin::Payload("/handed_in_at")),
            ("/parcel", Origin::Payload("/parcel")),
            ("/pickup_code", Origin::Payload("/pickup_code")),
            ("/price_cents", Origin::Node("CC_PRICE_PARCEL_V0", "/price_cents")),
            ("/recipient", Origin::Payload("/recipient")),
            ("/sender_email", Origin::Payload("/sender_email")),
            ("/sender_reference", Origin::Payload("/sender_reference")),
            ("/service", Origin::Payload("/service")),
        ]);
        cc_register_parcel_v0::run(run, "CC_REGISTER_PARCEL_V0", bindings, inputs)
    }

    fn cc_send_receipt_v0(&self, run: &Run) -> Result<cc_send_receipt_v0::Completed, Fault> {
        let inputs = cc_send_receipt_v0::Inputs {
            parcel_id: self.cc_register_parcel_v0.parcel_id.bound(),
            price_cents: self.cc_price_parcel_v0.price_cents.bound(),
            sender_email: self.payload.sender_email.clone().into(),
        };
        let bindings = cc_send_receipt_v0::Bindings { send_email: rb_parcels_v0::SEND_EMAIL };
        run.binds(&[
            ("/parcel_id", Origin::Node("CC_REGISTER_PARCEL_V0", "/parcel_id")),
            ("/price_cents", Origin::Node("CC_PRICE_PARCEL_V0", "/price_cents")),
            ("/sender_email", Origin::Payload("/sender_email")),
        ]);
        cc_send_receipt_v0::run(run, "CC_SEND_RECEIPT_V0", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_CHECK_LIMITS_V0`
    CcCheckLimitsV0,
    /// `CC_PRICE_PARCEL_V0`
    CcPriceParcelV0,
    /// `CC_RECORD_PARCEL_EVENT_V0`
    CcRecordParcelEventV0,
    /// `CC_REGISTER_PARCEL_V0`
    CcRegisterParcelV0,
    /// `CC_SEND_RECEIPT_V0`
    CcSendReceiptV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_parcel_handed_in_v0::Payload,
    cc_price_parcel_v0: cc_price_parcel_v0::Surface,
    cc_register_parcel_v0: cc_register_parcel_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "parcels-wf-accept-parcel-v0",
    summary: "Accept a parcel at a counter, price it and give it a number",
    payload: in_parcel_handed_in_v0::FIELDS,
    intent: Some(Intent::of::<in_parcel_handed_in_v0::Payload>()),
    suppressed: &["code_mark", "pickup_code"],
    names: crate::NAMES,
    stores: &[
        StoreUse::writes("parcels/journal.jsonl"),
        StoreUse::writes("parcels/numbers.jsonl"),
        StoreUse::writes("parcels/parcels.json"),
    ],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_accept_parcel_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
