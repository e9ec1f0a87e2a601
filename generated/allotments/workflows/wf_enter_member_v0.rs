// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::WF_ENTER_MEMBER_V0`: Enter a member

use crate::allotments::bindings::rb_desk_v0;
use crate::allotments::contracts::cc_enter_member_v0;
use crate::allotments::intents::in_member_applied_v0;
use pgs_pgc::prelude::*;

const EXIT_ENTERED: Exit = Exit { node: "EXIT_ENTERED", emit: &["allotments::EV_MEMBER_ENTERED_V0"] };
const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", emit: &[] };
const EXIT_INCOMPLETE: Exit = Exit { node: "EXIT_INCOMPLETE", emit: &[] };
const EXIT_KNOWN: Exit = Exit { node: "EXIT_KNOWN", emit: &[] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "allotments::WF_ENTER_MEMBER_V0", domain: "allotments", address: 24 };
    const GATE: NodeId = NodeId { key: "IN_MEMBER_APPLIED_V0", address: 17 };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_member_applied_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(Self { payload }, Next::Node(Node::CcEnterMemberV0))),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_INCOMPLETE))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        match node {
            Node::CcEnterMemberV0 => {
                use cc_enter_member_v0::Outcome;
                let (outcome, surface) = self.cc_enter_member_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Exit(EXIT_KNOWN),
                    Outcome::BackendError => Next::Exit(EXIT_FAILED),
                    Outcome::Success => Next::Exit(EXIT_ENTERED),
                    Outcome::Violation => Next::Exit(EXIT_FAILED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_enter_member_v0(&self, run: &Run) -> Result<cc_enter_member_v0::Completed, Fault> {
        let inputs = cc_enter_member_v0::Inputs {
            email: self.payload.email.bind(),
            full_name: self.payload.full_name.bind(),
        };
        let bindings = cc_enter_member_v0::Bindings { members: rb_desk_v0::MEMBERS };
        cc_enter_member_v0::run(run, "CC_ENTER_MEMBER_V0", bindings, inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcEnterMemberV0 = "CC_ENTER_MEMBER_V0": cc_enter_member_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_member_applied_v0::Payload,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "allotments-wf-enter-member-v0",
    summary: "Enter a member",
    actor: Some("allotments::AC_CLERK_V0"),
    stores: &[StoreUse::writes("allotments/members.jsonl")],
    graph: graph!("../graphs/wf_enter_member_v0"),
    ..Workflow::new(Machine::ID, in_member_applied_v0::GATE, &crate::allotments::PROTOCOL, machine::start::<Machine>)
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
