// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_MARK_PARCEL_V0`: Set the state of a parcel

use pgs_rt::store::mutable_json;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields, object};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "parcels::CC_MARK_PARCEL_V0",
    address: 29,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
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
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The parcel's number. Required string.
    pub parcel_id: Field<String>,
    /// Where it is now. Optional string.
    pub place: Field<String>,
    /// The new state. Required string.
    pub state: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields(
            [
                ("parcel_id", &self.parcel_id),
                ("place", &self.place),
                ("state", &self.state),
            ],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many records were changed. Declared integer.
    pub changed: Field<i64>,
    /// The input of this name.
    pub parcel_id: Field<String>,
    /// The input of this name.
    pub place: Field<String>,
    /// The input of this name.
    pub state: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields(
            [
                ("changed", &self.changed),
                ("parcel_id", &self.parcel_id),
                ("place", &self.place),
                ("state", &self.state),
            ],
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
    };
    let outcome = 'run: {
        match pipeline.set_state(run)? {
            mutable_json::UpdateWhereStatus::Success => break 'run Outcome::Success,
            mutable_json::UpdateWhereStatus::Violation => break 'run Outcome::Violation,
            mutable_json::UpdateWhereStatus::BackendError => {
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
}

impl Pipeline {
    /// Step `set_state`: `UPDATE_WHERE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn set_state(
        &mut self,
        run: &Run,
    ) -> Result<mutable_json::UpdateWhereStatus, Fault> {
        const STEP: StepId = StepId {
            name: "set_state",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 2,
            op: Some("UPDATE_WHERE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::UpdateWhere {
            filter: Field::json(
                object([("parcel_id", self.inputs.parcel_id.to_value())]),
            ),
            updates: Field::json(
                object([
                    ("changed_at", run.timestamp().into()),
                    ("place", self.inputs.place.to_value()),
                    ("state", self.inputs.state.to_value()),
                ]),
            ),
        };
        let answer = mutable_json::update_where(&step, &self.bindings.parcels, call)?;
        self.surface.changed = answer.outputs.as_ref().map(|it| it.updated_count).into();
        step.ends(
            answer.status.as_str(),
            &[("changed", &self.surface.changed)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            parcel_id: inputs.parcel_id,
            place: inputs.place,
            state: inputs.state,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
