//! `workload::CC_STORE_RESULTS_V0`

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
        let step = self.store_results(run)?;
        match step.status() {
            mutable_json::WriteStatus::Success => step.exits(Outcome::Success),
            mutable_json::WriteStatus::Violation => step.exits(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn store_results<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::WriteStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("store_results", "WRITE", "capability_side_effects::CS_MUTABLE_JSON_V0", 25);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: literal("collatz_results"),
            value: mapping([
                ("all_terminate", self.surface.inputs.all_terminate.bind()),
                ("non_terminating", self.surface.inputs.non_terminating.bind()),
                ("sequences", self.surface.inputs.sequences.bind()),
            ]),
        };
        let answer = mutable_json::write(&step, &self.bindings.collatz_results, call)?;
        let result_status = answer.word();
        let outcome = step.ends(answer.status(), &[("result_status", &result_status)]);
        merge(&mut self.surface.result_status, result_status);
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
    /// Declared boolean.
    pub all_terminate: Field<bool>,
    /// Declared array.
    pub non_terminating: Field<Vec<Value>>,
    /// Declared object.
    pub sequences: Field<Map<String, Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("all_terminate", &self.all_terminate),
            ("non_terminating", &self.non_terminating),
            ("sequences", &self.sequences),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub result_status: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("result_status", &self.result_status),
            ("all_terminate", &self.inputs.all_terminate),
            ("non_terminating", &self.inputs.non_terminating),
            ("sequences", &self.inputs.sequences),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `COLLATZ_RESULTS`.
    pub collatz_results: mutable_json::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "workload::CC_STORE_RESULTS_V0", address: 83 };
