// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_CHECK_PICKUP_CODE_V0`: Check that somebody knows a parcel's pickup code

use pgs_capabilities::transforms::{compare_equal, generate_id};
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        Success = "SUCCESS",
        Violation = "VIOLATION",
        WrongCode = "WRONG_CODE",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.derive_said_mark(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => return Ok(Outcome::Violation),
        }
        match self.compare_marks(run)? {
            TransformStatus::Success => Ok(Outcome::Success),
            TransformStatus::Violation => Ok(Outcome::WrongCode),
        }
    }

    fn derive_said_mark(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("derive_said_mark", "capability_transforms::CT_PURE_GENERATE_ID_V0", 7);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[("/data/0", Origin::Input("/parcel_id")), ("/data/1", Origin::Input("/pickup_code"))],
            &[("/said_mark", Origin::Raw("/id"))],
        );
        let inputs = generate_id::Inputs {
            data: Field::json(
                list([self.surface.inputs.parcel_id.to_value(), self.surface.inputs.pickup_code.to_value()]),
            ),
            prefix: "MARK".into(),
        };
        let mut answer = step.transform(inputs, generate_id::run)?;
        self.surface.said_mark = answer.take(|it| &mut it.id).into();
        step.ends_with(answer, &[("said_mark", &self.surface.said_mark)])
    }

    fn compare_marks(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("compare_marks", "capability_transforms::CT_PURE_COMPARE_EQUAL_V0", 6);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[("/left", Origin::Step("derive_said_mark", "/said_mark")), ("/right", Origin::Input("/code_mark"))],
            &[("/code_known", Origin::Raw("/is_equal"))],
        );
        let inputs = compare_equal::Inputs {
            left: self.surface.said_mark.bound().cast(),
            right: self.surface.inputs.code_mark.bound().cast(),
        };
        let mut answer = step.transform(inputs, compare_equal::run)?;
        self.surface.code_known = answer.take(|it| &mut it.is_equal).into();
        step.ends_with(answer, &[("code_known", &self.surface.code_known)])
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
    /// The mark that was stored. Required string.
    pub code_mark: Field<String>,
    /// The parcel's number. Required string.
    pub parcel_id: Field<String>,
    /// The code that was said. Required string.
    pub pickup_code: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([("code_mark", &self.code_mark), ("parcel_id", &self.parcel_id), ("pickup_code", &self.pickup_code)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Mapped by a step, not declared.
    pub said_mark: Field<String>,
    /// Whether the two marks are equal. Declared boolean.
    pub code_known: Field<bool>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 5> {
        fields([
            ("said_mark", &self.said_mark),
            ("code_known", &self.code_known),
            ("code_mark", &self.inputs.code_mark),
            ("parcel_id", &self.inputs.parcel_id),
            ("pickup_code", &self.inputs.pickup_code),
        ])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_CHECK_PICKUP_CODE_V0", address: 26 };
