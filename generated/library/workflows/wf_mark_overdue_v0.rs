// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_MARK_OVERDUE_V0`: Mark the loans that were due today as overdue

use crate::library::bindings::rb_desk_v0;
use crate::library::contracts::cc_mark_overdue_v0;
use crate::library::intents::in_library_closed_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        BackendError = "BACKEND_ERROR",
        Nack = "NACK",
        NoneDue = "NONE_DUE",
        Success = "SUCCESS",
    }
}

const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_MARKED: Exit = Exit { node: "EXIT_MARKED", reason: Some("COMPLETED"), emit: None };
const EXIT_NONE_DUE: Exit = Exit { node: "EXIT_NONE_DUE", reason: Some("COMPLETED"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "library::WF_MARK_OVERDUE_V0", domain: "library", address: 56 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_library_closed_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Node(Self { payload }, Node::CcMarkOverdueV0)),
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcMarkOverdueV0 => {
                use cc_mark_overdue_v0::Outcome;
                let (outcome, surface) = self.cc_mark_overdue_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NoneDue => Next::Exit(Status::NoneDue, EXIT_NONE_DUE),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_MARKED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_mark_overdue_v0(&self, run: &Run) -> Result<cc_mark_overdue_v0::Completed, Fault> {
        let inputs = cc_mark_overdue_v0::Inputs {
            closing_time: self.payload.closing_time.clone().into(),
        };
        let bindings = cc_mark_overdue_v0::Bindings { loans: rb_desk_v0::LOANS };
        cc_mark_overdue_v0::run(run, "CC_MARK_OVERDUE_V0", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_MARK_OVERDUE_V0`
    CcMarkOverdueV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_library_closed_v0::Payload,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "library-wf-mark-overdue-v0",
    summary: "Mark the loans that were due today as overdue",
    payload: in_library_closed_v0::FIELDS,
    intent: Some(Intent::of::<in_library_closed_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[StoreUse::writes("library/loans.json")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_mark_overdue_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
