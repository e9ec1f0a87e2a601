// Generated from the protocol snapshot. Change the protocol, not this file.

//! `user_transform::CC_COUNT_V0`: Call the user's transform

use letters::count;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "user_transform::CC_COUNT_V0",
    address: 0,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
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
    pub first: Field<String>,
    /// Declared integer.
    pub letters: Field<i64>,
    /// The input of this name.
    pub word: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields(
            [("first", &self.first), ("letters", &self.letters), ("word", &self.word)],
            &self.undeclared,
        )
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
        match pipeline.count(run)? {
            TransformStatus::Success => break 'run Outcome::Success,
            TransformStatus::Violation => break 'run Outcome::Violation,
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
    /// Step `count`: `user_transform::CT_PURE_COUNT_V0`.
    fn count(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "count",
            fqdn: "user_transform::CT_PURE_COUNT_V0",
            address: 1,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = count::Inputs {
            word: self.inputs.word.bound(),
            ..Default::default()
        };
        let answer = step.transform(inputs, count::run)?;
        self.surface.first = answer
            .outputs
            .as_ref()
            .and_then(|it| it.first.clone())
            .into();
        self.surface.letters = answer.outputs.as_ref().map(|it| it.letters).into();
        step.ends(
            answer.status.as_str(),
            &[("first", &self.surface.first), ("letters", &self.surface.letters)],
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
