//! `blockchain::WF_CREATE_WALLET_V0`

use crate::workflows::blockchain::bindings::wf_create_wallet_v0_stores;
use crate::workflows::blockchain::contracts::{
    cc_append_wallet_occurrence_v0, cc_claim_wallet_identity_v0, cc_create_wallet_record_v0,
    cc_determine_wallet_identity_v0, cc_establish_wallet_address_v0, cc_require_accepted_holder_v0,
    cc_resolve_actor_v0,
};
use crate::workflows::blockchain::intents::in_wallet_creation_v0;
use pgs_pgc::prelude::*;

const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", emit: &[] };
const EXIT_SUCCESS: Exit = Exit { node: "EXIT_SUCCESS", emit: &["blockchain::EV_WALLET_CREATED_V0"] };

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "blockchain::WF_CREATE_WALLET_V0", domain: "blockchain", address: 54 };
    const GATE: NodeId = NodeId { key: "IN_WALLET_CREATION_V0", address: in_wallet_creation_v0::GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_wallet_creation_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(
                Self {
                    payload,
                    cc_determine_wallet_identity_v0: Default::default(),
                    cc_resolve_actor_v0: Default::default(),
                },
                Next::Node(Node::CcResolveActorV0),
            )),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_REJECTED))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        match node {
            Node::CcAppendWalletOccurrenceV0 => {
                use cc_append_wallet_occurrence_v0::Outcome;
                let (outcome, surface) = self.cc_append_wallet_occurrence_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Unrouted(20481),
                    Outcome::Success => Next::Exit(EXIT_SUCCESS),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcClaimWalletIdentityV0 => {
                use cc_claim_wallet_identity_v0::Outcome;
                let (outcome, surface) = self.cc_claim_wallet_identity_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Exit(EXIT_REJECTED),
                    Outcome::BackendError => Next::Unrouted(20481),
                    Outcome::Success => Next::Node(Node::CcEstablishWalletAddressV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcCreateWalletRecordV0 => {
                use cc_create_wallet_record_v0::Outcome;
                let (outcome, surface) = self.cc_create_wallet_record_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Unrouted(20481),
                    Outcome::Success => Next::Node(Node::CcAppendWalletOccurrenceV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcDetermineWalletIdentityV0 => {
                use cc_determine_wallet_identity_v0::Outcome;
                let (outcome, surface) = self.cc_determine_wallet_identity_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcClaimWalletIdentityV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                self.cc_determine_wallet_identity_v0 = surface;
                Ok(next.leaving(outcome, self.cc_determine_wallet_identity_v0.fields()))
            }
            Node::CcEstablishWalletAddressV0 => {
                use cc_establish_wallet_address_v0::Outcome;
                let (outcome, surface) = self.cc_establish_wallet_address_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcCreateWalletRecordV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                Ok(next.leaving(outcome, surface.fields()))
            }
            Node::CcRequireAcceptedHolderV0 => {
                use cc_require_accepted_holder_v0::Outcome;
                let (outcome, surface) = self.cc_require_accepted_holder_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcDetermineWalletIdentityV0),
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
                    Outcome::Success => Next::Node(Node::CcRequireAcceptedHolderV0),
                    Outcome::Violation => Next::Exit(EXIT_REJECTED),
                };
                self.cc_resolve_actor_v0 = surface;
                Ok(next.leaving(outcome, self.cc_resolve_actor_v0.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_append_wallet_occurrence_v0(&self, run: &Run) -> Result<cc_append_wallet_occurrence_v0::Completed, Fault> {
        let inputs = cc_append_wallet_occurrence_v0::Inputs {
            occurrence_fields: self.payload.occurrence_fields.bind(),
            stream_id: self.cc_determine_wallet_identity_v0.id.bind(),
        };
        let bindings = cc_append_wallet_occurrence_v0::Bindings {
            wallet_occurrences: wf_create_wallet_v0_stores::WALLET_OCCURRENCES,
        };
        cc_append_wallet_occurrence_v0::run(run, "CC_APPEND_WALLET_OCCURRENCE_V0", bindings, inputs)
    }

    fn cc_claim_wallet_identity_v0(&self, run: &Run) -> Result<cc_claim_wallet_identity_v0::Completed, Fault> {
        let inputs = cc_claim_wallet_identity_v0::Inputs { wallet_id: self.cc_determine_wallet_identity_v0.id.bind() };
        let bindings =
            cc_claim_wallet_identity_v0::Bindings { wallet_identities: wf_create_wallet_v0_stores::WALLET_IDENTITIES };
        cc_claim_wallet_identity_v0::run(run, "CC_CLAIM_WALLET_IDENTITY_V0", bindings, inputs)
    }

    fn cc_create_wallet_record_v0(&self, run: &Run) -> Result<cc_create_wallet_record_v0::Completed, Fault> {
        let inputs = cc_create_wallet_record_v0::Inputs {
            wallet_fields: self.payload.wallet_fields.bind(),
            wallet_id: self.cc_determine_wallet_identity_v0.id.bind(),
        };
        let bindings = cc_create_wallet_record_v0::Bindings { wallets: wf_create_wallet_v0_stores::WALLETS };
        cc_create_wallet_record_v0::run(run, "CC_CREATE_WALLET_RECORD_V0", bindings, inputs)
    }

    fn cc_determine_wallet_identity_v0(&self, run: &Run) -> Result<cc_determine_wallet_identity_v0::Completed, Fault> {
        let inputs = cc_determine_wallet_identity_v0::Inputs {
            holder: self.cc_resolve_actor_v0.value.follow(&["contact_address"]),
            wallet_id_prefix: self.payload.wallet_id_prefix.bind(),
        };
        cc_determine_wallet_identity_v0::run(run, "CC_DETERMINE_WALLET_IDENTITY_V0", inputs)
    }

    fn cc_establish_wallet_address_v0(&self, run: &Run) -> Result<cc_establish_wallet_address_v0::Completed, Fault> {
        let inputs = cc_establish_wallet_address_v0::Inputs { key_material: self.payload.key_material.bind() };
        cc_establish_wallet_address_v0::run(run, "CC_ESTABLISH_WALLET_ADDRESS_V0", inputs)
    }

    fn cc_require_accepted_holder_v0(&self, run: &Run) -> Result<cc_require_accepted_holder_v0::Completed, Fault> {
        let inputs = cc_require_accepted_holder_v0::Inputs {
            holder_state: self.cc_resolve_actor_v0.value.follow(&["state"]),
            states_admitting_a_wallet: literal(list(["ACCEPTED".into()])),
        };
        cc_require_accepted_holder_v0::run(run, "CC_REQUIRE_ACCEPTED_HOLDER_V0", inputs)
    }

    fn cc_resolve_actor_v0(&self, run: &Run) -> Result<cc_resolve_actor_v0::Completed, Fault> {
        let inputs = cc_resolve_actor_v0::Inputs { contact_address: self.payload.contact_address.bind() };
        let bindings = cc_resolve_actor_v0::Bindings {
            actors: wf_create_wallet_v0_stores::ACTORS,
            contact_address_registry: wf_create_wallet_v0_stores::CONTACT_ADDRESS_REGISTRY,
        };
        cc_resolve_actor_v0::run(run, "CC_RESOLVE_ACTOR_V0", bindings, inputs)
    }
}

nodes! {
    /// The nodes that run contracts.
    Node {
        CcAppendWalletOccurrenceV0 = "CC_APPEND_WALLET_OCCURRENCE_V0": cc_append_wallet_occurrence_v0::CONTRACT,
        CcClaimWalletIdentityV0 = "CC_CLAIM_WALLET_IDENTITY_V0": cc_claim_wallet_identity_v0::CONTRACT,
        CcCreateWalletRecordV0 = "CC_CREATE_WALLET_RECORD_V0": cc_create_wallet_record_v0::CONTRACT,
        CcDetermineWalletIdentityV0 = "CC_DETERMINE_WALLET_IDENTITY_V0": cc_determine_wallet_identity_v0::CONTRACT,
        CcEstablishWalletAddressV0 = "CC_ESTABLISH_WALLET_ADDRESS_V0": cc_establish_wallet_address_v0::CONTRACT,
        CcRequireAcceptedHolderV0 = "CC_REQUIRE_ACCEPTED_HOLDER_V0": cc_require_accepted_holder_v0::CONTRACT,
        CcResolveActorV0 = "CC_RESOLVE_ACTOR_V0": cc_resolve_actor_v0::CONTRACT,
    }
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_wallet_creation_v0::Payload,
    cc_determine_wallet_identity_v0: cc_determine_wallet_identity_v0::Surface,
    cc_resolve_actor_v0: cc_resolve_actor_v0::Surface,
}

/// This workflow in a table.
pub const WORKFLOW: Workflow = Workflow {
    binary: "blockchain-wf-create-wallet-v0",
    actor: Some("blockchain::AC_PARTICIPANT_V0"),
    stores: &[
        StoreUse::reads("blockchain/identity/actors.json"),
        StoreUse::reads("blockchain/identity/contact_address_registry.jsonl"),
        StoreUse::writes("blockchain/wallet/wallet_identity_registry.jsonl"),
        StoreUse::writes("blockchain/wallet/wallet_occurrences.jsonl"),
        StoreUse::writes("blockchain/wallet/wallets.json"),
    ],
    ..Workflow::new(Machine::ID, in_wallet_creation_v0::GATE, &crate::workflows::PROTOCOL, machine::start::<Machine>)
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
