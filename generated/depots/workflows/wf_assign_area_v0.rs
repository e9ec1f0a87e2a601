// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::WF_ASSIGN_AREA_V0`: Assign a postcode area to depots

use super::super::bindings::rb_depots_v0;
use super::super::contracts::cc_assign_area_v0;
use super::super::intents::in_area_assigned_v0;
use pgs_rt::{End, Exit, Fault, Map, Run, Value, WorkflowId};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "depots::WF_ASSIGN_AREA_V0",
    domain: "depots",
    address: 20,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "depots-wf-assign-area-v0",
    summary: "Assign a postcode area to depots",
    payload: in_area_assigned_v0::FIELDS,
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_assign_area_v0.json"),
        mermaid: include_str!("../graphs/wf_assign_area_v0.mmd"),
        picture: include_bytes!("../graphs/wf_assign_area_v0.png"),
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
    let Some(payload) = in_area_assigned_v0::admit(run, payload)? else {
        return match route(Outcome::InAreaAssignedV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InAreaAssignedV0(Verdict::Ack));
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
    /// `CC_ASSIGN_AREA_V0`
    CcAssignAreaV0,
}

/// What a node answered.
enum Outcome {
    InAreaAssignedV0(Verdict),
    CcAssignAreaV0(cc_assign_area_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InAreaAssignedV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcAssignAreaV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcAssignAreaV0(outcome) => {
            use cc_assign_area_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_ASSIGNED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_area_assigned_v0::Payload,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcAssignAreaV0 => {
                    Outcome::CcAssignAreaV0(self.cc_assign_area_v0(run)?)
                }
            },
        )
    }

    /// Node `CC_ASSIGN_AREA_V0`: `depots::CC_ASSIGN_AREA_V0`.
    fn cc_assign_area_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_assign_area_v0::Outcome, Fault> {
        let inputs = cc_assign_area_v0::Inputs {
            area: self.payload.area.clone().into(),
            depots: self.payload.depots.clone().into(),
            ..Default::default()
        };
        let bindings = cc_assign_area_v0::Bindings {
            name_registry: rb_depots_v0::NAME_REGISTRY,
        };
        let (outcome, surface) = cc_assign_area_v0::run(
            run,
            "CC_ASSIGN_AREA_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

const EXIT_ASSIGNED: Exit = Exit {
    node: "EXIT_ASSIGNED",
    reason: Some("COMPLETED"),
    emit: None,
};

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
