// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::WF_REPORT_PARCELS_V0`: Report the number of parcels and the journal

use super::super::bindings::rb_parcels_v0;
use super::super::contracts::cc_report_parcels_v0;
use pgs_rt::{End, Exit, Fault, Map, Run, Value, WorkflowId};
use pgs_transport::{Graph, Workflow};

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "parcels::WF_REPORT_PARCELS_V0",
    domain: "parcels",
    address: 55,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "parcels-wf-report-parcels-v0",
    summary: "Report the number of parcels and the journal",
    payload: &[],
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_report_parcels_v0.json"),
        mermaid: include_str!("../graphs/wf_report_parcels_v0.mmd"),
        picture: include_bytes!("../graphs/wf_report_parcels_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NO_PARCELS`
    NoParcels,
    /// `SUCCESS`
    Success,
}

impl Status {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::NoParcels => "NO_PARCELS",
            Self::Success => "SUCCESS",
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
    let mut next = Next::Node(Node::CcReportParcelsV0);
    let mut machine = Machine { surface: Map::new() };
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
    /// `CC_REPORT_PARCELS_V0`
    CcReportParcelsV0,
}

/// What a node answered.
enum Outcome {
    CcReportParcelsV0(cc_report_parcels_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::CcReportParcelsV0(outcome) => {
            use cc_report_parcels_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NoParcels => Next::End(Status::NoParcels, EXIT_NO_PARCELS),
                Of::Success => Next::End(Status::Success, EXIT_REPORTED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcReportParcelsV0 => {
                    Outcome::CcReportParcelsV0(self.cc_report_parcels_v0(run)?)
                }
            },
        )
    }

    /// Node `CC_REPORT_PARCELS_V0`: `parcels::CC_REPORT_PARCELS_V0`.
    fn cc_report_parcels_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_report_parcels_v0::Outcome, Fault> {
        let inputs = cc_report_parcels_v0::Inputs {
            ..Default::default()
        };
        let bindings = cc_report_parcels_v0::Bindings {
            parcel_numbers: rb_parcels_v0::PARCEL_NUMBERS,
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        let (outcome, surface) = cc_report_parcels_v0::run(
            run,
            "CC_REPORT_PARCELS_V0",
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

const EXIT_NO_PARCELS: Exit = Exit {
    node: "EXIT_NO_PARCELS",
    reason: Some("COMPLETED"),
    emit: None,
};

const EXIT_REPORTED: Exit = Exit {
    node: "EXIT_REPORTED",
    reason: Some("COMPLETED"),
    emit: None,
};
