// Generated from the protocol snapshot. Change the protocol, not this file.

//! `hidden_characters::WF_SEEN_V0`: A tag \u{e0041} and a selector \u{fe0f}

use crate::hidden_characters::contracts::cc_look_up_v0;
use crate::hidden_characters::intents::in_seen_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        Nack = "NACK",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

const DONE: Exit = Exit { node: "DONE", reason: Some("done \u{202e}\u{fffe}"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId {
        fqdn: "hidden_characters::WF_SEEN_V0",
        domain: "hidden_characters",
        address: 3,
    };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_seen_v0::Payload::admit(run, payload)? {
            Verdict::Ack(_) => Ok(Entered::Node(Self {}, Node::Ask)),
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, DONE)),
        }
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
        let inputs = cc_look_up_v0::Inputs { word: "\u{202e}".into() };
        cc_look_up_v0::run(run, "ASK\u{202e}", inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `ASK\u{202e}`
    Ask,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "hidden-characters-wf-seen-v0",
    summary: "A tag \u{e0041} and a selector \u{fe0f}",
    payload: in_seen_v0::FIELDS,
    intent: Some(Intent::of::<in_seen_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_seen_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
