// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CHECK_MEMBER_V0`: Check that a member is registered

use pgs_rt::store::registry;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_CHECK_MEMBER_V0",
    address: 14,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `SUCCESS`
    Success,
    /// `UNKNOWN_MEMBER`
    UnknownMember,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::Success => "SUCCESS",
            Self::UnknownMember => "UNKNOWN_MEMBER",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The id on the member's card. Required string.
    pub member_id: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("member_id", &self.member_id)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Whether the registry knows the id. Declared boolean.
    pub is_member: Field<bool>,
    /// The input of this name.
    pub member_id: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields(
            [("is_member", &self.is_member), ("member_id", &self.member_id)],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `MEMBERS`.
    pub members: registry::Store,
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
        results: Results::default(),
    };
    let outcome = 'run: {
        match pipeline.look_up_member(run)? {
            registry::ExistsStatus::Success => {
                if pipeline.member_known() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::UnknownMember
                }
            }
            registry::ExistsStatus::Violation => break 'run Outcome::Violation,
            registry::ExistsStatus::BackendError => break 'run Outcome::BackendError,
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
    results: Results,
}

impl Pipeline {
    /// Step `look_up_member`: `EXISTS` of `capability_side_effects::CS_REGISTRY_V0`.
    fn look_up_member(&mut self, run: &Run) -> Result<registry::ExistsStatus, Fault> {
        const STEP: StepId = StepId {
            name: "look_up_member",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 2,
            op: Some("EXISTS"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Named {
            key_or_address: self.inputs.member_id.bound(),
        };
        let answer = registry::exists(&step, &self.bindings.members, call)?;
        self.results.look_up_member.raw_exists = answer
            .outputs
            .as_ref()
            .map(|it| it.exists)
            .into();
        self.surface.is_member = answer.outputs.as_ref().map(|it| it.exists).into();
        step.ends(
            answer.status.as_str(),
            &[("is_member", &self.surface.is_member)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.capability_result.exists == true`
    fn member_known(&self) -> bool {
        arithmetic::Comparison::Equal
            .holds(&self.results.look_up_member.raw_exists.to_value(), &true.into())
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            member_id: inputs.member_id,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    look_up_member: LookUpMemberResults,
}

/// Of step `look_up_member`.
#[derive(Default)]
struct LookUpMemberResults {
    /// `exists` of the raw result.
    raw_exists: Field<bool>,
}
