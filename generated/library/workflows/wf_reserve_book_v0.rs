// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_RESERVE_BOOK_V0`: Let a member wait for a book that is out

use crate::library::bindings::rb_desk_v0;
use crate::library::contracts::{
    cc_check_member_v0, cc_check_on_loan_v0, cc_check_queue_v0, cc_record_event_v0,
    cc_write_reservation_v0,
};

use crate::library::intents::in_book_reserved_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        AlreadyReserved = "ALREADY_RESERVED",
        BackendError = "BACKEND_ERROR",
        Nack = "NACK",
        NotFound = "NOT_FOUND",
        Success = "SUCCESS",
        UnknownMember = "UNKNOWN_MEMBER",
        Violation = "VIOLATION",
    }
}

const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_ON_SHELF: Exit = Exit { node: "EXIT_ON_SHELF", reason: Some("ON_SHELF"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };
const EXIT_RESERVED: Exit = Exit {
    node: "EXIT_RESERVED",
    reason: Some("COMPLETED"),
    emit: Some("EV_BOOK_RESERVED_V0"),
};

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "library::WF_RESERVE_BOOK_V0", domain: "library", address: 60 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_book_reserved_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(Self { payload, cc_check_on_loan_v0: Default::default() }, Node::CcCheckMemberV0))
            }
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcCheckMemberV0 => {
                use cc_check_member_v0::Outcome;
                let (outcome, surface) = self.cc_check_member_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcCheckOnLoanV0),
                    Outcome::UnknownMember => Next::Exit(Status::UnknownMember, EXIT_REJECTED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcCheckOnLoanV0 => {
                use cc_check_on_loan_v0::Outcome;
                let (outcome, surface) = self.cc_check_on_loan_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NotFound => Next::Exit(Status::NotFound, EXIT_ON_SHELF),
                    Outcome::Success => Next::Node(Node::CcCheckQueueV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_check_on_loan_v0 = surface;
                Ok(next.leaving(self.cc_check_on_loan_v0.fields()))
            }
            Node::CcCheckQueueV0 => {
                use cc_check_queue_v0::Outcome;
                let (outcome, surface) = self.cc_check_queue_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyReserved => Next::NoEdge(Status::AlreadyReserved),
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcWriteReservationV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcRecordEventV0 => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.cc_record_event_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_RESERVED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcWriteReservationV0 => {
                use cc_write_reservation_v0::Outcome;
                let (outcome, surface) = self.cc_write_reservation_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcRecordEventV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_check_member_v0(&self, run: &Run) -> Result<cc_check_member_v0::Completed, Fault> {
        let inputs = cc_check_member_v0::Inputs {
            member_id: self.payload.member_id.clone().into(),
        };
        let bindings = cc_check_member_v0::Bindings { members: rb_desk_v0::MEMBERS };
        run.binds(&[("/member_id", Origin::Payload("/member_id"))]);
        cc_check_member_v0::run(run, "CC_CHECK_MEMBER_V0", bindings, inputs)
    }

    fn cc_check_on_loan_v0(&self, run: &Run) -> Result<cc_check_on_loan_v0::Completed, Fault> {
        let inputs = cc_check_on_loan_v0::Inputs { book_id: self.payload.book_id.clone().into() };
        let bindings = cc_check_on_loan_v0::Bindings { on_loan: rb_desk_v0::ON_LOAN };
        run.binds(&[("/book_id", Origin::Payload("/book_id"))]);
        cc_check_on_loan_v0::run(run, "CC_CHECK_ON_LOAN_V0", bindings, inputs)
    }

    fn cc_check_queue_v0(&self, run: &Run) -> Result<cc_check_queue_v0::Completed, Fault> {
        let inputs = cc_check_queue_v0::Inputs { book_id: self.payload.book_id.clone().into() };
        let bindings = cc_check_queue_v0::Bindings { reservations: rb_desk_v0::RESERVATIONS };
        run.binds(&[("/book_id", Origin::Payload("/book_id"))]);
        cc_check_queue_v0::run(run, "CC_CHECK_QUEUE_V0", bindings, inputs)
    }

    fn cc_record_event_v0(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([
                ("has_it", self.cc_check_on_loan_v0.lent_to.to_value()),
                ("waiting", list([self.payload.member_id.clone().into()])),
            ])),
            event_code: "EV_BOOK_RESERVED_V0".into(),
            subject: self.payload.book_id.clone().into(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        run.binds(&[
            ("/details/has_it", Origin::Node("CC_CHECK_ON_LOAN_V0", "/lent_to")),
            ("/details/waiting/0", Origin::Payload("/member_id")),
            ("/subject", Origin::Payload("/book_id")),
        ]);
        cc_record_event_v0::run(run, "CC_RECORD_EVENT_V0", bindings, inputs)
    }

    fn cc_write_reservation_v0(&self, run: &Run) -> Result<cc_write_reservation_v0::Completed, Fault> {
        let inputs = cc_write_reservation_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            lent_to: self.cc_check_on_loan_v0.lent_to.bound(),
            member_id: self.payload.member_id.clone().into(),
        };
        let bindings = cc_write_reservation_v0::Bindings { reservations: rb_desk_v0::RESERVATIONS };
        run.binds(&[
            ("/book_id", Origin::Payload("/book_id")),
            ("/lent_to", Origin::Node("CC_CHECK_ON_LOAN_V0", "/lent_to")),
            ("/member_id", Origin::Payload("/member_id")),
        ]);
        cc_write_reservation_v0::run(run, "CC_WRITE_RESERVATION_V0", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_CHECK_MEMBER_V0`
    CcCheckMemberV0,
    /// `CC_CHECK_ON_LOAN_V0`
    CcCheckOnLoanV0,
    /// `CC_CHECK_QUEUE_V0`
    CcCheckQueueV0,
    /// `CC_RECORD_EVENT_V0`
    CcRecordEventV0,
    /// `CC_WRITE_RESERVATION_V0`
    CcWriteReservationV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_book_reserved_v0::Payload,
    cc_check_on_loan_v0: cc_check_on_loan_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "library-wf-reserve-book-v0",
    summary: "Let a member wait for a book that is out",
    payload: in_book_reserved_v0::FIELDS,
    intent: Some(Intent::of::<in_book_reserved_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[
        StoreUse::writes("library/journal.jsonl"),
        StoreUse::reads("library/members.jsonl"),
        StoreUse::reads("library/on_loan.jsonl"),
        StoreUse::writes("library/reservations.json"),
    ],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_reserve_book_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
