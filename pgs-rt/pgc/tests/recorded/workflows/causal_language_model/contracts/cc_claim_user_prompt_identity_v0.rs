//! `causal_language_model::CC_CLAIM_USER_PROMPT_IDENTITY_V0`

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
        let step = self.claim_user_prompt(run)?;
        match step.status() {
            registry::RegisterStatus::Success => step.exits(Outcome::Success),
            registry::RegisterStatus::AlreadyExists => step.exits(Outcome::AlreadyExists),
            registry::RegisterStatus::Violation => step.exits(Outcome::Violation),
            registry::RegisterStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn claim_user_prompt<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, registry::RegisterStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("claim_user_prompt", "REGISTER", "capability_side_effects::CS_REGISTRY_V0", 27);
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.surface.inputs.user_prompt_id.bind(),
            target_cs: literal("CS_APPENDONLY_JSONL_V0"),
            target_ref: literal("USER_PROMPT_RECORDS"),
            ..registry::Register::default()
        };
        let mut answer = registry::register(&step, &self.bindings.user_prompt_registry, call)?;
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
    /// Declared string.
    pub user_prompt_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("user_prompt_id", &self.user_prompt_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared string.
    pub address: Field<String>,
    /// Declared string.
    pub result_status: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("address", &self.address),
            ("result_status", &self.result_status),
            ("user_prompt_id", &self.inputs.user_prompt_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `USER_PROMPT_REGISTRY`.
    pub user_prompt_registry: registry::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId =
    ContractId { fqdn: "causal_language_model::CC_CLAIM_USER_PROMPT_IDENTITY_V0", address: 46 };
