// Generated from the protocol snapshot. Change the protocol, not this file.

//! `no_intent::WF_ASK_V0`: Start at a contract, with any payload

use crate::no_intent::contracts::cc_look_up_v0;
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
    const ID: WorkflowId = WorkflowId { fqdn: "no_intent::WF_ASK_V0", domain: "no_intent", address: 2 };
    type Node = Node;
    type Status = Status;

    fn enter(_run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        Ok(Entered::Node(Self { payload }, Node::Ask))
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::Ask => {
                use cc_look_up_v0::Outcome;
                let (outcome, surface) = self.ask(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Exit(Status::Success, DONE),
                    Outcome::Violation => Next::Exit(Status::Violation, DONE),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn ask(&self, run: &Run) -> Result<cc_look_up_v0::Completed, Fault> {
        let inputs = cc_look_up_v0::Inputs { word: self.payload.dig(&["page", "word"]) };
        cc_look_up_v0::run(run, "ASK", inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `ASK`
    Ask,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: Map<String, Value>,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "no-intent-wf-ask-v0",
    summary: "Start at a contract, with any payload",
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
