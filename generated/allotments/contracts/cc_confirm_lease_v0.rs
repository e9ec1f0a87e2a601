// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::CC_CONFIRM_LEASE_V0`: Find the lease of a plot

use pgs_pgc::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NotFound = "NOT_FOUND",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        let step = self.read(run)?;
        match step.status() {
            mutable_json::ReadStatus::Success => step.exits(Outcome::Success),
            mutable_json::ReadStatus::NotFound => step.exits(Outcome::NotFound),
            mutable_json::ReadStatus::Violation => step.exits(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn read<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::ReadStatus>, Fault> {
        const STEP: StepId = StepId::side_effect("read", "READ", "capability_side_effects::CS_MUTABLE_JSON_V0", 29);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed { key: self.surface.inputs.plot.bind() };
        let mut answer = mutable_json::read(&step, &self.bindings.plots, call)?;
        let lease: Field<Map<String, Value>> = answer.take(|it| &mut it.value).bind();
        let outcome = step.ends(answer.status(), &[("lease", &lease)]);
        merge(&mut self.surface.lease, lease);
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
    /// The plot. Required string.
    pub plot: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("plot", &self.plot)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared object.
    pub lease: Field<Map<String, Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("lease", &self.lease), ("plot", &self.inputs.plot)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `PLOTS`.
    pub plots: mutable_json::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "allotments::CC_CONFIRM_LEASE_V0", address: 1 };
