// Generated from the protocol snapshot. Change the protocol, not this file.

//! `default_edge::WF_ASK_V0`: One edge stands for the rest

use crate::default_edge::bindings::rb_stores_v0;
use crate::default_edge::contracts::cc_read_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        BackendError = "BACKEND_ERROR",
        NotFound = "NOT_FOUND",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

const DONE: Exit = Exit { node: "DONE", reason: Some("COMPLETED"), emit: None };
const FAILED: Exit = Exit { node: "FAILED", reason: Some("FAILED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "default_edge::WF_ASK_V0", domain: "default_edge", address: 4 };
    type Node = Node;
    type Status = Status;

    fn enter(_run: &Run, _payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        Ok(Entered::Node(Self {}, Node::Ask))
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::Ask => {
                use cc_read_v0::Outcome;
                let (outcome, surface) = self.ask(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, FAILED),
                    Outcome::NotFound => Next::Exit(Status::NotFound, FAILED),
                    Outcome::Success => Next::Exit(Status::Success, DONE),
                    Outcome::Violation => Next::Exit(Status::Violation, FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn ask(&self, run: &Run) -> Result<cc_read_v0::Completed, Fault> {
        let inputs = cc_read_v0::Inputs { card: "first".into() };
        let bindings = cc_read_v0::Bindings { cards: rb_stores_v0::CARDS };
        cc_read_v0::run(run, "ASK", bindings, inputs)
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
pub struct Machine {}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "default-edge-wf-ask-v0",
    summary: "One edge stands for the rest",
    payload: &[],
    intent: None,
    suppressed: &[],
    names: &[],
    stores: &[StoreUse::reads("default_edge/cards.json")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_ask_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
