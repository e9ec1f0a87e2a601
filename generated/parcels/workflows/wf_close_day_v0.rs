// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::WF_CLOSE_DAY_V0`: Run the closing jobs of a day side by side and record the result

use super::super::bindings::rb_parcels_v0;
use super::super::contracts::{cc_record_parcel_event_v0, cc_run_closing_jobs_v0};
use super::super::intents::in_day_ended_v0;
use pgs_rt::{End, Exit, Fault, Field, Map, Run, Value, WorkflowId, object};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "parcels::WF_CLOSE_DAY_V0",
    domain: "parcels",
    address: 53,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "parcels-wf-close-day-v0",
    summary: "Run the closing jobs of a day side by side and record the result",
    payload: in_day_ended_v0::FIELDS,
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_close_day_v0.json"),
        mermaid: include_str!("../graphs/wf_close_day_v0.mmd"),
        picture: include_bytes!("../graphs/wf_close_day_v0.png"),
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
    let Some(payload) = in_day_ended_v0::admit(run, payload)? else {
        return match route(Outcome::InDayEndedV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InDayEndedV0(Verdict::Ack));
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
    /// `CC_RUN_CLOSING_JOBS_V0`
    CcRunClosingJobsV0,
}

/// What a node answered.
enum Outcome {
    InDayEndedV0(Verdict),
    CcRecordParcelEventV0(cc_record_parcel_event_v0::Outcome),
    CcRunClosingJobsV0(cc_run_closing_jobs_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InDayEndedV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcRunClosingJobsV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcRecordParcelEventV0(outcome) => {
            use cc_record_parcel_event_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_CLOSED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
        Outcome::CcRunClosingJobsV0(outcome) => {
            use cc_run_closing_jobs_v0::Outcome as Of;
            match outcome {
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::PartialFailure => Next::Node(Node::CcRecordParcelEventV0),
                Of::Success => Next::Node(Node::CcRecordParcelEventV0),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_day_ended_v0::Payload,
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
                Node::CcRunClosingJobsV0 => {
                    Outcome::CcRunClosingJobsV0(self.cc_run_closing_jobs_v0(run)?)
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
                    (
                        "all_succeeded",
                        self.results.cc_run_closing_jobs_v0.all_succeeded.to_value(),
                    ),
                    ("closed_by", self.payload.closed_by.clone().into()),
                ]),
            ),
            event_code: "EV_DAY_CLOSED_V0".into(),
            subject: self.payload.day.clone().into(),
            ..Default::default()
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
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

    /// Node `CC_RUN_CLOSING_JOBS_V0`: `parcels::CC_RUN_CLOSING_JOBS_V0`.
    fn cc_run_closing_jobs_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_run_closing_jobs_v0::Outcome, Fault> {
        let inputs = cc_run_closing_jobs_v0::Inputs {
            closed_by: self.payload.closed_by.clone().into(),
            ..Default::default()
        };
        let (outcome, surface) = cc_run_closing_jobs_v0::run(
            run,
            "CC_RUN_CLOSING_JOBS_V0",
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        self.results.cc_run_closing_jobs_v0 = surface;
        Ok(outcome)
    }
}

/// What later nodes read of earlier ones.
#[derive(Default)]
struct Results {
    cc_run_closing_jobs_v0: cc_run_closing_jobs_v0::Surface,
}

const EXIT_CLOSED: Exit = Exit {
    node: "EXIT_CLOSED",
    reason: Some("COMPLETED"),
    emit: Some("EV_DAY_CLOSED_V0"),
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
