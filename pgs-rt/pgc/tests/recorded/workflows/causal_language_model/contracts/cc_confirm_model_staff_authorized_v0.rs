//! `causal_language_model::CC_CONFIRM_MODEL_STAFF_AUTHORIZED_V0`

use pgs_capabilities::pgc::transforms::validate_parameter_rules;
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
        let step = self.confirm_authorization(run)?;
        match step.status() {
            TransformStatus::Success => step.exits(Outcome::Success),
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn confirm_authorization<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform(
            "confirm_authorization",
            "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0",
            33,
        );
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_parameter_rules::Inputs {
            parameters: step.reads("parameters", self.surface.inputs.staff_credentials.bind())?,
            rules: step.reads("rules", self.surface.inputs.authorization_rules.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_parameter_rules::run)?;
        let is_authorized = answer.take(|it| &mut it.valid);
        let outcome = step.ends(answer.status(), &[("is_authorized", &is_authorized)]);
        merge(&mut self.surface.is_authorized, is_authorized);
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
    /// Declared array.
    pub authorization_rules: Field<Vec<Value>>,
    /// Declared object.
    pub staff_credentials: Field<Map<String, Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("authorization_rules", &self.authorization_rules), ("staff_credentials", &self.staff_credentials)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared boolean.
    pub is_authorized: Field<bool>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("is_authorized", &self.is_authorized),
            ("authorization_rules", &self.inputs.authorization_rules),
            ("staff_credentials", &self.inputs.staff_credentials),
        ])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId =
    ContractId { fqdn: "causal_language_model::CC_CONFIRM_MODEL_STAFF_AUTHORIZED_V0", address: 48 };
