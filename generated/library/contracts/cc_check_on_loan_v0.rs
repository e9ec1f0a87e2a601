// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CHECK_ON_LOAN_V0`: Check that a book is out, and say who has it

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
        match self.find_borrower(run)? {
            registry::ResolveStatus::Success => Ok(Outcome::Success),
            registry::ResolveStatus::NotFound => Ok(Outcome::NotFound),
            registry::ResolveStatus::Violation => Ok(Outcome::Violation),
            registry::ResolveStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn find_borrower(&mut self, run: &Run) -> Result<registry::ResolveStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "find_borrower",
            "RESOLVE",
            "capability_side_effects::CS_REGISTRY_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step
            .bound(&[("/key_or_address", Origin::Input("/book_id"))], &[("/lent_to", Origin::Raw("/target_ref"))]);
        let call = registry::Named { key_or_address: self.surface.inputs.book_id.bound() };
        let mut answer = registry::resolve(&step, &self.bindings.on_loan, call)?;
        self.surface.lent_to = Field::<Value>::from(answer.take(|it| &mut it.target_ref)).cast();
        step.ends_with(answer, &[("lent_to", &self.surface.lent_to)])
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
    /// Who has it. Declared string.
    pub lent_to: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("lent_to", &self.lent_to), ("book_id", &self.inputs.book_id)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `ON_LOAN`.
    pub on_loan: registry::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_CHECK_ON_LOAN_V0", address: 15 };
