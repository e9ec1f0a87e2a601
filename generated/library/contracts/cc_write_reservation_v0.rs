// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_WRITE_RESERVATION_V0`: Write a reservation

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.write_reservation(run)? {
            mutable_json::WriteStatus::Success => Ok(Outcome::Success),
            mutable_json::WriteStatus::Violation => Ok(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn write_reservation(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "write_reservation",
            "WRITE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/key", Origin::Input("/book_id")),
                ("/value/lent_to", Origin::Input("/lent_to")),
                ("/value/member_id", Origin::Input("/member_id")),
            ],
            &[],
        );
        let call = mutable_json::Write {
            key: self.surface.inputs.book_id.bound(),
            value: Field::json(object([
                ("lent_to", self.surface.inputs.lent_to.to_value()),
                ("member_id", self.surface.inputs.member_id.to_value()),
                ("reserved_at", run.timestamp().into()),
            ])),
        };
        let answer = mutable_json::write(&step, &self.bindings.reservations, call)?;
        step.ends_with(answer, &[])
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
    let mut pipeline = Pipeline { bindings, surface: Surface { inputs } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The book's barcode. Required string.
    pub book_id: Field<String>,
    /// Who has it now. Required string.
    pub lent_to: Field<String>,
    /// Who waits for it. Required string.
    pub member_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([("book_id", &self.book_id), ("lent_to", &self.lent_to), ("member_id", &self.member_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("book_id", &self.inputs.book_id),
            ("lent_to", &self.inputs.lent_to),
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
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_WRITE_RESERVATION_V0", address: 31 };
