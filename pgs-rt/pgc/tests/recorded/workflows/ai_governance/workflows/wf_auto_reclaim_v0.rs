//! `ai_governance::WF_AUTO_RECLAIM_V0`

use crate::workflows::ai_governance::bindings::rb_license_bindings_v0;
use crate::workflows::ai_governance::contracts::{cc_append_audit_event_v0, cc_reclaim_unused_license_v0};
use crate::workflows::ai_governance::intents::in_reclaim_license_v0;
use pgs_pgc::prelude::*;

const EXIT_ACTIVE: Exit = Exit { node: "EXIT_ACTIVE", emit: &[] };
const EXIT_ERROR: Exit = Exit { node: "EXIT_ERROR", emit: &[] };
const EXIT_RECLAIMED: Exit = Exit { node: "EXIT_RECLAIMED", emit: &["ai_governance::EV_LICENSE_REVOKED_V0"] };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", emit: &[] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId =
        WorkflowId { fqdn: "ai_governance::WF_AUTO_RECLAIM_V0", domain: "ai_governance", address: 40 };
    const GATE: NodeId = NodeId { key: "IN_RECLAIM_LICENSE_V0", address: in_reclaim_license_v0::GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_reclaim_license_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(Self { payload }, Next::Node(Node::CcReclaimUnusedLicenseV0))),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_REJECTED))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        match node {
            Node::CcAppendAuditEventReclaimed => {
                use cc_append_audit_event_v0::Outcome;
                let (outcome, surface) = self.cc_append_audit_event_reclaimed(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_ERROR),
                    Outcome::Success => Next::Exit(EXIT_RECLAIMED),
                    Outcome::Violation => Next::Exit(EXIT_ERROR),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcReclaimUnusedLicenseV0 => {
                use cc_reclaim_unused_license_v0::Outcome;
                let (outcome, surface) = self.cc_reclaim_unused_license_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_ERROR),
                    Outcome::NotFound => Next::Exit(EXIT_ERROR),
                    Outcome::Success => Next::Node(Node::CcAppendAuditEventReclaimed),
                    Outcome::Violation => Next::Exit(EXIT_ACTIVE),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_append_audit_event_reclaimed(&self, run: &Run) -> Result<cc_append_audit_event_v0::Completed, Fault> {
        let inputs = cc_append_audit_event_v0::Inputs {
            data: mapping([
                ("days_inactive", self.payload.context.follow(&["days_inactive"])),
                ("license_id", self.payload.license_id.bind()),
            ]),
            decision: literal("RECLAIMED"),
            employee_id: self.payload.context.follow(&["employee_id"]),
            event_type: literal("EV_LICENSE_REVOKED_V0"),
            reason_code: literal("INACTIVITY"),
            ..Default::default()
        };
        let bindings = cc_append_audit_event_v0::Bindings { license_audit: rb_license_bindings_v0::LICENSE_AUDIT };
        cc_append_audit_event_v0::run(run, "CC_APPEND_AUDIT_EVENT_RECLAIMED", bindings, inputs)
    }

    fn cc_reclaim_unused_license_v0(&self, run: &Run) -> Result<cc_reclaim_unused_license_v0::Completed, Fault> {
        let inputs = cc_reclaim_unused_license_v0::Inputs {
            employee_id: self.payload.context.follow(&["employee_id"]),
            evaluation_date: self.payload.context.follow(&["evaluation_date"]),
            last_active_date: self.payload.context.follow(&["last_active_date"]),
            license_id: self.payload.license_id.bind(),
            threshold_days: self.payload.threshold_days.bind(),
        };
        let bindings = cc_reclaim_unused_license_v0::Bindings { registry: rb_license_bindings_v0::CS_REGISTRY_V0 };
        cc_reclaim_unused_license_v0::run(run, "CC_RECLAIM_UNUSED_LICENSE_V0", bindings, inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcAppendAuditEventReclaimed = "CC_APPEND_AUDIT_EVENT_RECLAIMED": cc_append_audit_event_v0::CONTRACT,
        CcReclaimUnusedLicenseV0 = "CC_RECLAIM_UNUSED_LICENSE_V0": cc_reclaim_unused_license_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_reclaim_license_v0::Payload,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "ai-governance-wf-auto-reclaim-v0",
    actor: Some("ai_governance::AC_SYSTEM_V0"),
    stores: &[
        StoreUse::writes("ai_governance/ai_licensing/audit_log.jsonl"),
        StoreUse::writes("ai_governance/ai_licensing/license_registry.json"),
    ],
    ..Workflow::new(Machine::ID, in_reclaim_license_v0::GATE, &crate::workflows::PROTOCOL, machine::start::<Machine>)
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
