// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::CC_REGISTER_SEAL_V0`: Enter a sealed cage in the registry

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        AlreadyExists = "ALREADY_EXISTS",
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.enter_seal(run)? {
            registry::RegisterStatus::Success => Ok(Outcome::Success),
            registry::RegisterStatus::AlreadyExists => Ok(Outcome::AlreadyExists),
            registry::RegisterStatus::Violation => Ok(Outcome::Violation),
            registry::RegisterStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn enter_seal(&mut self, run: &Run) -> Result<registry::RegisterStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "enter_seal",
            "REGISTER",
            "capability_side_effects::CS_REGISTRY_V0",
            3,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/key", Origin::Input("/seal")),
                ("/target_ref", Origin::Input("/cage_id")),
                ("/value/destination", Origin::Input("/destination")),
                ("/value/sealed_by", Origin::Input("/sealed_by")),
            ],
            &[("/cage_address", Origin::Raw("/address"))],
        );
        let call = registry::Register {
            key: self.surface.inputs.seal.bound(),
            target_ref: self.surface.inputs.cage_id.bound().cast(),
            value: Field::json(object([
                ("destination", self.surface.inputs.destination.to_value()),
                ("sealed_at", run.timestamp().into()),
                ("sealed_by", self.surface.inputs.sealed_by.to_value()),
            ])),
            ..Default::default()
        };
        let mut answer = registry::register(&step, &self.bindings.registry, call)?;
        self.surface.cage_address = answer.take(|it| &mut it.address).into();
        step.ends_with(answer, &[("cage_address", &self.surface.cage_address)])
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
    /// The number on the cage. Required string.
    pub cage_id: Field<String>,
    /// The depot that it goes to. Required string.
    pub destination: Field<String>,
    /// The number on the seal. Required string.
    pub seal: Field<String>,
    /// Who locked it. Required string.
    pub sealed_by: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("cage_id", &self.cage_id),
            ("destination", &self.destination),
            ("seal", &self.seal),
            ("sealed_by", &self.sealed_by),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The address of the registry entry. Declared string.
    pub cage_address: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 5> {
        fields([
            ("cage_address", &self.cage_address),
            ("cage_id", &self.inputs.cage_id),
            ("destination", &self.inputs.destination),
            ("seal", &self.inputs.seal),
            ("sealed_by", &self.inputs.sealed_by),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store at the policy path of CS_REGISTRY_V0.
    pub registry: registry::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "depots::CC_REGISTER_SEAL_V0", address: 12 };
