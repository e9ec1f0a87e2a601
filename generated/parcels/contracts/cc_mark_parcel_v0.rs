// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_MARK_PARCEL_V0`: Set the state of a parcel

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
        match self.set_state(run)? {
            mutable_json::UpdateWhereStatus::Success => Ok(Outcome::Success),
            mutable_json::UpdateWhereStatus::Violation => Ok(Outcome::Violation),
            mutable_json::UpdateWhereStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn set_state(&mut self, run: &Run) -> Result<mutable_json::UpdateWhereStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "set_state",
            "UPDATE_WHERE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/filter/parcel_id", Origin::Input("/parcel_id")),
                ("/updates/place", Origin::Input("/place")),
                ("/updates/state", Origin::Input("/state")),
            ],
            &[("/changed", Origin::Raw("/updated_count"))],
        );
        let call = mutable_json::UpdateWhere {
            filter: Field::json(object([("parcel_id", self.surface.inputs.parcel_id.to_value())])),
            updates: Field::json(object([
                ("changed_at", run.timestamp().into()),
                ("place", self.surface.inputs.place.to_value()),
                ("state", self.surface.inputs.state.to_value()),
            ])),
        };
        let mut answer = mutable_json::update_where(&step, &self.bindings.parcels, call)?;
        self.surface.changed = answer.take(|it| &mut it.updated_count).into();
        step.ends_with(answer, &[("changed", &self.surface.changed)])
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
    /// The parcel's number. Required string.
    pub parcel_id: Field<String>,
    /// Where it is now. Optional string.
    pub place: Field<String>,
    /// The new state. Required string.
    pub state: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([("parcel_id", &self.parcel_id), ("place", &self.place), ("state", &self.state)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many records were changed. Declared integer.
    pub changed: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("changed", &self.changed),
            ("parcel_id", &self.inputs.parcel_id),
            ("place", &self.inputs.place),
            ("state", &self.inputs.state),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `PARCELS`.
    pub parcels: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_MARK_PARCEL_V0", address: 29 };
