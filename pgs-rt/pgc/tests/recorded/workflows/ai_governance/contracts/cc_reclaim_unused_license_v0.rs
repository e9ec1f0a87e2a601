//! `ai_governance::CC_RECLAIM_UNUSED_LICENSE_V0`

use pgs_capabilities::pgc::transforms::evaluate_inactivity;
use pgs_pgc::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NotFound = "NOT_FOUND",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        let step = self.evaluate_inactivity(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.deregister_license(run)?;
        match step.status() {
            registry::DeregisterStatus::Success => step.exits(Outcome::Success),
            registry::DeregisterStatus::NotFound => step.exits(Outcome::NotFound),
            registry::DeregisterStatus::Violation => step.exits(Outcome::Violation),
            registry::DeregisterStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn evaluate_inactivity<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("evaluate_inactivity", "ai_governance::CT_PURE_EVALUATE_INACTIVITY_V0", 20);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = evaluate_inactivity::Inputs {
            evaluation_date: step.reads("evaluation_date", self.surface.inputs.evaluation_date.bind())?,
            last_active_date: step.reads("last_active_date", self.surface.inputs.last_active_date.bind())?,
            threshold_days: step.reads("threshold_days", self.surface.inputs.threshold_days.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, evaluate_inactivity::run)?;
        let days_inactive = answer.take(|it| &mut it.days_inactive);
        let is_inactive = answer.take(|it| &mut it.is_inactive);
        let outcome = step.ends(answer.status(), &[("days_inactive", &days_inactive), ("is_inactive", &is_inactive)]);
        merge(&mut self.surface.days_inactive, days_inactive);
        merge(&mut self.surface.is_inactive, is_inactive);
        Ok(outcome)
    }

    fn deregister_license<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, registry::DeregisterStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("deregister_license", "DEREGISTER", "capability_side_effects::CS_REGISTRY_V0", 70);
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Named { key_or_address: self.surface.inputs.employee_id.bind() };
        let answer = registry::deregister(&step, &self.bindings.registry, call)?;
        let result_status = answer.word();
        let outcome = step.ends(answer.status(), &[("result_status", &result_status)]);
        merge(&mut self.surface.result_status, result_status);
        Ok(outcome)
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { bindings, surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, node, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Declared string.
    pub employee_id: Field<String>,
    /// Declared string.
    pub evaluation_date: Field<String>,
    /// Declared string.
    pub last_active_date: Field<String>,
    /// Declared string.
    pub license_id: Field<String>,
    /// Declared integer.
    pub threshold_days: Field<i64>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 5> {
        fields([
            ("employee_id", &self.employee_id),
            ("evaluation_date", &self.evaluation_date),
            ("last_active_date", &self.last_active_date),
            ("license_id", &self.license_id),
            ("threshold_days", &self.threshold_days),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared integer.
    pub days_inactive: Field<i64>,
    /// Declared boolean.
    pub is_inactive: Field<bool>,
    /// Declared string.
    pub result_status: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 8> {
        fields([
            ("days_inactive", &self.days_inactive),
            ("is_inactive", &self.is_inactive),
            ("result_status", &self.result_status),
            ("employee_id", &self.inputs.employee_id),
            ("evaluation_date", &self.inputs.evaluation_date),
            ("last_active_date", &self.inputs.last_active_date),
            ("license_id", &self.inputs.license_id),
            ("threshold_days", &self.inputs.threshold_days),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The registry.
    pub registry: registry::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "ai_governance::CC_RECLAIM_UNUSED_LICENSE_V0", address: 12 };
