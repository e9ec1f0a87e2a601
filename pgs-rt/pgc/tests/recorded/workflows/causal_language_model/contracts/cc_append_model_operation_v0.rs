//! `causal_language_model::CC_APPEND_MODEL_OPERATION_V0`

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
        let step = self.append_operation(run)?;
        match step.status() {
            append_only::AppendStatus::Success => step.exits(Outcome::Success),
            append_only::AppendStatus::Violation => step.exits(Outcome::Violation),
            append_only::AppendStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn append_operation<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, append_only::AppendStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("append_operation", "APPEND", "capability_side_effects::CS_APPENDONLY_JSONL_V0", 25);
        let step = run.step(&CONTRACT, &STEP);
        let call = append_only::Append {
            actor_id: self.surface.inputs.staff_id.bind(),
            record: self.surface.inputs.record.bind(),
            stream_id: literal("MODEL_OPERATIONS"),
        };
        let mut answer = append_only::append(&step, &self.bindings.model_operations, call)?;
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
    pub operation: Field<String>,
    /// Declared object.
    pub record: Field<Map<String, Value>>,
    /// Declared string.
    pub staff_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([("operation", &self.operation), ("record", &self.record), ("staff_id", &self.staff_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub record_id: Field<String>,
    /// Declared integer.
    pub sequence_number: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 5> {
        fields([
            ("record_id", &self.record_id),
            ("sequence_number", &self.sequence_number),
            ("operation", &self.inputs.operation),
            ("record", &self.inputs.record),
            ("staff_id", &self.inputs.staff_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MODEL_OPERATIONS`.
    pub model_operations: append_only::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId =
    ContractId { fqdn: "causal_language_model::CC_APPEND_MODEL_OPERATION_V0", address: 43 };
