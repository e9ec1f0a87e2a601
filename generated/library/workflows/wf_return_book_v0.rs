// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_RETURN_BOOK_V0`: Take a book back, note whether it is late, and tell the member who waits for it

use crate::library::bindings::rb_desk_v0;
use crate::library::contracts::{
    cc_judge_lateness_v0, cc_read_loan_v0, cc_record_event_v0, cc_take_back_v0,
    cc_tell_next_reader_v0,
};

use crate::library::intents::in_book_brought_back_v0;
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
const EXIT_NOT_LENT: Exit = Exit { node: "EXIT_NOT_LENT", reason: Some("NOT_LENT"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };
const EXIT_RETURNED: Exit = Exit {
    node: "EXIT_RETURNED",
    reason: Some("COMPLETED"),
    emit: Some("EV_BOOK_RETURNED_V0"),
};

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "library::WF_RETURN_BOOK_V0", domain: "library", address: 61 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_book_brought_back_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(
                    Self {
                        payload,
                        cc_judge_lateness_v0: Default::default(),
                        cc_read_loan_v0: Default::default(),
                        cc_tell_next_reader_v0: Default::default(),
                    },
                    Node::CcReadLoanV0,
                ))
            }
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcJudgeLatenessV0 => {
                use cc_judge_lateness_v0::Outcome;
                let (outcome, surface) = self.cc_judge_lateness_v0(run)?;
                let next = match outcome {
                    Outcome::Late => Next::Node(Node::RecordLate),
                    Outcome::Success => Next::Node(Node::CcTakeBackV0),
                };
                self.cc_judge_lateness_v0 = surface;
                Ok(next.leaving(self.cc_judge_lateness_v0.fields()))
            }
            Node::CcReadLoanV0 => {
                use cc_read_loan_v0::Outcome;
                let (outcome, surface) = self.cc_read_loan_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NotFound => Next::Exit(Status::NotFound, EXIT_NOT_LENT),
                    Outcome::Success => Next::Node(Node::CcJudgeLatenessV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_read_loan_v0 = surface;
                Ok(next.leaving(self.cc_read_loan_v0.fields()))
            }
            Node::CcTakeBackV0 => {
                use cc_take_back_v0::Outcome;
                let (outcome, surface) = self.cc_take_back_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NotFound => Next::Exit(Status::NotFound, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcTellNextReaderV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcTellNextReaderV0 => {
                use cc_tell_next_reader_v0::Outcome;
                let (outcome, surface) = self.cc_tell_next_reader_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NobodyWaits => Next::Node(Node::RecordReturned),
                    Outcome::NotTold => Next::Node(Node::RecordReturned),
                    Outcome::Success => Next::Node(Node::RecordReturned),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_tell_next_reader_v0 = surface;
                Ok(next.leaving(self.cc_tell_next_reader_v0.fields()))
            }
            Node::RecordLate => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.record_late(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcTakeBackV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::RecordReturned => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.record_returned(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_RETURNED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_judge_lateness_v0(&self, run: &Run) -> Result<cc_judge_lateness_v0::Completed, Fault> {
        let inputs = cc_judge_lateness_v0::Inputs {
            lent_at: self.cc_read_loan_v0.lent_at.bound(),
            loan_days: self.cc_read_loan_v0.loan_days.bound(),
            returned_at: self.payload.returned_at.clone().into(),
        };
        run.binds(&[
            ("/lent_at", Origin::Node("CC_READ_LOAN_V0", "/lent_at")),
            ("/loan_days", Origin::Node("CC_READ_LOAN_V0", "/loan_days")),
            ("/returned_at", Origin::Payload("/returned_at")),
        ]);
        cc_judge_lateness_v0::run(run, "CC_JUDGE_LATENESS_V0", inputs)
    }

    fn cc_read_loan_v0(&self, run: &Run) -> Result<cc_read_loan_v0::Completed, Fault> {
        let inputs = cc_read_loan_v0::Inputs { book_id: self.payload.book_id.clone().into() };
        let bindings = cc_read_loan_v0::Bindings { loans: rb_desk_v0::LOANS };
        run.binds(&[("/book_id", Origin::Payload("/book_id"))]);
        cc_read_loan_v0::run(run, "CC_READ_LOAN_V0", bindings, inputs)
    }

    fn cc_take_back_v0(&self, run: &Run) -> Result<cc_take_back_v0::Completed, Fault> {
        let inputs = cc_take_back_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            member_id: self.cc_read_loan_v0.member_id.bound(),
        };
        let bindings = cc_take_back_v0::Bindings {
            on_loan: rb_desk_v0::ON_LOAN,
            loans: rb_desk_v0::LOANS,
            accounts: rb_desk_v0::ACCOUNTS,
        };
        run.binds(
            &[("/book_id", Origin::Payload("/book_id")), ("/member_id", Origin::Node("CC_READ_LOAN_V0", "/member_id"))],
        );
        cc_take_back_v0::run(run, "CC_TAKE_BACK_V0", bindings, inputs)
    }

    fn cc_tell_next_reader_v0(&self, run: &Run) -> Result<cc_tell_next_reader_v0::Completed, Fault> {
        let inputs = cc_tell_next_reader_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
        };
        let bindings = cc_tell_next_reader_v0::Bindings { reservations: rb_desk_v0::RESERVATIONS };
        run.binds(&[("/book_id", Origin::Payload("/book_id"))]);
        cc_tell_next_reader_v0::run(run, "CC_TELL_NEXT_READER_V0", bindings, inputs)
    }

    fn record_late(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([
                ("book_id", self.payload.book_id.clone().into()),
                ("days_out", self.cc_judge_lateness_v0.days_out.to_value()),
                ("late", true.into()),
            ])),
            event_code: "EV_BOOK_RETURNED_V0".into(),
            subject: self.cc_read_loan_v0.member_id.bound(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        run.binds(&[
            ("/details/book_id", Origin::Payload("/book_id")),
            ("/details/days_out", Origin::Node("CC_JUDGE_LATENESS_V0", "/days_out")),
            ("/subject", Origin::Node("CC_READ_LOAN_V0", "/member_id")),
        ]);
        cc_record_event_v0::run(run, "RECORD_LATE", bindings, inputs)
    }

    fn record_returned(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([
                ("days_out", self.cc_judge_lateness_v0.days_out.to_value()),
                (
                    "letter",
                    self.cc_tell_next_reader_v0.execution_result.value_at(&["status"]),
                ),
                ("member_id", self.cc_read_loan_v0.member_id.to_value()),
                ("next_reader", self.cc_tell_next_reader_v0.next_reader.to_value()),
            ])),
            event_code: "EV_BOOK_RETURNED_V0".into(),
            subject: self.payload.book_id.clone().into(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        run.binds(&[
            ("/details/days_out", Origin::Node("CC_JUDGE_LATENESS_V0", "/days_out")),
            ("/details/letter", Origin::Node("CC_TELL_NEXT_READER_V0", "/execution_result/status")),
            ("/details/member_id", Origin::Node("CC_READ_LOAN_V0", "/member_id")),
            ("/details/next_reader", Origin::Node("CC_TELL_NEXT_READER_V0", "/next_reader")),
            ("/subject", Origin::Payload("/book_id")),
        ]);
        cc_record_event_v0::run(run, "RECORD_RETURNED", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_JUDGE_LATENESS_V0`
    CcJudgeLatenessV0,
    /// `CC_READ_LOAN_V0`
    CcReadLoanV0,
    /// `CC_TAKE_BACK_V0`
    CcTakeBackV0,
    /// `CC_TELL_NEXT_READER_V0`
    CcTellNextReaderV0,
    /// `RECORD_LATE`
    RecordLate,
    /// `RECORD_RETURNED`
    RecordReturned,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_book_brought_back_v0::Payload,
    cc_judge_lateness_v0: cc_judge_lateness_v0::Surface,
    cc_read_loan_v0: cc_read_loan_v0::Surface,
    cc_tell_next_reader_v0: cc_tell_next_reader_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "library-wf-return-book-v0",
    summary: "Take a book back, note whether it is late, and tell the member who waits for it",
    payload: in_book_brought_back_v0::FIELDS,
    intent: Some(Intent::of::<in_book_brought_back_v0::Payload>()),
    suppressed: &["email"],
    names: crate::NAMES,
    stores: &[
        StoreUse::writes("library/accounts.json"),
        StoreUse::writes("library/journal.jsonl"),
        StoreUse::writes("library/loans.json"),
        StoreUse::reads("library/members.jsonl"),
        StoreUse::writes("library/on_loan.jsonl"),
        StoreUse::reads("library/reservations.json"),
    ],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_return_book_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
