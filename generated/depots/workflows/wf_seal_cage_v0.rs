// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::WF_SEAL_CAGE_V0`: Seal a cage and enter the seal in the registry

use super::super::bindings::rb_depots_v0;
use super::super::contracts::cc_register_seal_v0;
use super::super::intents::in_cage_full_v0;
use pgs_rt::{End, Exit, Fault, Map, Run, Value, WorkflowId};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "depots::WF_SEAL_CAGE_V0",
    domain: "depots",
    address: 22,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "depots-wf-seal-cage-v0",
    summary: "Seal a cage and enter the seal in the registry",
    payload: in_cage_full_v0::FIELDS,
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_seal_cage_v0.json"),
        mermaid: include_str!("../graphs/wf_seal_cage_v0.mmd"),
        picture: include_bytes!("../graphs/wf_seal_cage_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `ALREADY_EXISTS`
    AlreadyExists,
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
            Self::AlreadyExists => "ALREADY_EXISTS",
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
    let Some(payload) = in_cage_full_v0::admit(run, payload)? else {
        return match route(Outcome::InCageFullV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InCageFullV0(Verdict::Ack));
    let mut machine = Machine {
        payload,
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
    /// `CC_REGISTER_SEAL_V0`
    CcRegisterSealV0,
}

/// What a node answered.
enum Outcome {
    InCageFullV0(Verdict),
    CcRegisterSealV0(cc_register_seal_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InCageFullV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcRegisterSealV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcRegisterSealV0(outcome) => {
            use cc_register_seal_v0::Outcome as Of;
            match outcome {
                Of::AlreadyExists => Next::End(Status::AlreadyExists, EXIT_SEAL_USED),
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_SEALED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_cage_full_v0::Payload,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcRegisterSealV0 => {
                    Outcome::CcRegisterSealV0(self.cc_register_seal_v0(run)?)
                }
            },
        )
    }

    /// Node `CC_REGISTER_SEAL_V0`: `depots::CC_REGISTER_SEAL_V0`.
    fn cc_register_seal_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_register_seal_v0::Outcome, Fault> {
        let inputs = cc_register_seal_v0::Inputs {
            cage_id: self.payload.cage_id.clone().into(),
            destination: self.payload.destination.clone().into(),
            seal: self.payload.seal.clone().into(),
            sealed_by: self.payload.sealed_by.clone().into(),
            ..Default::default()
        };
        let bindings = cc_register_seal_v0::Bindings {
            registry: rb_depots_v0::REGISTRY,
        };
        let (outcome, surface) = cc_register_seal_v0::run(
            run,
            "CC_REGISTER_SEAL_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};

const EXIT_SEALED: Exit = Exit {
    node: "EXIT_SEALED",
    reason: Some("COMPLETED"),
    emit: Some("EV_CAGE_SEALED_V0"),
};

const EXIT_SEAL_USED: Exit = Exit {
    node: "EXIT_SEAL_USED",
    reason: Some("SEAL_USED"),
    emit: None,
};
