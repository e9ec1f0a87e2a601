// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_LEND_BOOK_V0`: Take a book out of the house in a member's name

use pgs_rt::store::{mutable_json, registry};
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
    object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_LEND_BOOK_V0",
    address: 20,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `ALREADY_EXISTS`
    AlreadyExists,
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
            Self::AlreadyExists => "ALREADY_EXISTS",
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
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 6> {
        fields(
            [
                ("book_id", &self.book_id),
                ("due_at", &self.due_at),
                ("lent_at", &self.lent_at),
                ("loan_days", &self.loan_days),
                ("member_id", &self.member_id),
                ("note", &self.note),
            ],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Mapped by a step, not declared.
    pub account: Field<Value>,
    /// How many books the member has now. Declared integer.
    pub open_loans: Field<i64>,
    /// The input of this name.
    pub book_id: Field<String>,
    /// The input of this name.
    pub due_at: Field<String>,
    /// The input of this name.
    pub lent_at: Field<String>,
    /// The input of this name.
    pub loan_days: Field<i64>,
    /// The input of this name.
    pub member_id: Field<String>,
    /// The input of this name.
    pub note: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 8> {
        fields(
            [
                ("account", &self.account),
                ("open_loans", &self.open_loans),
                ("book_id", &self.book_id),
                ("due_at", &self.due_at),
                ("lent_at", &self.lent_at),
                ("loan_days", &self.loan_days),
                ("member_id", &self.member_id),
                ("note", &self.note),
            ],
            &self.undeclared,
        )
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
    let mut step = Step::TakeCopy;
    let outcome = loop {
        step = match step {
            Step::TakeCopy => {
                use registry::RegisterStatus as Status;
                match pipeline.take_copy(run)? {
                    Status::Success => Step::WriteLoan,
                    Status::AlreadyExists => break Outcome::AlreadyExists,
                    Status::Violation => break Outcome::Violation,
                    Status::BackendError => break Outcome::BackendError,
                }
            }
            Step::WriteLoan => {
                use mutable_json::WriteStatus as Status;
                match pipeline.write_loan(run)? {
                    Status::Success => Step::ReadAccount,
                    Status::Violation => break Outcome::Violation,
                    Status::BackendError => break Outcome::BackendError,
                }
            }
            Step::ReadAccount => {
                use mutable_json::ReadStatus as Status;
                match pipeline.read_account(run)? {
                    Status::Success => Step::CountLoan,
                    Status::NotFound => Step::OpenAccount,
                    Status::Violation => break Outcome::Violation,
                    Status::BackendError => break Outcome::BackendError,
                }
            }
            Step::OpenAccount => {
                use mutable_json::WriteStatus as Status;
                match pipeline.open_account(run)? {
                    Status::Success => break Outcome::Success,
                    Status::Violation => break Outcome::Violation,
                    Status::BackendError => break Outcome::BackendError,
                }
            }
            Step::CountLoan => {
                use mutable_json::WriteStatus as Status;
                match pipeline.count_loan(run)? {
                    Status::Success => break Outcome::Success,
                    Status::Violation => break Outcome::Violation,
                    Status::BackendError => break Outcome::BackendError,
                }
            }
        };
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// The steps of the pipeline.
enum Step {
    /// `take_copy`
    TakeCopy,
    /// `write_loan`
    WriteLoan,
    /// `read_account`
    ReadAccount,
    /// `open_account`
    OpenAccount,
    /// `count_loan`
    CountLoan,
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    bindings: Bindings,
    surface: Surface,
    results: Results,
}

impl Pipeline {
    /// Step `take_copy`: `REGISTER` of `capability_side_effects::CS_REGISTRY_V0`.
    fn take_copy(&mut self, run: &Run) -> Result<registry::RegisterStatus, Fault> {
        const STEP: StepId = StepId {
            name: "take_copy",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 2,
            op: Some("REGISTER"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.inputs.book_id.bound(),
            target_cs: Field::json(1.into()),
            target_ref: self.inputs.member_id.bound().cast(),
            ..Default::default()
        };
        let answer = registry::register(&step, &self.bindings.on_loan, call)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Step `write_loan`: `WRITE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn write_loan(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "write_loan",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("WRITE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.inputs.book_id.bound(),
            value: Field::json(
                object([
                    ("book_id", self.inputs.book_id.to_value()),
                    ("due_at", self.inputs.due_at.to_value()),
                    ("lent_at", self.inputs.lent_at.to_value()),
                    ("loan_days", self.inputs.loan_days.to_value()),
                    ("member_id", self.inputs.member_id.to_value()),
                    ("note", self.inputs.note.to_value()),
                    ("state", "LENT".into()),
                ]),
            ),
        };
        let answer = mutable_json::write(&step, &self.bindings.loans, call)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

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
        self.surface.account = answer.outputs.as_ref().map(|it| it.value.clone()).into();
        self.results.read_account.account = self.surface.account.clone();
        step.ends(
            answer.status.as_str(),
            &[("account", &self.surface.account)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `open_account`: `WRITE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn open_account(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "open_account",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("WRITE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.inputs.member_id.bound(),
            value: Field::json(
                object([("open_loans", 1.into()), ("opened_at", run.timestamp().into())]),
            ),
        };
        let answer = mutable_json::write(&step, &self.bindings.accounts, call)?;
        self.surface.open_loans = 1.into();
        step.ends(
            answer.status.as_str(),
            &[("open_loans", &self.surface.open_loans)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `count_loan`: `WRITE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn count_loan(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "count_loan",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("WRITE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.inputs.member_id.bound(),
            value: Field::json(
                object([
                    (
                        "open_loans",
                        arithmetic::plus(
                                &self
                                    .results
                                    .read_account
                                    .account
                                    .value_at(&["open_loans"]),
                                1,
                                "{{$.results.read_account.account.open_loans + 1}}",
                            )?
                            .into(),
                    ),
                    (
                        "opened_at",
                        self.results.read_account.account.value_at(&["opened_at"]),
                    ),
                ]),
            ),
        };
        let answer = mutable_json::write(&step, &self.bindings.accounts, call)?;
        self.surface.open_loans = arithmetic::plus(
                &self.results.read_account.account.value_at(&["open_loans"]),
                1,
                "{{$.results.read_account.account.open_loans + 1}}",
            )?
            .into();
        step.ends(
            answer.status.as_str(),
            &[("open_loans", &self.surface.open_loans)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            book_id: inputs.book_id,
            due_at: inputs.due_at,
            lent_at: inputs.lent_at,
            loan_days: inputs.loan_days,
            member_id: inputs.member_id,
            note: inputs.note,
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
    /// Output `account`.
    account: Field<Value>,
}
