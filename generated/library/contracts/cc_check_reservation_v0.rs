// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CHECK_RESERVATION_V0`: Check that no other member waits for a book

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        Reserved = "RESERVED",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.read_reservation(run)? {
            mutable_json::ReadStatus::Success => Ok(self.reserved_for_this_member(run)),
            mutable_json::ReadStatus::NotFound => Ok(self.nobody_waits(run)),
            mutable_json::ReadStatus::Violation => Ok(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    /// `$.reserved_for == $.inputs.member_id`
    fn reserved_for_this_member(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Equal,
            [&self.surface.reserved_for.to_value(), &self.surface.inputs.member_id.to_value()],
            "$.reserved_for == $.inputs.member_id",
        );
        if holds { Outcome::Success } else { Outcome::Reserved }
    }

    /// `$.capability_result.result_status == "NOT_FOUND"`
    fn nobody_waits(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Equal,
            [&self.read_reservation_raw_result_status.to_value(), &"NOT_FOUND".into()],
            "$.capability_result.result_status == \"NOT_FOUND\"",
        );
        if holds { Outcome::Success } else { Outcome::BackendError }
    }

    fn read_reservation(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "read_reservation",
            "READ",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step
            .bound(&[("/key", Origin::Input("/book_id"))], &[("/reserved_for", Origin::Raw("/value/member_id"))]);
        let call = mutable_json::Keyed { key: self.surface.inputs.book_id.bound() };
        let answer = mutable_json::read(&step, &self.bindings.reservations, call)?;
        self.read_reservation_raw_result_status = answer.word().into();
        self.surface.reserved_for = answer.outputs.as_ref().map(|it| &it.value).dig(&["member_id"]);
        step.ends_with(answer, &[("reserved_for", &self.surface.reserved_for)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
    /// `result_status` of the raw result of step `read_reservation`.
    read_reservation_raw_result_status: Field<String>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        bindings,
        surface: Surface { inputs, ..Surface::default() },
        read_reservation_raw_result_status: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The book's barcode. Required string.
    pub book_id: Field<String>,
    /// Who wants it now. Required string.
    pub member_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("book_id", &self.book_id), ("member_id", &self.member_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Who waits for it. Declared string.
    pub reserved_for: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("reserved_for", &self.reserved_for),
            ("book_id", &self.inputs.book_id),
            ("member_id", &self.inputs.member_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `RESERVATIONS`.
    pub reservations: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_CHECK_RESERVATION_V0", address: 17 };
