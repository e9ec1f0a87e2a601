// Generated from the protocol snapshot. Change the protocol, not this file.

//! `step_jump::CC_SEEK_V0`: Statuses that lead to a later step, to the next, and back

use pgs_rt::prelude::*;

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
        let mut step = Step::Read;
        for _ in 0..STEP_LIMIT {
            step = match step {
                Step::Read => {
                    use mutable_json::ReadStatus as Status;
                    match self.read(run)? {
                        Status::Success => Step::Forget,
                        Status::NotFound => Step::Write,
                        Status::Violation => return Ok(Outcome::Violation),
                        Status::BackendError => Step::Write,
                    }
                }
                Step::Write => {
                    use mutable_json::WriteStatus as Status;
                    match self.write(run)? {
                        Status::Success => Step::Read,
                        Status::Violation => Step::Forget,
                        Status::BackendError => return Ok(Outcome::BackendError),
                    }
                }
                Step::Forget => {
                    use mutable_json::DeleteStatus as Status;
                    match self.forget(run)? {
                        Status::Success => return Ok(Outcome::Success),
                        Status::NotFound => return Ok(Outcome::NotFound),
                        Status::Violation => return Ok(Outcome::Violation),
                        Status::BackendError => return Ok(Outcome::BackendError),
                    }
                }
            };
        }
        Err(Fault::too_many_steps(&CONTRACT))
    }

    fn read(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId::side_effect("read", "READ", "capability_side_effects::CS_MUTABLE_JSON_V0", 0);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed { key: self.surface.inputs.card.bound() };
        let answer = mutable_json::read(&step, &self.bindings.cards, call)?;
        step.ends_with(answer, &[])
    }

    fn write(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect("write", "WRITE", "capability_side_effects::CS_MUTABLE_JSON_V0", 0);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.surface.inputs.card.bound(),
            value: Field::json(1.into()),
        };
        let answer = mutable_json::write(&step, &self.bindings.cards, call)?;
        step.ends_with(answer, &[])
    }

    fn forget(&mut self, run: &Run) -> Result<mutable_json::DeleteStatus, Fault> {
        const STEP: StepId = StepId::side_effect("forget", "DELETE", "capability_side_effects::CS_MUTABLE_JSON_V0", 0);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed { key: self.surface.inputs.card.bound() };
        let answer = mutable_json::delete(&step, &self.bindings.cards, call)?;
        step.ends_with(answer, &[])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
}

/// The steps of the pipeline.
enum Step {
    Read,
    Write,
    Forget,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { bindings, surface: Surface { inputs } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Required string.
    pub card: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("card", &self.card)])
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
        fields([("card", &self.inputs.card)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `CARDS`.
    pub cards: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "step_jump::CC_SEEK_V0", address: 1 };
