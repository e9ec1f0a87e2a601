// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::WF_LEASE_PLOT_V0`: Lease a plot to a member

use crate::allotments::bindings::rb_desk_v0;
use crate::allotments::contracts::{cc_confirm_member_v0, cc_lease_plot_v0, cc_note_v0};
use crate::allotments::intents::in_plot_asked_for_v0;
use pgs_pgc::prelude::*;

const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", emit: &[] };
const EXIT_INCOMPLETE: Exit = Exit { node: "EXIT_INCOMPLETE", emit: &[] };
const EXIT_LEASED: Exit = Exit {
    node: "EXIT_LEASED",
    emit: &["allotments::EV_PLOT_LEASED_V0", "allotments::EV_KEY_DUE_V0"],
};
const EXIT_REFUSED: Exit = Exit { node: "EXIT_REFUSED", emit: &["allotments::EV_LEASE_REFUSED_V0"] };
const EXIT_UNKNOWN_MEMBER: Exit = Exit { node: "EXIT_UNKNOWN_MEMBER", emit: &[] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "allotments::WF_LEASE_PLOT_V0", domain: "allotments", address: 25 };
    const GATE: NodeId = NodeId { key: "IN_PLOT_ASKED_FOR_V0", address: 18 };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_plot_asked_for_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(Self { payload }, Next::Node(Node::CcConfirmMemberV0))),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_INCOMPLETE))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        match node {
            Node::CcConfirmMemberV0 => {
                use cc_confirm_member_v0::Outcome;
                let (outcome, surface) = self.cc_confirm_member_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_FAILED),
                    Outcome::NotFound => Next::Exit(EXIT_UNKNOWN_MEMBER),
                    Outcome::Success => Next::Node(Node::CcLeasePlotV0),
                    Outcome::Violation => Next::Exit(EXIT_FAILED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcLeasePlotV0 => {
                use cc_lease_plot_v0::Outcome;
                let (outcome, surface) = self.cc_lease_plot_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::NoteLease),
                    Outcome::Violation => Next::Node(Node::NoteRefusal),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::NoteLease => {
                use cc_note_v0::Outcome;
                let (outcome, surface) = self.note_lease(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_FAILED),
                    Outcome::Success => Next::Exit(EXIT_LEASED),
                    Outcome::Violation => Next::Exit(EXIT_FAILED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::NoteRefusal => {
                use cc_note_v0::Outcome;
                let (outcome, surface) = self.note_refusal(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_FAILED),
                    Outcome::Success => Next::Exit(EXIT_REFUSED),
                    Outcome::Violation => Next::Exit(EXIT_FAILED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_confirm_member_v0(&self, run: &Run) -> Result<cc_confirm_member_v0::Completed, Fault> {
        let inputs = cc_confirm_member_v0::Inputs { member_id: self.payload.member_id.bind() };
        let bindings = cc_confirm_member_v0::Bindings { members: rb_desk_v0::MEMBERS };
        cc_confirm_member_v0::run(run, "CC_CONFIRM_MEMBER_V0", bindings, inputs)
    }

    fn cc_lease_plot_v0(&self, run: &Run) -> Result<cc_lease_plot_v0::Completed, Fault> {
        let inputs = cc_lease_plot_v0::Inputs {
            member_id: self.payload.member_id.bind(),
            plot: self.payload.plot.bind(),
            year: self.payload.year.bind(),
        };
        let bindings = cc_lease_plot_v0::Bindings {
            plots: rb_desk_v0::PLOTS,
            clock: rb_desk_v0::clock,
        };
        cc_lease_plot_v0::run(run, "CC_LEASE_PLOT_V0", bindings, inputs)
    }

    fn note_lease(&self, run: &Run) -> Result<cc_note_v0::Completed, Fault> {
        let inputs = cc_note_v0::Inputs {
            decision: literal("LEASED"),
            member_id: self.payload.member_id.bind(),
            own_tools: self.payload.own_tools.bind(),
            plot: self.payload.plot.bind(),
        };
        let bindings = cc_note_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        cc_note_v0::run(run, "NOTE_LEASE", bindings, inputs)
    }

    fn note_refusal(&self, run: &Run) -> Result<cc_note_v0::Completed, Fault> {
        let inputs = cc_note_v0::Inputs {
            decision: literal("REFUSED"),
            member_id: self.payload.member_id.bind(),
            own_tools: self.payload.own_tools.bind(),
            plot: self.payload.plot.bind(),
        };
        let bindings = cc_note_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        cc_note_v0::run(run, "NOTE_REFUSAL", bindings, inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcConfirmMemberV0 = "CC_CONFIRM_MEMBER_V0": cc_confirm_member_v0::CONTRACT,
        CcLeasePlotV0 = "CC_LEASE_PLOT_V0": cc_lease_plot_v0::CONTRACT,
        NoteLease = "NOTE_LEASE": cc_note_v0::CONTRACT,
        NoteRefusal = "NOTE_REFUSAL": cc_note_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_plot_asked_for_v0::Payload,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "allotments-wf-lease-plot-v0",
    summary: "Lease a plot to a member",
    actor: Some("allotments::AC_CLERK_V0"),
    stores: &[
        StoreUse::writes("allotments/journal.jsonl"),
        StoreUse::reads("allotments/members.jsonl"),
        StoreUse::writes("allotments/plots.json"),
    ],
    graph: graph!("../graphs/wf_lease_plot_v0"),
    ..Workflow::new(Machine::ID, in_plot_asked_for_v0::GATE, &crate::allotments::PROTOCOL, machine::start::<Machine>)
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
