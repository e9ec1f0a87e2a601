//! `blockchain::CC_CLAIM_CONTACT_ADDRESS_V0`

use pgs_capabilities::pgc::transforms::extract;
use pgs_pgc::prelude::*;

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
        let step = self.extract_address(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.claim_address(run)?;
        match step.status() {
            registry::RegisterStatus::Success => {
                step.continues()?;
                Ok(Outcome::Success)
            }
            registry::RegisterStatus::AlreadyExists => step.exits(Outcome::AlreadyExists),
            registry::RegisterStatus::Violation => step.exits(Outcome::Violation),
            registry::RegisterStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn extract_address<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("extract_address", "capability_transforms::CT_PURE_EXTRACT_V0", 74);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = extract::Inputs {
            from: step.reads("from", self.surface.inputs.actor_record.bind())?,
            path: step.reads("path", self.surface.inputs.address_path.bind())?,
            r#type: step.reads("type", self.surface.inputs.address_type.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, extract::run)?;
        let result = answer.take(|it| &mut it.result);
        let outcome = step.ends(answer.status(), &[("result", &result)]);
        merge(&mut self.surface.result, result);
        Ok(outcome)
    }

    fn claim_address<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, registry::RegisterStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("claim_address", "REGISTER", "capability_side_effects::CS_REGISTRY_V0", 69);
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.surface.result.bind(),
            target_cs: literal("CS_MUTABLE_JSON_V0"),
            target_ref: literal("ACTORS"),
            ..registry::Register::default()
        };
        let mut answer = registry::register(&step, &self.bindings.contact_address_registry, call)?;
        let address = answer.take(|it| &mut it.address);
        let result_status = answer.word();
        let outcome = step.ends(answer.status(), &[("address", &address), ("result_status", &result_status)]);
        merge(&mut self.surface.address, address);
        merge(&mut self.surface.result_status, result_status);
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
    /// Declared object.
    pub actor_record: Field<Map<String, Value>>,
    /// Declared string.
    pub address_path: Field<String>,
    /// Declared string.
    pub address_type: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("actor_record", &self.actor_record),
            ("address_path", &self.address_path),
            ("address_type", &self.address_type),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub result: Field<String>,
    /// Declared string.
    pub address: Field<String>,
    /// Declared without a type.
    pub result_status: Field<Value>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("result", &self.result),
            ("address", &self.address),
            ("result_status", &self.result_status),
            ("actor_record", &self.inputs.actor_record),
            ("address_path", &self.inputs.address_path),
            ("address_type", &self.inputs.address_type),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `CONTACT_ADDRESS_REGISTRY`.
    pub contact_address_registry: registry::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "blockchain::CC_CLAIM_CONTACT_ADDRESS_V0", address: 20 };
