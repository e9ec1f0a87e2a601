//! `blockchain::CC_REQUIRE_ACCEPTED_HOLDER_V0`

use pgs_capabilities::pgc::transforms::validate_set_membership;
use pgs_pgc::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        let step = self.require_holder_accepted(run)?;
        match step.status() {
            TransformStatus::Success => {
                step.continues()?;
                Ok(Outcome::Success)
            }
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn require_holder_accepted<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform(
            "require_holder_accepted",
            "capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0",
            78,
        );
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_set_membership::Inputs {
            allowed_set: step.reads("allowed_set", self.surface.inputs.states_admitting_a_wallet.bind())?,
            value: step.reads("value", self.surface.inputs.holder_state.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_set_membership::run)?;
        let is_accepted = answer.take(|it| &mut it.is_member);
        let outcome = step.ends(answer.status(), &[("is_accepted", &is_accepted)]);
        merge(&mut self.surface.is_accepted, is_accepted);
        Ok(outcome)
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    surface: Surface,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, node, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Declared string.
    pub holder_state: Field<String>,
    /// Declared array.
    pub states_admitting_a_wallet: Field<Vec<Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("holder_state", &self.holder_state), ("states_admitting_a_wallet", &self.states_admitting_a_wallet)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared boolean.
    pub is_accepted: Field<bool>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("is_accepted", &self.is_accepted),
            ("holder_state", &self.inputs.holder_state),
            ("states_admitting_a_wallet", &self.inputs.states_admitting_a_wallet),
        ])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "blockchain::CC_REQUIRE_ACCEPTED_HOLDER_V0", address: 27 };
