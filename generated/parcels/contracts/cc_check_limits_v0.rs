// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_CHECK_LIMITS_V0`: Check that a parcel is within the limits of the service

use pgs_capabilities::transforms::validate_parameter_rules;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        Success = "SUCCESS",
        TooLarge = "TOO_LARGE",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.apply_limits(run)? {
            TransformStatus::Success => Ok(Outcome::Success),
            TransformStatus::Violation => Ok(Outcome::TooLarge),
        }
    }

    fn apply_limits(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform(
            "apply_limits",
            "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0",
            8,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(&[("/parameters", Origin::Input("/parcel"))], &[]);
        let inputs = validate_parameter_rules::Inputs {
            parameters: self.surface.inputs.parcel.bound(),
            rules: Field::json(list([
                object([("field", "weight_grams".into()), ("op", "lte".into()), ("value", 31500.into())]),
                object([("field", "length_mm".into()), ("op", "lte".into()), ("value", number("1200.0"))]),
                object([("field", "width_mm".into()), ("op", "not_null".into())]),
            ])),
        };
        let answer = step.transform(inputs, validate_parameter_rules::run)?;
        step.ends_with(answer, &[])
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
    let mut pipeline = Pipeline { surface: Surface { inputs } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// What the scale and the frame measured. Required object.
    pub parcel: Field<Map<String, Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("parcel", &self.parcel)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 1> {
        fields([("parcel", &self.inputs.parcel)])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_CHECK_LIMITS_V0", address: 25 };
