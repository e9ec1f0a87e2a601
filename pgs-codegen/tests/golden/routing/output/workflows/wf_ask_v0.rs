// Generated from the protocol snapshot. Change the protocol, not this file.

//! `routing::WF_ASK_V0`: Every outcome has an edge of its own

use super::super::bindings::rb_stores_v0;
use super::super::contracts::cc_read_v0;
use pgs_rt::{End, Exit, Fault, Map, Run, Value, WorkflowId};
use pgs_transport::{Graph, Workflow};

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "routing::WF_ASK_V0",
    domain: "routing",
    address: 4,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "routing-wf-ask-v0",
    summary: "Every outcome has an edge of its own",
    payload: &[],
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_ask_v0.json"),
        mermaid: include_str!("../graphs/wf_ask_v0.mmd"),
        picture: include_bytes!("../graphs/wf_ask_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `BACKEND_ERROR`
    BackendError,
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
    let mut next = Next::Node(Node::Ask);
    let mut machine = Machine { surface: Map::new() };
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
    /// `ASK`
    Ask,
    /// `ASK_AGAIN`
    AskAgain,
}

/// What a node answered.
enum Outcome {
    Ask(cc_read_v0::Outcome),
    AskAgain(cc_read_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::Ask(outcome) => {
            use cc_read_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, FAILED),
                Of::NotFound => Next::End(Status::NotFound, MISSING),
                Of::Success => Next::Node(Node::AskAgain),
                Of::Violation => Next::End(Status::Violation, FAILED),
            }
        }
        Outcome::AskAgain(outcome) => {
            use cc_read_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, FAILED),
                Of::NotFound => Next::End(Status::NotFound, MISSING),
                Of::Success => Next::End(Status::Success, DONE),
                Of::Violation => Next::End(Status::Violation, FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::Ask => Outcome::Ask(self.ask(run)?),
                Node::AskAgain => Outcome::AskAgain(self.ask_again(run)?),
            },
        )
    }

    /// Node `ASK`: `routing::CC_READ_V0`.
    fn ask(&mut self, run: &Run) -> Result<cc_read_v0::Outcome, Fault> {
        let inputs = cc_read_v0::Inputs {
            card: "first".into(),
            ..Default::default()
        };
        let bindings = cc_read_v0::Bindings {
            cards: rb_stores_v0::CARDS,
        };
        let (outcome, surface) = cc_read_v0::run(run, "ASK", bindings, inputs)?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `ASK_AGAIN`: `routing::CC_READ_V0`.
    fn ask_again(&mut self, run: &Run) -> Result<cc_read_v0::Outcome, Fault> {
        let inputs = cc_read_v0::Inputs {
            card: "second".into(),
            ..Default::default()
        };
        let bindings = cc_read_v0::Bindings {
            cards: rb_stores_v0::CARDS,
        };
        let (outcome, surface) = cc_read_v0::run(run, "ASK_AGAIN", bindings, inputs)?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

const DONE: Exit = Exit {
    node: "DONE",
    reason: Some("COMPLETED"),
    emit: None,
};

const FAILED: Exit = Exit {
    node: "FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const MISSING: Exit = Exit {
    node: "MISSING",
    reason: Some("MISSING"),
    emit: None,
};
