// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CHECK_MEMBER_V0`: Check that a member is registered

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        UnknownMember = "UNKNOWN_MEMBER",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.look_up_member(run)? {
            registry::ExistsStatus::Success => Ok(self.member_known(run)),
            registry::ExistsStatus::Violation => Ok(Outcome::Violation),
            registry::ExistsStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    /// `$.capability_result.exists == true`
    fn member_known(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Equal,
            [&self.look_up_member_raw_exists.to_value(), &true.into()],
            "$.capability_result.exists == true",
        );
        if holds { Outcome::Success } else { Outcome::UnknownMember }
    }

    fn look_up_member(&mut self, run: &Run) -> Result<registry::ExistsStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "look_up_member",
            "EXISTS",
            "capability_side_effects::CS_REGISTRY_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step
            .bound(&[("/key_or_address", Origin::Input("/member_id"))], &[("/is_member", Origin::Raw("/exists"))]);
        let call = registry::Named { key_or_address: self.surface.inputs.member_id.bound() };
        let mut answer = registry::exists(&step, &self.bindings.members, call)?;
        self.look_up_member_raw_exists = answer.outputs.as_ref().map(|it| it.exists).into();
        self.surface.is_member = answer.take(|it| &mut it.exists).into();
        step.ends_with(answer, &[("is_member", &self.surface.is_member)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
    /// `exists` of the raw result of step `look_up_member`.
    look_up_member_raw_exists: Field<bool>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        bindings,
        surface: Surface { inputs, ..Surface::default() },
        look_up_member_raw_exists: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The id on the member's card. Required string.
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
    /// Whether the registry knows the id. Declared boolean.
    pub is_member: Field<bool>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("is_member", &self.is_member), ("member_id", &self.inputs.member_id)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MEMBERS`.
    pub members: registry::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_CHECK_MEMBER_V0", address: 14 };
