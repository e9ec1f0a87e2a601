// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_RUN_CLOSING_JOBS_V0`: Run the closing jobs side by side

use crate::parcels::workflows::{wf_clear_delivered_v0, wf_report_parcels_v0};
use pgs_capabilities::side_effects::concurrent_workflows;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        PartialFailure = "PARTIAL_FAILURE",
        Success = "SUCCESS",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.run_jobs(run)? {
            concurrent_workflows::ConcurrentStatus::Success => Ok(Outcome::Success),
            concurrent_workflows::ConcurrentStatus::PartialFailure => Ok(Outcome::PartialFailure),
            concurrent_workflows::ConcurrentStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn run_jobs(&mut self, run: &Run) -> Result<concurrent_workflows::ConcurrentStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "run_jobs",
            "EXECUTE_CONCURRENT",
            "capability_side_effects::CS_CONCURRENT_WORKFLOWS_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = concurrent_workflows::execute_concurrent(
            run,
            [
                concurrent_workflows::Worker {
                    code: 55.into(),
                    payload: Field::json(object([])),
                    start: &machine::start::<wf_report_parcels_v0::Machine>,
                },
                concurrent_workflows::Worker {
                    code: 52.into(),
                    payload: Field::json(object([("asked_by", self.surface.inputs.closed_by.to_value())])),
                    start: &machine::start::<wf_clear_delivered_v0::Machine>,
                },
            ],
        );
        self.surface.all_succeeded = answer.take(|it| &mut it.all_succeeded).into();
        self.surface.jobs = answer.take(|it| &mut it.results).into();
        step.ends_with(answer, &[("all_succeeded", &self.surface.all_succeeded), ("jobs", &self.surface.jobs)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    surface: Surface,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Who closes the day. Required string.
    pub closed_by: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("closed_by", &self.closed_by)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Whether every job succeeded. Declared boolean.
    pub all_succeeded: Field<bool>,
    /// How each job ended. Declared array.
    pub jobs: Field<Vec<Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([("all_succeeded", &self.all_succeeded), ("jobs", &self.jobs), ("closed_by", &self.inputs.closed_by)])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_RUN_CLOSING_JOBS_V0", address: 34 };
