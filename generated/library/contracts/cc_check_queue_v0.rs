// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CHECK_QUEUE_V0`: Check that nobody waits for a book yet

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        AlreadyReserved = "ALREADY_RESERVED",
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.look_up_reservation(run)? {
            mutable_json::ExistsStatus::Success => Ok(self.queue_empty(run)),
            mutable_json::ExistsStatus::Violation => Ok(Outcome::Violation),
            mutable_json::ExistsStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    /// `$.is_reserved == false`
    fn queue_empty(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Equal,
            [&self.surface.is_reserved.to_value(), &false.into()],
            "$.is_reserved == false",
        );
        if holds { Outcome::Success } else { Outcome::AlreadyReserved }
    }

    fn look_up_reservation(&mut self, run: &Run) -> Result<mutable_json::ExistsStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "look_up_reservation",
            "EXISTS",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(&[("/key", Origin::Input("/book_id"))], &[("/is_reserved", Origin::Raw("/exists"))]);
        let call = mutable_json::Keyed { key: self.surface.inputs.book_id.bound() };
        let mut answer = mutable_json::exists(&step, &self.bindings.reservations, call)?;
        self.surface.is_reserved = answer.take(|it| &mut it.exists).into();
        step.ends_with(answer, &[("is_reserved", &self.surface.is_reserved)])
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
    /// Whether somebody waits for it. Declared boolean.
    pub is_reserved: Field<bool>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("is_reserved", &self.is_reserved), ("book_id", &self.inputs.book_id)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `RESERVATIONS`.
    pub reservations: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_CHECK_QUEUE_V0", address: 16 };
