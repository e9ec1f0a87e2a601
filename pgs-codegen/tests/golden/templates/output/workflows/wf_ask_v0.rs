// Generated from the protocol snapshot. Change the protocol, not this file.

//! `templates::WF_ASK_V0`: Templates of nodes

use crate::templates::bindings::rb_stores_v0;
use crate::templates::contracts::cc_stamp_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

const DONE: Exit = Exit { node: "DONE", reason: None, emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "templates::WF_ASK_V0", domain: "templates", address: 4 };
    type Node = Node;
    type Status = Status;

    fn enter(_run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        Ok(Entered::Node(Self { payload }, Node::Stamp))
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::Stamp => {
                use cc_stamp_v0::Outcome;
                let (outcome, surface) = self.stamp(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, DONE),
                    Outcome::Success => Next::Exit(Status::Success, DONE),
                    Outcome::Violation => Next::Exit(Status::Violation, DONE),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn stamp(&self, run: &Run) -> Result<cc_stamp_v0::Completed, Fault> {
        let inputs = cc_stamp_v0::Inputs {
            at: run.timestamp().into(),
            count: arithmetic::plus(&self.payload.value_at(&["count"]), 1, "{{$.payload.count + 1}}")?.into(),
        };
        let bindings = cc_stamp_v0::Bindings { cards: rb_stores_v0::CARDS };
        cc_stamp_v0::run(run, "STAMP", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `STAMP`
    Stamp,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: Map<String, Value>,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "templates-wf-ask-v0",
    summary: "Templates of nodes",
    payload: &[],
    intent: None,
    suppressed: &[],
    names: &[],
    stores: &[StoreUse::writes("templates/cards.json")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_ask_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
