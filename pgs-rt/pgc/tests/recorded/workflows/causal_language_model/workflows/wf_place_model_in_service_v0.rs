//! `causal_language_model::WF_PLACE_MODEL_IN_SERVICE_V0`

use crate::workflows::causal_language_model::bindings::rb_model_response_bindings_v0;
use crate::workflows::causal_language_model::contracts::{
    cc_append_model_operation_v0, cc_confirm_model_staff_authorized_v0, cc_place_model_in_service_v0,
};
use crate::workflows::causal_language_model::intents::in_place_model_in_service_v0;
use pgs_pgc::prelude::*;

const EXIT_PLACED: Exit = Exit { node: "EXIT_PLACED", emit: &["causal_language_model::EV_MODEL_SERVICE_STARTED_V0"] };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", emit: &[] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId {
        fqdn: "causal_language_model::WF_PLACE_MODEL_IN_SERVICE_V0",
        domain: "causal_language_model",
        address: 92,
    };
    const GATE: NodeId =
        NodeId { key: "IN_PLACE_MODEL_IN_SERVICE_V0", address: in_place_model_in_service_v0::GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_place_model_in_service_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Ack(Self { payload }, Next::Node(Node::CcConfirmModelStaffAuthorizedV0)))
            }
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
                    Outcome::Success => Next::Exit(EXIT_PLACED),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcConfirmModelStaffAuthorizedV0 => {
                use cc_confirm_model_staff_authorized_v0::Outcome;
                let (outcome, surface) = self.cc_confirm_model_staff_authorized_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcPlaceModelInServiceV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcPlaceModelInServiceV0 => {
                use cc_place_model_in_service_v0::Outcome;
                let (outcome, surface) = self.cc_place_model_in_service_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Exit(EXIT_REJECTED),
                    Outcome::BackendError => Next::Exit(EXIT_REJECTED),
                    Outcome::NotFound => Next::Exit(EXIT_REJECTED),
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
            operation: literal("PLACE_MODEL_IN_SERVICE"),
            record: mapping([
                ("operation", literal("PLACE_MODEL_IN_SERVICE")),
                ("staff_id", self.payload.staff_id.bind()),
                ("subject", self.payload.identity_key.bind()),
            ]),
            staff_id: self.payload.staff_id.bind(),
        };
        let bindings = cc_append_model_operation_v0::Bindings {
            model_operations: rb_model_response_bindings_v0::MODEL_OPERATIONS,
        };
        cc_append_model_operation_v0::run(run, "CC_APPEND_MODEL_OPERATION_V0", bindings, inputs)
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

    fn cc_place_model_in_service_v0(&self, run: &Run) -> Result<cc_place_model_in_service_v0::Completed, Fault> {
        let inputs = cc_place_model_in_service_v0::Inputs {
            ceiling: self.payload.ceiling.bind(),
            identity_key: self.payload.identity_key.bind(),
            response_rules: self.payload.response_rules.bind(),
            system_prompt: self.payload.system_prompt.bind(),
            time_in_service_id: self.payload.time_in_service_id.bind(),
        };
        let bindings = cc_place_model_in_service_v0::Bindings {
            models: rb_model_response_bindings_v0::MODELS,
            time_in_service_registry: rb_model_response_bindings_v0::TIME_IN_SERVICE_REGISTRY,
            times_in_service: rb_model_response_bindings_v0::TIMES_IN_SERVICE,
        };
        cc_place_model_in_service_v0::run(run, "CC_PLACE_MODEL_IN_SERVICE_V0", bindings, inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcAppendModelOperationV0 = "CC_APPEND_MODEL_OPERATION_V0": cc_append_model_operation_v0::CONTRACT,
        CcConfirmModelStaffAuthorizedV0 = "CC_CONFIRM_MODEL_STAFF_AUTHORIZED_V0": cc_confirm_model_staff_authorized_v0::CONTRACT,
        CcPlaceModelInServiceV0 = "CC_PLACE_MODEL_IN_SERVICE_V0": cc_place_model_in_service_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_place_model_in_service_v0::Payload,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "causal-language-model-wf-place-model-in-service-v0",
    actor: Some("causal_language_model::AC_MODEL_STAFF_V0"),
    stores: &[
        StoreUse::writes("causal_language_model/model_response/model_operations.jsonl"),
        StoreUse::writes("causal_language_model/model_response/models.json"),
        StoreUse::writes("causal_language_model/model_response/time_in_service_registry.jsonl"),
        StoreUse::writes("causal_language_model/model_response/times_in_service.json"),
    ],
    ..Workflow::new(
        Machine::ID,
        in_place_model_in_service_v0::GATE,
        &crate::workflows::PROTOCOL,
        machine::start::<Machine>,
    )
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
