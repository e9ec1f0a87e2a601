// Generated from the protocol snapshot. Change the protocol, not this file.

//! `templates::WF_ASK_V0`: Templates of nodes

use super::super::bindings::rb_stores_v0;
use super::super::contracts::cc_stamp_v0;
use pgs_rt::{Dig, End, Exit, Fault, Map, Run, Value, WorkflowId, arithmetic};
use pgs_transport::{Graph, Workflow};

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "templates::WF_ASK_V0",
    domain: "templates",
    address: 4,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "templates-wf-ask-v0",
    summary: "Templates of nodes",
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
    let payload = Payload { undeclared: payload };
    let mut next = Next::Node(Node::Stamp);
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
    /// `STAMP`
    Stamp,
}

/// What a node answered.
enum Outcome {
    Stamp(cc_stamp_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::Stamp(outcome) => {
            use cc_stamp_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, DONE),
                Of::Success => Next::End(Status::Success, DONE),
                Of::Violation => Next::End(Status::Violation, DONE),
            }
        }
    }
}

/// The payload; no intent declares its fields.
struct Payload {
    undeclared: Map<String, Value>,
}

/// One run between two nodes.
struct Machine {
    payload: Payload,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::Stamp => Outcome::Stamp(self.stamp(run)?),
            },
        )
    }

    /// Node `STAMP`: `templates::CC_STAMP_V0`.
    fn stamp(&mut self, run: &Run) -> Result<cc_stamp_v0::Outcome, Fault> {
        let inputs = cc_stamp_v0::Inputs {
            at: run.timestamp().into(),
            count: arithmetic::plus(
                    &self.payload.undeclared.value_at(&["count"]),
                    1,
                    "{{$.payload.count + 1}}",
                )?
                .into(),
            ..Default::default()
        };
        let bindings = cc_stamp_v0::Bindings {
            cards: rb_stores_v0::CARDS,
        };
        let (outcome, surface) = cc_stamp_v0::run(run, "STAMP", bindings, inputs)?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

const DONE: Exit = Exit {
    node: "DONE",
    reason: None,
    emit: None,
};
