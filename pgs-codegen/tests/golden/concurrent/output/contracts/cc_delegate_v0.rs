// Generated from the protocol snapshot. Change the protocol, not this file.

//! `concurrent::CC_DELEGATE_V0`: Run two workflows side by side

use crate::concurrent::workflows::{wf_inner_v0, wf_rest_v0};
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
        match self.delegate(run)? {
            concurrent_workflows::ConcurrentStatus::Success => Ok(Outcome::Success),
            concurrent_workflows::ConcurrentStatus::PartialFailure => Ok(Outcome::PartialFailure),
            concurrent_workflows::ConcurrentStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn delegate(&mut self, run: &Run) -> Result<concurrent_workflows::ConcurrentStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "delegate",
            "EXECUTE_CONCURRENT",
            "capability_side_effects::CS_CONCURRENT_WORKFLOWS_V0",
            0,
        );
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = concurrent_workflows::execute_concurrent(
            run,
            [
                concurrent_workflows::Worker {
                    code: 5.into(),
                    payload: Field::json(object([("word", self.surface.inputs.word.to_value())])),
                    start: &machine::start::<wf_inner_v0::Machine>,
                },
                concurrent_workflows::Worker {
                    code: 6.into(),
                    payload: Field::json(object([])),
                    start: &machine::start::<wf_rest_v0::Machine>,
                },
            ],
        );
        self.surface.all = answer.take(|it| &mut it.all_succeeded).into();
        self.surface.answers = answer.take(|it| &mut it.results).into();
        step.ends_with(answer, &[("all", &self.surface.all), ("answers", &self.surface.answers)])
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
    /// Required string.
    pub word: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("word", &self.word)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared boolean.
    pub all: Field<bool>,
    /// Declared array.
    pub answers: Field<Vec<Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([("all", &self.all), ("answers", &self.answers), ("word", &self.inputs.word)])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "concurrent::CC_DELEGATE_V0", address: 2 };
