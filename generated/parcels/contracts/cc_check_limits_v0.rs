// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_CHECK_LIMITS_V0`: Check that a parcel is within the limits of the service

use pgs_capabilities::transforms::validate_parameter_rules;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value, fields,
    list, number, object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "parcels::CC_CHECK_LIMITS_V0",
    address: 25,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `SUCCESS`
    Success,
    /// `TOO_LARGE`
    TooLarge,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::TooLarge => "TOO_LARGE",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// What the scale and the frame measured. Required object.
    pub parcel: Field<Map<String, Value>>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("parcel", &self.parcel)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The input of this name.
    pub parcel: Field<Map<String, Value>>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 1> {
        fields([("parcel", &self.parcel)], &self.undeclared)
    }
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { inputs };
    let outcome = 'run: {
        match pipeline.apply_limits(run)? {
            TransformStatus::Success => break 'run Outcome::Success,
            TransformStatus::Violation => break 'run Outcome::TooLarge,
        }
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
}

impl Pipeline {
    /// Step `apply_limits`: `capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0`.
    fn apply_limits(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "apply_limits",
            fqdn: "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0",
            address: 8,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_parameter_rules::Inputs {
            parameters: self.inputs.parcel.bound(),
            rules: Field::json(
                list([
                    object([
                        ("field", "weight_grams".into()),
                        ("op", "lte".into()),
                        ("value", 31500.into()),
                    ]),
                    object([
                        ("field", "length_mm".into()),
                        ("op", "lte".into()),
                        ("value", number("1200.0")),
                    ]),
                    object([("field", "width_mm".into()), ("op", "not_null".into())]),
                ]),
            ),
        };
        let answer = step.transform(inputs, validate_parameter_rules::run)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, .. } = self;
        Surface {
            parcel: inputs.parcel,
            undeclared: inputs.undeclared,
        }
    }
}
