// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::CC_FIND_DEPOTS_V0`: Read which depots serve an area

use pgs_rt::store::name_registry;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "depots::CC_FIND_DEPOTS_V0",
    address: 11,
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
    /// The area on a label. Required string.
    pub area: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("area", &self.area)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The depots that serve it. Declared array.
    pub depots: Field<Vec<Value>>,
    /// The input of this name.
    pub area: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("depots", &self.depots), ("area", &self.area)], &self.undeclared)
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store at the policy path of CS_NAME_REGISTRY_V0.
    pub name_registry: name_registry::Store,
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
        match pipeline.read_area(run)? {
            name_registry::ReadStatus::Success => break 'run Outcome::Success,
            name_registry::ReadStatus::NotFound => break 'run Outcome::NotFound,
            name_registry::ReadStatus::Violation => break 'run Outcome::Violation,
            name_registry::ReadStatus::BackendError => break 'run Outcome::BackendError,
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
    /// Step `read_area`: `READ` of `pgs_capabilities.registry.name_service.capability_side_effects::CS_NAME_REGISTRY_V0`.
    fn read_area(&mut self, run: &Run) -> Result<name_registry::ReadStatus, Fault> {
        const STEP: StepId = StepId {
            name: "read_area",
            fqdn: "pgs_capabilities.registry.name_service.capability_side_effects::CS_NAME_REGISTRY_V0",
            address: 56,
            op: Some("READ"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = name_registry::Read {
            name: self.inputs.area.bound(),
        };
        let answer = name_registry::read(&step, &self.bindings.name_registry, call)?;
        self.surface.depots = answer
            .outputs
            .as_ref()
            .map(|it| it.resource_addresses.clone())
            .into();
        step.ends(
            answer.status.as_str(),
            &[("depots", &self.surface.depots)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            area: inputs.area,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
