// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_MARK_OVERDUE_V0`: Mark the loans that were due today as overdue

use super::super::bindings::rb_desk_v0;
use super::super::contracts::cc_mark_overdue_v0;
use super::super::intents::in_library_closed_v0;
use pgs_rt::{End, Exit, Fault, Map, Run, Value, WorkflowId};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "library::WF_MARK_OVERDUE_V0",
    domain: "library",
    address: 56,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "library-wf-mark-overdue-v0",
    summary: "Mark the loans that were due today as overdue",
    payload: in_library_closed_v0::FIELDS,
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_mark_overdue_v0.json"),
        mermaid: include_str!("../graphs/wf_mark_overdue_v0.mmd"),
        picture: include_bytes!("../graphs/wf_mark_overdue_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NACK`
    Nack,
    /// `NONE_DUE`
    NoneDue,
    /// `SUCCESS`
    Success,
}

impl Status {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::Nack => "NACK",
            Self::NoneDue => "NONE_DUE",
            Self::Success => "SUCCESS",
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
    let Some(payload) = in_library_closed_v0::admit(run, payload)? else {
        return match route(Outcome::InLibraryClosedV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InLibraryClosedV0(Verdict::Ack));
    let mut machine = Machine {
        payload,
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
    /// `CC_MARK_OVERDUE_V0`
    CcMarkOverdueV0,
}

/// What a node answered.
enum Outcome {
    InLibraryClosedV0(Verdict),
    CcMarkOverdueV0(cc_mark_overdue_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InLibraryClosedV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcMarkOverdueV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcMarkOverdueV0(outcome) => {
            use cc_mark_overdue_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NoneDue => Next::End(Status::NoneDue, EXIT_NONE_DUE),
                Of::Success => Next::End(Status::Success, EXIT_MARKED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_library_closed_v0::Payload,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcMarkOverdueV0 => {
                    Outcome::CcMarkOverdueV0(self.cc_mark_overdue_v0(run)?)
                }
            },
        )
    }

    /// Node `CC_MARK_OVERDUE_V0`: `library::CC_MARK_OVERDUE_V0`.
    fn cc_mark_overdue_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_mark_overdue_v0::Outcome, Fault> {
        let inputs = cc_mark_overdue_v0::Inputs {
            closing_time: self.payload.closing_time.clone().into(),
            ..Default::default()
        };
        let bindings = cc_mark_overdue_v0::Bindings {
            loans: rb_desk_v0::LOANS,
        };
        let (outcome, surface) = cc_mark_overdue_v0::run(
            run,
            "CC_MARK_OVERDUE_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_MARKED: Exit = Exit {
    node: "EXIT_MARKED",
    reason: Some("COMPLETED"),
    emit: None,
};

const EXIT_NONE_DUE: Exit = Exit {
    node: "EXIT_NONE_DUE",
    reason: Some("COMPLETED"),
    emit: None,
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};
