// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::WF_SORT_PARCEL_V0`: Send a parcel on to the depot of its area

use super::super::bindings::rb_depots_v0;
use super::super::contracts::{
    cc_find_depots_v0, cc_mark_parcel_v0, cc_record_parcel_event_v0,
};
use super::super::intents::in_parcel_arrived_v0;
use pgs_rt::{End, Exit, Fault, Field, Map, Run, Value, WorkflowId, object};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "depots::WF_SORT_PARCEL_V0",
    domain: "depots",
    address: 23,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "depots-wf-sort-parcel-v0",
    summary: "Send a parcel on to the depot of its area",
    payload: in_parcel_arrived_v0::FIELDS,
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_sort_parcel_v0.json"),
        mermaid: include_str!("../graphs/wf_sort_parcel_v0.mmd"),
        picture: include_bytes!("../graphs/wf_sort_parcel_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NACK`
    Nack,
    /// `NOT_FOUND`
    NotFound,
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
            Self::NotFound => "NOT_FOUND",
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
    let Some(payload) = in_parcel_arrived_v0::admit(run, payload)? else {
        return match route(Outcome::InParcelArrivedV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InParcelArrivedV0(Verdict::Ack));
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
    /// `CC_FIND_DEPOTS_V0`
    CcFindDepotsV0,
    /// `CC_MARK_PARCEL_V0`
    CcMarkParcelV0,
    /// `CC_RECORD_PARCEL_EVENT_V0`
    CcRecordParcelEventV0,
}

/// What a node answered.
enum Outcome {
    InParcelArrivedV0(Verdict),
    CcFindDepotsV0(cc_find_depots_v0::Outcome),
    CcMarkParcelV0(cc_mark_parcel_v0::Outcome),
    CcRecordParcelEventV0(cc_record_parcel_event_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InParcelArrivedV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcFindDepotsV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcFindDepotsV0(outcome) => {
            use cc_find_depots_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::NotFound => Next::End(Status::NotFound, EXIT_NO_DEPOT),
                Of::Success => Next::Node(Node::CcMarkParcelV0),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcMarkParcelV0(outcome) => {
            use cc_mark_parcel_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::Node(Node::CcRecordParcelEventV0),
                Of::Violation => Next::End(Status::Violation, EXIT_REJECTED),
            }
        }
        Outcome::CcRecordParcelEventV0(outcome) => {
            use cc_record_parcel_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_SORTED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_parcel_arrived_v0::Payload,
    results: Results,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcFindDepotsV0 => {
                    Outcome::CcFindDepotsV0(self.cc_find_depots_v0(run)?)
                }
                Node::CcMarkParcelV0 => {
                    Outcome::CcMarkParcelV0(self.cc_mark_parcel_v0(run)?)
                }
                Node::CcRecordParcelEventV0 => {
                    Outcome::CcRecordParcelEventV0(self.cc_record_parcel_event_v0(run)?)
                }
            },
        )
    }

    /// Node `CC_FIND_DEPOTS_V0`: `depots::CC_FIND_DEPOTS_V0`.
    fn cc_find_depots_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_find_depots_v0::Outcome, Fault> {
        let inputs = cc_find_depots_v0::Inputs {
            area: self.payload.area.clone().into(),
            ..Default::default()
        };
        let bindings = cc_find_depots_v0::Bindings {
            name_registry: rb_depots_v0::NAME_REGISTRY,
        };
        let (outcome, surface) = cc_find_depots_v0::run(
            run,
            "CC_FIND_DEPOTS_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_find_depots_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_MARK_PARCEL_V0`: `parcels::CC_MARK_PARCEL_V0`.
    fn cc_mark_parcel_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_mark_parcel_v0::Outcome, Fault> {
        let inputs = cc_mark_parcel_v0::Inputs {
            parcel_id: self.payload.parcel_id.clone().into(),
            place: self.payload.area.clone().into(),
            state: "IN_TRANSIT".into(),
            ..Default::default()
        };
        let bindings = cc_mark_parcel_v0::Bindings {
            parcels: rb_depots_v0::PARCELS,
        };
        let (outcome, surface) = cc_mark_parcel_v0::run(
            run,
            "CC_MARK_PARCEL_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_mark_parcel_v0 = surface;
        Ok(outcome)
    }

    /// Node `CC_RECORD_PARCEL_EVENT_V0`: `parcels::CC_RECORD_PARCEL_EVENT_V0`.
    fn cc_record_parcel_event_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_record_parcel_event_v0::Outcome, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(
                object([
                    (
                        "changed_records",
                        self.results.cc_mark_parcel_v0.changed.to_value(),
                    ),
                    ("towards", self.results.cc_find_depots_v0.depots.to_value()),
                ]),
            ),
            event_code: "EV_PARCEL_MOVED_V0".into(),
            subject: self.payload.parcel_id.clone().into(),
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
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    cc_find_depots_v0: cc_find_depots_v0::Surface,
    cc_mark_parcel_v0: cc_mark_parcel_v0::Surface,
}

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_NO_DEPOT: Exit = Exit {
    node: "EXIT_NO_DEPOT",
    reason: Some("NO_DEPOT"),
    emit: None,
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};

const EXIT_SORTED: Exit = Exit {
    node: "EXIT_SORTED",
    reason: Some("COMPLETED"),
    emit: Some("parcels::EV_PARCEL_MOVED_V0"),
};
