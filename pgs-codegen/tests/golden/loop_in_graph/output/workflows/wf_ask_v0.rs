// Generated from the protocol snapshot. Change the protocol, not this file.

//! `loop_in_graph::WF_ASK_V0`: A node leads back to itself, and a later one to it

use crate::loop_in_graph::bindings::rb_stores_v0;
use crate::loop_in_graph::contracts::cc_read_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        BackendError = "BACKEND_ERROR",
        NotFound = "NOT_FOUND",
        Violation = "VIOLATION",
    }
}

const DONE: Exit = Exit { node: "DONE", reason: Some("COMPLETED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "loop_in_graph::WF_ASK_V0", domain: "loop_in_graph", address: 4 };
    type Node = Node;
    type Status = Status;

    fn enter(_run: &Run, _payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        Ok(Entered::Node(Self { ask: Default::default(), ask_again: Default::default() }, Node::Ask))
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::Ask => {
                use cc_read_v0::Outcome;
                let (outcome, surface) = self.ask(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, DONE),
                    Outcome::NotFound => Next::Node(Node::Ask),
                    Outcome::Success => Next::Node(Node::AskAgain),
                    Outcome::Violation => Next::Exit(Status::Violation, DONE),
                };
                self.ask = surface;
                Ok(next.leaving(self.ask.fields()))
            }
            Node::AskAgain => {
                use cc_read_v0::Outcome;
                let (outcome, surface) = self.ask_again(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, DONE),
                    Outcome::NotFound => Next::Exit(Status::NotFound, DONE),
                    Outcome::Success => Next::Node(Node::Ask),
                    Outcome::Violation => Next::Exit(Status::Violation, DONE),
                };
                self.ask_again = surface;
                Ok(next.leaving(self.ask_again.fields()))
            }
        }
    }
}

impl Machine {
    fn ask(&self, run: &Run) -> Result<cc_read_v0::Completed, Fault> {
        let inputs = cc_read_v0::Inputs { card: self.ask_again.text.bound() };
        let bindings = cc_read_v0::Bindings { cards: rb_stores_v0::CARDS };
        cc_read_v0::run(run, "ASK", bindings, inputs)
    }

    fn ask_again(&self, run: &Run) -> Result<cc_read_v0::Completed, Fault> {
        let inputs = cc_read_v0::Inputs { card: self.ask.text.bound() };
        let bindings = cc_read_v0::Bindings { cards: rb_stores_v0::CARDS };
        cc_read_v0::run(run, "ASK_AGAIN", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `ASK`
    Ask,
    /// `ASK_AGAIN`
    AskAgain,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    ask: cc_read_v0::Surface,
    ask_again: cc_read_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "loop-in-graph-wf-ask-v0",
    summary: "A node leads back to itself, and a later one to it",
    payload: &[],
    intent: None,
    suppressed: &[],
    names: &[],
    stores: &[StoreUse::reads("loop_in_graph/cards.json")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_ask_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
