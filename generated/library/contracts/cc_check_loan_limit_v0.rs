// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CHECK_LOAN_LIMIT_V0`: Check that a member has fewer books than the limit

use pgs_rt::store::mutable_json;
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_CHECK_LOAN_LIMIT_V0",
    address: 13,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `LIMIT_REACHED`
    LimitReached,
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
            Self::LimitReached => "LIMIT_REACHED",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// How many books a member may have at a time. Required integer.
    pub loan_limit: Field<i64>,
    /// Who wants another book. Required string.
    pub member_id: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields(
            [("loan_limit", &self.loan_limit), ("member_id", &self.member_id)],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many books the member has now. Declared integer.
    pub open_loans: Field<i64>,
    /// The input of this name.
    pub loan_limit: Field<i64>,
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
                ("open_loans", &self.open_loans),
                ("loan_limit", &self.loan_limit),
                ("member_id", &self.member_id),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `ACCOUNTS`.
    pub accounts: mutable_json::Store,
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
        match pipeline.read_account(run)? {
            mutable_json::ReadStatus::Success => {
                if pipeline.below_limit() {
                    break 'run Outcome::Success
                } else {
                    break 'run Outcome::LimitReached
                }
            }
            mutable_json::ReadStatus::NotFound => {
                if pipeline.first_loan() {
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
    /// Step `read_account`: `READ` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn read_account(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId {
            name: "read_account",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("READ"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed {
            key: self.inputs.member_id.bound(),
        };
        let answer = mutable_json::read(&step, &self.bindings.accounts, call)?;
        let word = answer.status.as_str();
        self.results.read_account.raw_result_status = word.into();
        self.surface.open_loans = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .dig(&["open_loans"]);
        step.ends(
            word,
            &[("open_loans", &self.surface.open_loans)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// `$.open_loans < $.inputs.loan_limit`
    fn below_limit(&self) -> bool {
        arithmetic::Comparison::Less
            .holds(
                &self.surface.open_loans.to_value(),
                &self.inputs.loan_limit.to_value(),
            )
    }

    /// `$.capability_result.result_status == "NOT_FOUND"`
    fn first_loan(&self) -> bool {
        arithmetic::Comparison::Equal
            .holds(
                &self.results.read_account.raw_result_status.to_value(),
                &"NOT_FOUND".into(),
            )
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            loan_limit: inputs.loan_limit,
            member_id: inputs.member_id,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    read_account: ReadAccountResults,
}

/// Of step `read_account`.
#[derive(Default)]
struct ReadAccountResults {
    /// `result_status` of the raw result.
    raw_result_status: Field<String>,
}
