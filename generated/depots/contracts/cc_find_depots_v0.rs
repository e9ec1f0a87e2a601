// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::CC_FIND_DEPOTS_V0`: Read which depots serve an area

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NotFound = "NOT_FOUND",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.read_area(run)? {
            name_registry::ReadStatus::Success => Ok(Outcome::Success),
            name_registry::ReadStatus::NotFound => Ok(Outcome::NotFound),
            name_registry::ReadStatus::Violation => Ok(Outcome::Violation),
            name_registry::ReadStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn read_area(&mut self, run: &Run) -> Result<name_registry::ReadStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "read_area",
            "READ",
            "pgs_capabilities.registry.name_service.capability_side_effects::CS_NAME_REGISTRY_V0",
            56,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(&[("/name", Origin::Input("/area"))], &[("/depots", Origin::Raw("/resource_addresses"))]);
        let call = name_registry::Read { name: self.surface.inputs.area.bound() };
        let mut answer = name_registry::read(&step, &self.bindings.name_registry, call)?;
        self.surface.depots = answer.take(|it| &mut it.resource_addresses).into();
        step.ends_with(answer, &[("depots", &self.surface.depots)])
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
    /// The area on a label. Required string.
    pub area: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("area", &self.area)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The depots that serve it. Declared array.
    pub depots: Field<Vec<Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("depots", &self.depots), ("area", &self.inputs.area)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store at the policy path of CS_NAME_REGISTRY_V0.
    pub name_registry: name_registry::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "depots::CC_FIND_DEPOTS_V0", address: 11 };
