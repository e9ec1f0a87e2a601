// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::CC_SIGN_MANIFEST_V0`: Derive the depot's key and sign a manifest with it

use pgs_capabilities::transforms::{derive_child_key, derive_master_key, ecdsa_sign, keccak256_hash, mnemonic_to_seed};
use pgs_rt::prelude::*;

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
        match self.make_seed(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => return Ok(Outcome::Violation),
        }
        match self.make_master_key(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => return Ok(Outcome::Violation),
        }
        match self.make_depot_key(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => return Ok(Outcome::Violation),
        }
        match self.hash_manifest(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => return Ok(Outcome::Violation),
        }
        match self.sign(run)? {
            TransformStatus::Success => Ok(Outcome::Success),
            TransformStatus::Violation => Ok(Outcome::Violation),
        }
    }

    fn make_seed(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("make_seed", "capability_transforms::CT_PURE_MNEMONIC_TO_SEED_V0", 61);
        let step = run.step(&CONTRACT, &STEP);
        let step = step
            .bound(&[("/mnemonic", Origin::Input("/mnemonic"))], &[("/depot_seed", Origin::Raw("/seed_bytes"))]);
        let inputs = mnemonic_to_seed::Inputs { mnemonic: self.surface.inputs.mnemonic.bound() };
        let mut answer = step.transform(inputs, mnemonic_to_seed::run)?;
        self.surface.depot_seed = answer.take(|it| &mut it.seed_bytes).into();
        step.ends_with(answer, &[("depot_seed", &self.surface.depot_seed)])
    }

    fn make_master_key(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform(
            "make_master_key",
            "capability_transforms::CT_PURE_DERIVE_MASTER_KEY_V0",
            58,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[("/seed_bytes", Origin::Step("make_seed", "/depot_seed"))],
            &[
                ("/master_chain", Origin::Raw("/master_chain_code_bytes")),
                ("/master_key", Origin::Raw("/master_private_key_bytes")),
            ],
        );
        let inputs = derive_master_key::Inputs { seed_bytes: self.surface.depot_seed.bound() };
        let mut answer = step.transform(inputs, derive_master_key::run)?;
        self.surface.master_chain = answer.take(|it| &mut it.master_chain_code_bytes).into();
        self.surface.master_key = answer.take(|it| &mut it.master_private_key_bytes).into();
        step.ends_with(
            answer,
            &[("master_chain", &self.surface.master_chain), ("master_key", &self.surface.master_key)],
        )
    }

    fn make_depot_key(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform(
            "make_depot_key",
            "capability_transforms::CT_PURE_DERIVE_CHILD_KEY_V0",
            57,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/parent_chain_code_bytes", Origin::Step("make_master_key", "/master_chain")),
                ("/parent_private_key_bytes", Origin::Step("make_master_key", "/master_key")),
            ],
            &[
                ("/depot_chain", Origin::Raw("/child_chain_code_bytes")),
                ("/depot_key", Origin::Raw("/child_private_key_bytes")),
            ],
        );
        let inputs = derive_child_key::Inputs {
            index: 2147483655i64.into(),
            parent_chain_code_bytes: self.surface.master_chain.bound(),
            parent_private_key_bytes: self.surface.master_key.bound(),
        };
        let mut answer = step.transform(inputs, derive_child_key::run)?;
        self.surface.depot_chain = answer.take(|it| &mut it.child_chain_code_bytes).into();
        self.surface.depot_key = answer.take(|it| &mut it.child_private_key_bytes).into();
        step.ends_with(answer, &[("depot_chain", &self.surface.depot_chain), ("depot_key", &self.surface.depot_key)])
    }

    fn hash_manifest(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("hash_manifest", "capability_transforms::CT_PURE_KECCAK256_HASH_V0", 60);
        let step = run.step(&CONTRACT, &STEP);
        let step = step
            .bound(&[("/input_bytes", Origin::Input("/manifest"))], &[("/manifest_hash", Origin::Raw("/hash_hex"))]);
        let inputs = keccak256_hash::Inputs { input_bytes: self.surface.inputs.manifest.bound() };
        let mut answer = step.transform(inputs, keccak256_hash::run)?;
        self.surface.manifest_hash = answer.take(|it| &mut it.hash_hex).into();
        step.ends_with(answer, &[("manifest_hash", &self.surface.manifest_hash)])
    }

    fn sign(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("sign", "capability_transforms::CT_PURE_ECDSA_SIGN_V0", 59);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/message_hash", Origin::Step("hash_manifest", "/manifest_hash")),
                ("/private_key_bytes", Origin::Step("make_depot_key", "/depot_key")),
            ],
            &[
                ("/signature/r", Origin::Raw("/r")),
                ("/signature/s", Origin::Raw("/s")),
                ("/signature/v", Origin::Raw("/v")),
            ],
        );
        let inputs = ecdsa_sign::Inputs {
            curve: "secp256k1".into(),
            message_hash: self.surface.manifest_hash.bound(),
            private_key_bytes: self.surface.depot_key.bound(),
        };
        let mut answer = step.transform(inputs, ecdsa_sign::run)?;
        self.surface.signature = Field::json(object([
            ("r", answer.take(|it| &mut it.r).into()),
            ("s", answer.take(|it| &mut it.s).into()),
            ("v", answer.take(|it| &mut it.v).into()),
        ]));
        step.ends_with(answer, &[("signature", &self.surface.signature)])
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
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The bytes of the manifest, as hex. Required string.
    pub manifest: Field<String>,
    /// The words of the depot's key. Required string.
    pub mnemonic: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("manifest", &self.manifest), ("mnemonic", &self.mnemonic)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Mapped by a step, not declared.
    pub depot_seed: Field<String>,
    /// Mapped by a step, not declared.
    pub master_chain: Field<String>,
    /// Mapped by a step, not declared.
    pub master_key: Field<String>,
    /// Mapped by a step, not declared.
    pub depot_chain: Field<String>,
    /// Mapped by a step, not declared.
    pub depot_key: Field<String>,
    /// What was signed. Declared string.
    pub manifest_hash: Field<String>,
    /// r, s and v. Declared object.
    pub signature: Field<Map<String, Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 9> {
        fields([
            ("depot_seed", &self.depot_seed),
            ("master_chain", &self.master_chain),
            ("master_key", &self.master_key),
            ("depot_chain", &self.depot_chain),
            ("depot_key", &self.depot_key),
            ("manifest_hash", &self.manifest_hash),
            ("signature", &self.signature),
            ("manifest", &self.inputs.manifest),
            ("mnemonic", &self.inputs.mnemonic),
        ])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "depots::CC_SIGN_MANIFEST_V0", address: 62 };
