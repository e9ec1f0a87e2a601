//! `causal_language_model::CC_CONFIRM_REQUESTER_ACTS_FOR_CUSTOMER_V0`

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
        let step = self.confirm_acts_for_customer(run)?;
        match step.status() {
            TransformStatus::Success => step.exits(Outcome::Success),
            TransformStatus::Violation => step.exits(Outcome::Violation),
        }
    }

    fn confirm_acts_for_customer<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId = StepId::transform(
            "confirm_acts_for_customer",
            "capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0",
            35,
        );
        let step = run.step(&CONTRACT, &STEP);
        let inputs = validate_set_membership::Inputs {
            allowed_set: step.reads("allowed_set", self.surface.inputs.permitted_customers.bind())?,
            value: step.reads("value", self.surface.inputs.customer_id.bind())?,
        };
        let mut answer = step.atom(Purity::Pure, inputs, validate_set_membership::run)?;
        let acts_for_customer = answer.take(|it| &mut it.is_member);
        let outcome = step.ends(answer.status(), &[("acts_for_customer", &acts_for_customer)]);
        merge(&mut self.surface.acts_for_customer, acts_for_customer);
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
    pub customer_id: Field<String>,
    /// Declared array.
    pub permitted_customers: Field<Vec<Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("customer_id", &self.customer_id), ("permitted_customers", &self.permitted_customers)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared boolean.
    pub acts_for_customer: Field<bool>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("acts_for_customer", &self.acts_for_customer),
            ("customer_id", &self.inputs.customer_id),
            ("permitted_customers", &self.inputs.permitted_customers),
        ])
    }
}

/// This contract in traces.
pub const CONTRACT: ContractId =
    ContractId { fqdn: "causal_language_model::CC_CONFIRM_REQUESTER_ACTS_FOR_CUSTOMER_V0", address: 51 };
