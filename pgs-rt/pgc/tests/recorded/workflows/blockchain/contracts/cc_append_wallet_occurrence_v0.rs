//! `blockchain::CC_APPEND_WALLET_OCCURRENCE_V0`

use crate::workflows::around;
use pgs_capabilities::pgc::side_effects::clock;
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
        let step = self.read_occurred_at(run)?;
        match step.status() {
            clock::NowStatus::Success => step.continues()?,
            clock::NowStatus::BackendError => return step.exits(Outcome::BackendError),
        }
        let step = self.assemble_occurrence(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.append_occurrence(run)?;
        match step.status() {
            append_only::AppendStatus::Success => {
                step.continues()?;
                Ok(Outcome::Success)
            }
            append_only::AppendStatus::Violation => step.exits(Outcome::Violation),
            append_only::AppendStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn read_occurred_at<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, clock::NowStatus>, Fault> {
        const STEP: StepId = StepId::side_effect("read_occurred_at", "NOW", "capability_side_effects::CS_CLOCK_V0", 67);
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = step.effect(|run| clock::now(&around(run), &clock::Policy::default()))?;
        let timestamp = answer.take(|it| &mut it.timestamp);
        let outcome = step.ends(answer.status(), &[("timestamp", &timestamp)]);
        merge(&mut self.surface.timestamp, timestamp);
        Ok(outcome)
    }

    fn assemble_occurrence<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("assemble_occurrence", "capability_transforms::CT_PURE_ASSEMBLE_RECORD_V0", 73);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = assemble_record::Inputs {
            fields: step.reads("fields", self.surface.inputs.occurrence_fields.bind())?,
            ..assemble_record::Inputs::default()
        };
        let mut answer = step.atom(Purity::Pure, inputs, assemble_record::run)?;
        let record = answer.take(|it| &mut it.record);
        let outcome = step.ends(answer.status(), &[("record", &record)]);
        merge(&mut self.surface.record, record);
        Ok(outcome)
    }

    fn append_occurrence<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, append_only::AppendStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("append_occurrence", "APPEND", "capability_side_effects::CS_APPENDONLY_JSONL_V0", 66);
        let step = run.step(&CONTRACT, &STEP);
        let call = append_only::Append {
            record: self.surface.record.bind(),
            stream_id: self.surface.inputs.stream_id.bind(),
            ..append_only::Append::default()
        };
        let answer = append_only::append(&step, &self.bindings.wallet_occurrences, call)?;
        let result_status = answer.result_word();
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
    pub occurrence_fields: Field<Map<String, Value>>,
    /// Declared string.
    pub stream_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("occurrence_fields", &self.occurrence_fields), ("stream_id", &self.stream_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared without a type.
    pub timestamp: Field<Value>,
    /// Declared without a type.
    pub record: Field<Value>,
    /// Declared string.
    pub result_status: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 5> {
        fields([
            ("timestamp", &self.timestamp),
            ("record", &self.record),
            ("result_status", &self.result_status),
            ("occurrence_fields", &self.inputs.occurrence_fields),
            ("stream_id", &self.inputs.stream_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `WALLET_OCCURRENCES`.
    pub wallet_occurrences: append_only::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "blockchain::CC_APPEND_WALLET_OCCURRENCE_V0", address: 19 };
