// Generated from the protocol snapshot. Change the protocol, not this file.

//! `undeclared_input::WF_ASK_V0`: Bind what the contract does not declare

use super::super::contracts::cc_look_up_v0;
use pgs_rt::{Dig, End, Exit, Fault, Field, Map, Run, Value, WorkflowId, map, object};
use pgs_transport::{Graph, Workflow};

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "undeclared_input::WF_ASK_V0",
    domain: "undeclared_input",
    address: 2,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "undeclared-input-wf-ask-v0",
    summary: "Bind what the contract does not declare",
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
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Status {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
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
    /// `AGAIN`
    Again,
    /// `ASK`
    Ask,
}

/// What a node answered.
enum Outcome {
    Again(cc_look_up_v0::Outcome),
    Ask(cc_look_up_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::Again(outcome) => {
            use cc_look_up_v0::Outcome as Of;
            match outcome {
                Of::Success => Next::End(Status::Success, DONE),
                Of::Violation => Next::End(Status::Violation, DONE),
            }
        }
        Outcome::Ask(outcome) => {
            use cc_look_up_v0::Outcome as Of;
            match outcome {
                Of::Success => Next::Node(Node::Again),
                Of::Violation => Next::Node(Node::Again),
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
                Node::Again => Outcome::Again(self.again(run)?),
                Node::Ask => Outcome::Ask(self.ask(run)?),
            },
        )
    }

    /// Node `AGAIN`: `undeclared_input::CC_LOOK_UP_V0`.
    fn again(&mut self, run: &Run) -> Result<cc_look_up_v0::Outcome, Fault> {
        let inputs = cc_look_up_v0::Inputs {
            word: self.results.ask.undeclared.dig(&["hint", "page"]),
            ..Default::default()
        };
        let (outcome, surface) = cc_look_up_v0::run(run, "AGAIN", inputs)?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `ASK`: `undeclared_input::CC_LOOK_UP_V0`.
    fn ask(&mut self, run: &Run) -> Result<cc_look_up_v0::Outcome, Fault> {
        let inputs = cc_look_up_v0::Inputs {
            other_word: Field::json("WF".into()),
            word: "CC".into(),
            undeclared: map([("hint", object([("page", 3.into())]))]),
            ..Default::default()
        };
        let (outcome, surface) = cc_look_up_v0::run(run, "ASK", inputs)?;
        self.surface = surface.fields().to_map();
        self.results.ask = surface;
        Ok(outcome)
    }
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    ask: cc_look_up_v0::Surface,
}

const DONE: Exit = Exit {
    node: "DONE",
    reason: Some("COMPLETED"),
    emit: None,
};
