// Generated from the protocol snapshot. Change the protocol, not this file.

//! `renamed_outcome::CC_LOOK_UP_V0`: Look a word up

use pgs_capabilities::transforms::lookup;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        Known = "KNOWN",
        Unknown = "UNKNOWN",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.look_up(run)? {
            TransformStatus::Success => Ok(Outcome::Known),
            TransformStatus::Violation => Ok(Outcome::Unknown),
        }
    }

    fn look_up(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("look_up", "capability_transforms::CT_PURE_LOOKUP_V0", 0);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = lookup::Inputs {
            key: self.surface.inputs.word.bound(),
            map: Field::json(object([("CC", "contract".into()), ("WF", "workflow".into())])),
        };
        let mut answer = step.transform(inputs, lookup::run)?;
        self.surface.meaning = Field::<Value>::from(answer.take(|it| &mut it.result)).cast();
        step.ends_with(answer, &[("meaning", &self.surface.meaning)])
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
    pub meaning: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("meaning", &self.meaning), ("word", &self.inputs.word)])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "renamed_outcome::CC_LOOK_UP_V0", address: 1 };
