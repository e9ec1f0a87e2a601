// Generated from the protocol snapshot. Change the protocol, not this file.

//! `pgc_gate_alone::WF_ASK_V0`: Look at a question

use crate::pgc_gate_alone::intents::in_asked_v0;
use pgs_pgc::prelude::*;

const EXIT_ASKED: Exit = Exit { node: "EXIT_ASKED", emit: &[] };
const EXIT_UNREADABLE: Exit = Exit { node: "EXIT_UNREADABLE", emit: &[] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "pgc_gate_alone::WF_ASK_V0", domain: "pgc_gate_alone", address: 1 };
    const GATE: NodeId = NodeId { key: "IN_ASKED_V0", address: 0 };
    type Node = std::convert::Infallible;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_asked_v0::Payload::admit(run, payload)? {
            Verdict::Ack(_) => Ok(Entered::Ack(Self {}, Next::Exit(EXIT_ASKED))),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_UNREADABLE))),
        }
    }

    fn visit(&mut self, _run: &Run, node: Self::Node) -> Result<Left<Self::Node>, Fault> {
        match node {}
    }
}


/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "pgc-gate-alone-wf-ask-v0",
    summary: "Look at a question",
    actor: None,
    stores: &[],
    graph: graph!("../graphs/wf_ask_v0"),
    ..Workflow::new(Machine::ID, in_asked_v0::GATE, &crate::pgc_gate_alone::PROTOCOL, machine::start::<Machine>)
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
