// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_TAKE_BACK_V0`: Take a book back from a member

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NotFound = "NOT_FOUND",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.release_copy(run)? {
            registry::DeregisterStatus::Success => {}
            registry::DeregisterStatus::NotFound => return Ok(Outcome::NotFound),
            registry::DeregisterStatus::Violation => return Ok(Outcome::Violation),
            registry::DeregisterStatus::BackendError => return Ok(Outcome::BackendError),
        }
        match self.erase_loan(run)? {
            mutable_json::DeleteStatus::Success => {}
            mutable_json::DeleteStatus::NotFound => return Ok(Outcome::NotFound),
            mutable_json::DeleteStatus::Violation => return Ok(Outcome::Violation),
            mutable_json::DeleteStatus::BackendError => return Ok(Outcome::BackendError),
        }
        match self.read_account(run)? {
            mutable_json::ReadStatus::Success => {}
            mutable_json::ReadStatus::NotFound => return Ok(Outcome::NotFound),
            mutable_json::ReadStatus::Violation => return Ok(Outcome::Violation),
            mutable_json::ReadStatus::BackendError => return Ok(Outcome::BackendError),
        }
        match self.count_return(run)? {
            mutable_json::WriteStatus::Success => Ok(Outcome::Success),
            mutable_json::WriteStatus::Violation => Ok(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn release_copy(&mut self, run: &Run) -> Result<registry::DeregisterStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "release_copy",
            "DEREGISTER",
            "capability_side_effects::CS_REGISTRY_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(&[("/key_or_address", Origin::Input("/book_id"))], &[]);
        let call = registry::Named { key_or_address: self.surface.inputs.book_id.bound() };
        let answer = registry::deregister(&step, &self.bindings.on_loan, call)?;
        step.ends_with(answer, &[])
    }

    fn erase_loan(&mut self, run: &Run) -> Result<mutable_json::DeleteStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "erase_loan",
            "DELETE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(&[("/key", Origin::Input("/book_id"))], &[]);
        let call = mutable_json::Keyed { key: self.surface.inputs.book_id.bound() };
        let answer = mutable_json::delete(&step, &self.bindings.loans, call)?;
        step.ends_with(answer, &[])
    }

    fn read_account(&mut self, run: &Run) -> Result<mutable_json::ReadStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "read_account",
            "READ",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(&[("/key", Origin::Input("/member_id"))], &[]);
        let call = mutable_json::Keyed { key: self.surface.inputs.member_id.bound() };
        let mut answer = mutable_json::read(&step, &self.bindings.accounts, call)?;
        self.read_account_raw_value = answer.take(|it| &mut it.value).into();
        step.ends_with(answer, &[])
    }

    fn count_return(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "count_return",
            "WRITE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/key", Origin::Input("/member_id")),
                ("/value/open_loans", Origin::StepRaw("read_account", "/value/open_loans")),
                ("/value/opened_at", Origin::StepRaw("read_account", "/value/opened_at")),
            ],
            &[("/open_loans", Origin::StepRaw("read_account", "/value/open_loans"))],
        );
        let call = mutable_json::Write {
            key: self.surface.inputs.member_id.bound(),
            value: Field::json(object([
                (
                    "open_loans",
                    arithmetic::plus(
                            &self.read_account_raw_value.value_at(&["open_loans"]),
                            -1,
                            "{{$.results.read_account.capability_result.value.open_loans - 1}}",
                        )?.into(),
                ),
                ("opened_at", self.read_account_raw_value.value_at(&["opened_at"])),
            ])),
        };
        let answer = mutable_json::write(&step, &self.bindings.accounts, call)?;
        self.surface.open_loans = arithmetic::plus(
                &self.read_account_raw_value.value_at(&["open_loans"]),
                -1,
                "{{$.results.read_account.capability_result.value.open_loans - 1}}",
            )?.into();
        step.ends_with(answer, &[("open_loans", &self.surface.open_loans)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
    /// `value` of the raw result of step `read_account`.
    read_account_raw_value: Field<Value>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        bindings,
        surface: Surface { inputs, ..Surface::default() },
        read_account_raw_value: Field::Unset,
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
    /// Who had it. Required string.
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
    /// How many books the member has left. Declared integer.
    pub open_loans: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([
            ("open_loans", &self.open_loans),
            ("book_id", &self.inputs.book_id),
            ("member_id", &self.inputs.member_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `ON_LOAN`.
    pub on_loan: registry::Store,
    /// The store `LOANS`.
    pub loans: mutable_json::Store,
    /// The store `ACCOUNTS`.
    pub accounts: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_TAKE_BACK_V0", address: 28 };
