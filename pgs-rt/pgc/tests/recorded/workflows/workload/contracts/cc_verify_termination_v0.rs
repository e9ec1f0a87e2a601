//! `workload::CC_VERIFY_TERMINATION_V0`

use pgs_capabilities::pgc::transforms::require_true;
use pgs_capabilities::pgc::transforms::termination_check;
use pgs_pgc::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        let step = self.check_termination(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.require_termination(run)?;
        match step.status() {
            TransformStatus::Success => step.exits(Outcome::Success),
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn check_termination<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("check_termination", "workload::CT_PURE_TERMINATION_CHECK_V0", 86);
        let step = run.step(&CONTRACT, &STEP);
        let inputs =
            termination_check::Inputs { sequences: step.reads("sequences", self.surface.inputs.sequences.bind())? };
        let mut answer = step.atom(Purity::Pure, inputs, termination_check::run)?;
        let all_terminate = answer.take(|it| &mut it.all_terminate);
        let non_terminating = answer.take(|it| &mut it.non_terminating);
        let outcome =
            step.ends(answer.status(), &[("all_terminate", &all_terminate), ("non_terminating", &non_terminating)]);
        merge(&mut self.surface.all_terminate, all_terminate);
        merge(&mut self.surface.non_terminating, non_terminating);
        Ok(outcome)
    }

    fn require_termination<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("require_termination", "capability_transforms::CT_PURE_REQUIRE_TRUE_V0", 29);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = require_true::Inputs { value: step.reads("value", self.surface.all_terminate.bind())? };
        let answer = step.atom(Purity::Pure, inputs, require_true::run)?;
        Ok(step.ends(answer.status(), &[]))
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
    run.contract_ends(&CONTRACT, node, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Declared object.
    pub sequences: Field<Map<String, Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("sequences", &self.sequences)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared boolean.
    pub all_terminate: Field<bool>,
    /// Declared array.
    pub non_terminating: Field<Vec<Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("all_terminate", &self.all_terminate),
            ("non_terminating", &self.non_terminating),
            ("sequences", &self.inputs.sequences),
        ])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "workload::CC_VERIFY_TERMINATION_V0", address: 84 };
