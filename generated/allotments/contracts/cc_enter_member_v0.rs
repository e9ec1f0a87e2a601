// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::CC_ENTER_MEMBER_V0`: Enter a member in the list

use pgs_capabilities::pgc::transforms::generate_id;
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
        let step = self.derive_member_id(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.enter(run)?;
        match step.status() {
            registry::RegisterStatus::Success => step.exits(Outcome::Success),
            registry::RegisterStatus::AlreadyExists => step.exits(Outcome::AlreadyExists),
            registry::RegisterStatus::Violation => step.exits(Outcome::Violation),
            registry::RegisterStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn derive_member_id<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("derive_member_id", "capability_transforms::CT_PURE_GENERATE_ID_V0", 32);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: step.reads("data", mapping([("email", self.surface.inputs.email.bind())]))?,
            prefix: step.reads("prefix", literal("M"))?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, generate_id::run)?;
        let member_id = answer.take(|it| &mut it.id);
        let outcome = step.ends(answer.status(), &[("member_id", &member_id)]);
        merge(&mut self.surface.member_id, member_id);
        Ok(outcome)
    }

    fn enter<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, registry::RegisterStatus>, Fault> {
        const STEP: StepId = StepId::side_effect("enter", "REGISTER", "capability_side_effects::CS_REGISTRY_V0", 30);
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.surface.member_id.bind(),
            target_ref: self.surface.inputs.email.bind(),
            value: mapping([("full_name", self.surface.inputs.full_name.bind())]),
            ..Default::default()
        };
        let answer = registry::register(&step, &self.bindings.members, call)?;
        Ok(step.ends(answer.status(), &[]))
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
    /// The address. Required string.
    pub email: Field<String>,
    /// The name. Required string.
    pub full_name: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("email", &self.email), ("full_name", &self.full_name)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub member_id: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([("member_id", &self.member_id), ("email", &self.inputs.email), ("full_name", &self.inputs.full_name)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MEMBERS`.
    pub members: registry::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "allotments::CC_ENTER_MEMBER_V0", address: 3 };
