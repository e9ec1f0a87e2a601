// Generated from the protocol snapshot. Change the protocol, not this file.

//! `evaluation::CC_WEIGH_V0`: Conditions over outputs, inputs and raw results

use pgs_capabilities::transforms::lookup;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value,
    arithmetic, fields, object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "evaluation::CC_WEIGH_V0",
    address: 1,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `NOTHING`
    Nothing,
    /// `SUCCESS`
    Success,
    /// `TOO_LONG`
    TooLong,
    /// `UNKNOWN`
    Unknown,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "NOTHING",
            Self::Success => "SUCCESS",
            Self::TooLong => "TOO_LONG",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Required integer.
    pub limit: Field<i64>,
    /// Required string.
    pub word: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("limit", &self.limit), ("word", &self.word)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared integer.
    pub length: Field<i64>,
    /// The input of this name.
    pub limit: Field<i64>,
    /// The input of this name.
    pub word: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields(
            [("length", &self.length), ("limit", &self.limit), ("word", &self.word)],
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
        results: Results::default(),
    };
    let outcome = 'run: {
        match pipeline.measure(run)? {
            TransformStatus::Success => {
                if pipeline.short_enough() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::TooLong
                }
            }
            TransformStatus::Violation => {
                if pipeline.is_nothing() {
                    break 'run Outcome::Unknown
                } else {
                    break 'run Outcome::Nothing
                }
            }
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
    results: Results,
}

impl Pipeline {
    /// Step `measure`: `capability_transforms::CT_PURE_LOOKUP_V0`.
    fn measure(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "measure",
            fqdn: "capability_transforms::CT_PURE_LOOKUP_V0",
            address: 0,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = lookup::Inputs {
            key: self.inputs.word.bound(),
            map: Field::json(object([("one", 3.into()), ("three", 5.into())])),
        };
        let answer = step.transform(inputs, lookup::run)?;
        self.results.measure.raw_result = answer
            .outputs
            .as_ref()
            .map(|it| it.result.clone())
            .into();
        self.surface.length = Field::<
            Value,
        >::from(answer.outputs.as_ref().map(|it| it.result.clone()))
            .cast();
        step.ends(
            answer.status.as_str(),
            &[("length", &self.surface.length)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.length <= $.inputs.limit`
    fn short_enough(&self) -> bool {
        arithmetic::Comparison::LessOrEqual
            .holds(&self.surface.length.to_value(), &self.inputs.limit.to_value())
    }

    /// `$.capability_result.result != None`
    fn is_nothing(&self) -> bool {
        arithmetic::Comparison::NotEqual
            .holds(&self.results.measure.raw_result.to_value(), &Value::Null)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            limit: inputs.limit,
            word: inputs.word,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    measure: MeasureResults,
}

/// Of step `measure`.
#[derive(Default)]
struct MeasureResults {
    /// `result` of the raw result.
    raw_result: Field<Value>,
}
