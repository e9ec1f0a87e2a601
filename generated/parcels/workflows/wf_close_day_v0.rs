// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::WF_CLOSE_DAY_V0`: Run the closing jobs of a day side by side and record the result

use crate::parcels::bindings::rb_parcels_v0;
use crate::parcels::contracts::{cc_record_parcel_event_v0, cc_run_closing_jobs_v0};
use crate::parcels::intents::in_day_ended_v0;
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

const EXIT_CLOSED: Exit = Exit { node: "EXIT_CLOSED", reason: Some("COMPLETED"), emit: Some("EV_DAY_CLOSED_V0") };
const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "parcels::WF_CLOSE_DAY_V0", domain: "parcels", address: 53 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_day_ended_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                Ok(Entered::Node(
                    Self { payload, cc_run_closing_jobs_v0: Default::default() },
                    Node::CcRunClosingJobsV0,
                ))
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
                    Outcome::Success => Next::Exit(Status::Success, EXIT_CLOSED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
            Node::CcRunClosingJobsV0 => {
                use cc_run_closing_jobs_v0::Outcome;
                let (outcome, surface) = self.cc_run_closing_jobs_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::PartialFailure => Next::Node(Node::CcRecordParcelEventV0),
                    Outcome::Success => Next::Node(Node::CcRecordParcelEventV0),
                };
                self.cc_run_closing_jobs_v0 = surface;
                Ok(next.leaving(self.cc_run_closing_jobs_v0.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_record_parcel_event_v0(&self, run: &Run) -> Result<cc_record_parcel_event_v0::Completed, Fault> {
        let inputs = cc_record_parcel_event_v0::Inputs {
            details: Field::json(object([
                ("all_succeeded", self.cc_run_closing_jobs_v0.all_succeeded.to_value()),
                ("closed_by", self.payload.closed_by.clone().into()),
            ])),
            event_code: "EV_DAY_CLOSED_V0".into(),
            subject: self.payload.day.clone().into(),
        };
        let bindings = cc_record_parcel_event_v0::Bindings {
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        cc_record_parcel_event_v0::run(run, "CC_RECORD_PARCEL_EVENT_V0", bindings, inputs)
    }

    fn cc_run_closing_jobs_v0(&self, run: &Run) -> Result<cc_run_closing_jobs_v0::Completed, Fault> {
        let inputs = cc_run_closing_jobs_v0::Inputs {
            closed_by: self.payload.closed_by.clone().into(),
        };
        cc_run_closing_jobs_v0::run(run, "CC_RUN_CLOSING_JOBS_V0", inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_RECORD_PARCEL_EVENT_V0`
    CcRecordParcelEventV0,
    /// `CC_RUN_CLOSING_JOBS_V0`
    CcRunClosingJobsV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_day_ended_v0::Payload,
    cc_run_closing_jobs_v0: cc_run_closing_jobs_v0::Surface,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "parcels-wf-close-day-v0",
    summary: "Run the closing jobs of a day side by side and record the result",
    payload: in_day_ended_v0::FIELDS,
    intent: Some(Intent::of::<in_day_ended_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[
        StoreUse::writes("parcels/journal.jsonl"),
        StoreUse::reads("parcels/numbers.jsonl"),
        StoreUse::writes("parcels/parcels.json"),
    ],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_close_day_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
