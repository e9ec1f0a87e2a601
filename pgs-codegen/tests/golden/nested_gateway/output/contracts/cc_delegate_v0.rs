// Generated from the protocol snapshot. Change the protocol, not this file.

//! `nested_gateway::CC_DELEGATE_V0`: Run one workflow

use crate::nested_gateway::workflows::wf_inner_v0;
use pgs_capabilities::side_effects::workflow_gateway;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        use wf_inner_v0::Status;
        match self.delegate(run)? {
            Some(Status::Success) => Ok(Outcome::Success),
            Some(Status::Violation) => Ok(Outcome::Violation),
            None => Ok(Outcome::BackendError),
        }
    }

    fn delegate(&mut self, run: &Run) -> Result<Option<wf_inner_v0::Status>, Fault> {
        const STEP: StepId = StepId::side_effect(
            "delegate",
            "EXECUTE",
            "capability_side_effects::CS_WORKFLOW_GATEWAY_V0",
            0,
        );
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = workflow_gateway::execute::<
            wf_inner_v0::Machine,
        >(run, Field::json(object([("word", "CC".into())])));
        self.surface.answer = answer.take(|it| &mut it.execution_result).into();
        step.ends_with(answer, &[("answer", &self.surface.answer)])
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
pub struct Inputs {}

impl Inputs {
    fn fields(&self) -> Fields<'_, 0> {
        fields([])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared object.
    pub answer: Field<Map<String, Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 1> {
        fields([("answer", &self.answer)])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "nested_gateway::CC_DELEGATE_V0", address: 2 };
