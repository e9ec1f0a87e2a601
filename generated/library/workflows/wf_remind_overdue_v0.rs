// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_REMIND_OVERDUE_V0`: Write a reminder to every member with an overdue book

use super::super::bindings::rb_desk_v0;
use super::super::contracts::{cc_list_overdue_v0, cc_remind_all_v0};
use pgs_rt::{End, Exit, Fault, Map, Run, Value, WorkflowId};
use pgs_transport::{Graph, Workflow};

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "library::WF_REMIND_OVERDUE_V0",
    domain: "library",
    address: 59,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "library-wf-remind-overdue-v0",
    summary: "Write a reminder to every member with an overdue book",
    payload: &[],
    suppressed: &["email"],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_remind_overdue_v0.json"),
        mermaid: include_str!("../graphs/wf_remind_overdue_v0.mmd"),
        picture: include_bytes!("../graphs/wf_remind_overdue_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NONE_OVERDUE`
    NoneOverdue,
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
            Self::NoneOverdue => "NONE_OVERDUE",
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
    let mut next = Next::Node(Node::CcListOverdueV0);
    let mut machine = Machine {
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
    /// `CC_LIST_OVERDUE_V0`
    CcListOverdueV0,
    /// `CC_REMIND_ALL_V0`
    CcRemindAllV0,
}

/// What a node answered.
enum Outcome {
    CcListOverdueV0(cc_list_overdue_v0::Outcome),
    CcRemindAllV0(cc_remind_all_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::CcListOverdueV0(outcome) => {
            use cc_list_overdue_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NoneOverdue => Next::End(Status::NoneOverdue, EXIT_NONE_OVERDUE),
                Of::Success => Next::Node(Node::CcRemindAllV0),
            }
        }
        Outcome::CcRemindAllV0(outcome) => {
            use cc_remind_all_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_REMINDED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcListOverdueV0 => {
                    Outcome::CcListOverdueV0(self.cc_list_overdue_v0(run)?)
                }
                Node::CcRemindAllV0 => {
                    Outcome::CcRemindAllV0(self.cc_remind_all_v0(run)?)
                }
            },
        )
    }

    /// Node `CC_LIST_OVERDUE_V0`: `library::CC_LIST_OVERDUE_V0`.
    fn cc_list_overdue_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_list_overdue_v0::Outcome, Fault> {
        let inputs = cc_list_overdue_v0::Inputs {
            ..Default::default()
        };
        let bindings = cc_list_overdue_v0::Bindings {
            loans: rb_desk_v0::LOANS,
        };
        let (outcome, surface) = cc_list_overdue_v0::run(
            run,
            "CC_LIST_OVERDUE_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_list_overdue_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_REMIND_ALL_V0`: `library::CC_REMIND_ALL_V0`.
    fn cc_remind_all_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_remind_all_v0::Outcome, Fault> {
        let inputs = cc_remind_all_v0::Inputs {
            overdue_loans: self.results.cc_list_overdue_v0.overdue_loans.bound(),
            ..Default::default()
        };
        let (outcome, surface) = cc_remind_all_v0::run(run, "CC_REMIND_ALL_V0", inputs)?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    cc_list_overdue_v0: cc_list_overdue_v0::Surface,
}

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_NONE_OVERDUE: Exit = Exit {
    node: "EXIT_NONE_OVERDUE",
    reason: Some("COMPLETED"),
    emit: None,
};

const EXIT_REMINDED: Exit = Exit {
    node: "EXIT_REMINDED",
    reason: Some("COMPLETED"),
    emit: None,
};
