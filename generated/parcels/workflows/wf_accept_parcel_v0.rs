// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::WF_ACCEPT_PARCEL_V0`: Accept a parcel at a counter, price it and give it a number

use super::super::bindings::rb_parcels_v0;
use super::super::contracts::{
    cc_check_limits_v0, cc_price_parcel_v0, cc_record_parcel_event_v0,
    cc_register_parcel_v0, cc_send_receipt_v0,
};
use super::super::intents::in_parcel_handed_in_v0;
use pgs_rt::{Dig, End, Exit, Fault, Field, Map, Run, Value, WorkflowId, object};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "parcels::WF_ACCEPT_PARCEL_V0",
    domain: "parcels",
    address: 51,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "parcels-wf-accept-parcel-v0",
    summary: "Accept a parcel at a counter, price it and give it a number",
    payload: in_parcel_handed_in_v0::FIELDS,
    suppressed: &["code_mark", "pickup_code"],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_accept_parcel_v0.json"),
        mermaid: include_str!("../graphs/wf_accept_parcel_v0.mmd"),
        picture: include_bytes!("../graphs/wf_accept_parcel_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `ALREADY_EXISTS`
    AlreadyExists,
    /// `BACKEND_ERROR`
    BackendError,
    /// `NACK`
    Nack,
    /// `SUCCESS`
    Success,
    /// `TOO_LARGE`
    TooLarge,
    /// `UNDERPAID`
    Underpaid,
    /// `VIOLATION`
    Violation,
}

impl Status {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::BackendError => "BACKEND_ERROR",
            Self::Nack => "NACK",
            Self::Success => "SUCCESS",
            Self::TooLarge => "TOO_LARGE",
            Self::Underpaid => "UNDERPAID",
            Self::Violation => "VIOLATION",
        }
    }
}

/// Runs the workflow.
pub fn start(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    self::run(run, payload).map(|(_, ended)| ended)
}

/// Runs the workflow and says with which of its statuses it ended.
pub fn run(run: &Run, payload: Map<String, Value>) -> Result<(Status, End), Fault> {
    run.workflow_starts(&ID, &payload)?;
    let Some(payload) = in_parcel_handed_in_v0::admit(run, payload)? else {
        return match route(Outcome::InParcelHandedInV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InParcelHandedInV0(Verdict::Ack));
    let mut machine = Machine {
        payload,
        results: Results::default(),
        surface: Map::new(),
    };
    for _ in 0..64 {
        next = match next {
            Next::Node(node) => route(machine.visit(run, node)?),
            Next::End(status, exit) => {
                return end(run, status, Some(exit), machine.surface);
            }
        };
    }
    Err(Fault::too_many_transitions(ID.fqdn, 64))
}

fn end(
    run: &Run,
    status: Status,
    exit: Option<Exit>,
    surface: Map<String, Value>,
) -> Result<(Status, End), Fault> {
    let ended = End {
        status: status.as_str(),
        surface,
        exit,
    };
    run.workflow_ends(&ID, &ended)?;
    Ok((status, ended))
}

/// The nodes that run contracts.
#[derive(Clone, Copy)]
enum Node {
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

/// What a node answered.
enum Outcome {
    InParcelHandedInV0(Verdict),
    CcCheckLimitsV0(cc_check_limits_v0::Outcome),
    CcPriceParcelV0(cc_price_parcel_v0::Outcome),
    CcRecordParcelEventV0(cc_record_parcel_event_v0::Outcome),
    CcRegisterParcelV0(cc_register_parcel_v0::Outcome),
    CcSendReceiptV0(cc_send_receipt_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InParcelHandedInV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcCheckLimitsV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcCheckLimitsV0(outcome) => {
            use cc_check_limits_v0::Outcome as Of;
            match outcome {
                Of::Success => Next::Node(Node::CcPriceParcelV0),
                Of::TooLarge => Next::End(Status::TooLarge, EXIT_TOO_LARGE),
            }
        }
        Outcome::CcPriceParcelV0(outcome) => {
            use cc_price_parcel_v0::Outcome as Of;
            match outcome {
                Of::Success => Next::Node(Node::CcRegisterParcelV0),
                Of::Underpaid => Next::End(Status::Underpaid, EXIT_UNDERPAID),
                Of::Violation => Next::End(Status::Violation, EXIT_REJECTED),
            }
        }
        Outcome::CcRecordParcelEventV0(outcome) => {
            use cc_record_parcel_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcSendReceiptV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcRegisterParcelV0(outcome) => {
            use cc_register_parcel_v0::Outcome as Of;
            match outcome {
                Of::AlreadyExists => Next::End(Status::AlreadyExists, EXIT_KNOWN),
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcRecordParcelEventV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcSendReceiptV0(outcome) => {
            use cc_send_receipt_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_ACCEPTED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_parcel_handed_in_v0::Payload,
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcCheckLimitsV0 => {
                    Outcome::CcCheckLimitsV0(self.cc_check_limits_v0(run)?)
                }
                Node::CcPriceParcelV0 => {
                    Outcome::CcPriceParcelV0(self.cc_price_parcel_v0(run)?)
                }
                Node::CcRecordParcelEventV0 => {
                    Outcome::CcRecordParcelEventV0(self.cc_record_parcel_event_v0(run)?)
                }
                Node::CcRegisterParcelV0 => {
                    Outcome::CcRegisterParcelV0(self.cc_register_parcel_v0(run)?)
                }
                Node::CcSendReceiptV0 => {
                    Outcome::CcSendReceiptV0(self.cc_send_receipt_v0(run)?)
                }
            },
        )
    }

    /// Node `CC_CHECK_LIMITS_V0`: `parcels::CC_CHECK_LIMITS_V0`.
    fn cc_check_limits_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_check_limits_v0::Outcome, Fault> {
        let inputs = cc_check_limits_v0::Inputs {
            parcel: self.payload.parcel.clone().into(),
            ..Default::default()
        };
        let (outcome, surface) = cc_check_limits_v0::run(
            run,
            "CC_CHECK_LIMITS_V0",
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `CC_PRICE_PARCEL_V0`: `parcels::CC_PRICE_PARCEL_V0`.
    fn cc_price_parcel_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_price_parcel_v0::Outcome, Fault> {
        let inputs = cc_price_parcel_v0::Inputs {
            insured_value: self.payload.insured_value.clone().into(),
            parcel: self.payload.parcel.clone().into(),
            prepaid_cents: self.payload.prepaid_cents.into(),
            service: self.payload.service.clone().into(),
            ..Default::default()
        };
        let (outcome, surface) = cc_price_parcel_v0::run(
            run,
            "CC_PRICE_PARCEL_V0",
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_price_parcel_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_RECORD_PARCEL_EVENT_V0`: `parcels::CC_RECORD_PARCEL_EVENT_V0`.
    fn cc_record_parcel_event_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_parcel_event_v0::Outcome, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(
                object([
                    ("area", self.payload.recipient.value_at(&["area"])),
                    (
                        "billed_grams",
                        self.results.cc_price_parcel_v0.billed_grams.to_value(),
                    ),
                    (
                        "price_cents",
                        self.results.cc_price_parcel_v0.price_cents.to_value(),
                    ),
                ]),
            ),
            event_code: "EV_PARCEL_ACCEPTED_V0".into(),
            subject: self.results.cc_register_parcel_v0.parcel_id.bound(),
            ..Default::default()
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        let (outcome, surface) = cc_record_parcel_event_v0::run(
            run,
            "CC_RECORD_PARCEL_EVENT_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `CC_REGISTER_PARCEL_V0`: `parcels::CC_REGISTER_PARCEL_V0`.
    fn cc_register_parcel_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_register_parcel_v0::Outcome, Fault> {
        let inputs = cc_register_parcel_v0::Inputs {
            handed_in_at: self.payload.handed_in_at.clone().into(),
            parcel: self.payload.parcel.clone().into(),
            pickup_code: self.payload.pickup_code.clone().into(),
            price_cents: self.results.cc_price_parcel_v0.price_cents.bound(),
            recipient: self.payload.recipient.clone().into(),
            sender_email: self.payload.sender_email.clone().into(),
            sender_reference: self.payload.sender_reference.clone().into(),
            service: self.payload.service.clone().into(),
            ..Default::default()
        };
        let bindings = cc_register_parcel_v0::Bindings {
            parcel_numbers: rb_parcels_v0::PARCEL_NUMBERS,
            parcels: rb_parcels_v0::PARCELS,
        };
        let (outcome, surface) = cc_register_parcel_v0::run(
            run,
            "CC_REGISTER_PARCEL_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_register_parcel_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_SEND_RECEIPT_V0`: `parcels::CC_SEND_RECEIPT_V0`.
    fn cc_send_receipt_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_send_receipt_v0::Outcome, Fault> {
        let inputs = cc_send_receipt_v0::Inputs {
            parcel_id: self.results.cc_register_parcel_v0.parcel_id.bound(),
            price_cents: self.results.cc_price_parcel_v0.price_cents.bound(),
            sender_email: self.payload.sender_email.clone().into(),
            ..Default::default()
        };
        let bindings = cc_send_receipt_v0::Bindings {
            send_email: rb_parcels_v0::SEND_EMAIL,
        };
        let (outcome, surface) = cc_send_receipt_v0::run(
            run,
            "CC_SEND_RECEIPT_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    cc_price_parcel_v0: cc_price_parcel_v0::Surface,
    cc_register_parcel_v0: cc_register_parcel_v0::Surface,
}

const EXIT_ACCEPTED: Exit = Exit {
    node: "EXIT_ACCEPTED",
    reason: Some("COMPLETED"),
    emit: Some("EV_PARCEL_ACCEPTED_V0"),
};

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_KNOWN: Exit = Exit {
    node: "EXIT_KNOWN",
    reason: Some("HANDED_IN_TWICE"),
    emit: None,
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};

const EXIT_TOO_LARGE: Exit = Exit {
    node: "EXIT_TOO_LARGE",
    reason: Some("TOO_LARGE"),
    emit: None,
};

const EXIT_UNDERPAID: Exit = Exit {
    node: "EXIT_UNDERPAID",
    reason: Some("UNDERPAID"),
    emit: None,
};
