// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_RESERVE_BOOK_V0`: Let a member wait for a book that is out

use super::super::bindings::rb_desk_v0;
use super::super::contracts::{
    cc_check_member_v0, cc_check_on_loan_v0, cc_check_queue_v0, cc_record_event_v0,
    cc_write_reservation_v0,
};
use super::super::intents::in_book_reserved_v0;
use pgs_rt::{End, Exit, Fault, Field, Map, Run, Value, WorkflowId, list, object};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "library::WF_RESERVE_BOOK_V0",
    domain: "library",
    address: 60,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "library-wf-reserve-book-v0",
    summary: "Let a member wait for a book that is out",
    payload: in_book_reserved_v0::FIELDS,
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_reserve_book_v0.json"),
        mermaid: include_str!("../graphs/wf_reserve_book_v0.mmd"),
        picture: include_bytes!("../graphs/wf_reserve_book_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `ALREADY_RESERVED`
    AlreadyReserved,
    /// `BACKEND_ERROR`
    BackendError,
    /// `NACK`
    Nack,
    /// `NOT_FOUND`
    NotFound,
    /// `SUCCESS`
    Success,
    /// `UNKNOWN_MEMBER`
    UnknownMember,
    /// `VIOLATION`
    Violation,
}

impl Status {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AlreadyReserved => "ALREADY_RESERVED",
            Self::BackendError => "BACKEND_ERROR",
            Self::Nack => "NACK",
            Self::NotFound => "NOT_FOUND",
            Self::Success => "SUCCESS",
            Self::UnknownMember => "UNKNOWN_MEMBER",
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
    let Some(payload) = in_book_reserved_v0::admit(run, payload)? else {
        return match route(Outcome::InBookReservedV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::NoEdge(status) => end(run, status, None, Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InBookReservedV0(Verdict::Ack));
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
            Next::NoEdge(status) => return end(run, status, None, machine.surface),
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

/// What a node answered.
enum Outcome {
    InBookReservedV0(Verdict),
    CcCheckMemberV0(cc_check_member_v0::Outcome),
    CcCheckOnLoanV0(cc_check_on_loan_v0::Outcome),
    CcCheckQueueV0(cc_check_queue_v0::Outcome),
    CcRecordEventV0(cc_record_event_v0::Outcome),
    CcWriteReservationV0(cc_write_reservation_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
    /// The protocol declares no edge for the outcome: the run ends here with this status.
    NoEdge(Status),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InBookReservedV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcCheckMemberV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcCheckMemberV0(outcome) => {
            use cc_check_member_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcCheckOnLoanV0),
                Of::UnknownMember => Next::End(Status::UnknownMember, EXIT_REJECTED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcCheckOnLoanV0(outcome) => {
            use cc_check_on_loan_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NotFound => Next::End(Status::NotFound, EXIT_ON_SHELF),
                Of::Success => Next::Node(Node::CcCheckQueueV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcCheckQueueV0(outcome) => {
            use cc_check_queue_v0::Outcome as Of;
            match outcome {
                Of::AlreadyReserved => Next::NoEdge(Status::AlreadyReserved),
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcWriteReservationV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcRecordEventV0(outcome) => {
            use cc_record_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_RESERVED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcWriteReservationV0(outcome) => {
            use cc_write_reservation_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcRecordEventV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_book_reserved_v0::Payload,
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcCheckMemberV0 => {
                    Outcome::CcCheckMemberV0(self.cc_check_member_v0(run)?)
                }
                Node::CcCheckOnLoanV0 => {
                    Outcome::CcCheckOnLoanV0(self.cc_check_on_loan_v0(run)?)
                }
                Node::CcCheckQueueV0 => {
                    Outcome::CcCheckQueueV0(self.cc_check_queue_v0(run)?)
                }
                Node::CcRecordEventV0 => {
                    Outcome::CcRecordEventV0(self.cc_record_event_v0(run)?)
                }
                Node::CcWriteReservationV0 => {
                    Outcome::CcWriteReservationV0(self.cc_write_reservation_v0(run)?)
                }
            },
        )
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

    /// Node `CC_CHECK_ON_LOAN_V0`: `library::CC_CHECK_ON_LOAN_V0`.
    fn cc_check_on_loan_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_check_on_loan_v0::Outcome, Fault> {
        let inputs = cc_check_on_loan_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_check_on_loan_v0::Bindings {
            on_loan: rb_desk_v0::ON_LOAN,
        };
        let (outcome, surface) = cc_check_on_loan_v0::run(
            run,
            "CC_CHECK_ON_LOAN_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_check_on_loan_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_CHECK_QUEUE_V0`: `library::CC_CHECK_QUEUE_V0`.
    fn cc_check_queue_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_check_queue_v0::Outcome, Fault> {
        let inputs = cc_check_queue_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_check_queue_v0::Bindings {
            reservations: rb_desk_v0::RESERVATIONS,
        };
        let (outcome, surface) = cc_check_queue_v0::run(
            run,
            "CC_CHECK_QUEUE_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `CC_RECORD_EVENT_V0`: `library::CC_RECORD_EVENT_V0`.
    fn cc_record_event_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_event_v0::Outcome, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(
                object([
                    ("has_it", self.results.cc_check_on_loan_v0.lent_to.to_value()),
                    ("waiting", list([self.payload.member_id.clone().into()])),
                ]),
            ),
            event_code: "EV_BOOK_RESERVED_V0".into(),
            subject: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_event_v0::Bindings {
            journal: rb_desk_v0::JOURNAL,
        };
        let (outcome, surface) = cc_record_event_v0::run(
            run,
            "CC_RECORD_EVENT_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `CC_WRITE_RESERVATION_V0`: `library::CC_WRITE_RESERVATION_V0`.
    fn cc_write_reservation_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_write_reservation_v0::Outcome, Fault> {
        let inputs = cc_write_reservation_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            lent_to: self.results.cc_check_on_loan_v0.lent_to.bound(),
            member_id: self.payload.member_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_write_reservation_v0::Bindings {
            reservations: rb_desk_v0::RESERVATIONS,
        };
        let (outcome, surface) = cc_write_reservation_v0::run(
            run,
            "CC_WRITE_RESERVATION_V0",
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
    cc_check_on_loan_v0: cc_check_on_loan_v0::Surface,
}

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_ON_SHELF: Exit = Exit {
    node: "EXIT_ON_SHELF",
    reason: Some("ON_SHELF"),
    emit: None,
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};

const EXIT_RESERVED: Exit = Exit {
    node: "EXIT_RESERVED",
    reason: Some("COMPLETED"),
    emit: Some("EV_BOOK_RESERVED_V0"),
};
