// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_WORK_OFF_SLIPS_V0`: Work off paper slips from the desk, in order

use crate::library::contracts::cc_work_off_slips_v0;
use crate::library::intents::in_slips_collected_v0;
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

const EXIT_DONE: Exit = Exit { node: "EXIT_DONE", reason: Some("COMPLETED"), emit: None };
const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };
const EXIT_STOPPED: Exit = Exit { node: "EXIT_STOPPED", reason: Some("STOPPED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "library::WF_WORK_OFF_SLIPS_V0", domain: "library", address: 62 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_slips_collected_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Node(Self { payload }, Node::CcWorkOffSlipsV0)),
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcWorkOffSlipsV0 => {
                use cc_work_off_slips_v0::Outcome;
                let (outcome, surface) = self.cc_work_off_slips_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_DONE),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_STOPPED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_work_off_slips_v0(&self, run: &Run) -> Result<cc_work_off_slips_v0::Completed, Fault> {
        let inputs = cc_work_off_slips_v0::Inputs {
            desk: self.payload.desk.clone().into(),
            slips: self.payload.slips.clone().into(),
        };
        run.binds(&[("/desk", Origin::Payload("/desk")), ("/slips", Origin::Payload("/slips"))]);
        cc_work_off_slips_v0::run(run, "CC_WORK_OFF_SLIPS_V0", inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_WORK_OFF_SLIPS_V0`
    CcWorkOffSlipsV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_slips_collected_v0::Payload,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "library-wf-work-off-slips-v0",
    summary: "Work off paper slips from the desk, in order",
    payload: in_slips_collected_v0::FIELDS,
    intent: Some(Intent::of::<in_slips_collected_v0::Payload>()),
    suppressed: &["email"],
    names: crate::NAMES,
    stores: &[
        StoreUse::writes("library/accounts.json"),
        StoreUse::reads("library/catalogue.json"),
        StoreUse::writes("library/journal.jsonl"),
        StoreUse::writes("library/loans.json"),
        StoreUse::reads("library/members.jsonl"),
        StoreUse::writes("library/on_loan.jsonl"),
        StoreUse::writes("library/reservations.json"),
    ],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_work_off_slips_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
