// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_REMIND_OVERDUE_V0`: Write a reminder to every member with an overdue book

use crate::library::bindings::rb_desk_v0;
use crate::library::contracts::{cc_list_overdue_v0, cc_remind_all_v0};
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        BackendError = "BACKEND_ERROR",
        NoneOverdue = "NONE_OVERDUE",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_NONE_OVERDUE: Exit = Exit { node: "EXIT_NONE_OVERDUE", reason: Some("COMPLETED"), emit: None };
const EXIT_REMINDED: Exit = Exit { node: "EXIT_REMINDED", reason: Some("COMPLETED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "library::WF_REMIND_OVERDUE_V0", domain: "library", address: 59 };
    type Node = Node;
    type Status = Status;

    fn enter(_run: &Run, _payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        Ok(Entered::Node(Self { cc_list_overdue_v0: Default::default() }, Node::CcListOverdueV0))
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcListOverdueV0 => {
                use cc_list_overdue_v0::Outcome;
                let (outcome, surface) = self.cc_list_overdue_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NoneOverdue => Next::Exit(Status::NoneOverdue, EXIT_NONE_OVERDUE),
                    Outcome::Success => Next::Node(Node::CcRemindAllV0),
                };
                self.cc_list_overdue_v0 = surface;
                Ok(next.leaving(self.cc_list_overdue_v0.fields()))
            }
            Node::CcRemindAllV0 => {
                use cc_remind_all_v0::Outcome;
                let (outcome, surface) = self.cc_remind_all_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_REMINDED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_list_overdue_v0(&self, run: &Run) -> Result<cc_list_overdue_v0::Completed, Fault> {
        let inputs = cc_list_overdue_v0::Inputs {};
        let bindings = cc_list_overdue_v0::Bindings { loans: rb_desk_v0::LOANS };
        cc_list_overdue_v0::run(run, "CC_LIST_OVERDUE_V0", bindings, inputs)
    }

    fn cc_remind_all_v0(&self, run: &Run) -> Result<cc_remind_all_v0::Completed, Fault> {
        let inputs = cc_remind_all_v0::Inputs {
            overdue_loans: self.cc_list_overdue_v0.overdue_loans.bound(),
        };
        run.binds(&[("/overdue_loans", Origin::Node("CC_LIST_OVERDUE_V0", "/overdue_loans"))]);
        cc_remind_all_v0::run(run, "CC_REMIND_ALL_V0", inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_LIST_OVERDUE_V0`
    CcListOverdueV0,
    /// `CC_REMIND_ALL_V0`
    CcRemindAllV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    cc_list_overdue_v0: cc_list_overdue_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "library-wf-remind-overdue-v0",
    summary: "Write a reminder to every member with an overdue book",
    payload: &[],
    intent: None,
    suppressed: &["email"],
    names: crate::NAMES,
    stores: &[
        StoreUse::writes("library/journal.jsonl"),
        StoreUse::reads("library/loans.json"),
        StoreUse::reads("library/members.jsonl"),
    ],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_remind_overdue_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
