// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_READ_LOAN_V0`: Read the loan of a book

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NotFound = "NOT_FOUND",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.read_loan(run)? {
            mutable_json::ReadStatus::Success => Ok(Outcome::Success),
            mutable_json::ReadStatus::NotFound => Ok(Outcome::NotFound),
            mutable_json::ReadStatus::Violation => Ok(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn read_loan(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId::side_effect("read_loan", "READ", "capability_side_effects::CS_MUTABLE_JSON_V0", 1);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[("/key", Origin::Input("/book_id"))],
            &[
                ("/lent_at", Origin::Raw("/value/lent_at")),
                ("/loan_days", Origin::Raw("/value/loan_days")),
                ("/member_id", Origin::Raw("/value/member_id")),
            ],
        );
        let call = mutable_json::Keyed { key: self.surface.inputs.book_id.bound() };
        let answer = mutable_json::read(&step, &self.bindings.loans, call)?;
        self.surface.lent_at = answer.outputs.as_ref().map(|it| &it.value).dig(&["lent_at"]);
        self.surface.loan_days = answer.outputs.as_ref().map(|it| &it.value).dig(&["loan_days"]);
        self.surface.member_id = answer.outputs.as_ref().map(|it| &it.value).dig(&["member_id"]);
        step.ends_with(
            answer,
            &[
                ("lent_at", &self.surface.lent_at),
                ("loan_days", &self.surface.loan_days),
                ("member_id", &self.surface.member_id),
            ],
        )
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
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The book's barcode. Required string.
    pub book_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("book_id", &self.book_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Since when. Declared string.
    pub lent_at: Field<String>,
    /// For how many days. Declared integer.
    pub loan_days: Field<i64>,
    /// Who has it. Declared string.
    pub member_id: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("lent_at", &self.lent_at),
            ("loan_days", &self.loan_days),
            ("member_id", &self.member_id),
            ("book_id", &self.inputs.book_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `LOANS`.
    pub loans: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_READ_LOAN_V0", address: 24 };
