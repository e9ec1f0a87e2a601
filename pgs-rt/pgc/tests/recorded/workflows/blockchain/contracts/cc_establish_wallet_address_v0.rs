//! `blockchain::CC_ESTABLISH_WALLET_ADDRESS_V0`

use pgs_capabilities::pgc::transforms::derive_wallet_address;
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
        let step = self.derive_wallet_address(run)?;
        match step.status() {
            TransformStatus::Success => {
                step.continues()?;
                Ok(Outcome::Success)
            }
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn derive_wallet_address<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("derive_wallet_address", "blockchain::CT_PURE_DERIVE_WALLET_ADDRESS_V0", 31);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = derive_wallet_address::Inputs {
            key_material: step.reads("key_material", self.surface.inputs.key_material.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, derive_wallet_address::run)?;
        let address = answer.take(|it| &mut it.address);
        let outcome = step.ends(answer.status(), &[("address", &address)]);
        merge(&mut self.surface.address, address);
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
    pub key_material: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("key_material", &self.key_material)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub address: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("address", &self.address), ("key_material", &self.inputs.key_material)])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "blockchain::CC_ESTABLISH_WALLET_ADDRESS_V0", address: 24 };
