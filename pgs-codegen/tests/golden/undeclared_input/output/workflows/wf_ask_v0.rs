// Generated from the protocol snapshot. Change the protocol, not this file.

//! `undeclared_input::WF_ASK_V0`: Bind what the contract does not declare

use crate::undeclared_input::contracts::cc_look_up_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

const DONE: Exit = Exit { node: "DONE", reason: Some("COMPLETED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "undeclared_input::WF_ASK_V0", domain: "undeclared_input", address: 2 };
    type Node = Node;
    type Status = Status;

    fn enter(_run: &Run, _payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        Ok(Entered::Node(Self { ask: Default::default() }, Node::Ask))
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::Again => {
                use cc_look_up_v0::Outcome;
                let (outcome, surface) = self.again(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Exit(Status::Success, DONE),
                    Outcome::Violation => Next::Exit(Status::Violation, DONE),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::Ask => {
                use cc_look_up_v0::Outcome;
                let (outcome, surface) = self.ask(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::Again),
                    Outcome::Violation => Next::Node(Node::Again),
                };
                self.ask = surface;
                Ok(next.leaving(self.ask.fields()))
            }
        }
    }
}

impl Machine {
    fn again(&self, run: &Run) -> Result<cc_look_up_v0::Completed, Fault> {
        let inputs = cc_look_up_v0::Inputs {
            word: self.ask.inputs.undeclared.dig(&["hint", "page"]),
            ..Default::default()
        };
        cc_look_up_v0::run(run, "AGAIN", inputs)
    }

    fn ask(&self, run: &Run) -> Result<cc_look_up_v0::Completed, Fault> {
        let inputs = cc_look_up_v0::Inputs {
            other_word: Field::json("WF".into()),
            word: "CC".into(),
            undeclared: map([("hint", object([("page", 3.into())]))]),
        };
        cc_look_up_v0::run(run, "ASK", inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `AGAIN`
    Again,
    /// `ASK`
    Ask,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    ask: cc_look_up_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "undeclared-input-wf-ask-v0",
    summary: "Bind what the contract does not declare",
    payload: &[],
    intent: None,
    suppressed: &[],
    names: &[],
    stores: &[],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_ask_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
