// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_JUDGE_LATENESS_V0`: Count the days that a book was out and compare them with the loan period

use pgs_capabilities::transforms::evaluate_inactivity;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        Late = "LATE",
        Success = "SUCCESS",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        self.count_days(run)?;
        Ok(self.on_time(run))
    }

    /// `$.days_out <= $.inputs.loan_days`
    fn on_time(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::LessOrEqual,
            [&self.surface.days_out.to_value(), &self.surface.inputs.loan_days.to_value()],
            "$.days_out <= $.inputs.loan_days",
        );
        if holds { Outcome::Success } else { Outcome::Late }
    }

    fn count_days(&mut self, run: &Run) -> Result<(), Fault> {
        const STEP: StepId = StepId::transform(
            "count_days",
            "capability_transforms::CT_PURE_EVALUATE_INACTIVITY_V0",
            6,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/current_date", Origin::Input("/returned_at")),
                ("/last_active_date", Origin::Input("/lent_at")),
                ("/threshold_days", Origin::Input("/loan_days")),
            ],
            &[("/days_out", Origin::Raw("/days_inactive"))],
        );
        let inputs = evaluate_inactivity::Inputs {
            current_date: self.surface.inputs.returned_at.bound().cast(),
            last_active_date: self.surface.inputs.lent_at.bound().cast(),
            threshold_days: self.surface.inputs.loan_days.bound().cast(),
        };
        let answer = step.compute_drawing(inputs, evaluate_inactivity::run)?;
        self.surface.days_out = answer.days_inactive.into();
        step.succeeds(&[("days_out", &self.surface.days_out)])
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
    /// When it left. Required string.
    pub lent_at: Field<String>,
    /// For how many days it was lent. Required integer.
    pub loan_days: Field<i64>,
    /// When it came back. Required string.
    pub returned_at: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([("lent_at", &self.lent_at), ("loan_days", &self.loan_days), ("returned_at", &self.returned_at)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Whole days between the two. Declared integer.
    pub days_out: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("days_out", &self.days_out),
            ("lent_at", &self.inputs.lent_at),
            ("loan_days", &self.inputs.loan_days),
            ("returned_at", &self.inputs.returned_at),
        ])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_JUDGE_LATENESS_V0", address: 19 };
