// Generated from the protocol snapshot. Change the protocol, not this file.

//! `bindings::WF_ASK_V0`: Everything that a node can bind

use super::super::bindings::rb_stores_v0;
use super::super::contracts::cc_keep_v0;
use super::super::intents::in_asked_v0;
use pgs_rt::{Dig, End, Exit, Fault, Field, Map, Run, Value, WorkflowId, list, object};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "bindings::WF_ASK_V0",
    domain: "bindings",
    address: 4,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "bindings-wf-ask-v0",
    summary: "Everything that a node can bind",
    payload: in_asked_v0::FIELDS,
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
    /// `NACK`
    Nack,
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
    let Some(payload) = in_asked_v0::admit(run, payload)? else {
        return match route(Outcome::Asked(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::Asked(Verdict::Ack));
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
    /// `FIRST`
    First,
    /// `SECOND`
    Second,
}

/// What a node answered.
enum Outcome {
    Asked(Verdict),
    First(cc_keep_v0::Outcome),
    Second(cc_keep_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::Asked(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::First),
                Verdict::Nack => Next::End(Status::Nack, DONE),
            }
        }
        Outcome::First(outcome) => {
            use cc_keep_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::Node(Node::Second),
                Of::Success => Next::Node(Node::Second),
                Of::Violation => Next::Node(Node::Second),
            }
        }
        Outcome::Second(outcome) => {
            use cc_keep_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, DONE),
                Of::Success => Next::End(Status::Success, DONE),
                Of::Violation => Next::End(Status::Violation, DONE),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_asked_v0::Payload,
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::First => Outcome::First(self.first(run)?),
                Node::Second => Outcome::Second(self.second(run)?),
            },
        )
    }

    /// Node `FIRST`: `bindings::CC_KEEP_V0`.
    fn first(&mut self, run: &Run) -> Result<cc_keep_v0::Outcome, Fault> {
        let inputs = cc_keep_v0::Inputs {
            all: Field::json(
                object([
                    ("how_many", self.payload.how_many.into()),
                    ("town", object([("name", "Ulm".into())])),
                ]),
            ),
            count: 3.into(),
            names: Field::json(
                list([self.payload.who.clone().into(), "someone else".into()]),
            ),
            town: self.payload.r#where.dig(&["town"]),
            who: self.payload.who.clone().into(),
            ..Default::default()
        };
        let bindings = cc_keep_v0::Bindings {
            cards: rb_stores_v0::CARDS,
        };
        let (outcome, surface) = cc_keep_v0::run(run, "FIRST", bindings, inputs)?;
        self.surface = surface.fields().to_map();
        self.results.first = surface;
        Ok(outcome)
    }

    /// Node `SECOND`: `bindings::CC_KEEP_V0`.
    fn second(&mut self, run: &Run) -> Result<cc_keep_v0::Outcome, Fault> {
        let inputs = cc_keep_v0::Inputs {
            all: self.results.first.all.bound(),
            count: self.results.first.count.bound(),
            who: self.results.first.id.bound(),
            ..Default::default()
        };
        let bindings = cc_keep_v0::Bindings {
            cards: rb_stores_v0::CARDS,
        };
        let (outcome, surface) = cc_keep_v0::run(run, "SECOND", bindings, inputs)?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    first: cc_keep_v0::Surface,
}

const DONE: Exit = Exit {
    node: "DONE",
    reason: None,
    emit: None,
};
