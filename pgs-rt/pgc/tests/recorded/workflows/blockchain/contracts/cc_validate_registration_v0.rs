//! `blockchain::CC_VALIDATE_REGISTRATION_V0`

use pgs_capabilities::pgc::transforms::validate_record_structure;
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
        let step = self.read_registration(run)?;
        match step.status() {
            TransformStatus::Success => {
                step.continues()?;
                Ok(Outcome::Success)
            }
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn read_registration<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("read_registration", "capability_transforms::CT_PURE_VALIDATE_RECORD_STRUCTURE_V0", 77);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_record_structure::Inputs {
            record: step.reads("record", self.surface.inputs.actor_record.bind())?,
            schema: step.reads("schema", self.surface.inputs.registration_schema.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_record_structure::run)?;
        let violations = answer.take(|it| &mut it.violations);
        let outcome = step.ends(answer.status(), &[("violations", &violations)]);
        merge(&mut self.surface.violations, violations);
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
    /// Declared object.
    pub actor_record: Field<Map<String, Value>>,
    /// Declared object.
    pub registration_schema: Field<Map<String, Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("actor_record", &self.actor_record), ("registration_schema", &self.registration_schema)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared array.
    pub violations: Field<Vec<Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("violations", &self.violations),
            ("actor_record", &self.inputs.actor_record),
            ("registration_schema", &self.inputs.registration_schema),
        ])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "blockchain::CC_VALIDATE_REGISTRATION_V0", address: 30 };
