//! `blockchain::WF_REGISTER_ACTOR_V0`

use crate::workflows::blockchain::bindings::rb_identity_bindings_v0;
use crate::workflows::blockchain::contracts::{
    cc_append_actor_occurrence_v0, cc_claim_contact_address_v0, cc_register_actor_v0, cc_validate_registration_v0,
};
use crate::workflows::blockchain::intents::in_actor_registered_v0;
use pgs_pgc::prelude::*;

const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", emit: &[] };
const EXIT_SUCCESS: Exit = Exit { node: "EXIT_SUCCESS", emit: &["blockchain::EV_ACTOR_REGISTERED_UNVERIFIED_V0"] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "blockchain::WF_REGISTER_ACTOR_V0", domain: "blockchain", address: 56 };
    const GATE: NodeId = NodeId { key: "IN_ACTOR_REGISTERED_V0", address: in_actor_registered_v0::GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_actor_registered_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(
                Self { payload, cc_claim_contact_address_v0: Default::default() },
                Next::Node(Node::CcValidateRegistrationV0),
            )),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_REJECTED))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        match node {
            Node::CcAppendActorOccurrenceV0 => {
                use cc_append_actor_occurrence_v0::Outcome;
                let (outcome, surface) = self.cc_append_actor_occurrence_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Unrouted(20481),
                    Outcome::Success => Next::Exit(EXIT_SUCCESS),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcClaimContactAddressV0 => {
                use cc_claim_contact_address_v0::Outcome;
                let (outcome, surface) = self.cc_claim_contact_address_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Node(Node::CcAppendActorOccurrenceV0),
                    Outcome::BackendError => Next::Unrouted(20481),
                    Outcome::Success => Next::Node(Node::CcRegisterActorV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                self.cc_claim_contact_address_v0 = surface;
                Ok(next.leaving(outcome, self.cc_claim_contact_address_v0.fields()))
            }
            Node::CcRegisterActorV0 => {
                use cc_register_actor_v0::Outcome;
                let (outcome, surface) = self.cc_register_actor_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Unrouted(20481),
                    Outcome::Success => Next::Node(Node::CcAppendActorOccurrenceV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcValidateRegistrationV0 => {
                use cc_validate_registration_v0::Outcome;
                let (outcome, surface) = self.cc_validate_registration_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcClaimContactAddressV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_append_actor_occurrence_v0(&self, run: &Run) -> Result<cc_append_actor_occurrence_v0::Completed, Fault> {
        let inputs = cc_append_actor_occurrence_v0::Inputs {
            contact_address: self.cc_claim_contact_address_v0.result.bind(),
            occurrence_fields: self.payload.occurrence_fields.bind(),
            stream_id: self.payload.stream_id.bind(),
        };
        let bindings =
            cc_append_actor_occurrence_v0::Bindings { actor_occurrences: rb_identity_bindings_v0::ACTOR_OCCURRENCES };
        cc_append_actor_occurrence_v0::run(run, "CC_APPEND_ACTOR_OCCURRENCE_V0", bindings, inputs)
    }

    fn cc_claim_contact_address_v0(&self, run: &Run) -> Result<cc_claim_contact_address_v0::Completed, Fault> {
        let inputs = cc_claim_contact_address_v0::Inputs {
            actor_record: self.payload.actor_record.bind(),
            address_path: self.payload.address_path.bind(),
            address_type: self.payload.address_type.bind(),
        };
        let bindings = cc_claim_contact_address_v0::Bindings {
            contact_address_registry: rb_identity_bindings_v0::CONTACT_ADDRESS_REGISTRY,
        };
        cc_claim_contact_address_v0::run(run, "CC_CLAIM_CONTACT_ADDRESS_V0", bindings, inputs)
    }

    fn cc_register_actor_v0(&self, run: &Run) -> Result<cc_register_actor_v0::Completed, Fault> {
        let inputs = cc_register_actor_v0::Inputs {
            actor_fields: self.payload.actor_record.bind(),
            contact_address: self.cc_claim_contact_address_v0.result.bind(),
        };
        let bindings = cc_register_actor_v0::Bindings { actors: rb_identity_bindings_v0::ACTORS };
        cc_register_actor_v0::run(run, "CC_REGISTER_ACTOR_V0", bindings, inputs)
    }

    fn cc_validate_registration_v0(&self, run: &Run) -> Result<cc_validate_registration_v0::Completed, Fault> {
        let inputs = cc_validate_registration_v0::Inputs {
            actor_record: self.payload.actor_record.bind(),
            registration_schema: self.payload.registration_schema.bind(),
        };
        cc_validate_registration_v0::run(run, "CC_VALIDATE_REGISTRATION_V0", inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcAppendActorOccurrenceV0 = "CC_APPEND_ACTOR_OCCURRENCE_V0": cc_append_actor_occurrence_v0::CONTRACT,
        CcClaimContactAddressV0 = "CC_CLAIM_CONTACT_ADDRESS_V0": cc_claim_contact_address_v0::CONTRACT,
        CcRegisterActorV0 = "CC_REGISTER_ACTOR_V0": cc_register_actor_v0::CONTRACT,
        CcValidateRegistrationV0 = "CC_VALIDATE_REGISTRATION_V0": cc_validate_registration_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_actor_registered_v0::Payload,
    cc_claim_contact_address_v0: cc_claim_contact_address_v0::Surface,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "blockchain-wf-register-actor-v0",
    actor: Some("blockchain::AC_PARTICIPANT_V0"),
    stores: &[
        StoreUse::writes("blockchain/identity/actor_occurrences.jsonl"),
        StoreUse::writes("blockchain/identity/actors.json"),
        StoreUse::writes("blockchain/identity/contact_address_registry.jsonl"),
    ],
    ..Workflow::new(Machine::ID, in_actor_registered_v0::GATE, &crate::workflows::PROTOCOL, machine::start::<Machine>)
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
