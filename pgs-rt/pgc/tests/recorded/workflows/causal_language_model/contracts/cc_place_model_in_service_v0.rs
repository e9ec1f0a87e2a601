//! `causal_language_model::CC_PLACE_MODEL_IN_SERVICE_V0`

use pgs_capabilities::pgc::transforms::assemble_record;
use pgs_capabilities::pgc::transforms::validate_parameter_rules;
use pgs_capabilities::pgc::transforms::validate_set_membership;
use pgs_pgc::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        AlreadyExists = "ALREADY_EXISTS",
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
        let step = self.require_registered(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.confirm_ceiling_declared(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.claim_time_in_service(run)?;
        match step.status() {
            registry::RegisterStatus::Success => step.continues()?,
            registry::RegisterStatus::AlreadyExists => return step.exits(Outcome::AlreadyExists),
            registry::RegisterStatus::Violation => return step.exits(Outcome::Violation),
            registry::RegisterStatus::BackendError => return step.exits(Outcome::BackendError),
        }
        let step = self.mark_in_service(run)?;
        match step.status() {
            mutable_json::WriteStatus::Success => step.continues()?,
            mutable_json::WriteStatus::Violation => return step.exits(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => return step.exits(Outcome::BackendError),
        }
        let step = self.require_transition(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.assemble_time_in_service(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.write_time_in_service(run)?;
        match step.status() {
            mutable_json::WriteStatus::Success => step.exits(Outcome::Success),
            mutable_json::WriteStatus::Violation => step.exits(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => step.exits(Outcome::BackendError),
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

    fn require_registered<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("require_registered", "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0", 33);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_parameter_rules::Inputs {
            parameters: step.reads("parameters", mapping([("state", self.surface.model_record.follow(&["state"]))]))?,
            rules: step.reads(
                "rules",
                literal(list([object([
                    ("field", "state".into()),
                    ("op", "eq".into()),
                    ("value", "REGISTERED".into()),
                ])])),
            )?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_parameter_rules::run)?;
        let valid = answer.take(|it| &mut it.valid);
        let outcome = step.ends(answer.status(), &[("valid", &valid)]);
        merge(&mut self.surface.valid, valid);
        Ok(outcome)
    }

    fn confirm_ceiling_declared<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform(
            "confirm_ceiling_declared",
            "capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0",
            35,
        );
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_set_membership::Inputs {
            allowed_set: step.reads(
                "allowed_set",
                literal(list(["public".into(), "internal".into(), "confidential".into(), "restricted".into()])),
            )?,
            value: step.reads("value", self.surface.inputs.ceiling.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_set_membership::run)?;
        let ceiling_declared = answer.take(|it| &mut it.is_member);
        let outcome = step.ends(answer.status(), &[("ceiling_declared", &ceiling_declared)]);
        merge(&mut self.surface.ceiling_declared, ceiling_declared);
        Ok(outcome)
    }

    fn claim_time_in_service<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, registry::RegisterStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("claim_time_in_service", "REGISTER", "capability_side_effects::CS_REGISTRY_V0", 27);
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.surface.inputs.time_in_service_id.bind(),
            target_cs: literal("CS_MUTABLE_JSON_V0"),
            target_ref: literal("TIMES_IN_SERVICE"),
            ..registry::Register::default()
        };
        let mut answer = registry::register(&step, &self.bindings.time_in_service_registry, call)?;
        let address = answer.take(|it| &mut it.address);
        let result_status = answer.word();
        let outcome = step.ends(answer.status(), &[("address", &address), ("result_status", &result_status)]);
        merge(&mut self.surface.address, address);
        merge(&mut self.surface.result_status, result_status);
        Ok(outcome)
    }

    fn mark_in_service<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::WriteStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("mark_in_service", "UPDATE_WHERE", "capability_side_effects::CS_MUTABLE_JSON_V0", 26);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::UpdateWhere {
            filter: mapping([
                ("identity_key", self.surface.inputs.identity_key.bind()),
                ("state", literal("REGISTERED")),
            ]),
            updates: mapping([
                ("state", literal("IN_SERVICE")),
                ("time_in_service_id", self.surface.inputs.time_in_service_id.bind()),
            ]),
        };
        let mut answer = mutable_json::update_where(&step, &self.bindings.models, call)?;
        let matched_keys = answer.take(|it| &mut it.matched_keys);
        let result_status = answer.word();
        let updated_count = answer.take(|it| &mut it.updated_count);
        let outcome = step.ends(
            answer.status(),
            &[("matched_keys", &matched_keys), ("result_status", &result_status), ("updated_count", &updated_count)],
        );
        merge(&mut self.surface.matched_keys, matched_keys);
        merge(&mut self.surface.result_status, result_status);
        merge(&mut self.surface.updated_count, updated_count);
        Ok(outcome)
    }

    fn require_transition<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("require_transition", "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0", 33);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_parameter_rules::Inputs {
            parameters: step.reads("parameters", mapping([("updated_count", self.surface.updated_count.bind())]))?,
            rules: step.reads(
                "rules",
                literal(list([object([("field", "updated_count".into()), ("op", "eq".into()), ("value", 1.into())])])),
            )?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_parameter_rules::run)?;
        let valid = answer.take(|it| &mut it.valid);
        let outcome = step.ends(answer.status(), &[("valid", &valid)]);
        merge(&mut self.surface.valid, valid);
        Ok(outcome)
    }

    fn assemble_time_in_service<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("assemble_time_in_service", "capability_transforms::CT_PURE_ASSEMBLE_RECORD_V0", 31);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = assemble_record::Inputs {
            fields: step.reads(
                "fields",
                mapping([
                    ("ceiling", self.surface.inputs.ceiling.bind()),
                    ("identity_key", self.surface.inputs.identity_key.bind()),
                    ("response_rules", self.surface.inputs.response_rules.bind()),
                    ("state", literal("OPEN")),
                    ("system_prompt", self.surface.inputs.system_prompt.bind()),
                    ("time_in_service_id", self.surface.inputs.time_in_service_id.bind()),
                ]),
            )?,
            ..assemble_record::Inputs::default()
        };
        let mut answer = step.atom(Purity::Pure, inputs, assemble_record::run)?;
        let time_in_service = answer.take(|it| &mut it.record);
        let outcome = step.ends(answer.status(), &[("time_in_service", &time_in_service)]);
        merge(&mut self.surface.time_in_service, time_in_service);
        Ok(outcome)
    }

    fn write_time_in_service<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::WriteStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("write_time_in_service", "WRITE", "capability_side_effects::CS_MUTABLE_JSON_V0", 26);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.surface.inputs.time_in_service_id.bind(),
            value: self.surface.time_in_service.bind(),
        };
        let answer = mutable_json::write(&step, &self.bindings.times_in_service, call)?;
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
    pub ceiling: Field<String>,
    /// Declared string.
    pub identity_key: Field<String>,
    /// Declared object.
    pub response_rules: Field<Map<String, Value>>,
    /// Declared string.
    pub system_prompt: Field<String>,
    /// Declared string.
    pub time_in_service_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 5> {
        fields([
            ("ceiling", &self.ceiling),
            ("identity_key", &self.identity_key),
            ("response_rules", &self.response_rules),
            ("system_prompt", &self.system_prompt),
            ("time_in_service_id", &self.time_in_service_id),
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
    /// Declared boolean.
    pub valid: Field<bool>,
    /// Declared boolean.
    pub ceiling_declared: Field<bool>,
    /// Declared string.
    pub address: Field<String>,
    /// Declared array.
    pub matched_keys: Field<Vec<Value>>,
    /// Declared integer.
    pub updated_count: Field<i64>,
    /// Declared object.
    pub time_in_service: Field<Map<String, Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 13> {
        fields([
            ("model_record", &self.model_record),
            ("result_status", &self.result_status),
            ("valid", &self.valid),
            ("ceiling_declared", &self.ceiling_declared),
            ("address", &self.address),
            ("matched_keys", &self.matched_keys),
            ("updated_count", &self.updated_count),
            ("time_in_service", &self.time_in_service),
            ("ceiling", &self.inputs.ceiling),
            ("identity_key", &self.inputs.identity_key),
            ("response_rules", &self.inputs.response_rules),
            ("system_prompt", &self.inputs.system_prompt),
            ("time_in_service_id", &self.inputs.time_in_service_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MODELS`.
    pub models: mutable_json::Store,
    /// The store `TIME_IN_SERVICE_REGISTRY`.
    pub time_in_service_registry: registry::Store,
    /// The store `TIMES_IN_SERVICE`.
    pub times_in_service: mutable_json::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId =
    ContractId { fqdn: "causal_language_model::CC_PLACE_MODEL_IN_SERVICE_V0", address: 55 };
