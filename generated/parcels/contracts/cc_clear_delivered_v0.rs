// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_CLEAR_DELIVERED_V0`: Delete the records of delivered parcels

use pgs_rt::store::mutable_json;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields, object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "parcels::CC_CLEAR_DELIVERED_V0",
    address: 27,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NOTHING_LEFT`
    NothingLeft,
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
            Self::NothingLeft => "NOTHING_LEFT",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 0> {
        fields([], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The numbers of those parcels. Declared array.
    pub cleared: Field<Vec<Value>>,
    /// How many records were deleted. Declared integer.
    pub cleared_count: Field<i64>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields(
            [("cleared", &self.cleared), ("cleared_count", &self.cleared_count)],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `PARCELS`.
    pub parcels: mutable_json::Store,
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(
    run: &Run,
    node: &str,
    bindings: Bindings,
    inputs: Inputs,
) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        inputs,
        bindings,
        surface: Surface::default(),
        results: Results::default(),
    };
    let outcome = 'run: {
        match pipeline.mark_delivered(run)? {
            mutable_json::UpdateWhereStatus::Success => {}
            mutable_json::UpdateWhereStatus::Violation => {
                if pipeline.nothing_left() {
                    break 'run Outcome::NothingLeft
                } else {
                    break 'run Outcome::BackendError
                }
            }
            mutable_json::UpdateWhereStatus::BackendError => {
                break 'run Outcome::BackendError;
            }
        }
        match pipeline.delete_marked(run)? {
            mutable_json::DeleteManyStatus::Success => break 'run Outcome::Success,
            mutable_json::DeleteManyStatus::Violation => break 'run Outcome::Violation,
            mutable_json::DeleteManyStatus::BackendError => {
                break 'run Outcome::BackendError;
            }
        }
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    bindings: Bindings,
    surface: Surface,
    results: Results,
}

impl Pipeline {
    /// Step `mark_delivered`: `UPDATE_WHERE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn mark_delivered(
        &mut self,
        run: &Run,
    ) -> Result<mutable_json::UpdateWhereStatus, Fault> {
        const STEP: StepId = StepId {
            name: "mark_delivered",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 2,
            op: Some("UPDATE_WHERE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::UpdateWhere {
            filter: Field::json(object([("state", "DELIVERED".into())])),
            updates: Field::json(
                object([("code_mark", Value::Null), ("state", "CLEARED".into())]),
            ),
        };
        let answer = mutable_json::update_where(&step, &self.bindings.parcels, call)?;
        let word = answer.status.as_str();
        self.results.mark_delivered.raw_matched_keys = answer
            .outputs
            .as_ref()
            .map(|it| it.matched_keys.clone())
            .into();
        self.results.mark_delivered.raw_result_status = word.into();
        step.ends(word, &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Step `delete_marked`: `DELETE_MANY` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn delete_marked(
        &mut self,
        run: &Run,
    ) -> Result<mutable_json::DeleteManyStatus, Fault> {
        const STEP: StepId = StepId {
            name: "delete_marked",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 2,
            op: Some("DELETE_MANY"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::DeleteMany {
            keys: self.results.mark_delivered.raw_matched_keys.bound(),
        };
        let answer = mutable_json::delete_many(&step, &self.bindings.parcels, call)?;
        self.surface.cleared = self.results.mark_delivered.raw_matched_keys.bound();
        self.surface.cleared_count = answer
            .outputs
            .as_ref()
            .map(|it| it.drained_count)
            .into();
        step.ends(
            answer.status.as_str(),
            &[
                ("cleared", &self.surface.cleared),
                ("cleared_count", &self.surface.cleared_count),
            ],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.capability_result.result_status == "VIOLATION"`
    fn nothing_left(&self) -> bool {
        arithmetic::Comparison::Equal
            .holds(
                &self.results.mark_delivered.raw_result_status.to_value(),
                &"VIOLATION".into(),
            )
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    mark_delivered: MarkDeliveredResults,
}

/// Of step `mark_delivered`.
#[derive(Default)]
struct MarkDeliveredResults {
    /// `matched_keys` of the raw result.
    raw_matched_keys: Field<Vec<Value>>,
    /// `result_status` of the raw result.
    raw_result_status: Field<String>,
}
