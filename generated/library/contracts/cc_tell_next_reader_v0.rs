// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_TELL_NEXT_READER_V0`: Write to the member who waits for a book, if there is one

use pgs_capabilities::side_effects::workflow_gateway;
use pgs_rt::store::mutable_json;
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
    object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_TELL_NEXT_READER_V0",
    address: 29,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NOBODY_WAITS`
    NobodyWaits,
    /// `NOT_TOLD`
    NotTold,
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::NobodyWaits => "NOBODY_WAITS",
            Self::NotTold => "NOT_TOLD",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The book's barcode. Required string.
    pub book_id: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("book_id", &self.book_id)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Who waits for it. Declared string.
    pub next_reader: Field<String>,
    /// The answer of the workflow that wrote the letter. Declared object.
    pub execution_result: Field<Map<String, Value>>,
    /// The input of this name.
    pub book_id: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields(
            [
                ("next_reader", &self.next_reader),
                ("execution_result", &self.execution_result),
                ("book_id", &self.book_id),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `RESERVATIONS`.
    pub reservations: mutable_json::Store,
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
        match pipeline.read_reservation(run)? {
            mutable_json::ReadStatus::Success => {}
            mutable_json::ReadStatus::NotFound => {
                if pipeline.nobody_waits() {
                    break 'run Outcome::NobodyWaits
                } else {
                    break 'run Outcome::BackendError
                }
            }
            mutable_json::ReadStatus::Violation => break 'run Outcome::Violation,
            mutable_json::ReadStatus::BackendError => break 'run Outcome::BackendError,
        }
        {
            use crate::library::workflows::wf_notify_member_v0::Status as Status;
            match pipeline.write_letter(run)? {
                Some(Status::BackendError) => break 'run Outcome::BackendError,
                Some(Status::Nack) => {
                    if pipeline.was_told() {
                        break 'run Outcome::Success
                    } else {
                        break 'run Outcome::NotTold
                    }
                }
                Some(Status::NotFound) => {
                    if pipeline.was_told() {
                        break 'run Outcome::Success
                    } else {
                        break 'run Outcome::NotTold
                    }
                }
                Some(Status::Success) => {
                    if pipeline.was_told() {
                        break 'run Outcome::Success
                    } else {
                        break 'run Outcome::NotTold
                    }
                }
                Some(Status::Violation) => {
                    if pipeline.was_told() {
                        break 'run Outcome::Success
                    } else {
                        break 'run Outcome::NotTold
                    }
                }
                None => break 'run Outcome::BackendError,
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
    /// Step `read_reservation`: `READ` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn read_reservation(
        &mut self,
        run: &Run,
    ) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId {
            name: "read_reservation",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("READ"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed {
            key: self.inputs.book_id.bound(),
        };
        let answer = mutable_json::read(&step, &self.bindings.reservations, call)?;
        let word = answer.status.as_str();
        self.results.read_reservation.raw_result_status = word.into();
        self.surface.next_reader = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["member_id"]);
        self.results.read_reservation.next_reader = self.surface.next_reader.clone();
        step.ends(
            word,
            &[("next_reader", &self.surface.next_reader)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `write_letter`: `EXECUTE` of `capability_side_effects::CS_WORKFLOW_GATEWAY_V0`.
    fn write_letter(
        &mut self,
        run: &Run,
    ) -> Result<Option<crate::library::workflows::wf_notify_member_v0::Status>, Fault> {
        const STEP: StepId = StepId {
            name: "write_letter",
            fqdn: "capability_side_effects::CS_WORKFLOW_GATEWAY_V0",
            address: 4,
            op: Some("EXECUTE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let mut status = None;
        let answer = workflow_gateway::execute(
            run,
            Field::json(
                object([
                    ("book_id", self.inputs.book_id.to_value()),
                    ("member_id", self.results.read_reservation.next_reader.to_value()),
                    ("reason", "READY".into()),
                ]),
            ),
            |run, payload| {
                let (ended_with, ended) = crate::library::workflows::wf_notify_member_v0::run(
                    run,
                    payload,
                )?;
                status = Some(ended_with);
                Ok(ended)
            },
        );
        self.surface.execution_result = answer
            .outputs
            .as_ref()
            .map(|it| it.execution_result.clone())
            .into();
        step.ends(
            status
                .map_or(
                    "BACKEND_ERROR",
                    crate::library::workflows::wf_notify_member_v0::Status::as_str,
                ),
            &[("execution_result", &self.surface.execution_result)],
            answer.reason.as_deref(),
        )?;
        Ok(status)
    }

    /// `$.capability_result.result_status == "NOT_FOUND"`
    fn nobody_waits(&self) -> bool {
        arithmetic::Comparison::Equal
            .holds(
                &self.results.read_reservation.raw_result_status.to_value(),
                &"NOT_FOUND".into(),
            )
    }

    /// `$.execution_result.status == "SUCCESS"`
    fn was_told(&self) -> bool {
        arithmetic::Comparison::Equal
            .holds(
                &self.surface.execution_result.value_at(&["status"]),
                &"SUCCESS".into(),
            )
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            book_id: inputs.book_id,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    read_reservation: ReadReservationResults,
}

/// Of step `read_reservation`.
#[derive(Default)]
struct ReadReservationResults {
    /// Output `next_reader`.
    next_reader: Field<String>,
    /// `result_status` of the raw result.
    raw_result_status: Field<String>,
}
