// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::CC_CONFIRM_MEMBER_V0`: Find a member in the list

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
        let step = self.find(run)?;
        match step.status() {
            registry::ResolveStatus::Success => step.exits(Outcome::Success),
            registry::ResolveStatus::NotFound => step.exits(Outcome::NotFound),
            registry::ResolveStatus::Violation => step.exits(Outcome::Violation),
            registry::ResolveStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn find<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, registry::ResolveStatus>, Fault> {
        const STEP: StepId = StepId::side_effect("find", "RESOLVE", "capability_side_effects::CS_REGISTRY_V0", 30);
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Named { key_or_address: self.surface.inputs.member_id.bind() };
        let mut answer = registry::resolve(&step, &self.bindings.members, call)?;
        let email: Field<String> = answer.take(|it| &mut it.target_ref).bind();
        let outcome = step.ends(answer.status(), &[("email", &email)]);
        merge(&mut self.surface.email, email);
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
    /// The member. Required string.
    pub member_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("member_id", &self.member_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub email: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("email", &self.email), ("member_id", &self.inputs.member_id)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MEMBERS`.
    pub members: registry::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "allotments::CC_CONFIRM_MEMBER_V0", address: 2 };
