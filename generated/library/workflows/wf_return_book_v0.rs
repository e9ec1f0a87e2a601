// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_RETURN_BOOK_V0`: Take a book back, note whether it is late, and tell the member who waits for it

use super::super::bindings::rb_desk_v0;
use super::super::contracts::{
    cc_judge_lateness_v0, cc_read_loan_v0, cc_record_event_v0, cc_take_back_v0,
    cc_tell_next_reader_v0,
};
use super::super::intents::in_book_brought_back_v0;
use pgs_rt::{Dig, End, Exit, Fault, Field, Map, Run, Value, WorkflowId, object};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "library::WF_RETURN_BOOK_V0",
    domain: "library",
    address: 61,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "library-wf-return-book-v0",
    summary: "Take a book back, note whether it is late, and tell the member who waits for it",
    payload: in_book_brought_back_v0::FIELDS,
    suppressed: &["email"],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_return_book_v0.json"),
        mermaid: include_str!("../graphs/wf_return_book_v0.mmd"),
        picture: include_bytes!("../graphs/wf_return_book_v0.png"),
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
    let Some(payload) = in_book_brought_back_v0::admit(run, payload)? else {
        return match route(Outcome::InBookBroughtBackV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InBookBroughtBackV0(Verdict::Ack));
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

/// What a node answered.
enum Outcome {
    InBookBroughtBackV0(Verdict),
    CcJudgeLatenessV0(cc_judge_lateness_v0::Outcome),
    CcReadLoanV0(cc_read_loan_v0::Outcome),
    CcTakeBackV0(cc_take_back_v0::Outcome),
    CcTellNextReaderV0(cc_tell_next_reader_v0::Outcome),
    RecordLate(cc_record_event_v0::Outcome),
    RecordReturned(cc_record_event_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InBookBroughtBackV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcReadLoanV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcJudgeLatenessV0(outcome) => {
            use cc_judge_lateness_v0::Outcome as Of;
            match outcome {
                Of::Late => Next::Node(Node::RecordLate),
                Of::Success => Next::Node(Node::CcTakeBackV0),
            }
        }
        Outcome::CcReadLoanV0(outcome) => {
            use cc_read_loan_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NotFound => Next::End(Status::NotFound, EXIT_NOT_LENT),
                Of::Success => Next::Node(Node::CcJudgeLatenessV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcTakeBackV0(outcome) => {
            use cc_take_back_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NotFound => Next::End(Status::NotFound, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcTellNextReaderV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcTellNextReaderV0(outcome) => {
            use cc_tell_next_reader_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NobodyWaits => Next::Node(Node::RecordReturned),
                Of::NotTold => Next::Node(Node::RecordReturned),
                Of::Success => Next::Node(Node::RecordReturned),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RecordLate(outcome) => {
            use cc_record_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcTakeBackV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RecordReturned(outcome) => {
            use cc_record_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_RETURNED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_book_brought_back_v0::Payload,
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcJudgeLatenessV0 => {
                    Outcome::CcJudgeLatenessV0(self.cc_judge_lateness_v0(run)?)
                }
                Node::CcReadLoanV0 => Outcome::CcReadLoanV0(self.cc_read_loan_v0(run)?),
                Node::CcTakeBackV0 => Outcome::CcTakeBackV0(self.cc_take_back_v0(run)?),
                Node::CcTellNextReaderV0 => {
                    Outcome::CcTellNextReaderV0(self.cc_tell_next_reader_v0(run)?)
                }
                Node::RecordLate => Outcome::RecordLate(self.record_late(run)?),
                Node::RecordReturned => {
                    Outcome::RecordReturned(self.record_returned(run)?)
                }
            },
        )
    }

    /// Node `CC_JUDGE_LATENESS_V0`: `library::CC_JUDGE_LATENESS_V0`.
    fn cc_judge_lateness_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_judge_lateness_v0::Outcome, Fault> {
        let inputs = cc_judge_lateness_v0::Inputs {
            lent_at: self.results.cc_read_loan_v0.lent_at.bound(),
            loan_days: self.results.cc_read_loan_v0.loan_days.bound(),
            returned_at: self.payload.returned_at.clone().into(),
            ..Default::default()
        };
        let (outcome, surface) = cc_judge_lateness_v0::run(
            run,
            "CC_JUDGE_LATENESS_V0",
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_judge_lateness_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_READ_LOAN_V0`: `library::CC_READ_LOAN_V0`.
    fn cc_read_loan_v0(&mut self, run: &Run) -> Result<cc_read_loan_v0::Outcome, Fault> {
        let inputs = cc_read_loan_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_read_loan_v0::Bindings {
            loans: rb_desk_v0::LOANS,
        };
        let (outcome, surface) = cc_read_loan_v0::run(
            run,
            "CC_READ_LOAN_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_read_loan_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_TAKE_BACK_V0`: `library::CC_TAKE_BACK_V0`.
    fn cc_take_back_v0(&mut self, run: &Run) -> Result<cc_take_back_v0::Outcome, Fault> {
        let inputs = cc_take_back_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            member_id: self.results.cc_read_loan_v0.member_id.bound(),
            ..Default::default()
        };
        let bindings = cc_take_back_v0::Bindings {
            on_loan: rb_desk_v0::ON_LOAN,
            loans: rb_desk_v0::LOANS,
            accounts: rb_desk_v0::ACCOUNTS,
        };
        let (outcome, surface) = cc_take_back_v0::run(
            run,
            "CC_TAKE_BACK_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `CC_TELL_NEXT_READER_V0`: `library::CC_TELL_NEXT_READER_V0`.
    fn cc_tell_next_reader_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_tell_next_reader_v0::Outcome, Fault> {
        let inputs = cc_tell_next_reader_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_tell_next_reader_v0::Bindings {
            reservations: rb_desk_v0::RESERVATIONS,
        };
        let (outcome, surface) = cc_tell_next_reader_v0::run(
            run,
            "CC_TELL_NEXT_READER_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_tell_next_reader_v0 = surface;
        Ok(outcome)
    }

    /// Node `RECORD_LATE`: `library::CC_RECORD_EVENT_V0`.
    fn record_late(&mut self, run: &Run) -> Result<cc_record_event_v0::Outcome, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(
                object([
                    ("book_id", self.payload.book_id.clone().into()),
                    ("days_out", self.results.cc_judge_lateness_v0.days_out.to_value()),
                    ("late", true.into()),
                ]),
            ),
            event_code: "EV_BOOK_RETURNED_V0".into(),
            subject: self.results.cc_read_loan_v0.member_id.bound(),
            ..Default::default()
        };
        let bindings = cc_record_event_v0::Bindings {
            journal: rb_desk_v0::JOURNAL,
        };
        let (outcome, surface) = cc_record_event_v0::run(
            run,
            "RECORD_LATE",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `RECORD_RETURNED`: `library::CC_RECORD_EVENT_V0`.
    fn record_returned(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_event_v0::Outcome, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(
                object([
                    ("days_out", self.results.cc_judge_lateness_v0.days_out.to_value()),
                    (
                        "letter",
                        self
                            .results
                            .cc_tell_next_reader_v0
                            .execution_result
                            .value_at(&["status"]),
                    ),
                    ("member_id", self.results.cc_read_loan_v0.member_id.to_value()),
                    (
                        "next_reader",
                        self.results.cc_tell_next_reader_v0.next_reader.to_value(),
                    ),
                ]),
            ),
            event_code: "EV_BOOK_RETURNED_V0".into(),
            subject: self.payload.book_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_event_v0::Bindings {
            journal: rb_desk_v0::JOURNAL,
        };
        let (outcome, surface) = cc_record_event_v0::run(
            run,
            "RECORD_RETURNED",
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
    cc_judge_lateness_v0: cc_judge_lateness_v0::Surface,
    cc_read_loan_v0: cc_read_loan_v0::Surface,
    cc_tell_next_reader_v0: cc_tell_next_reader_v0::Surface,
}

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_NOT_LENT: Exit = Exit {
    node: "EXIT_NOT_LENT",
    reason: Some("NOT_LENT"),
    emit: None,
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};

const EXIT_RETURNED: Exit = Exit {
    node: "EXIT_RETURNED",
    reason: Some("COMPLETED"),
    emit: Some("EV_BOOK_RETURNED_V0"),
};
