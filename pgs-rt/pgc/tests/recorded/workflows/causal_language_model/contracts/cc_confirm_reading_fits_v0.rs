//! `causal_language_model::CC_CONFIRM_READING_FITS_V0`

use pgs_capabilities::pgc::transforms::assemble_model_reading;
use pgs_pgc::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        let step = self.assemble_reading(run)?;
        match step.status() {
            TransformStatus::Success => step.exits(Outcome::Success),
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn assemble_reading<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("assemble_reading", "causal_language_model::CT_PURE_ASSEMBLE_MODEL_READING_V0", 64);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = assemble_model_reading::Inputs {
            question: step.reads("question", self.surface.inputs.question.bind())?,
            reading_capacity: step.reads("reading_capacity", self.surface.inputs.reading_capacity.bind())?,
            supporting_material: step.reads("supporting_material", self.surface.inputs.supporting_material.bind())?,
            system_prompt: step.reads("system_prompt", self.surface.inputs.system_prompt.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, assemble_model_reading::run)?;
        let reading = answer.take(|it| &mut it.reading);
        let reading_length = answer.take(|it| &mut it.reading_length);
        let outcome = step.ends(answer.status(), &[("reading", &reading), ("reading_length", &reading_length)]);
        merge(&mut self.surface.reading, reading);
        merge(&mut self.surface.reading_length, reading_length);
        Ok(outcome)
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    surface: Surface,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, node, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Declared string.
    pub question: Field<String>,
    /// Declared integer.
    pub reading_capacity: Field<i64>,
    /// Declared string.
    pub supporting_material: Field<String>,
    /// Declared string.
    pub system_prompt: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("question", &self.question),
            ("reading_capacity", &self.reading_capacity),
            ("supporting_material", &self.supporting_material),
            ("system_prompt", &self.system_prompt),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared object.
    pub reading: Field<Map<String, Value>>,
    /// Declared integer.
    pub reading_length: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("reading", &self.reading),
            ("reading_length", &self.reading_length),
            ("question", &self.inputs.question),
            ("reading_capacity", &self.inputs.reading_capacity),
            ("supporting_material", &self.inputs.supporting_material),
            ("system_prompt", &self.inputs.system_prompt),
        ])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "causal_language_model::CC_CONFIRM_READING_FITS_V0", address: 50 };
