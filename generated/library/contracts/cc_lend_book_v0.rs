// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_LEND_BOOK_V0`: Take a book out of the house in a member's name

use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        AlreadyExists = "ALREADY_EXISTS",
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        let mut step = Step::TakeCopy;
        loop {
            step = match step {
                Step::TakeCopy => {
                    use registry::RegisterStatus as Status;
                    match self.take_copy(run)? {
                        Status::Success => Step::WriteLoan,
                        Status::AlreadyExists => return Ok(Outcome::AlreadyExists),
                        Status::Violation => return Ok(Outcome::Violation),
                        Status::BackendError => return Ok(Outcome::BackendError),
                    }
                }
                Step::WriteLoan => {
                    use mutable_json::WriteStatus as Status;
                    match self.write_loan(run)? {
                        Status::Success => Step::ReadAccount,
                        Status::Violation => return Ok(Outcome::Violation),
                        Status::BackendError => return Ok(Outcome::BackendError),
                    }
                }
                Step::ReadAccount => {
                    use mutable_json::ReadStatus as Status;
                    match self.read_account(run)? {
                        Status::Success => Step::CountLoan,
                        Status::NotFound => Step::OpenAccount,
                        Status::Violation => return Ok(Outcome::Violation),
                        Status::BackendError => return Ok(Outcome::BackendError),
                    }
                }
                Step::OpenAccount => {
                    use mutable_json::WriteStatus as Status;
                    match self.open_account(run)? {
                        Status::Success => return Ok(Outcome::Success),
                        Status::Violation => return Ok(Outcome::Violation),
                        Status::BackendError => return Ok(Outcome::BackendError),
                    }
                }
                Step::CountLoan => {
                    use mutable_json::WriteStatus as Status;
                    match self.count_loan(run)? {
                        Status::Success => return Ok(Outcome::Success),
                        Status::Violation => return Ok(Outcome::Violation),
                        Status::BackendError => return Ok(Outcome::BackendError),
                    }
                }
            };
        }
    }

    fn take_copy(&mut self, run: &Run) -> Result<registry::RegisterStatus, Fault> {
        const STEP: StepId = StepId::side_effect("take_copy", "REGISTER", "capability_side_effects::CS_REGISTRY_V0", 2);
        let step = run.step(&CONTRACT, &STEP);
        let step = step
            .bound(&[("/key", Origin::Input("/book_id")), ("/target_ref", Origin::Input("/member_id"))], &[]);
        let call = registry::Register {
            key: self.surface.inputs.book_id.bound(),
            target_cs: Field::json(1.into()),
            target_ref: self.surface.inputs.member_id.bound().cast(),
            ..Default::default()
        };
        let answer = registry::register(&step, &self.bindings.on_loan, call)?;
        step.ends_with(answer, &[])
    }

    fn write_loan(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "write_loan",
            "WRITE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/key", Origin::Input("/book_id")),
                ("/value/book_id", Origin::Input("/book_id")),
                ("/value/due_at", Origin::Input("/due_at")),
                ("/value/lent_at", Origin::Input("/lent_at")),
                ("/value/loan_days", Origin::Input("/loan_days")),
                ("/value/member_id", Origin::Input("/member_id")),
                ("/value/note", Origin::Input("/note")),
            ],
            &[],
        );
        let call = mutable_json::Write {
            key: self.surface.inputs.book_id.bound(),
            value: Field::json(object([
                ("book_id", self.surface.inputs.book_id.to_value()),
                ("due_at", self.surface.inputs.due_at.to_value()),
                ("lent_at", self.surface.inputs.lent_at.to_value()),
                ("loan_days", self.surface.inputs.loan_days.to_value()),
                ("member_id", self.surface.inputs.member_id.to_value()),
                ("note", self.surface.inputs.note.to_value()),
                ("state", "LENT".into()),
            ])),
        };
        let answer = mutable_json::write(&step, &self.bindings.loans, call)?;
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
        let step = step.bound(&[("/key", Origin::Input("/member_id"))], &[("/account", Origin::Raw("/value"))]);
        let call = mutable_json::Keyed { key: self.surface.inputs.member_id.bound() };
        let mut answer = mutable_json::read(&step, &self.bindings.accounts, call)?;
        self.surface.account = answer.take(|it| &mut it.value).into();
        step.ends_with(answer, &[("account", &self.surface.account)])
    }

    fn open_account(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "open_account",
            "WRITE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(&[("/key", Origin::Input("/member_id"))], &[]);
        let call = mutable_json::Write {
            key: self.surface.inputs.member_id.bound(),
            value: Field::json(object([("open_loans", 1.into()), ("opened_at", run.timestamp().into())])),
        };
        let answer = mutable_json::write(&step, &self.bindings.accounts, call)?;
        self.surface.open_loans = 1.into();
        step.ends_with(answer, &[("open_loans", &self.surface.open_loans)])
    }

    fn count_loan(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "count_loan",
            "WRITE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/key", Origin::Input("/member_id")),
                ("/value/open_loans", Origin::Step("read_account", "/account/open_loans")),
                ("/value/opened_at", Origin::Step("read_account", "/account/opened_at")),
            ],
            &[("/open_loans", Origin::Step("read_account", "/account/open_loans"))],
        );
        let call = mutable_json::Write {
            key: self.surface.inputs.member_id.bound(),
            value: Field::json(object([
                (
                    "open_loans",
                    arithmetic::plus(
                            &self.surface.account.value_at(&["open_loans"]),
                            1,
                            "{{$.results.read_account.account.open_loans + 1}}",
                        )?.into(),
                ),
                ("opened_at", self.surface.account.value_at(&["opened_at"])),
            ])),
        };
        let answer = mutable_json::write(&step, &self.bindings.accounts, call)?;
        self.surface.open_loans = arithmetic::plus(
                &self.surface.account.value_at(&["open_loans"]),
                1,
                "{{$.results.read_account.account.open_loans + 1}}",
            )?.into();
        step.ends_with(answer, &[("open_loans", &self.surface.open_loans)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
}

/// The steps of the pipeline.
enum Step {
    TakeCopy,
    WriteLoan,
    ReadAccount,
    OpenAccount,
    CountLoan,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { bindings, surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The book's barcode. Required string.
    pub book_id: Field<String>,
    /// When it must be back. Required string.
    pub due_at: Field<String>,
    /// When it was scanned. Required string.
    pub lent_at: Field<String>,
    /// How many days it may be kept. Required integer.
    pub loan_days: Field<i64>,
    /// Who takes it. Required string.
    pub member_id: Field<String>,
    /// Damage that was there before. Optional string.
    pub note: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("book_id", &self.book_id),
            ("due_at", &self.due_at),
            ("lent_at", &self.lent_at),
            ("loan_days", &self.loan_days),
            ("member_id", &self.member_id),
            ("note", &self.note),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Mapped by a step, not declared.
    pub account: Field<Value>,
    /// How many books the member has now. Declared integer.
    pub open_loans: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 8> {
        fields([
            ("account", &self.account),
            ("open_loans", &self.open_loans),
            ("book_id", &self.inputs.book_id),
            ("due_at", &self.inputs.due_at),
            ("lent_at", &self.inputs.lent_at),
            ("loan_days", &self.inputs.loan_days),
            ("member_id", &self.inputs.member_id),
            ("note", &self.inputs.note),
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
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_LEND_BOOK_V0", address: 20 };
