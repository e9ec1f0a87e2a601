//! `blockchain::WF_ACCEPT_ACTOR_V0`

use crate::workflows::blockchain::bindings::rb_identity_bindings_v0;
use crate::workflows::blockchain::contracts::{
    cc_append_actor_occurrence_v0, cc_record_verification_decision_v0, cc_resolve_actor_v0,
};
use crate::workflows::blockchain::intents::in_actor_acceptance_v0;
use pgs_pgc::prelude::*;

const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", emit: &[] };
const EXIT_SUCCESS: Exit = Exit { node: "EXIT_SUCCESS", emit: &["blockchain::EV_ACTOR_ACCEPTED_V0"] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "blockchain::WF_ACCEPT_ACTOR_V0", domain: "blockchain", address: 53 };
    const GATE: NodeId = NodeId { key: "IN_ACTOR_ACCEPTANCE_V0", address: in_actor_acceptance_v0::GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_actor_acceptance_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(
                Self { payload, cc_resolve_actor_v0: Default::default() },
                Next::Node(Node::CcResolveActorV0),
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
            Node::CcRecordVerificationDecisionV0 => {
                use cc_record_verification_decision_v0::Outcome;
                let (outcome, surface) = self.cc_record_verification_decision_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Unrouted(20481),
                    Outcome::Success => Next::Node(Node::CcAppendActorOccurrenceV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcResolveActorV0 => {
                use cc_resolve_actor_v0::Outcome;
                let (outcome, surface) = self.cc_resolve_actor_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Unrouted(20481),
                    Outcome::NotFound => Next::Exit(EXIT_REJECTED),
                    Outcome::Success => Next::Node(Node::CcRecordVerificationDecisionV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                self.cc_resolve_actor_v0 = surface;
                Ok(next.leaving(outcome, self.cc_resolve_actor_v0.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_append_actor_occurrence_v0(&self, run: &Run) -> Result<cc_append_actor_occurrence_v0::Completed, Fault> {
        let inputs = cc_append_actor_occurrence_v0::Inputs {
            contact_address: self.payload.contact_address.bind(),
            occurrence_fields: self.payload.occurrence_fields.bind(),
            stream_id: self.payload.stream_id.bind(),
        };
        let bindings =
            cc_append_actor_occurrence_v0::Bindings { actor_occurrences: rb_identity_bindings_v0::ACTOR_OCCURRENCES };
        cc_append_actor_occurrence_v0::run(run, "CC_APPEND_ACTOR_OCCURRENCE_V0", bindings, inputs)
    }

    fn cc_record_verification_decision_v0(
        &self,
        run: &Run,
    ) -> Result<cc_record_verification_decision_v0::Completed, Fault> {
        let inputs = cc_record_verification_decision_v0::Inputs {
            admitted_outcomes: self.payload.admitted_outcomes.bind(),
            contact_address: self.payload.contact_address.bind(),
            current_state: self.cc_resolve_actor_v0.value.follow(&["state"]),
            decided_actor_fields: self.payload.decided_actor_fields.bind(),
            decision: self.payload.decision.bind(),
            self_check_parameters: self.payload.self_check_parameters.bind(),
            self_check_rules: self.payload.self_check_rules.bind(),
            states_admitting_a_decision: self.payload.states_admitting_a_decision.bind(),
            verifying_authority: self.payload.verifying_authority.bind(),
        };
        let bindings = cc_record_verification_decision_v0::Bindings { actors: rb_identity_bindings_v0::ACTORS };
        cc_record_verification_decision_v0::run(run, "CC_RECORD_VERIFICATION_DECISION_V0", bindings, inputs)
    }

    fn cc_resolve_actor_v0(&self, run: &Run) -> Result<cc_resolve_actor_v0::Completed, Fault> {
        let inputs = cc_resolve_actor_v0::Inputs { contact_address: self.payload.contact_address.bind() };
        let bindings = cc_resolve_actor_v0::Bindings {
            actors: rb_identity_bindings_v0::ACTORS,
            contact_address_registry: rb_identity_bindings_v0::CONTACT_ADDRESS_REGISTRY,
        };
        cc_resolve_actor_v0::run(run, "CC_RESOLVE_ACTOR_V0", bindings, inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcAppendActorOccurrenceV0 = "CC_APPEND_ACTOR_OCCURRENCE_V0": cc_append_actor_occurrence_v0::CONTRACT,
        CcRecordVerificationDecisionV0 = "CC_RECORD_VERIFICATION_DECISION_V0": cc_record_verification_decision_v0::CONTRACT,
        CcResolveActorV0 = "CC_RESOLVE_ACTOR_V0": cc_resolve_actor_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_actor_acceptance_v0::Payload,
    cc_resolve_actor_v0: cc_resolve_actor_v0::Surface,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "blockchain-wf-accept-actor-v0",
    actor: Some("blockchain::AC_PARTICIPANT_V0"),
    stores: &[
        StoreUse::writes("blockchain/identity/actor_occurrences.jsonl"),
        StoreUse::writes("blockchain/identity/actors.json"),
        StoreUse::reads("blockchain/identity/contact_address_registry.jsonl"),
    ],
    ..Workflow::new(Machine::ID, in_actor_acceptance_v0::GATE, &crate::workflows::PROTOCOL, machine::start::<Machine>)
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
