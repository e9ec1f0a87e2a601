// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_MARK_OVERDUE_V0`: Mark the loans that were due today as overdue

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NoneDue = "NONE_DUE",
        Success = "SUCCESS",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.mark_loans(run)? {
            mutable_json::UpdateWhereStatus::Success => Ok(Outcome::Success),
            mutable_json::UpdateWhereStatus::Violation => Ok(self.none_due(run)),
            mutable_json::UpdateWhereStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    /// `$.capability_result.result_status == "VIOLATION"`
    fn none_due(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Equal,
            [&self.mark_loans_raw_result_status.to_value(), &"VIOLATION".into()],
            "$.capability_result.result_status == \"VIOLATION\"",
        );
        if holds { Outcome::NoneDue } else { Outcome::BackendError }
    }

    fn mark_loans(&mut self, run: &Run) -> Result<mutable_json::UpdateWhereStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "mark_loans",
            "UPDATE_WHERE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::UpdateWhere {
            filter: Field::json(
                object([("due_at", self.surface.inputs.closing_time.to_value()), ("state", "LENT".into())]),
            ),
            updates: Field::json(object([("marked_at", run.timestamp().into()), ("state", "OVERDUE".into())])),
        };
        let mut answer = mutable_json::update_where(&step, &self.bindings.loans, call)?;
        self.mark_loans_raw_result_status = answer.word().into();
        self.surface.overdue_books = answer.take(|it| &mut it.matched_keys).into();
        step.ends_with(answer, &[("overdue_books", &self.surface.overdue_books)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
    /// `result_status` of the raw result of step `mark_loans`.
    mark_loans_raw_result_status: Field<String>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        bindings,
        surface: Surface { inputs, ..Surface::default() },
        mark_loans_raw_result_status: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The day's closing time. Required string.
    pub closing_time: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("closing_time", &self.closing_time)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The barcodes of the books that did not come back. Declared array.
    pub overdue_books: Field<Vec<Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("overdue_books", &self.overdue_books), ("closing_time", &self.inputs.closing_time)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `LOANS`.
    pub loans: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_MARK_OVERDUE_V0", address: 22 };
