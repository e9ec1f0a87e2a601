// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_JUDGE_LATENESS_V0`: Count the days that a book was out and compare them with the loan period

use pgs_capabilities::transforms::evaluate_inactivity;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_JUDGE_LATENESS_V0",
    address: 19,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `LATE`
    Late,
    /// `SUCCESS`
    Success,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Late => "LATE",
            Self::Success => "SUCCESS",
        }
    }
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
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields(
            [
                ("lent_at", &self.lent_at),
                ("loan_days", &self.loan_days),
                ("returned_at", &self.returned_at),
            ],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Whole days between the two. Declared integer.
    pub days_out: Field<i64>,
    /// The input of this name.
    pub lent_at: Field<String>,
    /// The input of this name.
    pub loan_days: Field<i64>,
    /// The input of this name.
    pub returned_at: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields(
            [
                ("days_out", &self.days_out),
                ("lent_at", &self.lent_at),
                ("loan_days", &self.loan_days),
                ("returned_at", &self.returned_at),
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
    };
    let outcome = 'run: {
        pipeline.count_days(run)?;
        if pipeline.on_time() {
            break 'run Outcome::Success
        } else {
            break 'run Outcome::Late
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
}

impl Pipeline {
    /// Step `count_days`: `capability_transforms::CT_PURE_EVALUATE_INACTIVITY_V0`.
    fn count_days(&mut self, run: &Run) -> Result<(), Fault> {
        const STEP: StepId = StepId {
            name: "count_days",
            fqdn: "capability_transforms::CT_PURE_EVALUATE_INACTIVITY_V0",
            address: 6,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = evaluate_inactivity::Inputs {
            current_date: self.inputs.returned_at.bound().cast(),
            last_active_date: self.inputs.lent_at.bound().cast(),
            threshold_days: self.inputs.loan_days.bound().cast(),
        };
        let answer = step.compute_drawing(inputs, evaluate_inactivity::run)?;
        self.surface.days_out = answer.days_inactive.into();
        step.ends("SUCCESS", &[("days_out", &self.surface.days_out)], None)?;
        Ok(())
    }

    /// `$.days_out <= $.inputs.loan_days`
    fn on_time(&self) -> bool {
        arithmetic::Comparison::LessOrEqual
            .holds(&self.surface.days_out.to_value(), &self.inputs.loan_days.to_value())
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            lent_at: inputs.lent_at,
            loan_days: inputs.loan_days,
            returned_at: inputs.returned_at,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
