// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::CC_SIGN_MANIFEST_V0`: Derive the depot's key and sign a manifest with it

use pgs_capabilities::transforms::derive_child_key;
use pgs_capabilities::transforms::derive_master_key;
use pgs_capabilities::transforms::ecdsa_sign;
use pgs_capabilities::transforms::keccak256_hash;
use pgs_capabilities::transforms::mnemonic_to_seed;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value, fields,
    object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "depots::CC_SIGN_MANIFEST_V0",
    address: 62,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The bytes of the manifest, as hex. Required string.
    pub manifest: Field<String>,
    /// The words of the depot's key. Required string.
    pub mnemonic: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields(
            [("manifest", &self.manifest), ("mnemonic", &self.mnemonic)],
            &self.undeclared,
        )
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
    /// The input of this name.
    pub manifest: Field<String>,
    /// The input of this name.
    pub mnemonic: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 9> {
        fields(
            [
                ("depot_seed", &self.depot_seed),
                ("master_chain", &self.master_chain),
                ("master_key", &self.master_key),
                ("depot_chain", &self.depot_chain),
                ("depot_key", &self.depot_key),
                ("manifest_hash", &self.manifest_hash),
                ("signature", &self.signature),
                ("manifest", &self.manifest),
                ("mnemonic", &self.mnemonic),
            ],
            &self.undeclared,
        )
    }
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        inputs,
        surface: Surface::default(),
        results: Results::default(),
    };
    let outcome = 'run: {
        match pipeline.make_seed(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
        match pipeline.make_master_key(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
        match pipeline.make_depot_key(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
        match pipeline.hash_manifest(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
        match pipeline.sign(run)? {
            TransformStatus::Success => break 'run Outcome::Success,
            TransformStatus::Violation => break 'run Outcome::Violation,
        }
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    surface: Surface,
    results: Results,
}

impl Pipeline {
    /// Step `make_seed`: `capability_transforms::CT_PURE_MNEMONIC_TO_SEED_V0`.
    fn make_seed(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "make_seed",
            fqdn: "capability_transforms::CT_PURE_MNEMONIC_TO_SEED_V0",
            address: 61,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = mnemonic_to_seed::Inputs {
            mnemonic: self.inputs.mnemonic.bound(),
        };
        let answer = step.transform(inputs, mnemonic_to_seed::run)?;
        self.surface.depot_seed = answer
            .outputs
            .as_ref()
            .map(|it| it.seed_bytes.clone())
            .into();
        self.results.make_seed.depot_seed = self.surface.depot_seed.clone();
        step.ends(
            answer.status.as_str(),
            &[("depot_seed", &self.surface.depot_seed)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `make_master_key`: `capability_transforms::CT_PURE_DERIVE_MASTER_KEY_V0`.
    fn make_master_key(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "make_master_key",
            fqdn: "capability_transforms::CT_PURE_DERIVE_MASTER_KEY_V0",
            address: 58,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = derive_master_key::Inputs {
            seed_bytes: self.results.make_seed.depot_seed.bound(),
        };
        let answer = step.transform(inputs, derive_master_key::run)?;
        self.surface.master_chain = answer
            .outputs
            .as_ref()
            .map(|it| it.master_chain_code_bytes.clone())
            .into();
        self.results.make_master_key.master_chain = self.surface.master_chain.clone();
        self.surface.master_key = answer
            .outputs
            .as_ref()
            .map(|it| it.master_private_key_bytes.clone())
            .into();
        self.results.make_master_key.master_key = self.surface.master_key.clone();
        step.ends(
            answer.status.as_str(),
            &[
                ("master_chain", &self.surface.master_chain),
                ("master_key", &self.surface.master_key),
            ],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `make_depot_key`: `capability_transforms::CT_PURE_DERIVE_CHILD_KEY_V0`.
    fn make_depot_key(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "make_depot_key",
            fqdn: "capability_transforms::CT_PURE_DERIVE_CHILD_KEY_V0",
            address: 57,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = derive_child_key::Inputs {
            index: 2147483655i64.into(),
            parent_chain_code_bytes: self.results.make_master_key.master_chain.bound(),
            parent_private_key_bytes: self.results.make_master_key.master_key.bound(),
        };
        let answer = step.transform(inputs, derive_child_key::run)?;
        self.surface.depot_chain = answer
            .outputs
            .as_ref()
            .map(|it| it.child_chain_code_bytes.clone())
            .into();
        self.surface.depot_key = answer
            .outputs
            .as_ref()
            .map(|it| it.child_private_key_bytes.clone())
            .into();
        self.results.make_depot_key.depot_key = self.surface.depot_key.clone();
        step.ends(
            answer.status.as_str(),
            &[
                ("depot_chain", &self.surface.depot_chain),
                ("depot_key", &self.surface.depot_key),
            ],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `hash_manifest`: `capability_transforms::CT_PURE_KECCAK256_HASH_V0`.
    fn hash_manifest(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "hash_manifest",
            fqdn: "capability_transforms::CT_PURE_KECCAK256_HASH_V0",
            address: 60,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = keccak256_hash::Inputs {
            input_bytes: self.inputs.manifest.bound(),
        };
        let answer = step.transform(inputs, keccak256_hash::run)?;
        self.surface.manifest_hash = answer
            .outputs
            .as_ref()
            .map(|it| it.hash_hex.clone())
            .into();
        self.results.hash_manifest.manifest_hash = self.surface.manifest_hash.clone();
        step.ends(
            answer.status.as_str(),
            &[("manifest_hash", &self.surface.manifest_hash)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `sign`: `capability_transforms::CT_PURE_ECDSA_SIGN_V0`.
    fn sign(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "sign",
            fqdn: "capability_transforms::CT_PURE_ECDSA_SIGN_V0",
            address: 59,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = ecdsa_sign::Inputs {
            curve: "secp256k1".into(),
            message_hash: self.results.hash_manifest.manifest_hash.bound(),
            private_key_bytes: self.results.make_depot_key.depot_key.bound(),
        };
        let answer = step.transform(inputs, ecdsa_sign::run)?;
        self.surface.signature = Field::json(
            object([
                ("r", answer.outputs.as_ref().map(|it| it.r.clone()).into()),
                ("s", answer.outputs.as_ref().map(|it| it.s.clone()).into()),
                ("v", answer.outputs.as_ref().map(|it| it.v).into()),
            ]),
        );
        step.ends(
            answer.status.as_str(),
            &[("signature", &self.surface.signature)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            manifest: inputs.manifest,
            mnemonic: inputs.mnemonic,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    make_seed: MakeSeedResults,
    make_master_key: MakeMasterKeyResults,
    make_depot_key: MakeDepotKeyResults,
    hash_manifest: HashManifestResults,
}

/// Of step `make_seed`.
#[derive(Default)]
struct MakeSeedResults {
    /// Output `depot_seed`.
    depot_seed: Field<String>,
}

/// Of step `make_master_key`.
#[derive(Default)]
struct MakeMasterKeyResults {
    /// Output `master_chain`.
    master_chain: Field<String>,
    /// Output `master_key`.
    master_key: Field<String>,
}

/// Of step `make_depot_key`.
#[derive(Default)]
struct MakeDepotKeyResults {
    /// Output `depot_key`.
    depot_key: Field<String>,
}

/// Of step `hash_manifest`.
#[derive(Default)]
struct HashManifestResults {
    /// Output `manifest_hash`.
    manifest_hash: Field<String>,
}
