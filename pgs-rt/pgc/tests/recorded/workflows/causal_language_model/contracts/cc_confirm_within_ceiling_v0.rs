//! `causal_language_model::CC_CONFIRM_WITHIN_CEILING_V0`

use pgs_capabilities::pgc::transforms::compare_sensitivity;
use pgs_capabilities::pgc::transforms::validate_set_membership;
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
        let step = self.read_time_in_service(run)?;
        match step.status() {
            mutable_json::ReadStatus::Success => step.continues()?,
            mutable_json::ReadStatus::NotFound => return step.exits(Outcome::NotFound),
            mutable_json::ReadStatus::Violation => return step.exits(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => return step.exits(Outcome::BackendError),
        }
        let step = self.confirm_kind_declared(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.compare_sensitivity(run)?;
        match step.status() {
            TransformStatus::Success => step.exits(Outcome::Success),
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn read_time_in_service<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::ReadStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("read_time_in_service", "READ", "capability_side_effects::CS_MUTABLE_JSON_V0", 26);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed { key: self.surface.inputs.time_in_service_id.bind() };
        let mut answer = mutable_json::read(&step, &self.bindings.times_in_service, call)?;
        let result_status = answer.word();
        let time_in_service = answer.take(|it| &mut it.value);
        let outcome =
            step.ends(answer.status(), &[("result_status", &result_status), ("time_in_service", &time_in_service)]);
        merge(&mut self.surface.result_status, result_status);
        merge(&mut self.surface.time_in_service, time_in_service);
        Ok(outcome)
    }

    fn confirm_kind_declared<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("confirm_kind_declared", "capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0", 35);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_set_membership::Inputs {
            allowed_set: step.reads(
                "allowed_set",
                literal(list(["public".into(), "internal".into(), "confidential".into(), "restricted".into()])),
            )?,
            value: step.reads("value", self.surface.inputs.kind.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_set_membership::run)?;
        let kind_declared = answer.take(|it| &mut it.is_member);
        let outcome = step.ends(answer.status(), &[("kind_declared", &kind_declared)]);
        merge(&mut self.surface.kind_declared, kind_declared);
        Ok(outcome)
    }

    fn compare_sensitivity<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("compare_sensitivity", "causal_language_model::CT_PURE_COMPARE_SENSITIVITY_V0", 67);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = compare_sensitivity::Inputs {
            ceiling: step.reads("ceiling", self.surface.time_in_service.follow(&["ceiling"]))?,
            kind: step.reads("kind", self.surface.inputs.kind.bind())?,
            kinds: step.reads(
                "kinds",
                literal(list(["public".into(), "internal".into(), "confidential".into(), "restricted".into()])),
            )?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, compare_sensitivity::run)?;
        let within_ceiling = answer.take(|it| &mut it.within_ceiling);
        let outcome = step.ends(answer.status(), &[("within_ceiling", &within_ceiling)]);
        merge(&mut self.surface.within_ceiling, within_ceiling);
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
    pub kind: Field<String>,
    /// Declared string.
    pub time_in_service_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("kind", &self.kind), ("time_in_service_id", &self.time_in_service_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub result_status: Field<String>,
    /// Declared object.
    pub time_in_service: Field<Map<String, Value>>,
    /// Declared boolean.
    pub kind_declared: Field<bool>,
    /// Declared boolean.
    pub within_ceiling: Field<bool>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("result_status", &self.result_status),
            ("time_in_service", &self.time_in_service),
            ("kind_declared", &self.kind_declared),
            ("within_ceiling", &self.within_ceiling),
            ("kind", &self.inputs.kind),
            ("time_in_service_id", &self.inputs.time_in_service_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `TIMES_IN_SERVICE`.
    pub times_in_service: mutable_json::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId =
    ContractId { fqdn: "causal_language_model::CC_CONFIRM_WITHIN_CEILING_V0", address: 53 };
