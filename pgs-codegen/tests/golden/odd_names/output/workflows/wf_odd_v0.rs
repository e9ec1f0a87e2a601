// Generated from the protocol snapshot. Change the protocol, not this file.

//! `odd_names::WF_ODD_V0`: Odd nodes

use super::super::contracts::cc_match_v0;
use super::super::intents::in_odd_v0;
use pgs_rt::{End, Exit, Fault, Field, Map, Number, Run, Value, WorkflowId, map};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "odd_names::WF_ODD_V0",
    domain: "odd_names",
    address: 3,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "odd-names-wf-odd-v0",
    summary: "Odd nodes",
    payload: in_odd_v0::FIELDS,
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_odd_v0.json"),
        mermaid: include_str!("../graphs/wf_odd_v0.mmd"),
        picture: include_bytes!("../graphs/wf_odd_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `404`
    N404,
    /// `NACK`
    Nack,
    /// `SUCCESS`
    Success,
}

impl Status {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::N404 => "404",
            Self::Nack => "NACK",
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
    let Some(payload) = in_odd_v0::admit(run, payload)? else {
        return match route(Outcome::In(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::In(Verdict::Ack));
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
    /// `Match`
    Match,
    /// `match`
    Match2,
    /// `visit`
    Visit,
}

/// What a node answered.
enum Outcome {
    In(Verdict),
    Match(cc_match_v0::Outcome),
    Match2(cc_match_v0::Outcome),
    Visit(cc_match_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::In(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::Match2),
                Verdict::Nack => Next::End(Status::Nack, N404),
            }
        }
        Outcome::Match(outcome) => {
            use cc_match_v0::Outcome as Of;
            match outcome {
                Of::N404 => Next::End(Status::N404, ID_2),
                Of::Success => Next::Node(Node::Visit),
            }
        }
        Outcome::Match2(outcome) => {
            use cc_match_v0::Outcome as Of;
            match outcome {
                Of::N404 => Next::Node(Node::Match),
                Of::Success => Next::Node(Node::Match),
            }
        }
        Outcome::Visit(outcome) => {
            use cc_match_v0::Outcome as Of;
            match outcome {
                Of::N404 => Next::End(Status::N404, WORKFLOW_2),
                Of::Success => Next::End(Status::Success, WORKFLOW_2),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_odd_v0::Payload,
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::Match => Outcome::Match(self.r#match(run)?),
                Node::Match2 => Outcome::Match2(self.match_2(run)?),
                Node::Visit => Outcome::Visit(self.visit_2(run)?),
            },
        )
    }

    /// Node `Match`: `odd_names::CC_match_V0`.
    fn r#match(&mut self, run: &Run) -> Result<cc_match_v0::Outcome, Fault> {
        let inputs = cc_match_v0::Inputs {
            fn_2: self.results.match_2.crate_.bound(),
            self_: self.results.match_2.n1st.bound(),
            surface: Field::<Number>::from(self.payload.gr_e.clone()).cast(),
            ..Default::default()
        };
        let (outcome, surface) = cc_match_v0::run(run, "Match", inputs)?;
        self.surface = surface.fields().to_map();
        self.results.r#match = surface;
        Ok(outcome)
    }

    /// Node `match`: `odd_names::CC_match_V0`.
    fn match_2(&mut self, run: &Run) -> Result<cc_match_v0::Outcome, Fault> {
        let inputs = cc_match_v0::Inputs {
            r#fn: self.payload.some_thing_2.clone().into(),
            fn_2: self.payload.r#type.clone().into(),
            inputs: self.payload.n.clone().into(),
            self_: self.payload.some_thing.clone().into(),
            ..Default::default()
        };
        let (outcome, surface) = cc_match_v0::run(run, "match", inputs)?;
        self.surface = surface.fields().to_map();
        self.results.match_2 = surface;
        Ok(outcome)
    }

    /// Node `visit`: `odd_names::CC_match_V0`.
    fn visit_2(&mut self, run: &Run) -> Result<cc_match_v0::Outcome, Fault> {
        let inputs = cc_match_v0::Inputs {
            fn_2: self.results.r#match.self_.bound(),
            undeclared_2: self.results.match_2.undeclared_2.bound(),
            undeclared: map([("extern", self.payload.n3rd.into())]),
            ..Default::default()
        };
        let (outcome, surface) = cc_match_v0::run(run, "visit", inputs)?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    r#match: cc_match_v0::Surface,
    match_2: cc_match_v0::Surface,
}

const N404: Exit = Exit {
    node: "404",
    reason: None,
    emit: None,
};

const ID_2: Exit = Exit {
    node: "ID",
    reason: Some("Quoted \"twice\" \\ and }"),
    emit: None,
};

const WORKFLOW_2: Exit = Exit {
    node: "WORKFLOW",
    reason: None,
    emit: None,
};
