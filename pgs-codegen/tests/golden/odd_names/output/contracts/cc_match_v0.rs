// Generated from the protocol snapshot. Change the protocol, not this file.

//! `odd_names::CC_match_V0`: Odd steps, inputs and outputs

use pgs_capabilities::transforms::generate_id;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        N404 = "404",
        Success = "SUCCESS",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.self_(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => {}
        }
        match self.self_2(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => {}
        }
        match self.run_2(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => {}
        }
        match self.n1_step(run)? {
            TransformStatus::Success => Ok(self.r#loop(run)),
            TransformStatus::Violation => Ok(self.finish(run)),
        }
    }

    /// `$.crate == "x"`
    fn r#loop(&self, run: &Run) -> Outcome {
        let holds = run
            .holds(arithmetic::Comparison::Equal, [&self.surface.crate_.to_value(), &"x".into()], "$.crate == \"x\"");
        if holds { Outcome::Success } else { Outcome::N404 }
    }

    /// `$.crate != "y"`
    fn finish(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::NotEqual,
            [&self.surface.crate_.to_value(), &"y".into()],
            "$.crate != \"y\"",
        );
        if holds { Outcome::Success } else { Outcome::N404 }
    }

    fn self_(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("self", "capability_transforms::CT_PURE_GENERATE_ID_V0", 0);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: self.surface.inputs.fn_2.bound().cast(),
            prefix: self.surface.inputs.self_.bound(),
        };
        let mut answer = step.transform(inputs, generate_id::run)?;
        self.self_raw_id = answer.outputs.as_ref().map(|it| it.id.clone()).into();
        self.surface.crate_ = answer.take(|it| &mut it.id).into();
        step.ends_with(answer, &[("crate", &self.surface.crate_)])
    }

    fn self_2(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("Self", "capability_transforms::CT_PURE_GENERATE_ID_V0", 0);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: self.surface.inputs.r#fn.bound().cast(),
            prefix: self.surface.crate_.bound(),
        };
        let mut answer = step.transform(inputs, generate_id::run)?;
        self.surface.n1st = answer.take(|it| &mut it.id).into();
        self.surface.surface = Field::json("x".into());
        step.ends_with(answer, &[("1st", &self.surface.n1st), ("surface", &self.surface.surface)])
    }

    fn run_2(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("run", "capability_transforms::CT_PURE_GENERATE_ID_V0", 0);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: self.self_raw_id.bound().cast(),
            prefix: self.surface.n1st.bound(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        self.surface.undeclared = self.surface.crate_.bound().cast();
        step.ends_with(answer, &[("undeclared", &self.surface.undeclared)])
    }

    fn n1_step(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("1 step", "capability_transforms::CT_PURE_GENERATE_ID_V0", 0);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: Field::json(1.into()),
            prefix: self.surface.undeclared.bound().cast(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        step.ends_with(answer, &[])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    surface: Surface,
    /// `id` of the raw result of step `self`.
    self_raw_id: Field<String>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        surface: Surface { inputs, ..Surface::default() },
        self_raw_id: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Optional string.
    pub r#fn: Field<String>,
    /// Required string.
    pub fn_2: Field<String>,
    /// Optional value of any type.
    pub inputs: Field<Value>,
    /// Optional string.
    pub self_: Field<String>,
    /// Optional value of any type.
    pub surface: Field<Value>,
    /// Optional value of any type.
    pub undeclared_2: Field<Value>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 6> {
        fields_with(
            &self.undeclared,
            [
                ("Fn", &self.r#fn),
                ("fn", &self.fn_2),
                ("inputs", &self.inputs),
                ("self", &self.self_),
                ("surface", &self.surface),
                ("undeclared", &self.undeclared_2),
            ],
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub crate_: Field<String>,
    /// Declared string.
    pub n1st: Field<String>,
    /// Declared any.
    pub surface: Field<Value>,
    /// Declared any.
    pub undeclared: Field<Value>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 8> {
        fields_with(
            &self.inputs.undeclared,
            [
                ("crate", &self.crate_),
                ("1st", &self.n1st),
                ("surface", mapped_or(&self.surface, &self.inputs.surface)),
                ("undeclared", mapped_or(&self.undeclared, &self.inputs.undeclared_2)),
                ("Fn", &self.inputs.r#fn),
                ("fn", &self.inputs.fn_2),
                ("inputs", &self.inputs.inputs),
                ("self", &self.inputs.self_),
            ],
        )
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "odd_names::CC_match_V0", address: 1 };
