// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CHECK_QUEUE_V0`: Check that nobody waits for a book yet

use pgs_rt::store::mutable_json;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_CHECK_QUEUE_V0",
    address: 16,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `ALREADY_RESERVED`
    AlreadyReserved,
    /// `BACKEND_ERROR`
    BackendError,
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AlreadyReserved => "ALREADY_RESERVED",
            Self::BackendError => "BACKEND_ERROR",
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
    /// Whether somebody waits for it. Declared boolean.
    pub is_reserved: Field<bool>,
    /// The input of this name.
    pub book_id: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields(
            [("is_reserved", &self.is_reserved), ("book_id", &self.book_id)],
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
    };
    let outcome = 'run: {
        match pipeline.look_up_reservation(run)? {
            mutable_json::ExistsStatus::Success => {
                if pipeline.queue_empty() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::AlreadyReserved
                }
            }
            mutable_json::ExistsStatus::Violation => break 'run Outcome::Violation,
            mutable_json::ExistsStatus::BackendError => break 'run Outcome::BackendError,
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
}

impl Pipeline {
    /// Step `look_up_reservation`: `EXISTS` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn look_up_reservation(
        &mut self,
        run: &Run,
    ) -> Result<mutable_json::ExistsStatus, Fault> {
        const STEP: StepId = StepId {
            name: "look_up_reservation",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("EXISTS"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed {
            key: self.inputs.book_id.bound(),
        };
        let answer = mutable_json::exists(&step, &self.bindings.reservations, call)?;
        self.surface.is_reserved = answer.outputs.as_ref().map(|it| it.exists).into();
        step.ends(
            answer.status.as_str(),
            &[("is_reserved", &self.surface.is_reserved)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.is_reserved == false`
    fn queue_empty(&self) -> bool {
        arithmetic::Comparison::Equal
            .holds(&self.surface.is_reserved.to_value(), &false.into())
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
