//! `causal_language_model::CC_RECORD_USER_PROMPT_V0`

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
        let step = self.assemble_user_prompt_record(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.append_user_prompt_record(run)?;
        match step.status() {
            append_only::AppendStatus::Success => step.exits(Outcome::Success),
            append_only::AppendStatus::Violation => step.exits(Outcome::Violation),
            append_only::AppendStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn assemble_user_prompt_record<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("assemble_user_prompt_record", "capability_transforms::CT_PURE_ASSEMBLE_RECORD_V0", 31);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = assemble_record::Inputs {
            fields: step.reads(
                "fields",
                mapping([
                    ("customer_id", self.surface.inputs.customer_id.bind()),
                    ("identity_key", self.surface.inputs.identity_key.bind()),
                    ("kind", self.surface.inputs.kind.bind()),
                    ("outcome", self.surface.inputs.outcome.bind()),
                    ("question", self.surface.inputs.question.bind()),
                    ("reading", self.surface.inputs.reading.bind()),
                    ("reason", self.surface.inputs.reason.bind()),
                    ("requester_id", self.surface.inputs.requester_id.bind()),
                    ("response", self.surface.inputs.response.bind()),
                    ("rules_in_force", self.surface.inputs.rules_in_force.bind()),
                    ("supporting_material", self.surface.inputs.supporting_material.bind()),
                    ("time_in_service_id", self.surface.inputs.time_in_service_id.bind()),
                    ("user_prompt_id", self.surface.inputs.user_prompt_id.bind()),
                ]),
            )?,
            ..assemble_record::Inputs::default()
        };
        let mut answer = step.atom(Purity::Pure, inputs, assemble_record::run)?;
        let user_prompt_record = answer.take(|it| &mut it.record);
        let outcome = step.ends(answer.status(), &[("user_prompt_record", &user_prompt_record)]);
        merge(&mut self.surface.user_prompt_record, user_prompt_record);
        Ok(outcome)
    }

    fn append_user_prompt_record<'r>(
        &mut self,
        run: &'r Run,
    ) -> Result<StepOutcome<'r, append_only::AppendStatus>, Fault> {
        const STEP: StepId = StepId::side_effect(
            "append_user_prompt_record",
            "APPEND",
            "capability_side_effects::CS_APPENDONLY_JSONL_V0",
            25,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = append_only::Append {
            actor_id: self.surface.inputs.requester_id.bind(),
            record: self.surface.user_prompt_record.bind(),
            stream_id: self.surface.inputs.user_prompt_id.bind(),
        };
        let mut answer = append_only::append(&step, &self.bindings.user_prompt_records, call)?;
        let record_id = answer.take(|it| &mut it.record_id);
        let sequence_number = answer.take(|it| &mut it.sequence_number);
        let outcome = step.ends(answer.status(), &[("record_id", &record_id), ("sequence_number", &sequence_number)]);
        merge(&mut self.surface.record_id, record_id);
        merge(&mut self.surface.sequence_number, sequence_number);
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
    pub customer_id: Field<String>,
    /// Declared string.
    pub identity_key: Field<String>,
    /// Declared string.
    pub kind: Field<String>,
    /// Declared string.
    pub outcome: Field<String>,
    /// Declared string.
    pub question: Field<String>,
    /// Declared object.
    pub reading: Field<Map<String, Value>>,
    /// Declared string.
    pub reason: Field<String>,
    /// Declared string.
    pub requester_id: Field<String>,
    /// Declared string.
    pub response: Field<String>,
    /// Declared object.
    pub rules_in_force: Field<Map<String, Value>>,
    /// Declared string.
    pub supporting_material: Field<String>,
    /// Declared string.
    pub time_in_service_id: Field<String>,
    /// Declared string.
    pub user_prompt_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 13> {
        fields([
            ("customer_id", &self.customer_id),
            ("identity_key", &self.identity_key),
            ("kind", &self.kind),
            ("outcome", &self.outcome),
            ("question", &self.question),
            ("reading", &self.reading),
            ("reason", &self.reason),
            ("requester_id", &self.requester_id),
            ("response", &self.response),
            ("rules_in_force", &self.rules_in_force),
            ("supporting_material", &self.supporting_material),
            ("time_in_service_id", &self.time_in_service_id),
            ("user_prompt_id", &self.user_prompt_id),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared object.
    pub user_prompt_record: Field<Map<String, Value>>,
    /// Declared string.
    pub record_id: Field<String>,
    /// Declared integer.
    pub sequence_number: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 16> {
        fields([
            ("user_prompt_record", &self.user_prompt_record),
            ("record_id", &self.record_id),
            ("sequence_number", &self.sequence_number),
            ("customer_id", &self.inputs.customer_id),
            ("identity_key", &self.inputs.identity_key),
            ("kind", &self.inputs.kind),
            ("outcome", &self.inputs.outcome),
            ("question", &self.inputs.question),
            ("reading", &self.inputs.reading),
            ("reason", &self.inputs.reason),
            ("requester_id", &self.inputs.requester_id),
            ("response", &self.inputs.response),
            ("rules_in_force", &self.inputs.rules_in_force),
            ("supporting_material", &self.inputs.supporting_material),
            ("time_in_service_id", &self.inputs.time_in_service_id),
            ("user_prompt_id", &self.inputs.user_prompt_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `USER_PROMPT_RECORDS`.
    pub user_prompt_records: append_only::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "causal_language_model::CC_RECORD_USER_PROMPT_V0", address: 58 };
