//! `causal_language_model::CC_REGISTER_MODEL_V0`

use pgs_capabilities::pgc::transforms::assemble_record;
use pgs_pgc::prelude::*;

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
        let step = self.assemble_model_record(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.write_model_record(run)?;
        match step.status() {
            mutable_json::WriteStatus::Success => step.exits(Outcome::Success),
            mutable_json::WriteStatus::Violation => step.exits(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn assemble_model_record<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("assemble_model_record", "capability_transforms::CT_PURE_ASSEMBLE_RECORD_V0", 31);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = assemble_record::Inputs {
            fields: step.reads(
                "fields",
                mapping([
                    ("description", self.surface.inputs.description.bind()),
                    ("fingerprint", self.surface.inputs.fingerprint.bind()),
                    ("identity_key", self.surface.inputs.identity_key.bind()),
                    ("state", literal("REGISTERED")),
                    ("time_in_service_id", literal("")),
                ]),
            )?,
            ..assemble_record::Inputs::default()
        };
        let mut answer = step.atom(Purity::Pure, inputs, assemble_record::run)?;
        let model_record = answer.take(|it| &mut it.record);
        let outcome = step.ends(answer.status(), &[("model_record", &model_record)]);
        merge(&mut self.surface.model_record, model_record);
        Ok(outcome)
    }

    fn write_model_record<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::WriteStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("write_model_record", "WRITE", "capability_side_effects::CS_MUTABLE_JSON_V0", 26);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.surface.inputs.identity_key.bind(),
            value: self.surface.model_record.bind(),
        };
        let answer = mutable_json::write(&step, &self.bindings.models, call)?;
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
    /// Declared object.
    pub description: Field<Map<String, Value>>,
    /// Declared string.
    pub fingerprint: Field<String>,
    /// Declared string.
    pub identity_key: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("description", &self.description),
            ("fingerprint", &self.fingerprint),
            ("identity_key", &self.identity_key),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared object.
    pub model_record: Field<Map<String, Value>>,
    /// Declared string.
    pub result_status: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 5> {
        fields([
            ("model_record", &self.model_record),
            ("result_status", &self.result_status),
            ("description", &self.inputs.description),
            ("fingerprint", &self.inputs.fingerprint),
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
pub const CONTRACT: ContractId = ContractId { fqdn: "causal_language_model::CC_REGISTER_MODEL_V0", address: 59 };
