// Generated from the protocol snapshot. Change the protocol, not this file.

//! `odd_names::CC_match_V0`: Odd steps, inputs and outputs

use pgs_capabilities::transforms::generate_id;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value,
    arithmetic, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "odd_names::CC_match_V0",
    address: 1,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `404`
    N404,
    /// `SUCCESS`
    Success,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::N404 => "404",
            Self::Success => "SUCCESS",
        }
    }
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
        fields(
            [
                ("Fn", &self.r#fn),
                ("fn", &self.fn_2),
                ("inputs", &self.inputs),
                ("self", &self.self_),
                ("surface", &self.surface),
                ("undeclared", &self.undeclared_2),
            ],
            &self.undeclared,
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
    pub undeclared_2: Field<Value>,
    /// The input of this name.
    pub r#fn: Field<String>,
    /// The input of this name.
    pub fn_2: Field<String>,
    /// The input of this name.
    pub inputs: Field<Value>,
    /// The input of this name.
    pub self_: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 8> {
        fields(
            [
                ("crate", &self.crate_),
                ("1st", &self.n1st),
                ("surface", &self.surface),
                ("undeclared", &self.undeclared_2),
                ("Fn", &self.r#fn),
                ("fn", &self.fn_2),
                ("inputs", &self.inputs),
                ("self", &self.self_),
            ],
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
        match pipeline.self_(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => {}
        }
        match pipeline.self_2(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => {}
        }
        match pipeline.run_2(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => {}
        }
        match pipeline.n1_step(run)? {
            TransformStatus::Success => {
                if pipeline.r#loop() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::N404
                }
            }
            TransformStatus::Violation => {
                if pipeline.finish_2() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::N404
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
    /// Step `self`: `capability_transforms::CT_PURE_GENERATE_ID_V0`.
    fn self_(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "self",
            fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
            address: 0,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: self.inputs.fn_2.bound().cast(),
            prefix: self.inputs.self_.bound(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        self.results.self_.raw_id = answer
            .outputs
            .as_ref()
            .map(|it| it.id.clone())
            .into();
        self.surface.crate_ = answer.outputs.as_ref().map(|it| it.id.clone()).into();
        self.results.self_.crate_ = self.surface.crate_.clone();
        step.ends(
            answer.status.as_str(),
            &[("crate", &self.surface.crate_)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `Self`: `capability_transforms::CT_PURE_GENERATE_ID_V0`.
    fn self_2(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "Self",
            fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
            address: 0,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: self.inputs.r#fn.bound().cast(),
            prefix: self.results.self_.crate_.bound(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        self.surface.n1st = answer.outputs.as_ref().map(|it| it.id.clone()).into();
        self.results.self_2.n1st = self.surface.n1st.clone();
        self.surface.surface = Field::json("x".into());
        step.ends(
            answer.status.as_str(),
            &[("1st", &self.surface.n1st), ("surface", &self.surface.surface)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `run`: `capability_transforms::CT_PURE_GENERATE_ID_V0`.
    fn run_2(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "run",
            fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
            address: 0,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: self.results.self_.raw_id.bound().cast(),
            prefix: self.results.self_2.n1st.bound(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        self.surface.undeclared_2 = self.results.self_.crate_.bound().cast();
        self.results.run_2.undeclared = self.surface.undeclared_2.clone();
        step.ends(
            answer.status.as_str(),
            &[("undeclared", &self.surface.undeclared_2)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `1 step`: `capability_transforms::CT_PURE_GENERATE_ID_V0`.
    fn n1_step(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "1 step",
            fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
            address: 0,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: Field::json(1.into()),
            prefix: self.results.run_2.undeclared.bound().cast(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// `$.crate == "x"`
    fn r#loop(&self) -> bool {
        arithmetic::Comparison::Equal.holds(&self.surface.crate_.to_value(), &"x".into())
    }

    /// `$.crate != "y"`
    fn finish_2(&self) -> bool {
        arithmetic::Comparison::NotEqual
            .holds(&self.surface.crate_.to_value(), &"y".into())
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            surface: surface.surface.or(inputs.surface),
            undeclared_2: surface.undeclared_2.or(inputs.undeclared_2),
            r#fn: inputs.r#fn,
            fn_2: inputs.fn_2,
            inputs: inputs.inputs,
            self_: inputs.self_,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    self_: SelfResults,
    self_2: SelfResults2,
    run_2: RunResults,
}

/// Of step `self`.
#[derive(Default)]
struct SelfResults {
    /// Output `crate`.
    crate_: Field<String>,
    /// `id` of the raw result.
    raw_id: Field<String>,
}

/// Of step `Self`.
#[derive(Default)]
struct SelfResults2 {
    /// Output `1st`.
    n1st: Field<String>,
}

/// Of step `run`.
#[derive(Default)]
struct RunResults {
    /// Output `undeclared`.
    undeclared: Field<Value>,
}
