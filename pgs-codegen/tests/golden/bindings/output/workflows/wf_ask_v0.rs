// Generated from the protocol snapshot. Change the protocol, not this file.

//! `bindings::WF_ASK_V0`: Everything that a node can bind

use crate::bindings::bindings::rb_stores_v0;
use crate::bindings::contracts::cc_keep_v0;
use crate::bindings::intents::in_asked_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        BackendError = "BACKEND_ERROR",
        Nack = "NACK",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

const DONE: Exit = Exit { node: "DONE", reason: None, emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "bindings::WF_ASK_V0", domain: "bindings", address: 4 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_asked_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Node(Self { payload, first: Default::default() }, Node::First)),
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, DONE)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::First => {
                use cc_keep_v0::Outcome;
                let (outcome, surface) = self.first(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Node(Node::Second),
                    Outcome::Success => Next::Node(Node::Second),
                    Outcome::Violation => Next::Node(Node::Second),
                };
                self.first = surface;
                Ok(next.leaving(self.first.fields()))
            }
            Node::Second => {
                use cc_keep_v0::Outcome;
                let (outcome, surface) = self.second(run)?;
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
    fn first(&self, run: &Run) -> Result<cc_keep_v0::Completed, Fault> {
        let inputs = cc_keep_v0::Inputs {
            all: Field::json(
                object([("how_many", self.payload.how_many.into()), ("town", object([("name", "Ulm".into())]))]),
            ),
            count: 3.into(),
            names: Field::json(list([self.payload.who.clone().into(), "someone else".into()])),
            town: self.payload.r#where.dig(&["town"]),
            who: self.payload.who.clone().into(),
        };
        let bindings = cc_keep_v0::Bindings { cards: rb_stores_v0::CARDS };
        cc_keep_v0::run(run, "FIRST", bindings, inputs)
    }

    fn second(&self, run: &Run) -> Result<cc_keep_v0::Completed, Fault> {
        let inputs = cc_keep_v0::Inputs {
            all: self.first.inputs.all.bound(),
            count: self.first.count.clone().or(self.first.inputs.count.clone()).bound(),
            who: self.first.id.bound(),
            ..Default::default()
        };
        let bindings = cc_keep_v0::Bindings { cards: rb_stores_v0::CARDS };
        cc_keep_v0::run(run, "SECOND", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `FIRST`
    First,
    /// `SECOND`
    Second,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_asked_v0::Payload,
    first: cc_keep_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "bindings-wf-ask-v0",
    summary: "Everything that a node can bind",
    payload: in_asked_v0::FIELDS,
    intent: Some(Intent::of::<in_asked_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[StoreUse::writes("bindings/cards.json")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_ask_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
