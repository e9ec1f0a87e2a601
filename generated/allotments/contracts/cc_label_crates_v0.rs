// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::CC_LABEL_CRATES_V0`: Label the crates of a delivery

use crate::allotments::molecules::ct_label_crates_v0;
use pgs_capabilities::pgc::transforms::{compare_equal, require_true};
use pgs_pgc::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        let step = self.compare(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.deny(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.require_filled(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.label(run)?;
        match step.status() {
            TransformStatus::Success => step.exits(Outcome::Success),
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn compare<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("compare", "capability_transforms::CT_PURE_COMPARE_EQUAL_V0", 31);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = compare_equal::Inputs {
            left: step.reads("left", self.surface.inputs.crates.bind())?,
            right: step.reads("right", literal(list([])))?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, compare_equal::run)?;
        let empty = answer.take(|it| &mut it.is_equal);
        let outcome = step.ends(answer.status(), &[("empty", &empty)]);
        merge(&mut self.surface.empty, empty);
        Ok(outcome)
    }

    fn deny<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("deny", "capability_transforms::CT_PURE_COMPARE_EQUAL_V0", 31);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = compare_equal::Inputs {
            left: step.reads("left", self.surface.empty.bind())?,
            right: step.reads("right", literal(false))?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, compare_equal::run)?;
        let filled = answer.take(|it| &mut it.is_equal);
        let outcome = step.ends(answer.status(), &[("filled", &filled)]);
        merge(&mut self.surface.filled, filled);
        Ok(outcome)
    }

    fn require_filled<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("require_filled", "capability_transforms::CT_PURE_REQUIRE_TRUE_V0", 34);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = require_true::Inputs {
            value: step.reads("value", self.surface.filled.bind())?,
        };
        let answer = step.atom(Purity::Pure, inputs, require_true::run)?;
        Ok(step.ends(answer.status(), &[]))
    }

    fn label<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("label", "allotments::CT_LABEL_CRATES_V0", 8);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = ct_label_crates_v0::Inputs {
            crates: step.reads("crates", self.surface.inputs.crates.bind())?,
        };
        let mut answer = step.transform(|atoms| ct_label_crates_v0::run(atoms, inputs))?;
        let slip: Field<String> = answer.take(|it| &mut it.slip).bind();
        let outcome = step.ends(answer.status(), &[("slip", &slip)]);
        merge(&mut self.surface.slip, slip);
        Ok(outcome)
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
    run.contract_ends(&CONTRACT, node, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The crates. Required array.
    pub crates: Field<Vec<Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("crates", &self.crates)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Mapped by a step, not declared.
    pub empty: Field<bool>,
    /// Mapped by a step, not declared.
    pub filled: Field<bool>,
    /// Declared string.
    pub slip: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("empty", &self.empty),
            ("filled", &self.filled),
            ("slip", &self.slip),
            ("crates", &self.inputs.crates),
        ])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "allotments::CC_LABEL_CRATES_V0", address: 4 };
