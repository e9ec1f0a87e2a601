// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CHECK_LOAN_LIMIT_V0`: Check that a member has fewer books than the limit

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        LimitReached = "LIMIT_REACHED",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.read_account(run)? {
            mutable_json::ReadStatus::Success => Ok(self.below_limit(run)),
            mutable_json::ReadStatus::NotFound => Ok(self.first_loan(run)),
            mutable_json::ReadStatus::Violation => Ok(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    /// `$.open_loans < $.inputs.loan_limit`
    fn below_limit(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Less,
            [&self.surface.open_loans.to_value(), &self.surface.inputs.loan_limit.to_value()],
            "$.open_loans < $.inputs.loan_limit",
        );
        if holds { Outcome::Success } else { Outcome::LimitReached }
    }

    /// `$.capability_result.result_status == "NOT_FOUND"`
    fn first_loan(&self, run: &Run) -> Outcome {
        let holds = run.holds(
            arithmetic::Comparison::Equal,
            [&self.read_account_raw_result_status.to_value(), &"NOT_FOUND".into()],
            "$.capability_result.result_status == \"NOT_FOUND\"",
        );
        if holds { Outcome::Success } else { Outcome::BackendError }
    }

    fn read_account(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "read_account",
            "READ",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step
            .bound(&[("/key", Origin::Input("/member_id"))], &[("/open_loans", Origin::Raw("/value/open_loans"))]);
        let call = mutable_json::Keyed { key: self.surface.inputs.member_id.bound() };
        let answer = mutable_json::read(&step, &self.bindings.accounts, call)?;
        self.read_account_raw_result_status = answer.word().into();
        self.surface.open_loans = answer.outputs.as_ref().map(|it| &it.value).dig(&["open_loans"]);
        step.ends_with(answer, &[("open_loans", &self.surface.open_loans)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
    /// `result_status` of the raw result of step `read_account`.
    read_account_raw_result_status: Field<String>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        bindings,
        surface: Surface { inputs, ..Surface::default() },
        read_account_raw_result_status: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// How many books a member may have at a time. Required integer.
    pub loan_limit: Field<i64>,
    /// Who wants another book. Required string.
    pub member_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("loan_limit", &self.loan_limit), ("member_id", &self.member_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many books the member has now. Declared integer.
    pub open_loans: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("open_loans", &self.open_loans),
            ("loan_limit", &self.inputs.loan_limit),
            ("member_id", &self.inputs.member_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `ACCOUNTS`.
    pub accounts: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_CHECK_LOAN_LIMIT_V0", address: 13 };
