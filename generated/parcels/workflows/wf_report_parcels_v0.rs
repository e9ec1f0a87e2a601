// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::WF_REPORT_PARCELS_V0`: Report the number of parcels and the journal

use crate::parcels::bindings::rb_parcels_v0;
use crate::parcels::contracts::cc_report_parcels_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        BackendError = "BACKEND_ERROR",
        NoParcels = "NO_PARCELS",
        Success = "SUCCESS",
    }
}

const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_NO_PARCELS: Exit = Exit { node: "EXIT_NO_PARCELS", reason: Some("COMPLETED"), emit: None };
const EXIT_REPORTED: Exit = Exit { node: "EXIT_REPORTED", reason: Some("COMPLETED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "parcels::WF_REPORT_PARCELS_V0", domain: "parcels", address: 55 };
    type Node = Node;
    type Status = Status;

    fn enter(_run: &Run, _payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        Ok(Entered::Node(Self {}, Node::CcReportParcelsV0))
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcReportParcelsV0 => {
                use cc_report_parcels_v0::Outcome;
                let (outcome, surface) = self.cc_report_parcels_v0(run)?;
                let next = match outcome {
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::NoParcels => Next::Exit(Status::NoParcels, EXIT_NO_PARCELS),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_REPORTED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_report_parcels_v0(&self, run: &Run) -> Result<cc_report_parcels_v0::Completed, Fault> {
        let inputs = cc_report_parcels_v0::Inputs {};
        let bindings = cc_report_parcels_v0::Bindings {
            parcel_numbers: rb_parcels_v0::PARCEL_NUMBERS,
            parcel_journal: rb_parcels_v0::PARCEL_JOURNAL,
        };
        cc_report_parcels_v0::run(run, "CC_REPORT_PARCELS_V0", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_REPORT_PARCELS_V0`
    CcReportParcelsV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "parcels-wf-report-parcels-v0",
    summary: "Report the number of parcels and the journal",
    payload: &[],
    intent: None,
    suppressed: &[],
    names: &[],
    stores: &[StoreUse::reads("parcels/journal.jsonl"), StoreUse::reads("parcels/numbers.jsonl")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_report_parcels_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
