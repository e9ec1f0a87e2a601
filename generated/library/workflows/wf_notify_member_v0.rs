// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_NOTIFY_MEMBER_V0`: Write one letter to one member

use crate::library::bindings::rb_letters_v0;
use crate::library::contracts::{cc_record_event_v0, cc_write_to_member_v0};
use crate::library::intents::in_letter_due_v0;
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
const EXIT_NOTIFIED: Exit = Exit {
    node: "EXIT_NOTIFIED",
    reason: Some("COMPLETED"),
    emit: Some("EV_MEMBER_NOTIFIED_V0"),
};
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "library::WF_NOTIFY_MEMBER_V0", domain: "library", address: 57 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_letter_due_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(Self { payload, cc_write_to_member_v0: Default::default() }, Node::CcWriteToMemberV0))
            }
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcRecordEventV0 => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.cc_record_event_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_NOTIFIED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcWriteToMemberV0 => {
                use cc_write_to_member_v0::Outcome;
                let (outcome, surface) = self.cc_write_to_member_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NotFound => Next::Exit(Status::NotFound, EXIT_REJECTED),
                    Outcome::Success => Next::Node(Node::CcRecordEventV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_write_to_member_v0 = surface;
                Ok(next.leaving(self.cc_write_to_member_v0.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_record_event_v0(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([
                ("book_id", self.payload.book_id.clone().into()),
                ("delivery", self.cc_write_to_member_v0.delivery.to_value()),
                ("reason", self.payload.reason.clone().into()),
            ])),
            event_code: "EV_MEMBER_NOTIFIED_V0".into(),
            subject: self.payload.member_id.clone().into(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_letters_v0::JOURNAL };
        run.binds(&[
            ("/details/book_id", Origin::Payload("/book_id")),
            ("/details/delivery", Origin::Node("CC_WRITE_TO_MEMBER_V0", "/delivery")),
            ("/details/reason", Origin::Payload("/reason")),
            ("/subject", Origin::Payload("/member_id")),
        ]);
        cc_record_event_v0::run(run, "CC_RECORD_EVENT_V0", bindings, inputs)
    }

    fn cc_write_to_member_v0(&self, run: &Run) -> Result<cc_write_to_member_v0::Completed, Fault> {
        let inputs = cc_write_to_member_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            member_id: self.payload.member_id.clone().into(),
            reason: self.payload.reason.clone().into(),
        };
        let bindings = cc_write_to_member_v0::Bindings {
            members: rb_letters_v0::MEMBERS,
            send_email: rb_letters_v0::SEND_EMAIL,
        };
        run.binds(&[
            ("/book_id", Origin::Payload("/book_id")),
            ("/member_id", Origin::Payload("/member_id")),
            ("/reason", Origin::Payload("/reason")),
        ]);
        cc_write_to_member_v0::run(run, "CC_WRITE_TO_MEMBER_V0", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_RECORD_EVENT_V0`
    CcRecordEventV0,
    /// `CC_WRITE_TO_MEMBER_V0`
    CcWriteToMemberV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_letter_due_v0::Payload,
    cc_write_to_member_v0: cc_write_to_member_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "library-wf-notify-member-v0",
    summary: "Write one letter to one member",
    payload: in_letter_due_v0::FIELDS,
    intent: Some(Intent::of::<in_letter_due_v0::Payload>()),
    suppressed: &["email"],
    names: crate::NAMES,
    stores: &[StoreUse::writes("library/journal.jsonl"), StoreUse::reads("library/members.jsonl")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_notify_member_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
