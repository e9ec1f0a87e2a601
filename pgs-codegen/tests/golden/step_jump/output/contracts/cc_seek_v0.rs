// Generated from the protocol snapshot. Change the protocol, not this file.

//! `step_jump::CC_SEEK_V0`: Statuses that lead to a later step, to the next, and back

use pgs_rt::store::mutable_json;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "step_jump::CC_SEEK_V0",
    address: 1,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NOT_FOUND`
    NotFound,
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::NotFound => "NOT_FOUND",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Required string.
    pub card: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("card", &self.card)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The input of this name.
    pub card: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 1> {
        fields([("card", &self.card)], &self.undeclared)
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `CARDS`.
    pub cards: mutable_json::Store,
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(
    run: &Run,
    node: &str,
    bindings: Bindings,
    inputs: Inputs,
) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { inputs, bindings };
    let mut step = Step::Read;
    let mut steps = 0;
    let outcome = loop {
        steps += 1;
        if steps > 64 {
            return Err(Fault::too_many_steps(CONTRACT.fqdn, 64));
        }
        step = match step {
            Step::Read => {
                use mutable_json::ReadStatus as Status;
                match pipeline.read(run)? {
                    Status::Success => Step::Forget,
                    Status::NotFound => Step::Write,
                    Status::Violation => break Outcome::Violation,
                    Status::BackendError => Step::Write,
                }
            }
            Step::Write => {
                use mutable_json::WriteStatus as Status;
                match pipeline.write(run)? {
                    Status::Success => Step::Read,
                    Status::Violation => Step::Forget,
                    Status::BackendError => break Outcome::BackendError,
                }
            }
            Step::Forget => {
                use mutable_json::DeleteStatus as Status;
                match pipeline.forget(run)? {
                    Status::Success => break Outcome::Success,
                    Status::NotFound => break Outcome::NotFound,
                    Status::Violation => break Outcome::Violation,
                    Status::BackendError => break Outcome::BackendError,
                }
            }
        };
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// The steps of the pipeline.
enum Step {
    /// `read`
    Read,
    /// `write`
    Write,
    /// `forget`
    Forget,
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    bindings: Bindings,
}

impl Pipeline {
    /// Step `read`: `READ` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn read(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId {
            name: "read",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 0,
            op: Some("READ"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed {
            key: self.inputs.card.bound(),
        };
        let answer = mutable_json::read(&step, &self.bindings.cards, call)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Step `write`: `WRITE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn write(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "write",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 0,
            op: Some("WRITE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.inputs.card.bound(),
            value: Field::json(1.into()),
        };
        let answer = mutable_json::write(&step, &self.bindings.cards, call)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Step `forget`: `DELETE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn forget(&mut self, run: &Run) -> Result<mutable_json::DeleteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "forget",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 0,
            op: Some("DELETE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed {
            key: self.inputs.card.bound(),
        };
        let answer = mutable_json::delete(&step, &self.bindings.cards, call)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, .. } = self;
        Surface {
            card: inputs.card,
            undeclared: inputs.undeclared,
        }
    }
}
