//! `blockchain::CC_RESOLVE_ACTOR_V0`

use pgs_pgc::prelude::*;

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
        let step = self.resolve_address(run)?;
        match step.status() {
            registry::ResolveStatus::Success => step.continues()?,
            registry::ResolveStatus::NotFound => return step.exits(Outcome::NotFound),
            registry::ResolveStatus::Violation => return step.exits(Outcome::Violation),
            registry::ResolveStatus::BackendError => return step.exits(Outcome::BackendError),
        }
        let step = self.read_actor(run)?;
        match step.status() {
            mutable_json::ReadStatus::Success => {
                step.continues()?;
                Ok(Outcome::Success)
            }
            mutable_json::ReadStatus::NotFound => step.exits(Outcome::NotFound),
            mutable_json::ReadStatus::Violation => step.exits(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn resolve_address<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, registry::ResolveStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("resolve_address", "RESOLVE", "capability_side_effects::CS_REGISTRY_V0", 69);
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Named { key_or_address: self.surface.inputs.contact_address.bind() };
        let mut answer = registry::resolve(&step, &self.bindings.contact_address_registry, call)?;
        let target_ref = answer.take(|it| &mut it.target_ref);
        let outcome = step.ends(answer.status(), &[("target_ref", &target_ref)]);
        merge(&mut self.surface.target_ref, target_ref);
        Ok(outcome)
    }

    fn read_actor<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::ReadStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("read_actor", "READ", "capability_side_effects::CS_MUTABLE_JSON_V0", 68);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed { key: self.surface.inputs.contact_address.bind() };
        let mut answer = mutable_json::read(&step, &self.bindings.actors, call)?;
        let value = answer.take(|it| &mut it.value);
        let outcome = step.ends(answer.status(), &[("value", &value)]);
        merge(&mut self.surface.value, value);
        Ok(outcome)
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
    run.contract_ends(&CONTRACT, node, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Declared string.
    pub contact_address: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("contact_address", &self.contact_address)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared without a type.
    pub target_ref: Field<Value>,
    /// Declared object.
    pub value: Field<Map<String, Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("target_ref", &self.target_ref),
            ("value", &self.value),
            ("contact_address", &self.inputs.contact_address),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `ACTORS`.
    pub actors: mutable_json::Store,
    /// The store `CONTACT_ADDRESS_REGISTRY`.
    pub contact_address_registry: registry::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "blockchain::CC_RESOLVE_ACTOR_V0", address: 29 };
