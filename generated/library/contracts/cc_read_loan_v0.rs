// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_READ_LOAN_V0`: Read the loan of a book

use pgs_rt::store::mutable_json;
use pgs_rt::{ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, Value, fields};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_READ_LOAN_V0",
    address: 24,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NOT_FOUND`
    NotFound,
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
    /// Since when. Declared string.
    pub lent_at: Field<String>,
    /// For how many days. Declared integer.
    pub loan_days: Field<i64>,
    /// Who has it. Declared string.
    pub member_id: Field<String>,
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
                ("lent_at", &self.lent_at),
                ("loan_days", &self.loan_days),
                ("member_id", &self.member_id),
                ("book_id", &self.book_id),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `LOANS`.
    pub loans: mutable_json::Store,
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
        match pipeline.read_loan(run)? {
            mutable_json::ReadStatus::Success => break 'run Outcome::Success,
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
    /// Step `read_loan`: `READ` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn read_loan(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId {
            name: "read_loan",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("READ"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed {
            key: self.inputs.book_id.bound(),
        };
        let answer = mutable_json::read(&step, &self.bindings.loans, call)?;
        self.surface.lent_at = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["lent_at"]);
        self.surface.loan_days = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["loan_days"]);
        self.surface.member_id = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["member_id"]);
        step.ends(
            answer.status.as_str(),
            &[
                ("lent_at", &self.surface.lent_at),
                ("loan_days", &self.surface.loan_days),
                ("member_id", &self.surface.member_id),
            ],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
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
