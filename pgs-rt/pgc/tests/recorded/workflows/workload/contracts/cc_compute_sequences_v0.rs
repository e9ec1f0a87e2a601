//! `workload::CC_COMPUTE_SEQUENCES_V0`

use pgs_capabilities::pgc::transforms::collatz_step;
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
        let step = self.compute_sequences(run)?;
        match step.status() {
            TransformStatus::Success => step.exits(Outcome::Success),
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn compute_sequences<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("compute_sequences", "workload::CT_PURE_COLLATZ_STEP_V0", 85);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = collatz_step::Inputs { numbers: step.reads("numbers", self.surface.inputs.numbers.bind())? };
        let mut answer = step.atom(Purity::Pure, inputs, collatz_step::run)?;
        let sequences = answer.take(|it| &mut it.sequences);
        let outcome = step.ends(answer.status(), &[("sequences", &sequences)]);
        merge(&mut self.surface.sequences, sequences);
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
    /// Declared array.
    pub numbers: Field<Vec<Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("numbers", &self.numbers)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared object.
    pub sequences: Field<Map<String, Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("sequences", &self.sequences), ("numbers", &self.inputs.numbers)])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "workload::CC_COMPUTE_SEQUENCES_V0", address: 82 };
