// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CHECK_RESERVATION_V0`: Check that no other member waits for a book

use pgs_rt::store::mutable_json;
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_CHECK_RESERVATION_V0",
    address: 17,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `RESERVED`
    Reserved,
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
            Self::Reserved => "RESERVED",
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
    /// Who wants it now. Required string.
    pub member_id: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields(
            [("book_id", &self.book_id), ("member_id", &self.member_id)],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Who waits for it. Declared string.
    pub reserved_for: Field<String>,
    /// The input of this name.
    pub book_id: Field<String>,
    /// The input of this name.
    pub member_id: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields(
            [
                ("reserved_for", &self.reserved_for),
                ("book_id", &self.book_id),
                ("member_id", &self.member_id),
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
            mutable_json::ReadStatus::Success => {
                if pipeline.reserved_for_this_member() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::Reserved
                }
            }
            mutable_json::ReadStatus::NotFound => {
                if pipeline.nobody_waits() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::BackendError
                }
            }
            mutable_json::ReadStatus::Violation => break 'run Outcome::Violation,
            mutable_json::ReadStatus::BackendError => break 'run Outcome::BackendError,
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
        self.surface.reserved_for = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["member_id"]);
        step.ends(
            word,
            &[("reserved_for", &self.surface.reserved_for)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.reserved_for == $.inputs.member_id`
    fn reserved_for_this_member(&self) -> bool {
        arithmetic::Comparison::Equal
            .holds(
                &self.surface.reserved_for.to_value(),
                &self.inputs.member_id.to_value(),
            )
    }

    /// `$.capability_result.result_status == "NOT_FOUND"`
    fn nobody_waits(&self) -> bool {
        arithmetic::Comparison::Equal
            .holds(
                &self.results.read_reservation.raw_result_status.to_value(),
                &"NOT_FOUND".into(),
            )
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            book_id: inputs.book_id,
            member_id: inputs.member_id,
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
    /// `result_status` of the raw result.
    raw_result_status: Field<String>,
}
