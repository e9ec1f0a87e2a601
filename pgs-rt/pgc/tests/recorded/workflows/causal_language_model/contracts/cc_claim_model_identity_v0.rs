//! `causal_language_model::CC_CLAIM_MODEL_IDENTITY_V0`

use pgs_capabilities::pgc::transforms::form_model_identity_key;
use pgs_capabilities::pgc::transforms::validate_parameter_rules;
use pgs_capabilities::pgc::transforms::validate_record_structure;
use pgs_pgc::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        AlreadyExists = "ALREADY_EXISTS",
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        let step = self.validate_description(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.require_description_complete(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.form_identity_key(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.claim_identity(run)?;
        match step.status() {
            registry::RegisterStatus::Success => step.exits(Outcome::Success),
            registry::RegisterStatus::AlreadyExists => step.exits(Outcome::AlreadyExists),
            registry::RegisterStatus::Violation => step.exits(Outcome::Violation),
            registry::RegisterStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn validate_description<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform(
            "validate_description",
            "capability_transforms::CT_PURE_VALIDATE_RECORD_STRUCTURE_V0",
            34,
        );
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_record_structure::Inputs {
            record: step.reads("record", self.surface.inputs.description.bind())?,
            schema: step.reads("schema", self.surface.inputs.description_schema.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_record_structure::run)?;
        let violations = answer.take(|it| &mut it.violations);
        let outcome = step.ends(answer.status(), &[("violations", &violations)]);
        merge(&mut self.surface.violations, violations);
        Ok(outcome)
    }

    fn require_description_complete<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform(
            "require_description_complete",
            "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0",
            33,
        );
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_parameter_rules::Inputs {
            parameters: step.reads("parameters", mapping([("violations", self.surface.violations.bind())]))?,
            rules: step.reads(
                "rules",
                literal(list([object([("field", "violations".into()), ("op", "eq".into()), ("value", list([]))])])),
            )?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_parameter_rules::run)?;
        let valid = answer.take(|it| &mut it.valid);
        let outcome = step.ends(answer.status(), &[("valid", &valid)]);
        merge(&mut self.surface.valid, valid);
        Ok(outcome)
    }

    fn form_identity_key<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("form_identity_key", "causal_language_model::CT_PURE_FORM_MODEL_IDENTITY_KEY_V0", 68);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = form_model_identity_key::Inputs {
            description: step.reads("description", self.surface.inputs.description.bind())?,
            fingerprint: step.reads("fingerprint", self.surface.inputs.fingerprint.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, form_model_identity_key::run)?;
        let identity_key = answer.take(|it| &mut it.identity_key);
        let outcome = step.ends(answer.status(), &[("identity_key", &identity_key)]);
        merge(&mut self.surface.identity_key, identity_key);
        Ok(outcome)
    }

    fn claim_identity<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, registry::RegisterStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("claim_identity", "REGISTER", "capability_side_effects::CS_REGISTRY_V0", 27);
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.surface.identity_key.bind(),
            target_cs: literal("CS_MUTABLE_JSON_V0"),
            target_ref: literal("MODELS"),
            ..registry::Register::default()
        };
        let mut answer = registry::register(&step, &self.bindings.model_identity_registry, call)?;
        let address = answer.take(|it| &mut it.address);
        let result_status = answer.word();
        let outcome = step.ends(answer.status(), &[("address", &address), ("result_status", &result_status)]);
        merge(&mut self.surface.address, address);
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
    /// Declared object.
    pub description_schema: Field<Map<String, Value>>,
    /// Declared string.
    pub fingerprint: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("description", &self.description),
            ("description_schema", &self.description_schema),
            ("fingerprint", &self.fingerprint),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared array.
    pub violations: Field<Vec<Value>>,
    /// Declared boolean.
    pub valid: Field<bool>,
    /// Declared string.
    pub identity_key: Field<String>,
    /// Declared string.
    pub address: Field<String>,
    /// Declared string.
    pub result_status: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 8> {
        fields([
            ("violations", &self.violations),
            ("valid", &self.valid),
            ("identity_key", &self.identity_key),
            ("address", &self.address),
            ("result_status", &self.result_status),
            ("description", &self.inputs.description),
            ("description_schema", &self.inputs.description_schema),
            ("fingerprint", &self.inputs.fingerprint),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MODEL_IDENTITY_REGISTRY`.
    pub model_identity_registry: registry::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "causal_language_model::CC_CLAIM_MODEL_IDENTITY_V0", address: 45 };
