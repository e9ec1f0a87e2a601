// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_CHECK_PICKUP_CODE_V0`: Check that somebody knows a parcel's pickup code

use pgs_capabilities::transforms::compare_equal;
use pgs_capabilities::transforms::generate_id;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value, fields,
    list,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "parcels::CC_CHECK_PICKUP_CODE_V0",
    address: 26,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
    /// `WRONG_CODE`
    WrongCode,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
            Self::WrongCode => "WRONG_CODE",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The mark that was stored. Required string.
    pub code_mark: Field<String>,
    /// The parcel's number. Required string.
    pub parcel_id: Field<String>,
    /// The code that was said. Required string.
    pub pickup_code: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields(
            [
                ("code_mark", &self.code_mark),
                ("parcel_id", &self.parcel_id),
                ("pickup_code", &self.pickup_code),
            ],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Mapped by a step, not declared.
    pub said_mark: Field<String>,
    /// Whether the two marks are equal. Declared boolean.
    pub code_known: Field<bool>,
    /// The input of this name.
    pub code_mark: Field<String>,
    /// The input of this name.
    pub parcel_id: Field<String>,
    /// The input of this name.
    pub pickup_code: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 5> {
        fields(
            [
                ("said_mark", &self.said_mark),
                ("code_known", &self.code_known),
                ("code_mark", &self.code_mark),
                ("parcel_id", &self.parcel_id),
                ("pickup_code", &self.pickup_code),
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
        match pipeline.derive_said_mark(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
        match pipeline.compare_marks(run)? {
            TransformStatus::Success => break 'run Outcome::Success,
            TransformStatus::Violation => break 'run Outcome::WrongCode,
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
    /// Step `derive_said_mark`: `capability_transforms::CT_PURE_GENERATE_ID_V0`.
    fn derive_said_mark(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "derive_said_mark",
            fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
            address: 7,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: Field::json(
                list([
                    self.inputs.parcel_id.to_value(),
                    self.inputs.pickup_code.to_value(),
                ]),
            ),
            prefix: "MARK".into(),
        };
        let answer = step.transform(inputs, generate_id::run)?;
        self.surface.said_mark = answer.outputs.as_ref().map(|it| it.id.clone()).into();
        self.results.derive_said_mark.said_mark = self.surface.said_mark.clone();
        step.ends(
            answer.status.as_str(),
            &[("said_mark", &self.surface.said_mark)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `compare_marks`: `capability_transforms::CT_PURE_COMPARE_EQUAL_V0`.
    fn compare_marks(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "compare_marks",
            fqdn: "capability_transforms::CT_PURE_COMPARE_EQUAL_V0",
            address: 6,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = compare_equal::Inputs {
            left: self.results.derive_said_mark.said_mark.bound().cast(),
            right: self.inputs.code_mark.bound().cast(),
        };
        let answer = step.transform(inputs, compare_equal::run)?;
        self.surface.code_known = answer.outputs.as_ref().map(|it| it.is_equal).into();
        step.ends(
            answer.status.as_str(),
            &[("code_known", &self.surface.code_known)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            code_mark: inputs.code_mark,
            parcel_id: inputs.parcel_id,
            pickup_code: inputs.pickup_code,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    derive_said_mark: DeriveSaidMarkResults,
}

/// Of step `derive_said_mark`.
#[derive(Default)]
struct DeriveSaidMarkResults {
    /// Output `said_mark`.
    said_mark: Field<String>,
}
