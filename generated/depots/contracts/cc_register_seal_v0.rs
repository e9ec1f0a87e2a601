// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::CC_REGISTER_SEAL_V0`: Enter a sealed cage in the registry

use pgs_rt::store::registry;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields, object};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "depots::CC_REGISTER_SEAL_V0",
    address: 12,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `ALREADY_EXISTS`
    AlreadyExists,
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
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::BackendError => "BACKEND_ERROR",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The number on the cage. Required string.
    pub cage_id: Field<String>,
    /// The depot that it goes to. Required string.
    pub destination: Field<String>,
    /// The number on the seal. Required string.
    pub seal: Field<String>,
    /// Who locked it. Required string.
    pub sealed_by: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 4> {
        fields(
            [
                ("cage_id", &self.cage_id),
                ("destination", &self.destination),
                ("seal", &self.seal),
                ("sealed_by", &self.sealed_by),
            ],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The address of the registry entry. Declared string.
    pub cage_address: Field<String>,
    /// The input of this name.
    pub cage_id: Field<String>,
    /// The input of this name.
    pub destination: Field<String>,
    /// The input of this name.
    pub seal: Field<String>,
    /// The input of this name.
    pub sealed_by: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 5> {
        fields(
            [
                ("cage_address", &self.cage_address),
                ("cage_id", &self.cage_id),
                ("destination", &self.destination),
                ("seal", &self.seal),
                ("sealed_by", &self.sealed_by),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store at the policy path of CS_REGISTRY_V0.
    pub registry: registry::Store,
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
        match pipeline.enter_seal(run)? {
            registry::RegisterStatus::Success => break 'run Outcome::Success,
            registry::RegisterStatus::AlreadyExists => break 'run Outcome::AlreadyExists,
            registry::RegisterStatus::Violation => break 'run Outcome::Violation,
            registry::RegisterStatus::BackendError => break 'run Outcome::BackendError,
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
    /// Step `enter_seal`: `REGISTER` of `capability_side_effects::CS_REGISTRY_V0`.
    fn enter_seal(&mut self, run: &Run) -> Result<registry::RegisterStatus, Fault> {
        const STEP: StepId = StepId {
            name: "enter_seal",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 3,
            op: Some("REGISTER"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.inputs.seal.bound(),
            target_ref: self.inputs.cage_id.bound().cast(),
            value: Field::json(
                object([
                    ("destination", self.inputs.destination.to_value()),
                    ("sealed_at", run.timestamp().into()),
                    ("sealed_by", self.inputs.sealed_by.to_value()),
                ]),
            ),
            ..Default::default()
        };
        let answer = registry::register(&step, &self.bindings.registry, call)?;
        self.surface.cage_address = answer
            .outputs
            .as_ref()
            .map(|it| it.address.clone())
            .into();
        step.ends(
            answer.status.as_str(),
            &[("cage_address", &self.surface.cage_address)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            cage_id: inputs.cage_id,
            destination: inputs.destination,
            seal: inputs.seal,
            sealed_by: inputs.sealed_by,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
