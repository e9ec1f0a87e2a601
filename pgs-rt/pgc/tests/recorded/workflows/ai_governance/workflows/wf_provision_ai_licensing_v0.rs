//! `ai_governance::WF_PROVISION_AI_LICENSING_V0`

use crate::workflows::ai_governance::bindings::rb_license_bindings_v0;
use crate::workflows::ai_governance::contracts::{
    cc_append_audit_event_v0, cc_provision_license_v0, cc_validate_eligibility_v0,
};
use crate::workflows::ai_governance::intents::in_provision_ai_license_v0;
use pgs_pgc::prelude::*;

const EXIT_DENIED: Exit = Exit { node: "EXIT_DENIED", emit: &["ai_governance::EV_PROVISION_DENIED_V0"] };
const EXIT_ERROR: Exit = Exit { node: "EXIT_ERROR", emit: &[] };
const EXIT_PROVISIONED: Exit = Exit { node: "EXIT_PROVISIONED", emit: &["ai_governance::EV_LICENSE_PROVISIONED_V0"] };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", emit: &[] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId =
        WorkflowId { fqdn: "ai_governance::WF_PROVISION_AI_LICENSING_V0", domain: "ai_governance", address: 43 };
    const GATE: NodeId =
        NodeId { key: "IN_PROVISION_AI_LICENSE_V0", address: in_provision_ai_license_v0::GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_provision_ai_license_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(Self { payload }, Next::Node(Node::CcValidateEligibilityV0))),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_REJECTED))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        match node {
            Node::CcAppendAuditEventDenied => {
                use cc_append_audit_event_v0::Outcome;
                let (outcome, surface) = self.cc_append_audit_event_denied(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_ERROR),
                    Outcome::Success => Next::Exit(EXIT_DENIED),
                    Outcome::Violation => Next::Exit(EXIT_ERROR),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcAppendAuditEventSuccess => {
                use cc_append_audit_event_v0::Outcome;
                let (outcome, surface) = self.cc_append_audit_event_success(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_ERROR),
                    Outcome::Success => Next::Exit(EXIT_PROVISIONED),
                    Outcome::Violation => Next::Exit(EXIT_ERROR),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcProvisionLicenseV0 => {
                use cc_provision_license_v0::Outcome;
                let (outcome, surface) = self.cc_provision_license_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Exit(EXIT_ERROR),
                    Outcome::BackendError => Next::Exit(EXIT_ERROR),
                    Outcome::Success => Next::Node(Node::CcAppendAuditEventSuccess),
                    Outcome::Violation => Next::Exit(EXIT_ERROR),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcValidateEligibilityV0 => {
                use cc_validate_eligibility_v0::Outcome;
                let (outcome, surface) = self.cc_validate_eligibility_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcProvisionLicenseV0),
                    Outcome::Violation => Next::Node(Node::CcAppendAuditEventDenied),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_append_audit_event_denied(&self, run: &Run) -> Result<cc_append_audit_event_v0::Completed, Fault> {
        let inputs = cc_append_audit_event_v0::Inputs {
            data: literal(object([])),
            decision: literal("DENIED"),
            employee_id: self.payload.employee_id.bind(),
            event_type: literal("EV_PROVISION_DENIED_V0"),
            reason_code: self.payload.context.follow(&["reason_code"]),
            ..Default::default()
        };
        let bindings = cc_append_audit_event_v0::Bindings { license_audit: rb_license_bindings_v0::LICENSE_AUDIT };
        cc_append_audit_event_v0::run(run, "CC_APPEND_AUDIT_EVENT_DENIED", bindings, inputs)
    }

    fn cc_append_audit_event_success(&self, run: &Run) -> Result<cc_append_audit_event_v0::Completed, Fault> {
        let inputs = cc_append_audit_event_v0::Inputs {
            data: literal(object([])),
            decision: literal("PROVISIONED"),
            employee_id: self.payload.employee_id.bind(),
            event_type: literal("EV_LICENSE_PROVISIONED_V0"),
            license_id: self.payload.generated.follow(&["license_id"]),
            reason_code: literal(""),
        };
        let bindings = cc_append_audit_event_v0::Bindings { license_audit: rb_license_bindings_v0::LICENSE_AUDIT };
        cc_append_audit_event_v0::run(run, "CC_APPEND_AUDIT_EVENT_SUCCESS", bindings, inputs)
    }

    fn cc_provision_license_v0(&self, run: &Run) -> Result<cc_provision_license_v0::Completed, Fault> {
        let inputs = cc_provision_license_v0::Inputs {
            employee_id: self.payload.employee_id.bind(),
            license_id: self.payload.generated.follow(&["license_id"]),
        };
        let bindings = cc_provision_license_v0::Bindings { registry: rb_license_bindings_v0::CS_REGISTRY_V0 };
        cc_provision_license_v0::run(run, "CC_PROVISION_LICENSE_V0", bindings, inputs)
    }

    fn cc_validate_eligibility_v0(&self, run: &Run) -> Result<cc_validate_eligibility_v0::Completed, Fault> {
        let inputs = cc_validate_eligibility_v0::Inputs {
            assigned_count: self.payload.context.follow(&["assigned_count"]),
            cap: self.payload.context.follow(&["cap"]),
            employee_id: self.payload.employee_id.bind(),
            training_completed: self.payload.context.follow(&["training_completed"]),
        };
        cc_validate_eligibility_v0::run(run, "CC_VALIDATE_ELIGIBILITY_V0", inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcAppendAuditEventDenied = "CC_APPEND_AUDIT_EVENT_DENIED": cc_append_audit_event_v0::CONTRACT,
        CcAppendAuditEventSuccess = "CC_APPEND_AUDIT_EVENT_SUCCESS": cc_append_audit_event_v0::CONTRACT,
        CcProvisionLicenseV0 = "CC_PROVISION_LICENSE_V0": cc_provision_license_v0::CONTRACT,
        CcValidateEligibilityV0 = "CC_VALIDATE_ELIGIBILITY_V0": cc_validate_eligibility_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_provision_ai_license_v0::Payload,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "ai-governance-wf-provision-ai-licensing-v0",
    actor: Some("ai_governance::AC_EMPLOYEE_V0"),
    stores: &[
        StoreUse::writes("ai_governance/ai_licensing/audit_log.jsonl"),
        StoreUse::writes("ai_governance/ai_licensing/license_registry.json"),
    ],
    ..Workflow::new(
        Machine::ID,
        in_provision_ai_license_v0::GATE,
        &crate::workflows::PROTOCOL,
        machine::start::<Machine>,
    )
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
