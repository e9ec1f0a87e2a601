//! `causal_language_model::CC_WRITE_MODEL_RESPONSE_V0`

use crate::workflows::causal_language_model::molecules::write_response;
use pgs_capabilities::pgc::transforms::form_response_rules;
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
        let step = self.form_rules_in_force(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.write_response(run)?;
        match step.status() {
            TransformStatus::Success => step.exits(Outcome::Success),
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn form_rules_in_force<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("form_rules_in_force", "causal_language_model::CT_PURE_FORM_RESPONSE_RULES_V0", 69);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = form_response_rules::Inputs {
            account_numbers: step.reads("account_numbers", self.surface.inputs.account_numbers.bind())?,
            response_rules: step.reads("response_rules", self.surface.inputs.response_rules.bind())?,
            seed: step.reads("seed", self.surface.inputs.seed.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, form_response_rules::run)?;
        let positions = answer.take(|it| &mut it.positions);
        let rules_in_force = answer.take(|it| &mut it.rules_in_force);
        let outcome = step.ends(answer.status(), &[("positions", &positions), ("rules_in_force", &rules_in_force)]);
        merge(&mut self.surface.positions, positions);
        merge(&mut self.surface.rules_in_force, rules_in_force);
        Ok(outcome)
    }

    fn write_response<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform("write_response", "causal_language_model::CT_WRITE_RESPONSE_V0", 72);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = write_response::Inputs {
            positions: step.reads("positions", self.surface.positions.bind())?,
            reading: step.reads("reading", self.surface.inputs.reading.bind())?,
            rules_in_force: step.reads("rules_in_force", self.surface.rules_in_force.bind())?,
        };
        let mut answer = step.transform(|atoms| write_response::run(atoms, inputs))?;
        let written_response = answer.take(|it| &mut it.result);
        let outcome = step.ends(answer.status(), &[("written_response", &written_response)]);
        merge(&mut self.surface.written_response, written_response);
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
    pub account_numbers: Field<Vec<Value>>,
    /// Declared object.
    pub reading: Field<Map<String, Value>>,
    /// Declared object.
    pub response_rules: Field<Map<String, Value>>,
    /// Declared integer.
    pub seed: Field<i64>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("account_numbers", &self.account_numbers),
            ("reading", &self.reading),
            ("response_rules", &self.response_rules),
            ("seed", &self.seed),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared array.
    pub positions: Field<Vec<Value>>,
    /// Declared object.
    pub rules_in_force: Field<Map<String, Value>>,
    /// Declared object.
    pub written_response: Field<Map<String, Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 7> {
        fields([
            ("positions", &self.positions),
            ("rules_in_force", &self.rules_in_force),
            ("written_response", &self.written_response),
            ("account_numbers", &self.inputs.account_numbers),
            ("reading", &self.inputs.reading),
            ("response_rules", &self.inputs.response_rules),
            ("seed", &self.inputs.seed),
        ])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "causal_language_model::CC_WRITE_MODEL_RESPONSE_V0", address: 62 };
