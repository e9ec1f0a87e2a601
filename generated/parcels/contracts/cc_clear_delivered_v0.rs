// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_CLEAR_DELIVERED_V0`: Delete the records of delivered parcels

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NothingLeft = "NOTHING_LEFT",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.mark_delivered(run)? {
            mutable_json::UpdateWhereStatus::Success => {}
            mutable_json::UpdateWhereStatus::Violation => {
                return Ok(self.nothing_left(run));
            }
            mutable_json::UpdateWhereStatus::BackendError => {
                return Ok(Outcome::BackendError);
            }
        }
        match self.delete_marked(run)? {
            mutable_json::DeleteManyStatus::Success => Ok(Outcome::Success),
            mutable_json::DeleteManyStatus::Violation => Ok(Outcome::Violation),
            mutable_json::DeleteManyStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    /// `$.capability_result.result_status == "VIOLATION"`
    fn nothing_left(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Equal,
            [&self.mark_delivered_raw_result_status.to_value(), &"VIOLATION".into()],
            "$.capability_result.result_status == \"VIOLATION\"",
        );
        if holds { Outcome::NothingLeft } else { Outcome::BackendError }
    }

    fn mark_delivered(&mut self, run: &Run) -> Result<mutable_json::UpdateWhereStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "mark_delivered",
            "UPDATE_WHERE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::UpdateWhere {
            filter: Field::json(object([("state", "DELIVERED".into())])),
            updates: Field::json(object([("code_mark", Value::Null), ("state", "CLEARED".into())])),
        };
        let mut answer = mutable_json::update_where(&step, &self.bindings.parcels, call)?;
        self.mark_delivered_raw_matched_keys = answer.take(|it| &mut it.matched_keys).into();
        self.mark_delivered_raw_result_status = answer.word().into();
        step.ends_with(answer, &[])
    }

    fn delete_marked(&mut self, run: &Run) -> Result<mutable_json::DeleteManyStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "delete_marked",
            "DELETE_MANY",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::DeleteMany { keys: self.mark_delivered_raw_matched_keys.bound() };
        let mut answer = mutable_json::delete_many(&step, &self.bindings.parcels, call)?;
        self.surface.cleared = self.mark_delivered_raw_matched_keys.bound();
        self.surface.cleared_count = answer.take(|it| &mut it.drained_count).into();
        step.ends_with(answer, &[("cleared", &self.surface.cleared), ("cleared_count", &self.surface.cleared_count)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
    /// `matched_keys` of the raw result of step `mark_delivered`.
    mark_delivered_raw_matched_keys: Field<Vec<Value>>,
    /// `result_status` of the raw result of step `mark_delivered`.
    mark_delivered_raw_result_status: Field<String>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        bindings,
        surface: Surface { inputs, ..Surface::default() },
        mark_delivered_raw_matched_keys: Field::Unset,
        mark_delivered_raw_result_status: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {}

impl Inputs {
    fn fields(&self) -> Fields<'_, 0> {
        fields([])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The numbers of those parcels. Declared array.
    pub cleared: Field<Vec<Value>>,
    /// How many records were deleted. Declared integer.
    pub cleared_count: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("cleared", &self.cleared), ("cleared_count", &self.cleared_count)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `PARCELS`.
    pub parcels: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_CLEAR_DELIVERED_V0", address: 27 };
