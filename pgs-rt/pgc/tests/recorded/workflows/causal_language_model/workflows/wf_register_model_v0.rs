//! `causal_language_model::WF_REGISTER_MODEL_V0`

use crate::workflows::causal_language_model::bindings::rb_model_response_bindings_v0;
use crate::workflows::causal_language_model::contracts::{
    cc_append_model_operation_v0, cc_claim_model_identity_v0, cc_confirm_model_staff_authorized_v0,
    cc_register_model_v0,
};
use crate::workflows::causal_language_model::intents::in_register_model_v0;
use pgs_pgc::prelude::*;

const EXIT_REGISTERED: Exit =
    Exit { node: "EXIT_REGISTERED", emit: &["causal_language_model::EV_MODEL_REGISTERED_V0"] };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", emit: &[] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId {
        fqdn: "causal_language_model::WF_REGISTER_MODEL_V0",
        domain: "causal_language_model",
        address: 93,
    };
    const GATE: NodeId = NodeId { key: "IN_REGISTER_MODEL_V0", address: in_register_model_v0::GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_register_model_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(
                Self { payload, cc_claim_model_identity_v0: Default::default() },
                Next::Node(Node::CcConfirmModelStaffAuthorizedV0),
            )),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_REJECTED))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        match node {
            Node::CcAppendModelOperationV0 => {
                use cc_append_model_operation_v0::Outcome;
                let (outcome, surface) = self.cc_append_model_operation_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Exit(EXIT_REGISTERED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcClaimModelIdentityV0 => {
                use cc_claim_model_identity_v0::Outcome;
                let (outcome, surface) = self.cc_claim_model_identity_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Exit(EXIT_REJECTED),
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Node(Node::CcRegisterModelV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                self.cc_claim_model_identity_v0 = surface;
                Ok(next.leaving(outcome, self.cc_claim_model_identity_v0.fields()))
            }
            Node::CcConfirmModelStaffAuthorizedV0 => {
                use cc_confirm_model_staff_authorized_v0::Outcome;
                let (outcome, surface) = self.cc_confirm_model_staff_authorized_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcClaimModelIdentityV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcRegisterModelV0 => {
                use cc_register_model_v0::Outcome;
                let (outcome, surface) = self.cc_register_model_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Node(Node::CcAppendModelOperationV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_append_model_operation_v0(&self, run: &Run) -> Result<cc_append_model_operation_v0::Completed, Fault> {
        let inputs = cc_append_model_operation_v0::Inputs {
            operation: literal("REGISTER_MODEL"),
            record: mapping([
                ("operation", literal("REGISTER_MODEL")),
                ("staff_id", self.payload.staff_id.bind()),
                ("subject", self.cc_claim_model_identity_v0.identity_key.bind()),
            ]),
            staff_id: self.payload.staff_id.bind(),
        };
        let bindings = cc_append_model_operation_v0::Bindings {
            model_operations: rb_model_response_bindings_v0::MODEL_OPERATIONS,
        };
        cc_append_model_operation_v0::run(run, "CC_APPEND_MODEL_OPERATION_V0", bindings, inputs)
    }

    fn cc_claim_model_identity_v0(&self, run: &Run) -> Result<cc_claim_model_identity_v0::Completed, Fault> {
        let inputs = cc_claim_model_identity_v0::Inputs {
            description: self.payload.description.bind(),
            description_schema: literal(object([(
                "reading_capacity",
                object([("required", Value::from(true)), ("type", "integer".into())]),
            )])),
            fingerprint: self.payload.fingerprint.bind(),
        };
        let bindings = cc_claim_model_identity_v0::Bindings {
            model_identity_registry: rb_model_response_bindings_v0::MODEL_IDENTITY_REGISTRY,
        };
        cc_claim_model_identity_v0::run(run, "CC_CLAIM_MODEL_IDENTITY_V0", bindings, inputs)
    }

    fn cc_confirm_model_staff_authorized_v0(
        &self,
        run: &Run,
    ) -> Result<cc_confirm_model_staff_authorized_v0::Completed, Fault> {
        let inputs = cc_confirm_model_staff_authorized_v0::Inputs {
            authorization_rules: literal(list([object([
                ("field", "role".into()),
                ("op", "eq".into()),
                ("value", "model_staff".into()),
            ])])),
            staff_credentials: self.payload.staff_credentials.bind(),
        };
        cc_confirm_model_staff_authorized_v0::run(run, "CC_CONFIRM_MODEL_STAFF_AUTHORIZED_V0", inputs)
    }

    fn cc_register_model_v0(&self, run: &Run) -> Result<cc_register_model_v0::Completed, Fault> {
        let inputs = cc_register_model_v0::Inputs {
            description: self.payload.description.bind(),
            fingerprint: self.payload.fingerprint.bind(),
            identity_key: self.cc_claim_model_identity_v0.identity_key.bind(),
        };
        let bindings = cc_register_model_v0::Bindings { models: rb_model_response_bindings_v0::MODELS };
        cc_register_model_v0::run(run, "CC_REGISTER_MODEL_V0", bindings, inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcAppendModelOperationV0 = "CC_APPEND_MODEL_OPERATION_V0": cc_append_model_operation_v0::CONTRACT,
        CcClaimModelIdentityV0 = "CC_CLAIM_MODEL_IDENTITY_V0": cc_claim_model_identity_v0::CONTRACT,
        CcConfirmModelStaffAuthorizedV0 = "CC_CONFIRM_MODEL_STAFF_AUTHORIZED_V0": cc_confirm_model_staff_authorized_v0::CONTRACT,
        CcRegisterModelV0 = "CC_REGISTER_MODEL_V0": cc_register_model_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_register_model_v0::Payload,
    cc_claim_model_identity_v0: cc_claim_model_identity_v0::Surface,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "causal-language-model-wf-register-model-v0",
    actor: Some("causal_language_model::AC_MODEL_STAFF_V0"),
    stores: &[
        StoreUse::writes("causal_language_model/model_response/model_identity_registry.jsonl"),
        StoreUse::writes("causal_language_model/model_response/model_operations.jsonl"),
        StoreUse::writes("causal_language_model/model_response/models.json"),
    ],
    ..Workflow::new(Machine::ID, in_register_model_v0::GATE, &crate::workflows::PROTOCOL, machine::start::<Machine>)
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
