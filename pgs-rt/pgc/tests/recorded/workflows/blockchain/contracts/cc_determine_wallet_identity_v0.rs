//! `blockchain::CC_DETERMINE_WALLET_IDENTITY_V0`

use pgs_capabilities::pgc::transforms::generate_id;
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
        let step = self.derive_wallet_identity(run)?;
        match step.status() {
            TransformStatus::Success => {
                step.continues()?;
                Ok(Outcome::Success)
            }
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn derive_wallet_identity<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("derive_wallet_identity", "capability_transforms::CT_PURE_GENERATE_ID_V0", 75);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = generate_id::Inputs {
            data: step.reads("data", self.surface.inputs.holder.bind())?,
            prefix: step.reads("prefix", self.surface.inputs.wallet_id_prefix.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, generate_id::run)?;
        let id = answer.take(|it| &mut it.id);
        let outcome = step.ends(answer.status(), &[("id", &id)]);
        merge(&mut self.surface.id, id);
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
    pub holder: Field<String>,
    /// Declared string.
    pub wallet_id_prefix: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("holder", &self.holder), ("wallet_id_prefix", &self.wallet_id_prefix)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub id: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([("id", &self.id), ("holder", &self.inputs.holder), ("wallet_id_prefix", &self.inputs.wallet_id_prefix)])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "blockchain::CC_DETERMINE_WALLET_IDENTITY_V0", address: 23 };
