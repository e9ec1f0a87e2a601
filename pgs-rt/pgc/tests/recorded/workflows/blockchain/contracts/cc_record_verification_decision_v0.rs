//! `blockchain::CC_RECORD_VERIFICATION_DECISION_V0`

use pgs_capabilities::pgc::transforms::assemble_record;
use pgs_capabilities::pgc::transforms::validate_parameter_rules;
use pgs_capabilities::pgc::transforms::validate_set_membership;
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
        let step = self.read_state_admits_decision(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.read_outcome_admitted(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.refuse_self_verification(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.assemble_decided_actor(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.write_decided_actor(run)?;
        match step.status() {
            mutable_json::WriteStatus::Success => {
                step.continues()?;
                Ok(Outcome::Success)
            }
            mutable_json::WriteStatus::Violation => step.exits(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn read_state_admits_decision<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform(
            "read_state_admits_decision",
            "capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0",
            78,
        );
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_set_membership::Inputs {
            allowed_set: step.reads("allowed_set", self.surface.inputs.states_admitting_a_decision.bind())?,
            value: step.reads("value", self.surface.inputs.current_state.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_set_membership::run)?;
        let is_member = answer.take(|it| &mut it.is_member);
        let outcome = step.ends(answer.status(), &[("is_member", &is_member)]);
        merge(&mut self.surface.is_member, is_member);
        Ok(outcome)
    }

    fn read_outcome_admitted<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("read_outcome_admitted", "capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0", 78);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_set_membership::Inputs {
            allowed_set: step.reads("allowed_set", self.surface.inputs.admitted_outcomes.bind())?,
            value: step.reads("value", self.surface.inputs.decision.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_set_membership::run)?;
        let is_member = answer.take(|it| &mut it.is_member);
        let outcome = step.ends(answer.status(), &[("is_member", &is_member)]);
        merge(&mut self.surface.is_member, is_member);
        Ok(outcome)
    }

    fn refuse_self_verification<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform(
            "refuse_self_verification",
            "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0",
            76,
        );
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_parameter_rules::Inputs {
            parameters: step.reads("parameters", self.surface.inputs.self_check_parameters.bind())?,
            rules: step.reads("rules", self.surface.inputs.self_check_rules.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_parameter_rules::run)?;
        let valid = answer.take(|it| &mut it.valid);
        let outcome = step.ends(answer.status(), &[("valid", &valid)]);
        merge(&mut self.surface.valid, valid);
        Ok(outcome)
    }

    fn assemble_decided_actor<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("assemble_decided_actor", "capability_transforms::CT_PURE_ASSEMBLE_RECORD_V0", 73);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = assemble_record::Inputs {
            fields: step.reads("fields", self.surface.inputs.decided_actor_fields.bind())?,
            ..assemble_record::Inputs::default()
        };
        let mut answer = step.atom(Purity::Pure, inputs, assemble_record::run)?;
        let record = answer.take(|it| &mut it.record);
        let outcome = step.ends(answer.status(), &[("record", &record)]);
        merge(&mut self.surface.record, record);
        Ok(outcome)
    }

    fn write_decided_actor<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::WriteStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("write_decided_actor", "UPDATE", "capability_side_effects::CS_MUTABLE_JSON_V0", 68);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Update {
            key: self.surface.inputs.contact_address.bind(),
            updates: self.surface.record.bind(),
        };
        let answer = mutable_json::update(&step, &self.bindings.actors, call)?;
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
    /// Declared array.
    pub admitted_outcomes: Field<Vec<Value>>,
    /// Declared string.
    pub contact_address: Field<String>,
    /// Declared string.
    pub current_state: Field<String>,
    /// Declared object.
    pub decided_actor_fields: Field<Map<String, Value>>,
    /// Declared string.
    pub decision: Field<String>,
    /// Declared object.
    pub self_check_parameters: Field<Map<String, Value>>,
    /// Declared array.
    pub self_check_rules: Field<Vec<Value>>,
    /// Declared array.
    pub states_admitting_a_decision: Field<Vec<Value>>,
    /// Declared string.
    pub verifying_authority: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 9> {
        fields([
            ("admitted_outcomes", &self.admitted_outcomes),
            ("contact_address", &self.contact_address),
            ("current_state", &self.current_state),
            ("decided_actor_fields", &self.decided_actor_fields),
            ("decision", &self.decision),
            ("self_check_parameters", &self.self_check_parameters),
            ("self_check_rules", &self.self_check_rules),
            ("states_admitting_a_decision", &self.states_admitting_a_decision),
            ("verifying_authority", &self.verifying_authority),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared without a type.
    pub is_member: Field<Value>,
    /// Declared without a type.
    pub valid: Field<Value>,
    /// Declared without a type.
    pub record: Field<Value>,
    /// Declared string.
    pub result_status: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 13> {
        fields([
            ("is_member", &self.is_member),
            ("valid", &self.valid),
            ("record", &self.record),
            ("result_status", &self.result_status),
            ("admitted_outcomes", &self.inputs.admitted_outcomes),
            ("contact_address", &self.inputs.contact_address),
            ("current_state", &self.inputs.current_state),
            ("decided_actor_fields", &self.inputs.decided_actor_fields),
            ("decision", &self.inputs.decision),
            ("self_check_parameters", &self.inputs.self_check_parameters),
            ("self_check_rules", &self.inputs.self_check_rules),
            ("states_admitting_a_decision", &self.inputs.states_admitting_a_decision),
            ("verifying_authority", &self.inputs.verifying_authority),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `ACTORS`.
    pub actors: mutable_json::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "blockchain::CC_RECORD_VERIFICATION_DECISION_V0", address: 25 };
