// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_READ_CARD_V0`: Read a book's catalogue card and check that the book may leave the house

use pgs_rt::store::mutable_json;
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_READ_CARD_V0",
    address: 23,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NOT_FOUND`
    NotFound,
    /// `REFERENCE_ONLY`
    ReferenceOnly,
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
            Self::NotFound => "NOT_FOUND",
            Self::ReferenceOnly => "REFERENCE_ONLY",
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
    /// How many days it may be kept. Declared integer.
    pub loan_days: Field<i64>,
    /// Whether it must stay in the reading room. Declared boolean.
    pub reference_only: Field<bool>,
    /// The book's title. Declared string.
    pub title: Field<String>,
    /// The input of this name.
    pub book_id: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields(
            [
                ("loan_days", &self.loan_days),
                ("reference_only", &self.reference_only),
                ("title", &self.title),
                ("book_id", &self.book_id),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `CATALOGUE`.
    pub catalogue: mutable_json::Store,
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
        match pipeline.read_card(run)? {
            mutable_json::ReadStatus::Success => {
                if pipeline.may_leave() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::ReferenceOnly
                }
            }
            mutable_json::ReadStatus::NotFound => break 'run Outcome::NotFound,
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
}

impl Pipeline {
    /// Step `read_card`: `READ` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn read_card(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId {
            name: "read_card",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("READ"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed {
            key: self.inputs.book_id.bound(),
        };
        let answer = mutable_json::read(&step, &self.bindings.catalogue, call)?;
        self.surface.loan_days = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["loan_days"]);
        self.surface.reference_only = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["reference_only"]);
        self.surface.title = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["title"]);
        step.ends(
            answer.status.as_str(),
            &[
                ("loan_days", &self.surface.loan_days),
                ("reference_only", &self.surface.reference_only),
                ("title", &self.surface.title),
            ],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.reference_only != true`
    fn may_leave(&self) -> bool {
        arithmetic::Comparison::NotEqual
            .holds(&self.surface.reference_only.to_value(), &true.into())
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
