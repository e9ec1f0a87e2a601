// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_MARK_OVERDUE_V0`: Mark the loans that were due today as overdue

use pgs_rt::store::mutable_json;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields, object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_MARK_OVERDUE_V0",
    address: 22,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NONE_DUE`
    NoneDue,
    /// `SUCCESS`
    Success,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::NoneDue => "NONE_DUE",
            Self::Success => "SUCCESS",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The day's closing time. Required string.
    pub closing_time: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("closing_time", &self.closing_time)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The barcodes of the books that did not come back. Declared array.
    pub overdue_books: Field<Vec<Value>>,
    /// The input of this name.
    pub closing_time: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields(
            [
                ("overdue_books", &self.overdue_books),
                ("closing_time", &self.closing_time),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `LOANS`.
    pub loans: mutable_json::Store,
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(
    run: &Run,
    node: &str,
    bindings: Bindings,
    inputs: Inputs,
) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        inputs,
        bindings,
        surface: Surface::default(),
        results: Results::default(),
    };
    let outcome = 'run: {
        match pipeline.mark_loans(run)? {
            mutable_json::UpdateWhereStatus::Success => break 'run Outcome::Success,
            mutable_json::UpdateWhereStatus::Violation => {
                if pipeline.none_due() {
                    break 'run Outcome::NoneDue
                } else {
                    break 'run Outcome::BackendError
                }
            }
            mutable_json::UpdateWhereStatus::BackendError => {
                break 'run Outcome::BackendError;
            }
        }
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    bindings: Bindings,
    surface: Surface,
    results: Results,
}

impl Pipeline {
    /// Step `mark_loans`: `UPDATE_WHERE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn mark_loans(
        &mut self,
        run: &Run,
    ) -> Result<mutable_json::UpdateWhereStatus, Fault> {
        const STEP: StepId = StepId {
            name: "mark_loans",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("UPDATE_WHERE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::UpdateWhere {
            filter: Field::json(
                object([
                    ("due_at", self.inputs.closing_time.to_value()),
                    ("state", "LENT".into()),
                ]),
            ),
            updates: Field::json(
                object([
                    ("marked_at", run.timestamp().into()),
                    ("state", "OVERDUE".into()),
                ]),
            ),
        };
        let answer = mutable_json::update_where(&step, &self.bindings.loans, call)?;
        let word = answer.status.as_str();
        self.results.mark_loans.raw_result_status = word.into();
        self.surface.overdue_books = answer
            .outputs
            .as_ref()
            .map(|it| it.matched_keys.clone())
            .into();
        step.ends(
            word,
            &[("overdue_books", &self.surface.overdue_books)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.capability_result.result_status == "VIOLATION"`
    fn none_due(&self) -> bool {
        arithmetic::Comparison::Equal
            .holds(
                &self.results.mark_loans.raw_result_status.to_value(),
                &"VIOLATION".into(),
            )
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            closing_time: inputs.closing_time,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    mark_loans: MarkLoansResults,
}

/// Of step `mark_loans`.
#[derive(Default)]
struct MarkLoansResults {
    /// `result_status` of the raw result.
    raw_result_status: Field<String>,
}
