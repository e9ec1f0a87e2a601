// Generated from the protocol snapshot. Change the protocol, not this file.

//! `user_transform::CC_COUNT_V0`: Call the user's transform

use letters::count;
use pgs_rt::prelude::*;

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
        match self.count(run)? {
            TransformStatus::Success => Ok(Outcome::Success),
            TransformStatus::Violation => Ok(Outcome::Violation),
        }
    }

    fn count(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("count", "user_transform::CT_PURE_COUNT_V0", 1);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = count::Inputs { word: self.surface.inputs.word.bound(), ..Default::default() };
        let mut answer = step.transform(inputs, count::run)?;
        self.surface.first = answer.take(|it| &mut it.first).flatten().into();
        self.surface.letters = answer.take(|it| &mut it.letters).into();
        step.ends_with(answer, &[("first", &self.surface.first), ("letters", &self.surface.letters)])
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
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Required string.
    pub word: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("word", &self.word)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub first: Field<String>,
    /// Declared integer.
    pub letters: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([("first", &self.first), ("letters", &self.letters), ("word", &self.inputs.word)])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "user_transform::CC_COUNT_V0", address: 0 };
