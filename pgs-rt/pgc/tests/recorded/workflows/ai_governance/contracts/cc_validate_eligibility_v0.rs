//! `ai_governance::CC_VALIDATE_ELIGIBILITY_V0`

use pgs_capabilities::pgc::transforms::check_quota_available;
use pgs_capabilities::pgc::transforms::check_training_status;
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
        let step = self.check_training_status(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.check_quota_available(run)?;
        match step.status() {
            TransformStatus::Success => step.exits(Outcome::Success),
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn check_training_status<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("check_training_status", "ai_governance::CT_PURE_CHECK_TRAINING_STATUS_V0", 19);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = check_training_status::Inputs {
            training_completed: step.reads("training_completed", self.surface.inputs.training_completed.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, check_training_status::run)?;
        let is_eligible = answer.take(|it| &mut it.training_eligible);
        let outcome = step.ends(answer.status(), &[("is_eligible", &is_eligible)]);
        merge(&mut self.surface.is_eligible, is_eligible);
        Ok(outcome)
    }

    fn check_quota_available<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("check_quota_available", "ai_governance::CT_PURE_CHECK_QUOTA_AVAILABLE_V0", 18);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = check_quota_available::Inputs {
            assigned_count: step.reads("assigned_count", self.surface.inputs.assigned_count.bind())?,
            quota: step.reads("quota", self.surface.inputs.cap.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, check_quota_available::run)?;
        let quota_available = answer.take(|it| &mut it.quota_available);
        let outcome = step.ends(answer.status(), &[("quota_available", &quota_available)]);
        merge(&mut self.surface.quota_available, quota_available);
        Ok(outcome)
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
    /// Declared integer.
    pub assigned_count: Field<i64>,
    /// Declared integer.
    pub cap: Field<i64>,
    /// Declared string.
    pub employee_id: Field<String>,
    /// Declared boolean.
    pub training_completed: Field<bool>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("assigned_count", &self.assigned_count),
            ("cap", &self.cap),
            ("employee_id", &self.employee_id),
            ("training_completed", &self.training_completed),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared boolean.
    pub is_eligible: Field<bool>,
    /// Declared boolean.
    pub quota_available: Field<bool>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("is_eligible", &self.is_eligible),
            ("quota_available", &self.quota_available),
            ("assigned_count", &self.inputs.assigned_count),
            ("cap", &self.inputs.cap),
            ("employee_id", &self.inputs.employee_id),
            ("training_completed", &self.inputs.training_completed),
        ])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "ai_governance::CC_VALIDATE_ELIGIBILITY_V0", address: 16 };
