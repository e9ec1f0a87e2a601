// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::CC_LEASE_PLOT_V0`: Give a plot that is free to a member

use pgs_capabilities::pgc::side_effects;
use pgs_capabilities::pgc::side_effects::clock;
use pgs_capabilities::pgc::transforms::{compare_equal, require_true};
use pgs_pgc::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        let step = self.look(run)?;
        match step.status() {
            mutable_json::ExistsStatus::Success => step.continues()?,
            mutable_json::ExistsStatus::Violation => {
                return step.exits(Outcome::Violation);
            }
            mutable_json::ExistsStatus::BackendError => {
                return step.exits(Outcome::BackendError);
            }
        }
        let step = self.compare(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.require_free(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.read_clock(run)?;
        match step.status() {
            clock::NowStatus::Success => step.continues()?,
            clock::NowStatus::BackendError => return step.exits(Outcome::BackendError),
        }
        let step = self.write_lease(run)?;
        match step.status() {
            mutable_json::WriteStatus::Success => step.exits(Outcome::Success),
            mutable_json::WriteStatus::Violation => step.exits(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn look<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::ExistsStatus>, Fault> {
        const STEP: StepId = StepId::side_effect("look", "EXISTS", "capability_side_effects::CS_MUTABLE_JSON_V0", 29);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed { key: self.surface.inputs.plot.bind() };
        let mut answer = mutable_json::exists(&step, &self.bindings.plots, call)?;
        let taken = answer.take(|it| &mut it.exists);
        let outcome = step.ends(answer.status(), &[("taken", &taken)]);
        merge(&mut self.surface.taken, taken);
        Ok(outcome)
    }

    fn compare<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("compare", "capability_transforms::CT_PURE_COMPARE_EQUAL_V0", 31);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = compare_equal::Inputs {
            left: step.reads("left", self.surface.taken.bind())?,
            right: step.reads("right", literal(false))?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, compare_equal::run)?;
        let free = answer.take(|it| &mut it.is_equal);
        let outcome = step.ends(answer.status(), &[("free", &free)]);
        merge(&mut self.surface.free, free);
        Ok(outcome)
    }

    fn require_free<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("require_free", "capability_transforms::CT_PURE_REQUIRE_TRUE_V0", 34);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = require_true::Inputs { value: step.reads("value", self.surface.free.bind())? };
        let answer = step.atom(Purity::Pure, inputs, require_true::run)?;
        Ok(step.ends(answer.status(), &[]))
    }

    fn read_clock<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, clock::NowStatus>, Fault> {
        const STEP: StepId = StepId::side_effect("read_clock", "NOW", "capability_side_effects::CS_CLOCK_V0", 28);
        let step = run.step(&CONTRACT, &STEP);
        let around = side_effects::Surroundings {
            data_root: run.data_root(),
            sources: run.sources(),
        };
        let mut answer = step.effect(|_| clock::now(&around, &(self.bindings.clock)()))?;
        let leased_at = answer.take(|it| &mut it.timestamp);
        let outcome = step.ends(answer.status(), &[("leased_at", &leased_at)]);
        merge(&mut self.surface.leased_at, leased_at);
        Ok(outcome)
    }

    fn write_lease<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::WriteStatus>, Fault> {
        const STEP: StepId = StepId::side_effect(
            "write_lease",
            "WRITE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            29,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.surface.inputs.plot.bind(),
            value: mapping([
                ("leased_at", self.surface.leased_at.bind()),
                ("member_id", self.surface.inputs.member_id.bind()),
                ("year", self.surface.inputs.year.bind()),
            ]),
        };
        let answer = mutable_json::write(&step, &self.bindings.plots, call)?;
        Ok(step.ends(answer.status(), &[]))
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { bindings, surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, node, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The member. Required string.
    pub member_id: Field<String>,
    /// The plot. Required string.
    pub plot: Field<String>,
    /// The year of the lease. Required integer.
    pub year: Field<i64>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([("member_id", &self.member_id), ("plot", &self.plot), ("year", &self.year)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Mapped by a step, not declared.
    pub taken: Field<bool>,
    /// Mapped by a step, not declared.
    pub free: Field<bool>,
    /// Declared string.
    pub leased_at: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("taken", &self.taken),
            ("free", &self.free),
            ("leased_at", &self.leased_at),
            ("member_id", &self.inputs.member_id),
            ("plot", &self.inputs.plot),
            ("year", &self.inputs.year),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `PLOTS`.
    pub plots: mutable_json::Store,
    /// The policy of CS_CLOCK_V0.
    pub clock: fn() -> clock::Policy,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "allotments::CC_LEASE_PLOT_V0", address: 5 };
