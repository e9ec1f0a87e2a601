// Generated from the protocol snapshot. Change the protocol, not this file.

//! `templates::CC_STAMP_V0`: Templates of steps

use pgs_rt::prelude::*;

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
        match self.stamp(run)? {
            mutable_json::WriteStatus::Success => Ok(Outcome::Success),
            mutable_json::WriteStatus::Violation => Ok(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn stamp(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect("stamp", "WRITE", "capability_side_effects::CS_MUTABLE_JSON_V0", 0);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: "card".into(),
            value: Field::json(object([
                ("at", run.timestamp().into()),
                (
                    "less",
                    arithmetic::plus(&self.surface.inputs.count.to_value(), -10, "{{$.inputs.count - 10}}")?.into(),
                ),
                (
                    "more",
                    arithmetic::plus(&self.surface.inputs.count.to_value(), 1, "{{$.inputs.count + 1}}")?.into(),
                ),
            ])),
        };
        let answer = mutable_json::write(&step, &self.bindings.cards, call)?;
        self.surface.more = arithmetic::plus(&Value::Null, 2, "{{$.inputs.count + 2}}")?.into();
        step.ends_with(answer, &[("more", &self.surface.more)])
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
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Required string.
    pub at: Field<String>,
    /// Required integer.
    pub count: Field<i64>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("at", &self.at), ("count", &self.count)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared integer.
    pub more: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([("more", &self.more), ("at", &self.inputs.at), ("count", &self.inputs.count)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `CARDS`.
    pub cards: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "templates::CC_STAMP_V0", address: 1 };
