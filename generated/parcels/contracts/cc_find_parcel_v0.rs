// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_FIND_PARCEL_V0`: Read the record of a parcel that is still to be delivered

use pgs_rt::store::{mutable_json, registry};
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "parcels::CC_FIND_PARCEL_V0",
    address: 28,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `ALREADY_DELIVERED`
    AlreadyDelivered,
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
            Self::AlreadyDelivered => "ALREADY_DELIVERED",
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
    /// The parcel's number. Required string.
    pub parcel_id: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("parcel_id", &self.parcel_id)], &self.undeclared)
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
    /// The input of this name.
    pub parcel_id: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields(
            [
                ("code_mark", &self.code_mark),
                ("record", &self.record),
                ("state", &self.state),
                ("parcel_id", &self.parcel_id),
            ],
            &self.undeclared,
        )
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
        match pipeline.resolve_number(run)? {
            registry::ResolveStatus::Success => {}
            registry::ResolveStatus::NotFound => break 'run Outcome::NotFound,
            registry::ResolveStatus::Violation => break 'run Outcome::Violation,
            registry::ResolveStatus::BackendError => break 'run Outcome::BackendError,
        }
        match pipeline.read_parcel(run)? {
            mutable_json::ReadStatus::Success => {
                if pipeline.still_to_deliver() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::AlreadyDelivered
                }
            }
            mutable_json::ReadStatus::NotFound => break 'run Outcome::NotFound,
            mutable_json::ReadStatus::Violation => break 'run Outcome::Violation,
            mutable_json::ReadStatus::BackendError => break 'run Outcome::BackendError,
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
    /// Step `resolve_number`: `RESOLVE` of `capability_side_effects::CS_REGISTRY_V0`.
    fn resolve_number(&mut self, run: &Run) -> Result<registry::ResolveStatus, Fault> {
        const STEP: StepId = StepId {
            name: "resolve_number",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 3,
            op: Some("RESOLVE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Named {
            key_or_address: self.inputs.parcel_id.bound(),
        };
        let answer = registry::resolve(&step, &self.bindings.parcel_numbers, call)?;
        self.results.resolve_number.raw_target_ref = answer
            .outputs
            .as_ref()
            .map(|it| it.target_ref.clone())
            .into();
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Step `read_parcel`: `READ` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn read_parcel(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId {
            name: "read_parcel",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 2,
            op: Some("READ"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed {
            key: self.results.resolve_number.raw_target_ref.bound().cast(),
        };
        let answer = mutable_json::read(&step, &self.bindings.parcels, call)?;
        self.surface.code_mark = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["code_mark"]);
        self.surface.record = Field::<
            Value,
        >::from(answer.outputs.as_ref().map(|it| it.value.clone()))
            .cast();
        self.surface.state = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["state"]);
        step.ends(
            answer.status.as_str(),
            &[
                ("code_mark", &self.surface.code_mark),
                ("record", &self.surface.record),
                ("state", &self.surface.state),
            ],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.state != "DELIVERED"`
    fn still_to_deliver(&self) -> bool {
        arithmetic::Comparison::NotEqual
            .holds(&self.surface.state.to_value(), &"DELIVERED".into())
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            parcel_id: inputs.parcel_id,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    resolve_number: ResolveNumberResults,
}

/// Of step `resolve_number`.
#[derive(Default)]
struct ResolveNumberResults {
    /// `target_ref` of the raw result.
    raw_target_ref: Field<Value>,
}
