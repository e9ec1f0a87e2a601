// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::CC_ASSIGN_AREA_V0`: Write which depots serve an area

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
        match self.write_area(run)? {
            name_registry::WriteStatus::Success => Ok(Outcome::Success),
            name_registry::WriteStatus::Violation => Ok(Outcome::Violation),
            name_registry::WriteStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn write_area(&mut self, run: &Run) -> Result<name_registry::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "write_area",
            "WRITE",
            "pgs_capabilities.registry.name_service.capability_side_effects::CS_NAME_REGISTRY_V0",
            56,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = name_registry::Write {
            name: self.surface.inputs.area.bound(),
            resource_addresses: self.surface.inputs.depots.bound(),
        };
        let answer = name_registry::write(&step, &self.bindings.name_registry, call)?;
        step.ends_with(answer, &[])
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
    let mut pipeline = Pipeline { bindings, surface: Surface { inputs } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The first two digits of the postcode. Required string.
    pub area: Field<String>,
    /// The depots that serve it. Required array.
    pub depots: Field<Vec<Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("area", &self.area), ("depots", &self.depots)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("area", &self.inputs.area), ("depots", &self.inputs.depots)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store at the policy path of CS_NAME_REGISTRY_V0.
    pub name_registry: name_registry::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "depots::CC_ASSIGN_AREA_V0", address: 10 };
