// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_FIND_PARCEL_V0`: Read the record of a parcel that is still to be delivered

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        AlreadyDelivered = "ALREADY_DELIVERED",
        BackendError = "BACKEND_ERROR",
        NotFound = "NOT_FOUND",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.resolve_number(run)? {
            registry::ResolveStatus::Success => {}
            registry::ResolveStatus::NotFound => return Ok(Outcome::NotFound),
            registry::ResolveStatus::Violation => return Ok(Outcome::Violation),
            registry::ResolveStatus::BackendError => return Ok(Outcome::BackendError),
        }
        match self.read_parcel(run)? {
            mutable_json::ReadStatus::Success => Ok(self.still_to_deliver(run)),
            mutable_json::ReadStatus::NotFound => Ok(Outcome::NotFound),
            mutable_json::ReadStatus::Violation => Ok(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    /// `$.state != "DELIVERED"`
    fn still_to_deliver(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::NotEqual,
            [&self.surface.state.to_value(), &"DELIVERED".into()],
            "$.state != \"DELIVERED\"",
        );
        if holds { Outcome::Success } else { Outcome::AlreadyDelivered }
    }

    fn resolve_number(&mut self, run: &Run) -> Result<registry::ResolveStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "resolve_number",
            "RESOLVE",
            "capability_side_effects::CS_REGISTRY_V0",
            3,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(&[("/key_or_address", Origin::Input("/parcel_id"))], &[]);
        let call = registry::Named { key_or_address: self.surface.inputs.parcel_id.bound() };
        let mut answer = registry::resolve(&step, &self.bindings.parcel_numbers, call)?;
        self.resolve_number_raw_target_ref = answer.take(|it| &mut it.target_ref).into();
        step.ends_with(answer, &[])
    }

    fn read_parcel(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "read_parcel",
            "READ",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[("/key", Origin::StepRaw("resolve_number", "/target_ref"))],
            &[
                ("/code_mark", Origin::Raw("/value/code_mark")),
                ("/record", Origin::Raw("/value")),
                ("/state", Origin::Raw("/value/state")),
            ],
        );
        let call = mutable_json::Keyed { key: self.resolve_number_raw_target_ref.bound().cast() };
        let answer = mutable_json::read(&step, &self.bindings.parcels, call)?;
        self.surface.code_mark = answer.outputs.as_ref().map(|it| &it.value).dig(&["code_mark"]);
        self.surface.record = Field::<Value>::from(answer.outputs.as_ref().map(|it| it.value.clone())).cast();
        self.surface.state = answer.outputs.as_ref().map(|it| &it.value).dig(&["state"]);
        step.ends_with(
            answer,
            &[("code_mark", &self.surface.code_mark), ("record", &self.surface.record), ("state", &self.surface.state)],
        )
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
    /// `target_ref` of the raw result of step `resolve_number`.
    resolve_number_raw_target_ref: Field<Value>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        bindings,
        surface: Surface { inputs, ..Surface::default() },
        resolve_number_raw_target_ref: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The parcel's number. Required string.
    pub parcel_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("parcel_id", &self.parcel_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The mark of its pickup code. Declared string.
    pub code_mark: Field<String>,
    /// The parcel's record. Declared object.
    pub record: Field<Map<String, Value>>,
    /// Where the parcel is in its life. Declared string.
    pub state: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("code_mark", &self.code_mark),
            ("record", &self.record),
            ("state", &self.state),
            ("parcel_id", &self.inputs.parcel_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `PARCEL_NUMBERS`.
    pub parcel_numbers: registry::Store,
    /// The store `PARCELS`.
    pub parcels: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_FIND_PARCEL_V0", address: 28 };
