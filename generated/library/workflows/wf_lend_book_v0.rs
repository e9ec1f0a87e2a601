// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_LEND_BOOK_V0`: Lend a book to a member, or refuse and record why

use crate::library::bindings::rb_desk_v0;
use crate::library::contracts::{
    cc_check_loan_limit_v0, cc_check_member_v0, cc_check_reservation_v0,
    cc_drop_reservation_v0, cc_lend_book_v0, cc_read_card_v0, cc_record_event_v0,
};

use crate::library::intents::in_book_asked_for_v0;
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
const EXIT_LENT: Exit = Exit { node: "EXIT_LENT", reason: Some("COMPLETED"), emit: Some("EV_BOOK_LENT_V0") };
const EXIT_REFUSED: Exit = Exit {
    node: "EXIT_REFUSED",
    reason: Some("COMPLETED"),
    emit: Some("EV_LENDING_REFUSED_V0"),
};
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "library::WF_LEND_BOOK_V0", domain: "library", address: 55 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_book_asked_for_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(
                    Self {
                        payload,
                        cc_check_loan_limit_v0: Default::default(),
                        cc_lend_book_v0: Default::default(),
                        cc_read_card_v0: Default::default(),
                    },
                    Node::CcCheckMemberV0,
                ))
            }
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcCheckLoanLimitV0 => {
                use cc_check_loan_limit_v0::Outcome;
                let (outcome, surface) = self.cc_check_loan_limit_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::LimitReached => Next::Node(Node::RefuseTooMany),
                    Outcome::Success => Next::Node(Node::CcCheckReservationV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_check_loan_limit_v0 = surface;
                Ok(next.leaving(self.cc_check_loan_limit_v0.fields()))
            }
            Node::CcCheckMemberV0 => {
                use cc_check_member_v0::Outcome;
                let (outcome, surface) = self.cc_check_member_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcReadCardV0),
                    Outcome::UnknownMember => Next::Node(Node::RefuseStranger),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcCheckReservationV0 => {
                use cc_check_reservation_v0::Outcome;
                let (outcome, surface) = self.cc_check_reservation_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Reserved => Next::Node(Node::RefuseReserved),
                    Outcome::Success => Next::Node(Node::CcLendBookV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcDropReservationV0 => {
                use cc_drop_reservation_v0::Outcome;
                let (outcome, surface) = self.cc_drop_reservation_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NotFound => Next::Node(Node::RecordLent),
                    Outcome::Success => Next::Node(Node::RecordLent),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcLendBookV0 => {
                use cc_lend_book_v0::Outcome;
                let (outcome, surface) = self.cc_lend_book_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Node(Node::RefuseOut),
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcDropReservationV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_lend_book_v0 = surface;
                Ok(next.leaving(self.cc_lend_book_v0.fields()))
            }
            Node::CcReadCardV0 => {
                use cc_read_card_v0::Outcome;
                let (outcome, surface) = self.cc_read_card_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NotFound => Next::Exit(Status::NotFound, EXIT_REJECTED),
                    Outcome::ReferenceOnly => Next::Node(Node::RefuseReferenceBook),
                    Outcome::Success => Next::Node(Node::CcCheckLoanLimitV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_read_card_v0 = surface;
                Ok(next.leaving(self.cc_read_card_v0.fields()))
            }
            Node::RecordLent => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.record_lent(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_LENT),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::RefuseOut => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.refuse_out(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::RefuseReferenceBook => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.refuse_reference_book(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::RefuseReserved => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.refuse_reserved(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::RefuseStranger => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.refuse_stranger(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::RefuseTooMany => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.refuse_too_many(run)?;
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
    fn cc_check_loan_limit_v0(&self, run: &Run) -> Result<cc_check_loan_limit_v0::Completed, Fault> {
        let inputs = cc_check_loan_limit_v0::Inputs {
            loan_limit: 3.into(),
            member_id: self.payload.member_id.clone().into(),
        };
        let bindings = cc_check_loan_limit_v0::Bindings { accounts: rb_desk_v0::ACCOUNTS };
        run.binds(&[("/member_id", Origin::Payload("/member_id"))]);
        cc_check_loan_limit_v0::run(run, "CC_CHECK_LOAN_LIMIT_V0", bindings, inputs)
    }

    fn cc_check_member_v0(&self, run: &Run) -> Result<cc_check_member_v0::Completed, Fault> {
        let inputs = cc_check_member_v0::Inputs {
            member_id: self.payload.member_id.clone().into(),
        };
        let bindings = cc_check_member_v0::Bindings { members: rb_desk_v0::MEMBERS };
        run.binds(&[("/member_id", Origin::Payload("/member_id"))]);
        cc_check_member_v0::run(run, "CC_CHECK_MEMBER_V0", bindings, inputs)
    }

    fn cc_check_reservation_v0(&self, run: &Run) -> Result<cc_check_reservation_v0::Completed, Fault> {
        let inputs = cc_check_reservation_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            member_id: self.payload.member_id.clone().into(),
        };
        let bindings = cc_check_reservation_v0::Bindings { reservations: rb_desk_v0::RESERVATIONS };
        run.binds(&[("/book_id", Origin::Payload("/book_id")), ("/member_id", Origin::Payload("/member_id"))]);
        cc_check_reservation_v0::run(run, "CC_CHECK_RESERVATION_V0", bindings, inputs)
    }

    fn cc_drop_reservation_v0(&self, run: &Run) -> Result<cc_drop_reservation_v0::Completed, Fault> {
        let inputs = cc_drop_reservation_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
        };
        let bindings = cc_drop_reservation_v0::Bindings { reservations: rb_desk_v0::RESERVATIONS };
        run.binds(&[("/book_id", Origin::Payload("/book_id"))]);
        cc_drop_reservation_v0::run(run, "CC_DROP_RESERVATION_V0", bindings, inputs)
    }

    fn cc_lend_book_v0(&self, run: &Run) -> Result<cc_lend_book_v0::Completed, Fault> {
        let inputs = cc_lend_book_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            due_at: self.payload.due_at.clone().into(),
            lent_at: self.payload.lent_at.clone().into(),
            loan_days: self.cc_read_card_v0.loan_days.bound(),
            member_id: self.payload.member_id.clone().into(),
            note: self.payload.note.clone().into(),
        };
        let bindings = cc_lend_book_v0::Bindings {
            on_loan: rb_desk_v0::ON_LOAN,
            loans: rb_desk_v0::LOANS,
            accounts: rb_desk_v0::ACCOUNTS,
        };
        run.binds(&[
            ("/book_id", Origin::Payload("/book_id")),
            ("/due_at", Origin::Payload("/due_at")),
            ("/lent_at", Origin::Payload("/lent_at")),
            ("/loan_days", Origin::Node("CC_READ_CARD_V0", "/loan_days")),
            ("/member_id", Origin::Payload("/member_id")),
            ("/note", Origin::Payload("/note")),
        ]);
        cc_lend_book_v0::run(run, "CC_LEND_BOOK_V0", bindings, inputs)
    }

    fn cc_read_card_v0(&self, run: &Run) -> Result<cc_read_card_v0::Completed, Fault> {
        let inputs = cc_read_card_v0::Inputs { book_id: self.payload.book_id.clone().into() };
        let bindings = cc_read_card_v0::Bindings { catalogue: rb_desk_v0::CATALOGUE };
        run.binds(&[("/book_id", Origin::Payload("/book_id"))]);
        cc_read_card_v0::run(run, "CC_READ_CARD_V0", bindings, inputs)
    }

    fn record_lent(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([
                ("due_at", self.payload.due_at.clone().into()),
                ("member_id", self.payload.member_id.clone().into()),
                ("open_loans", self.cc_lend_book_v0.open_loans.to_value()),
                ("title", self.cc_read_card_v0.title.to_value()),
            ])),
            event_code: "EV_BOOK_LENT_V0".into(),
            subject: self.payload.book_id.clone().into(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        run.binds(&[
            ("/details/due_at", Origin::Payload("/due_at")),
            ("/details/member_id", Origin::Payload("/member_id")),
            ("/details/open_loans", Origin::Node("CC_LEND_BOOK_V0", "/open_loans")),
            ("/details/title", Origin::Node("CC_READ_CARD_V0", "/title")),
            ("/subject", Origin::Payload("/book_id")),
        ]);
        cc_record_event_v0::run(run, "RECORD_LENT", bindings, inputs)
    }

    fn refuse_out(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([("reason", "ALREADY_LENT".into())])),
            event_code: "EV_LENDING_REFUSED_V0".into(),
            subject: self.payload.book_id.clone().into(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        run.binds(&[("/subject", Origin::Payload("/book_id"))]);
        cc_record_event_v0::run(run, "REFUSE_OUT", bindings, inputs)
    }

    fn refuse_reference_book(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(
                object([("reason", "REFERENCE_ONLY".into()), ("title", self.cc_read_card_v0.title.to_value())]),
            ),
            event_code: "EV_LENDING_REFUSED_V0".into(),
            subject: self.payload.book_id.clone().into(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        run.binds(
            &[("/details/title", Origin::Node("CC_READ_CARD_V0", "/title")), ("/subject", Origin::Payload("/book_id"))],
        );
        cc_record_event_v0::run(run, "REFUSE_REFERENCE_BOOK", bindings, inputs)
    }

    fn refuse_reserved(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([("reason", "RESERVED_FOR_ANOTHER".into())])),
            event_code: "EV_LENDING_REFUSED_V0".into(),
            subject: self.payload.book_id.clone().into(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        run.binds(&[("/subject", Origin::Payload("/book_id"))]);
        cc_record_event_v0::run(run, "REFUSE_RESERVED", bindings, inputs)
    }

    fn refuse_stranger(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(
                object([("member_id", self.payload.member_id.clone().into()), ("reason", "NOT_A_MEMBER".into())]),
            ),
            event_code: "EV_LENDING_REFUSED_V0".into(),
            subject: self.payload.book_id.clone().into(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        run.binds(&[("/details/member_id", Origin::Payload("/member_id")), ("/subject", Origin::Payload("/book_id"))]);
        cc_record_event_v0::run(run, "REFUSE_STRANGER", bindings, inputs)
    }

    fn refuse_too_many(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([
                ("open_loans", self.cc_check_loan_limit_v0.open_loans.to_value()),
                ("reason", "TOO_MANY_BOOKS".into()),
            ])),
            event_code: "EV_LENDING_REFUSED_V0".into(),
            subject: self.payload.book_id.clone().into(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        run.binds(&[
            ("/details/open_loans", Origin::Node("CC_CHECK_LOAN_LIMIT_V0", "/open_loans")),
            ("/subject", Origin::Payload("/book_id")),
        ]);
        cc_record_event_v0::run(run, "REFUSE_TOO_MANY", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_CHECK_LOAN_LIMIT_V0`
    CcCheckLoanLimitV0,
    /// `CC_CHECK_MEMBER_V0`
    CcCheckMemberV0,
    /// `CC_CHECK_RESERVATION_V0`
    CcCheckReservationV0,
    /// `CC_DROP_RESERVATION_V0`
    CcDropReservationV0,
    /// `CC_LEND_BOOK_V0`
    CcLendBookV0,
    /// `CC_READ_CARD_V0`
    CcReadCardV0,
    /// `RECORD_LENT`
    RecordLent,
    /// `REFUSE_OUT`
    RefuseOut,
    /// `REFUSE_REFERENCE_BOOK`
    RefuseReferenceBook,
    /// `REFUSE_RESERVED`
    RefuseReserved,
    /// `REFUSE_STRANGER`
    RefuseStranger,
    /// `REFUSE_TOO_MANY`
    RefuseTooMany,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_book_asked_for_v0::Payload,
    cc_check_loan_limit_v0: cc_check_loan_limit_v0::Surface,
    cc_lend_book_v0: cc_lend_book_v0::Surface,
    cc_read_card_v0: cc_read_card_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "library-wf-lend-book-v0",
    summary: "Lend a book to a member, or refuse and record why",
    payload: in_book_asked_for_v0::FIELDS,
    intent: Some(Intent::of::<in_book_asked_for_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[
        StoreUse::writes("library/accounts.json"),
        StoreUse::reads("library/catalogue.json"),
        StoreUse::writes("library/journal.jsonl"),
        StoreUse::writes("library/loans.json"),
        StoreUse::reads("library/members.jsonl"),
        StoreUse::writes("library/on_loan.jsonl"),
        StoreUse::writes("library/reservations.json"),
    ],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_lend_book_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
