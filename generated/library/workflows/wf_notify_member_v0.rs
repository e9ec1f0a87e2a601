// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_NOTIFY_MEMBER_V0`: Write one letter to one member

use super::super::bindings::rb_letters_v0;
use super::super::contracts::{cc_record_event_v0, cc_write_to_member_v0};
use super::super::intents::in_letter_due_v0;
use pgs_rt::{End, Exit, Fault, Field, Map, Run, Value, WorkflowId, object};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "library::WF_NOTIFY_MEMBER_V0",
    domain: "library",
    address: 57,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "library-wf-notify-member-v0",
    summary: "Write one letter to one member",
    payload: in_letter_due_v0::FIELDS,
    suppressed: &["email"],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_notify_member_v0.json"),
        mermaid: include_str!("../graphs/wf_notify_member_v0.mmd"),
        picture: include_bytes!("../graphs/wf_notify_member_v0.png"),
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
    let Some(payload) = in_letter_due_v0::admit(run, payload)? else {
        return match route(Outcome::InLetterDueV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InLetterDueV0(Verdict::Ack));
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
    /// `CC_RECORD_EVENT_V0`
    CcRecordEventV0,
    /// `CC_WRITE_TO_MEMBER_V0`
    CcWriteToMemberV0,
}

/// What a node answered.
enum Outcome {
    InLetterDueV0(Verdict),
    CcRecordEventV0(cc_record_event_v0::Outcome),
    CcWriteToMemberV0(cc_write_to_member_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InLetterDueV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcWriteToMemberV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcRecordEventV0(outcome) => {
            use cc_record_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_NOTIFIED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcWriteToMemberV0(outcome) => {
            use cc_write_to_member_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NotFound => Next::End(Status::NotFound, EXIT_REJECTED),
                Of::Success => Next::Node(Node::CcRecordEventV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_letter_due_v0::Payload,
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcRecordEventV0 => {
                    Outcome::CcRecordEventV0(self.cc_record_event_v0(run)?)
                }
                Node::CcWriteToMemberV0 => {
                    Outcome::CcWriteToMemberV0(self.cc_write_to_member_v0(run)?)
                }
            },
        )
    }

    /// Node `CC_RECORD_EVENT_V0`: `library::CC_RECORD_EVENT_V0`.
    fn cc_record_event_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_event_v0::Outcome, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(
                object([
                    ("book_id", self.payload.book_id.clone().into()),
                    ("delivery", self.results.cc_write_to_member_v0.delivery.to_value()),
                    ("reason", self.payload.reason.clone().into()),
                ]),
            ),
            event_code: "EV_MEMBER_NOTIFIED_V0".into(),
            subject: self.payload.member_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_event_v0::Bindings {
            journal: rb_letters_v0::JOURNAL,
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

    /// Node `CC_WRITE_TO_MEMBER_V0`: `library::CC_WRITE_TO_MEMBER_V0`.
    fn cc_write_to_member_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_write_to_member_v0::Outcome, Fault> {
        let inputs = cc_write_to_member_v0::Inputs {
            book_id: self.payload.book_id.clone().into(),
            member_id: self.payload.member_id.clone().into(),
            reason: self.payload.reason.clone().into(),
            ..Default::default()
        };
        let bindings = cc_write_to_member_v0::Bindings {
            members: rb_letters_v0::MEMBERS,
            send_email: rb_letters_v0::SEND_EMAIL,
        };
        let (outcome, surface) = cc_write_to_member_v0::run(
            run,
            "CC_WRITE_TO_MEMBER_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_write_to_member_v0 = surface;
        Ok(outcome)
    }
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    cc_write_to_member_v0: cc_write_to_member_v0::Surface,
}

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_NOTIFIED: Exit = Exit {
    node: "EXIT_NOTIFIED",
    reason: Some("COMPLETED"),
    emit: Some("EV_MEMBER_NOTIFIED_V0"),
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};
