// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::WF_SIGN_MANIFEST_V0`: Sign the manifest of a cage with the depot's key

use crate::depots::bindings::rb_depots_v0;
use crate::depots::contracts::{cc_record_parcel_event_v0, cc_sign_manifest_v0};
use crate::depots::intents::in_manifest_ready_v0;
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
const EXIT_NOT_SIGNED: Exit = Exit { node: "EXIT_NOT_SIGNED", reason: Some("NOT_SIGNED"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };
const EXIT_SIGNED: Exit = Exit { node: "EXIT_SIGNED", reason: Some("COMPLETED"), emit: Some("EV_MANIFEST_SIGNED_V0") };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "depots::WF_SIGN_MANIFEST_V0", domain: "depots", address: 65 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_manifest_ready_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(Self { payload, cc_sign_manifest_v0: Default::default() }, Node::CcSignManifestV0))
            }
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcRecordParcelEventV0 => {
                use cc_record_parcel_event_v0::Outcome;
                let (outcome, surface) = self.cc_record_parcel_event_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_SIGNED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcSignManifestV0 => {
                use cc_sign_manifest_v0::Outcome;
                let (outcome, surface) = self.cc_sign_manifest_v0(run)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::CcRecordParcelEventV0),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_NOT_SIGNED),
                };
                self.cc_sign_manifest_v0 = surface;
                Ok(next.leaving(self.cc_sign_manifest_v0.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_record_parcel_event_v0(&self, run: &Run) -> Result<cc_record_parcel_event_v0::Completed, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([("signature", self.cc_sign_manifest_v0.signature.to_value())])),
            event_code: "EV_MANIFEST_SIGNED_V0".into(),
            subject: self.payload.cage_id.clone().into(),
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_depots_v0::PARCEL_JOURNAL,
        };
        run.binds(&[
            ("/details/signature", Origin::Node("CC_SIGN_MANIFEST_V0", "/signature")),
            ("/subject", Origin::Payload("/cage_id")),
        ]);
        cc_record_parcel_event_v0::run(run, "CC_RECORD_PARCEL_EVENT_V0", bindings, inputs)
    }

    fn cc_sign_manifest_v0(&self, run: &Run) -> Result<cc_sign_manifest_v0::Completed, Fault> {
        let inputs = cc_sign_manifest_v0::Inputs {
            manifest: self.payload.manifest.clone().into(),
            mnemonic: self.payload.mnemonic.clone().into(),
        };
        run.binds(&[("/manifest", Origin::Payload("/manifest")), ("/mnemonic", Origin::Payload("/mnemonic"))]);
        cc_sign_manifest_v0::run(run, "CC_SIGN_MANIFEST_V0", inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_RECORD_PARCEL_EVENT_V0`
    CcRecordParcelEventV0,
    /// `CC_SIGN_MANIFEST_V0`
    CcSignManifestV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_manifest_ready_v0::Payload,
    cc_sign_manifest_v0: cc_sign_manifest_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "depots-wf-sign-manifest-v0",
    summary: "Sign the manifest of a cage with the depot's key",
    payload: in_manifest_ready_v0::FIELDS,
    intent: Some(Intent::of::<in_manifest_ready_v0::Payload>()),
    suppressed: &["depot_chain", "depot_key", "depot_seed", "master_chain", "master_key", "mnemonic"],
    names: crate::NAMES,
    stores: &[StoreUse::writes("parcels/journal.jsonl")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_sign_manifest_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
