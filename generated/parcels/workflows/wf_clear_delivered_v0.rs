// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::WF_CLEAR_DELIVERED_V0`: Delete the records of delivered parcels until none is left

use super::super::bindings::rb_parcels_v0;
use super::super::contracts::{cc_clear_delivered_v0, cc_record_parcel_event_v0};
use pgs_rt::{End, Exit, Fault, Field, Map, Run, Value, WorkflowId, object};
use pgs_transport::{Graph, Workflow};

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "parcels::WF_CLEAR_DELIVERED_V0",
    domain: "parcels",
    address: 52,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "parcels-wf-clear-delivered-v0",
    summary: "Delete the records of delivered parcels until none is left",
    payload: &[],
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_clear_delivered_v0.json"),
        mermaid: include_str!("../graphs/wf_clear_delivered_v0.mmd"),
        picture: include_bytes!("../graphs/wf_clear_delivered_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `BACKEND_ERROR`
    BackendError,
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
    let mut next = Next::Node(Node::CcClearDeliveredV0);
    let mut machine = Machine {
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
    /// `CC_CLEAR_DELIVERED_V0`
    CcClearDeliveredV0,
    /// `RECORD_ALL_CLEARED`
    RecordAllCleared,
    /// `RECORD_CLEARED`
    RecordCleared,
}

/// What a node answered.
enum Outcome {
    CcClearDeliveredV0(cc_clear_delivered_v0::Outcome),
    RecordAllCleared(cc_record_parcel_event_v0::Outcome),
    RecordCleared(cc_record_parcel_event_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::CcClearDeliveredV0(outcome) => {
            use cc_clear_delivered_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NothingLeft => Next::Node(Node::RecordAllCleared),
                Of::Success => Next::Node(Node::RecordCleared),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RecordAllCleared(outcome) => {
            use cc_record_parcel_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_CLEARED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::RecordCleared(outcome) => {
            use cc_record_parcel_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcClearDeliveredV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcClearDeliveredV0 => {
                    Outcome::CcClearDeliveredV0(self.cc_clear_delivered_v0(run)?)
                }
                Node::RecordAllCleared => {
                    Outcome::RecordAllCleared(self.record_all_cleared(run)?)
                }
                Node::RecordCleared => Outcome::RecordCleared(self.record_cleared(run)?),
            },
        )
    }

    /// Node `CC_CLEAR_DELIVERED_V0`: `parcels::CC_CLEAR_DELIVERED_V0`.
    fn cc_clear_delivered_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_clear_delivered_v0::Outcome, Fault> {
        let inputs = cc_clear_delivered_v0::Inputs {
            ..Default::default()
        };
        let bindings = cc_clear_delivered_v0::Bindings {
            parcels: rb_parcels_v0::PARCELS,
        };
        let (outcome, surface) = cc_clear_delivered_v0::run(
            run,
            "CC_CLEAR_DELIVERED_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_clear_delivered_v0 = surface;
        Ok(outcome)
    }

    /// Node `RECORD_ALL_CLEARED`: `parcels::CC_RECORD_PARCEL_EVENT_V0`.
    fn record_all_cleared(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_parcel_event_v0::Outcome, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([("nothing_left", true.into())])),
            event_code: "EV_PARCELS_CLEARED_V0".into(),
            subject: "clearing".into(),
            ..Default::default()
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        let (outcome, surface) = cc_record_parcel_event_v0::run(
            run,
            "RECORD_ALL_CLEARED",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }

    /// Node `RECORD_CLEARED`: `parcels::CC_RECORD_PARCEL_EVENT_V0`.
    fn record_cleared(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_parcel_event_v0::Outcome, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(
                object([
                    ("cleared", self.results.cc_clear_delivered_v0.cleared.to_value()),
                    (
                        "cleared_count",
                        self.results.cc_clear_delivered_v0.cleared_count.to_value(),
                    ),
                ]),
            ),
            event_code: "EV_PARCELS_CLEARED_V0".into(),
            subject: "clearing".into(),
            ..Default::default()
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        let (outcome, surface) = cc_record_parcel_event_v0::run(
            run,
            "RECORD_CLEARED",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    cc_clear_delivered_v0: cc_clear_delivered_v0::Surface,
}

const EXIT_CLEARED: Exit = Exit {
    node: "EXIT_CLEARED",
    reason: Some("COMPLETED"),
    emit: Some("EV_PARCELS_CLEARED_V0"),
};

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};
