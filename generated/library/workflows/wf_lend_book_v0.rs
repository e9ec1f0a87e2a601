// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_LEND_BOOK_V0`: Lend a book to a member, or refuse and record why

use super::super::bindings::rb_desk_v0;
use super::super::contracts::{
    cc_check_loan_limit_v0, cc_check_member_v0, cc_check_reservation_v0,
    cc_drop_reservation_v0, cc_lend_book_v0, cc_read_card_v0, cc_record_event_v0,
};
use super::super::intents::in_book_asked_for_v0;
use pgs_rt::{End, Exit, Fault, Field, Map, Run, Value, WorkflowId, object};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "library::WF_LEND_BOOK_V0",
    domain: "library",
    address: 55,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "library-wf-lend-book-v0",
    summary: "Lend a book to a member, or refuse and record why",
    payload: in_book_asked_for_v0::FIELDS,
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_lend_book_v0.json"),
        mermaid: include_str!("../graphs/wf_lend_book_v0.mmd"),
        picture: include_bytes!("../graphs/wf_lend_book_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NACK`
    Nack,
    /// `NOT_FOUND`
    NotFound,
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Status {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::Nack => "NACK",
            Self::NotFound => "NOT_FOUND",
            Self::Success => "SUCCESS",
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
    let Some(payload) = in_book_asked_for_v0::admit(run, payload)? else {
        return match route(Outcome::InBookAskedForV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InBookAskedForV0(Verdict::Ack));
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

/// What a node answered.
enum Outcome {
    InBookAskedForV0(Verdict),
    CcCheckLoanLimitV0(cc_check_loan_limit_v0::Outcome),
    CcCheckMemberV0(cc_check_member_v0::Outcome),
    CcCheckReservationV0(cc_check_reservation_v0::Outcome),
    CcDropReservationV0(cc_drop_reservation_v0::Outcome),
    CcLendBookV0(cc_lend_book_v0::Outcome),
    CcReadCardV0(cc_read_card_v0::Outcome),
    RecordLent(cc_record_event_v0::Outcome),
    RefuseOut(cc_record_event_v0::Outcome),
    RefuseReferenceBook(cc_record_event_v0::Outcome),
    RefuseReserved(cc_record_event_v0::Outcome),
    RefuseStranger(cc_record_event_v0::Outcome),
    RefuseTooMany(cc_record_event_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InBookAskedForV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcCheckMemberV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcCheckLoanLimitV0(outcome) => {
            use cc_check_loan_limit_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::LimitReached => Next::Node(Node::RefuseTooMany),
                Of::Success => Next::Node(Node::CcCheckReservationV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcCheckMemberV0(outcome) => {
            use cc_check_member_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcReadCardV0),
                Of::UnknownMember => Next::Node(Node::RefuseStranger),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcCheckReservationV0(outcome) => {
            use cc_check_reservation_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Reserved => Next::Node(Node::RefuseReserved),
                Of::Success => Next::Node(Node::CcLendBookV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcDropReservationV0(outcome) => {
            use cc_drop_reservation_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NotFound => Next::Node(Node::RecordLent),
                Of::Success => Next::Node(Node::RecordLent),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcLendBookV0(outcome) => {
            use cc_lend_book_v0::Outcome as Of;
            match outcome {
                Of::AlreadyExists => Next::Node(Node::RefuseOut),
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcDropReservationV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcReadCardV0(outcome) => {
            use cc_read_card_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NotFound => Next::End(Status::NotFound, EXIT_REJECTED),
                Of::ReferenceOnly => Next::Node(Node::RefuseReferenceBook),
                Of::Success => Next::Node(Node::CcCheckLoanLimitV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RecordLent(outcome) => {
            use cc_record_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_LENT),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RefuseOut(outcome) => {
            use cc_record_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_REFUSED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RefuseReferenceBook(outcome) => {
            use cc_record_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_REFUSED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RefuseReserved(outcome) => {
            use cc_record_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_REFUSED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RefuseStranger(outcome) => {
            use cc_record_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_REFUSED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RefuseTooMany(outcome) => {
            use cc_record_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_REFUSED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_book_asked_for_v0::Payload,
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcCheckLoanLimitV0 => {
                    Outcome::CcCheckLoanLimitV0(self.cc_check_loan_limit_v0(run)?)
                }
                Node::CcCheckMemberV0 => {
                    Outcome::CcCheckMemberV0(self.cc_check_member_v0(run)?)
                }
                Node::CcCheckReservationV0 => {
                    Outcome::CcCheckReservationV0(self.cc_check_reservation_v0(run)?)
                }
                Node::CcDropReservationV0 => {
                    Outcome::CcDropReservationV0(self.cc_drop_reservation_v0(run)?)
                }
                Node::CcLendBookV0 => Outcome::CcLendBookV0(self.cc_lend_book_v0(run)?),
                Node::CcReadCardV0 => Outcome::CcReadCardV0(self.cc_read_card_v0(run)?),
                Node::RecordLent => Outcome::RecordLent(self.record_lent(run)?),
                Node::RefuseOut => Outcome::RefuseOut(self.refuse_out(run)?),
                Node::RefuseReferenceBook => {
                    Outcome::RefuseReferenceBook(self.refuse_reference_book(run)?)
                }
                Node::RefuseReserved => {
                    Outcome::RefuseReserved(self.refuse_reserved(run)?)
                }
                Node::RefuseStranger => {
                    Outcome::RefuseStranger(self.refuse_stranger(run)?)
                }
                Node::RefuseTooMany => Outcome::RefuseTooMany(self.refuse_too_many(run)?),
            },
        )
    }

    /// Node `CC_CHECK_LOAN_LIMIT_V0`: `library::CC_CHECK_LOAN_LIMIT_V0`.
    fn cc_check_loan_limit_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_check_loan_limit_v0::Outcome, Fault> {
        let inputs = cc_check_loan_limit_v0::Inputs {
            loan_limit: 3.into(),
            member_id: self.payload.member_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_check_loan_limit_v0::Bindings {
            accounts: rb_desk_v0::ACCOUNTS,
        };
        let (outcome, surface) = cc_check_loan_limit_v0::run(
            run,
            "CC_CHECK_LOAN_LIMIT_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_check_loan_limit_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_CHECK_MEMBER_V0`: `library::CC_CHECK_MEMBER_V0`.
    fn cc_check_member_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_check_member_v0::Outcome, Fault> {
        let inputs = cc_check_member_v0::Inputs {
            member_id: self.payload.member_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_check_member_v0::Bindings {
            members: rb_desk_v0::MEMBERS,
        };
        let (outcome, surface) = cc_check_member_v0::run(
            run,
            "CC_CHECK_MEMBER_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `CC_CHECK_RESERVATION_V0`: `library::CC_CHECK_RESERVATION_V0`.
    fn cc_check_reservation_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_check_reservation_v0::Outcome, Fault> {
        let inputs = cc_check_reservation_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            member_id: self.payload.member_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_check_reservation_v0::Bindings {
            reservations: rb_desk_v0::RESERVATIONS,
        };
        let (outcome, surface) = cc_check_reservation_v0::run(
            run,
            "CC_CHECK_RESERVATION_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `CC_DROP_RESERVATION_V0`: `library::CC_DROP_RESERVATION_V0`.
    fn cc_drop_reservation_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_drop_reservation_v0::Outcome, Fault> {
        let inputs = cc_drop_reservation_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_drop_reservation_v0::Bindings {
            reservations: rb_desk_v0::RESERVATIONS,
        };
        let (outcome, surface) = cc_drop_reservation_v0::run(
            run,
            "CC_DROP_RESERVATION_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `CC_LEND_BOOK_V0`: `library::CC_LEND_BOOK_V0`.
    fn cc_lend_book_v0(&mut self, run: &Run) -> Result<cc_lend_book_v0::Outcome, Fault> {
        let inputs = cc_lend_book_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            due_at: self.payload.due_at.clone().into(),
            lent_at: self.payload.lent_at.clone().into(),
            loan_days: self.results.cc_read_card_v0.loan_days.bound(),
            member_id: self.payload.member_id.clone().into(),
            note: self.payload.note.clone().into(),
            ..Default::default()
        };
        let bindings = cc_lend_book_v0::Bindings {
            on_loan: rb_desk_v0::ON_LOAN,
            loans: rb_desk_v0::LOANS,
            accounts: rb_desk_v0::ACCOUNTS,
        };
        let (outcome, surface) = cc_lend_book_v0::run(
            run,
            "CC_LEND_BOOK_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_lend_book_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_READ_CARD_V0`: `library::CC_READ_CARD_V0`.
    fn cc_read_card_v0(&mut self, run: &Run) -> Result<cc_read_card_v0::Outcome, Fault> {
        let inputs = cc_read_card_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_read_card_v0::Bindings {
            catalogue: rb_desk_v0::CATALOGUE,
        };
        let (outcome, surface) = cc_read_card_v0::run(
            run,
            "CC_READ_CARD_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_read_card_v0 = surface;
        Ok(outcome)
    }

    /// Node `RECORD_LENT`: `library::CC_RECORD_EVENT_V0`.
    fn record_lent(&mut self, run: &Run) -> Result<cc_record_event_v0::Outcome, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(
                object([
                    ("due_at", self.payload.due_at.clone().into()),
                    ("member_id", self.payload.member_id.clone().into()),
                    ("open_loans", self.results.cc_lend_book_v0.open_loans.to_value()),
                    ("title", self.results.cc_read_card_v0.title.to_value()),
                ]),
            ),
            event_code: "EV_BOOK_LENT_V0".into(),
            subject: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_event_v0::Bindings {
            journal: rb_desk_v0::JOURNAL,
        };
        let (outcome, surface) = cc_record_event_v0::run(
            run,
            "RECORD_LENT",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `REFUSE_OUT`: `library::CC_RECORD_EVENT_V0`.
    fn refuse_out(&mut self, run: &Run) -> Result<cc_record_event_v0::Outcome, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([("reason", "ALREADY_LENT".into())])),
            event_code: "EV_LENDING_REFUSED_V0".into(),
            subject: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_event_v0::Bindings {
            journal: rb_desk_v0::JOURNAL,
        };
        let (outcome, surface) = cc_record_event_v0::run(
            run,
            "REFUSE_OUT",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `REFUSE_REFERENCE_BOOK`: `library::CC_RECORD_EVENT_V0`.
    fn refuse_reference_book(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_event_v0::Outcome, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(
                object([
                    ("reason", "REFERENCE_ONLY".into()),
                    ("title", self.results.cc_read_card_v0.title.to_value()),
                ]),
            ),
            event_code: "EV_LENDING_REFUSED_V0".into(),
            subject: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_event_v0::Bindings {
            journal: rb_desk_v0::JOURNAL,
        };
        let (outcome, surface) = cc_record_event_v0::run(
            run,
            "REFUSE_REFERENCE_BOOK",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `REFUSE_RESERVED`: `library::CC_RECORD_EVENT_V0`.
    fn refuse_reserved(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_event_v0::Outcome, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([("reason", "RESERVED_FOR_ANOTHER".into())])),
            event_code: "EV_LENDING_REFUSED_V0".into(),
            subject: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_event_v0::Bindings {
            journal: rb_desk_v0::JOURNAL,
        };
        let (outcome, surface) = cc_record_event_v0::run(
            run,
            "REFUSE_RESERVED",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `REFUSE_STRANGER`: `library::CC_RECORD_EVENT_V0`.
    fn refuse_stranger(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_event_v0::Outcome, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(
                object([
                    ("member_id", self.payload.member_id.clone().into()),
                    ("reason", "NOT_A_MEMBER".into()),
                ]),
            ),
            event_code: "EV_LENDING_REFUSED_V0".into(),
            subject: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_event_v0::Bindings {
            journal: rb_desk_v0::JOURNAL,
        };
        let (outcome, surface) = cc_record_event_v0::run(
            run,
            "REFUSE_STRANGER",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `REFUSE_TOO_MANY`: `library::CC_RECORD_EVENT_V0`.
    fn refuse_too_many(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_event_v0::Outcome, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(
                object([
                    (
                        "open_loans",
                        self.results.cc_check_loan_limit_v0.open_loans.to_value(),
                    ),
                    ("reason", "TOO_MANY_BOOKS".into()),
                ]),
            ),
            event_code: "EV_LENDING_REFUSED_V0".into(),
            subject: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_event_v0::Bindings {
            journal: rb_desk_v0::JOURNAL,
        };
        let (outcome, surface) = cc_record_event_v0::run(
            run,
            "REFUSE_TOO_MANY",
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
    cc_check_loan_limit_v0: cc_check_loan_limit_v0::Surface,
    cc_lend_book_v0: cc_lend_book_v0::Surface,
    cc_read_card_v0: cc_read_card_v0::Surface,
}

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_LENT: Exit = Exit {
    node: "EXIT_LENT",
    reason: Some("COMPLETED"),
    emit: Some("EV_BOOK_LENT_V0"),
};

const EXIT_REFUSED: Exit = Exit {
    node: "EXIT_REFUSED",
    reason: Some("COMPLETED"),
    emit: Some("EV_LENDING_REFUSED_V0"),
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};
