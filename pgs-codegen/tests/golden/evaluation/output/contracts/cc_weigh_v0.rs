// Generated from the protocol snapshot. Change the protocol, not this file.

//! `evaluation::CC_WEIGH_V0`: Conditions over outputs, inputs and raw results

use pgs_capabilities::transforms::lookup;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        Nothing = "NOTHING",
        Success = "SUCCESS",
        TooLong = "TOO_LONG",
        Unknown = "UNKNOWN",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.measure(run)? {
            TransformStatus::Success => Ok(self.short_enough(run)),
            TransformStatus::Violation => Ok(self.is_nothing(run)),
        }
    }

    /// `$.length <= $.inputs.limit`
    fn short_enough(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::LessOrEqual,
            [&self.surface.length.to_value(), &self.surface.inputs.limit.to_value()],
            "$.length <= $.inputs.limit",
        );
        if holds { Outcome::Success } else { Outcome::TooLong }
    }

    /// `$.capability_result.result != None`
    fn is_nothing(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::NotEqual,
            [&self.measure_raw_result.to_value(), &Value::Null],
            "$.capability_result.result != None",
        );
        if holds { Outcome::Unknown } else { Outcome::Nothing }
    }

    fn measure(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("measure", "capability_transforms::CT_PURE_LOOKUP_V0", 0);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = lookup::Inputs {
            key: self.surface.inputs.word.bound(),
            map: Field::json(object([("one", 3.into()), ("three", 5.into())])),
        };
        let mut answer = step.transform(inputs, lookup::run)?;
        self.measure_raw_result = answer.outputs.as_ref().map(|it| it.result.clone()).into();
        self.surface.length = Field::<Value>::from(answer.take(|it| &mut it.result)).cast();
        step.ends_with(answer, &[("length", &self.surface.length)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    surface: Surface,
    /// `result` of the raw result of step `measure`.
    measure_raw_result: Field<Value>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        surface: Surface { inputs, ..Surface::default() },
        measure_raw_result: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Required integer.
    pub limit: Field<i64>,
    /// Required string.
    pub word: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("limit", &self.limit), ("word", &self.word)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared integer.
    pub length: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([("length", &self.length), ("limit", &self.inputs.limit), ("word", &self.inputs.word)])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "evaluation::CC_WEIGH_V0", address: 1 };
