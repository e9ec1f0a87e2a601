// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::WF_SIGN_MANIFEST_V0`: Sign the manifest of a cage with the depot's key

use super::super::bindings::rb_depots_v0;
use super::super::contracts::{cc_record_parcel_event_v0, cc_sign_manifest_v0};
use super::super::intents::in_manifest_ready_v0;
use pgs_rt::{End, Exit, Fault, Field, Map, Run, Value, WorkflowId, object};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "depots::WF_SIGN_MANIFEST_V0",
    domain: "depots",
    address: 65,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "depots-wf-sign-manifest-v0",
    summary: "Sign the manifest of a cage with the depot's key",
    payload: in_manifest_ready_v0::FIELDS,
    suppressed: &[
        "depot_chain",
        "depot_key",
        "depot_seed",
        "master_chain",
        "master_key",
        "mnemonic",
    ],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_sign_manifest_v0.json"),
        mermaid: include_str!("../graphs/wf_sign_manifest_v0.mmd"),
        picture: include_bytes!("../graphs/wf_sign_manifest_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NACK`
    Nack,
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Status {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::Nack => "NACK",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// Runs the workflow.
pub fn start(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    self::run(run, payload).map(|(_, ended)| ended)
}

/// Runs the workflow and says with which of its statuses it ended.
pub fn run(run: &Run, payload: Map<String, Value>) -> Result<(Status, End), Fault> {
    run.workflow_starts(&ID, &payload)?;
    let Some(payload) = in_manifest_ready_v0::admit(run, payload)? else {
        return match route(Outcome::InManifestReadyV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InManifestReadyV0(Verdict::Ack));
    let mut machine = Machine {
        payload,
        results: Results::default(),
        surface: Map::new(),
    };
    for _ in 0..64 {
        next = match next {
            Next::Node(node) => route(machine.visit(run, node)?),
            Next::End(status, exit) => {
                return end(run, status, Some(exit), machine.surface);
            }
        };
    }
    Err(Fault::too_many_transitions(ID.fqdn, 64))
}

fn end(
    run: &Run,
    status: Status,
    exit: Option<Exit>,
    surface: Map<String, Value>,
) -> Result<(Status, End), Fault> {
    let ended = End {
        status: status.as_str(),
        surface,
        exit,
    };
    run.workflow_ends(&ID, &ended)?;
    Ok((status, ended))
}

/// The nodes that run contracts.
#[derive(Clone, Copy)]
enum Node {
    /// `CC_RECORD_PARCEL_EVENT_V0`
    CcRecordParcelEventV0,
    /// `CC_SIGN_MANIFEST_V0`
    CcSignManifestV0,
}

/// What a node answered.
enum Outcome {
    InManifestReadyV0(Verdict),
    CcRecordParcelEventV0(cc_record_parcel_event_v0::Outcome),
    CcSignManifestV0(cc_sign_manifest_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InManifestReadyV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcSignManifestV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcRecordParcelEventV0(outcome) => {
            use cc_record_parcel_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_SIGNED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcSignManifestV0(outcome) => {
            use cc_sign_manifest_v0::Outcome as Of;
            match outcome {
                Of::Success => Next::Node(Node::CcRecordParcelEventV0),
                Of::Violation => Next::End(Status::Violation, EXIT_NOT_SIGNED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_manifest_ready_v0::Payload,
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcRecordParcelEventV0 => {
                    Outcome::CcRecordParcelEventV0(self.cc_record_parcel_event_v0(run)?)
                }
                Node::CcSignManifestV0 => {
                    Outcome::CcSignManifestV0(self.cc_sign_manifest_v0(run)?)
                }
            },
        )
    }

    /// Node `CC_RECORD_PARCEL_EVENT_V0`: `parcels::CC_RECORD_PARCEL_EVENT_V0`.
    fn cc_record_parcel_event_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_parcel_event_v0::Outcome, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(
                object([
                    ("signature", self.results.cc_sign_manifest_v0.signature.to_value()),
                ]),
            ),
            event_code: "EV_MANIFEST_SIGNED_V0".into(),
            subject: self.payload.cage_id.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_depots_v0::PARCEL_JOURNAL,
        };
        let (outcome, surface) = cc_record_parcel_event_v0::run(
            run,
            "CC_RECORD_PARCEL_EVENT_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `CC_SIGN_MANIFEST_V0`: `depots::CC_SIGN_MANIFEST_V0`.
    fn cc_sign_manifest_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_sign_manifest_v0::Outcome, Fault> {
        let inputs = cc_sign_manifest_v0::Inputs {
            manifest: self.payload.manifest.clone().into(),
            mnemonic: self.payload.mnemonic.clone().into(),
            ..Default::default()
        };
        let (outcome, surface) = cc_sign_manifest_v0::run(
            run,
            "CC_SIGN_MANIFEST_V0",
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_sign_manifest_v0 = surface;
        Ok(outcome)
    }
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    cc_sign_manifest_v0: cc_sign_manifest_v0::Surface,
}

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_NOT_SIGNED: Exit = Exit {
    node: "EXIT_NOT_SIGNED",
    reason: Some("NOT_SIGNED"),
    emit: None,
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};

const EXIT_SIGNED: Exit = Exit {
    node: "EXIT_SIGNED",
    reason: Some("COMPLETED"),
    emit: Some("EV_MANIFEST_SIGNED_V0"),
};
