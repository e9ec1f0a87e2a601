// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_TELL_NEXT_READER_V0`: Write to the member who waits for a book, if there is one

use crate::library::workflows::wf_notify_member_v0;
use pgs_capabilities::side_effects::workflow_gateway;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NobodyWaits = "NOBODY_WAITS",
        NotTold = "NOT_TOLD",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.read_reservation(run)? {
            mutable_json::ReadStatus::Success => {}
            mutable_json::ReadStatus::NotFound => return Ok(self.nobody_waits(run)),
            mutable_json::ReadStatus::Violation => return Ok(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => return Ok(Outcome::BackendError),
        }

        use wf_notify_member_v0::Status;
        match self.write_letter(run)? {
            Some(Status::BackendError) => Ok(Outcome::BackendError),
            Some(Status::Nack) => Ok(self.was_told(run)),
            Some(Status::NotFound) => Ok(self.was_told(run)),
            Some(Status::Success) => Ok(self.was_told(run)),
            Some(Status::Violation) => Ok(self.was_told(run)),
            None => Ok(Outcome::BackendError),
        }
    }

    /// `$.capability_result.result_status == "NOT_FOUND"`
    fn nobody_waits(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Equal,
            [&self.read_reservation_raw_result_status.to_value(), &"NOT_FOUND".into()],
            "$.capability_result.result_status == \"NOT_FOUND\"",
        );
        if holds { Outcome::NobodyWaits } else { Outcome::BackendError }
    }

    /// `$.execution_result.status == "SUCCESS"`
    fn was_told(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Equal,
            [&self.surface.execution_result.value_at(&["status"]), &"SUCCESS".into()],
            "$.execution_result.status == \"SUCCESS\"",
        );
        if holds { Outcome::Success } else { Outcome::NotTold }
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
            .bound(&[("/key", Origin::Input("/book_id"))], &[("/next_reader", Origin::Raw("/value/member_id"))]);
        let call = mutable_json::Keyed { key: self.surface.inputs.book_id.bound() };
        let answer = mutable_json::read(&step, &self.bindings.reservations, call)?;
        self.read_reservation_raw_result_status = answer.word().into();
        self.surface.next_reader = answer.outputs.as_ref().map(|it| &it.value).dig(&["member_id"]);
        step.ends_with(answer, &[("next_reader", &self.surface.next_reader)])
    }

    fn write_letter(&mut self, run: &Run) -> Result<Option<wf_notify_member_v0::Status>, Fault> {
        const STEP: StepId = StepId::side_effect(
            "write_letter",
            "EXECUTE",
            "capability_side_effects::CS_WORKFLOW_GATEWAY_V0",
            4,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/payload/book_id", Origin::Input("/book_id")),
                ("/payload/member_id", Origin::Step("read_reservation", "/next_reader")),
            ],
            &[("/execution_result", Origin::Raw("/execution_result"))],
        );
        let mut answer = workflow_gateway::execute::<wf_notify_member_v0::Machine>(
            run,
            Field::json(object([
                ("book_id", self.surface.inputs.book_id.to_value()),
                ("member_id", self.surface.next_reader.to_value()),
                ("reason", "READY".into()),
            ])),
        );
        self.surface.execution_result = answer.take(|it| &mut it.execution_result).into();
        step.ends_with(answer, &[("execution_result", &self.surface.execution_result)])
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
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("book_id", &self.book_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Who waits for it. Declared string.
    pub next_reader: Field<String>,
    /// The answer of the workflow that wrote the letter. Declared object.
    pub execution_result: Field<Map<String, Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("next_reader", &self.next_reader),
            ("execution_result", &self.execution_result),
            ("book_id", &self.inputs.book_id),
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
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_TELL_NEXT_READER_V0", address: 29 };
