// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_REGISTER_MEMBER_V0`: Register a member; registering again changes nothing and is recorded

use crate::library::bindings::rb_desk_v0;
use crate::library::contracts::{cc_record_event_v0, cc_register_member_v0};
use crate::library::intents::in_member_registered_v0;
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

const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_REGISTERED: Exit = Exit {
    node: "EXIT_REGISTERED",
    reason: Some("COMPLETED"),
    emit: Some("EV_MEMBER_REGISTERED_V0"),
};
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "library::WF_REGISTER_MEMBER_V0", domain: "library", address: 58 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_member_registered_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(Self { payload, cc_register_member_v0: Default::default() }, Node::CcRegisterMemberV0))
            }
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcRecordEventV0 => {
                use cc_record_event_v0::Outcome;
                let (outcome, surface) = self.cc_record_event_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_REGISTERED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcRegisterMemberV0 => {
                use cc_register_member_v0::Outcome;
                let (outcome, surface) = self.cc_register_member_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Node(Node::CcRecordEventV0),
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Node(Node::CcRecordEventV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                self.cc_register_member_v0 = surface;
                Ok(next.leaving(self.cc_register_member_v0.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_record_event_v0(&self, run: &Run) -> Result<cc_record_event_v0::Completed, Fault> {
        let inputs = cc_record_event_v0::Inputs {
            details: Field::json(object([("full_name", self.payload.member.value_at(&["full_name"]))])),
            event_code: "EV_MEMBER_REGISTERED_V0".into(),
            subject: self.cc_register_member_v0.member_id.bound(),
        };
        let bindings = cc_record_event_v0::Bindings { journal: rb_desk_v0::JOURNAL };
        run.binds(&[
            ("/details/full_name", Origin::Payload("/member/full_name")),
            ("/subject", Origin::Node("CC_REGISTER_MEMBER_V0", "/member_id")),
        ]);
        cc_record_event_v0::run(run, "CC_RECORD_EVENT_V0", bindings, inputs)
    }

    fn cc_register_member_v0(&self, run: &Run) -> Result<cc_register_member_v0::Completed, Fault> {
        let inputs = cc_register_member_v0::Inputs { member: self.payload.member.clone().into() };
        let bindings = cc_register_member_v0::Bindings { members: rb_desk_v0::MEMBERS };
        run.binds(&[("/member", Origin::Payload("/member"))]);
        cc_register_member_v0::run(run, "CC_REGISTER_MEMBER_V0", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_RECORD_EVENT_V0`
    CcRecordEventV0,
    /// `CC_REGISTER_MEMBER_V0`
    CcRegisterMemberV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_member_registered_v0::Payload,
    cc_register_member_v0: cc_register_member_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "library-wf-register-member-v0",
    summary: "Register a member; registering again changes nothing and is recorded",
    payload: in_member_registered_v0::FIELDS,
    intent: Some(Intent::of::<in_member_registered_v0::Payload>()),
    suppressed: &["email"],
    names: crate::NAMES,
    stores: &[StoreUse::writes("library/journal.jsonl"), StoreUse::writes("library/members.jsonl")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_register_member_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
