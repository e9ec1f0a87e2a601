// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_READ_CARD_V0`: Read a book's catalogue card and check that the book may leave the house

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NotFound = "NOT_FOUND",
        ReferenceOnly = "REFERENCE_ONLY",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.read_card(run)? {
            mutable_json::ReadStatus::Success => Ok(self.may_leave(run)),
            mutable_json::ReadStatus::NotFound => Ok(Outcome::NotFound),
            mutable_json::ReadStatus::Violation => Ok(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    /// `$.reference_only != true`
    fn may_leave(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::NotEqual,
            [&self.surface.reference_only.to_value(), &true.into()],
            "$.reference_only != true",
        );
        if holds { Outcome::Success } else { Outcome::ReferenceOnly }
    }

    fn read_card(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId::side_effect("read_card", "READ", "capability_side_effects::CS_MUTABLE_JSON_V0", 1);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[("/key", Origin::Input("/book_id"))],
            &[
                ("/loan_days", Origin::Raw("/value/loan_days")),
                ("/reference_only", Origin::Raw("/value/reference_only")),
                ("/title", Origin::Raw("/value/title")),
            ],
        );
        let call = mutable_json::Keyed { key: self.surface.inputs.book_id.bound() };
        let answer = mutable_json::read(&step, &self.bindings.catalogue, call)?;
        self.surface.loan_days = answer.outputs.as_ref().map(|it| &it.value).dig(&["loan_days"]);
        self.surface.reference_only = answer.outputs.as_ref().map(|it| &it.value).dig(&["reference_only"]);
        self.surface.title = answer.outputs.as_ref().map(|it| &it.value).dig(&["title"]);
        step.ends_with(
            answer,
            &[
                ("loan_days", &self.surface.loan_days),
                ("reference_only", &self.surface.reference_only),
                ("title", &self.surface.title),
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
    /// How many days it may be kept. Declared integer.
    pub loan_days: Field<i64>,
    /// Whether it must stay in the reading room. Declared boolean.
    pub reference_only: Field<bool>,
    /// The book's title. Declared string.
    pub title: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("loan_days", &self.loan_days),
            ("reference_only", &self.reference_only),
            ("title", &self.title),
            ("book_id", &self.inputs.book_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `CATALOGUE`.
    pub catalogue: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_READ_CARD_V0", address: 23 };
