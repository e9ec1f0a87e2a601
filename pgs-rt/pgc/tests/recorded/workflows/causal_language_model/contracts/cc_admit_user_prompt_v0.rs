//! `causal_language_model::CC_ADMIT_USER_PROMPT_V0`

use pgs_capabilities::pgc::transforms::validate_parameter_rules;
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
        let step = self.read_model_record(run)?;
        match step.status() {
            mutable_json::ReadStatus::Success => step.continues()?,
            mutable_json::ReadStatus::NotFound => return step.exits(Outcome::NotFound),
            mutable_json::ReadStatus::Violation => return step.exits(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => return step.exits(Outcome::BackendError),
        }
        let step = self.require_in_service(run)?;
        match step.status() {
            TransformStatus::Success => step.exits(Outcome::Success),
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn read_model_record<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::ReadStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("read_model_record", "READ", "capability_side_effects::CS_MUTABLE_JSON_V0", 26);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed { key: self.surface.inputs.identity_key.bind() };
        let mut answer = mutable_json::read(&step, &self.bindings.models, call)?;
        let model_record = answer.take(|it| &mut it.value);
        let result_status = answer.word();
        let outcome = step.ends(answer.status(), &[("model_record", &model_record), ("result_status", &result_status)]);
        merge(&mut self.surface.model_record, model_record);
        merge(&mut self.surface.result_status, result_status);
        Ok(outcome)
    }

    fn require_in_service<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("require_in_service", "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0", 33);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_parameter_rules::Inputs {
            parameters: step.reads("parameters", mapping([("state", self.surface.model_record.follow(&["state"]))]))?,
            rules: step.reads(
                "rules",
                literal(list([object([
                    ("field", "state".into()),
                    ("op", "eq".into()),
                    ("value", "IN_SERVICE".into()),
                ])])),
            )?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_parameter_rules::run)?;
        let valid = answer.take(|it| &mut it.valid);
        let outcome = step.ends(answer.status(), &[("valid", &valid)]);
        merge(&mut self.surface.valid, valid);
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
    pub identity_key: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("identity_key", &self.identity_key)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared object.
    pub model_record: Field<Map<String, Value>>,
    /// Declared string.
    pub result_status: Field<String>,
    /// Declared boolean.
    pub valid: Field<bool>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("model_record", &self.model_record),
            ("result_status", &self.result_status),
            ("valid", &self.valid),
            ("identity_key", &self.inputs.identity_key),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MODELS`.
    pub models: mutable_json::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "causal_language_model::CC_ADMIT_USER_PROMPT_V0", address: 42 };
