// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::CC_RECORD_HARVEST_V0`: Record a delivery

use pgs_capabilities::pgc::side_effects;
use pgs_capabilities::pgc::side_effects::clock;
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
        let step = self.read_clock(run)?;
        match step.status() {
            clock::NowStatus::Success => step.continues()?,
            clock::NowStatus::BackendError => return step.exits(Outcome::BackendError),
        }
        let step = self.append(run)?;
        match step.status() {
            append_only::AppendStatus::Success => step.exits(Outcome::Success),
            append_only::AppendStatus::Violation => step.exits(Outcome::Violation),
            append_only::AppendStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn read_clock<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, clock::NowStatus>, Fault> {
        const STEP: StepId = StepId::side_effect("read_clock", "NOW", "capability_side_effects::CS_CLOCK_V0", 28);
        let step = run.step(&CONTRACT, &STEP);
        let around = side_effects::Surroundings {
            data_root: run.data_root(),
            sources: run.sources(),
        };
        let mut answer = step.effect(|_| clock::now(&around, &(self.bindings.clock)()))?;
        let stored_at = answer.take(|it| &mut it.timestamp);
        let outcome = step.ends(answer.status(), &[("stored_at", &stored_at)]);
        merge(&mut self.surface.stored_at, stored_at);
        Ok(outcome)
    }

    fn append<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, append_only::AppendStatus>, Fault> {
        const STEP: StepId = StepId::side_effect(
            "append",
            "APPEND",
            "capability_side_effects::CS_APPENDONLY_JSONL_V0",
            27,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = append_only::Append {
            actor_id: self.surface.inputs.holder.bind(),
            record: mapping([
                ("crates", self.surface.inputs.crates.bind()),
                ("slip", self.surface.inputs.slip.bind()),
                ("stored_at", self.surface.stored_at.bind()),
            ]),
            stream_id: self.surface.inputs.plot.bind(),
        };
        let mut answer = append_only::append(&step, &self.bindings.harvests, call)?;
        let record_id = answer.take(|it| &mut it.record_id);
        let outcome = step.ends(answer.status(), &[("record_id", &record_id)]);
        merge(&mut self.surface.record_id, record_id);
        Ok(outcome)
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
    /// The crates. Required array.
    pub crates: Field<Vec<Value>>,
    /// The member who leases it. Required string.
    pub holder: Field<String>,
    /// The plot. Required string.
    pub plot: Field<String>,
    /// The slip of the delivery. Required string.
    pub slip: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 4> {
        fields([("crates", &self.crates), ("holder", &self.holder), ("plot", &self.plot), ("slip", &self.slip)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub stored_at: Field<String>,
    /// Declared string.
    pub record_id: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("stored_at", &self.stored_at),
            ("record_id", &self.record_id),
            ("crates", &self.inputs.crates),
            ("holder", &self.inputs.holder),
            ("plot", &self.inputs.plot),
            ("slip", &self.inputs.slip),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The policy of CS_CLOCK_V0.
    pub clock: fn() -> clock::Policy,
    /// The store `HARVESTS`.
    pub harvests: append_only::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "allotments::CC_RECORD_HARVEST_V0", address: 7 };
