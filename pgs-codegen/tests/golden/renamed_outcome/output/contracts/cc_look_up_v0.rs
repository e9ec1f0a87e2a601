// Generated from the protocol snapshot. Change the protocol, not this file.

//! `renamed_outcome::CC_LOOK_UP_V0`: Look a word up

use pgs_capabilities::transforms::lookup;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value, fields,
    object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "renamed_outcome::CC_LOOK_UP_V0",
    address: 1,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `KNOWN`
    Known,
    /// `UNKNOWN`
    Unknown,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "KNOWN",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Required string.
    pub word: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("word", &self.word)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub meaning: Field<String>,
    /// The input of this name.
    pub word: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("meaning", &self.meaning), ("word", &self.word)], &self.undeclared)
    }
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        inputs,
        surface: Surface::default(),
    };
    let outcome = 'run: {
        match pipeline.look_up(run)? {
            TransformStatus::Success => break 'run Outcome::Known,
            TransformStatus::Violation => break 'run Outcome::Unknown,
        }
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    surface: Surface,
}

impl Pipeline {
    /// Step `look_up`: `capability_transforms::CT_PURE_LOOKUP_V0`.
    fn look_up(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "look_up",
            fqdn: "capability_transforms::CT_PURE_LOOKUP_V0",
            address: 0,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = lookup::Inputs {
            key: self.inputs.word.bound(),
            map: Field::json(
                object([("CC", "contract".into()), ("WF", "workflow".into())]),
            ),
        };
        let answer = step.transform(inputs, lookup::run)?;
        self.surface.meaning = Field::<
            Value,
        >::from(answer.outputs.as_ref().map(|it| it.result.clone()))
            .cast();
        step.ends(
            answer.status.as_str(),
            &[("meaning", &self.surface.meaning)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            word: inputs.word,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
