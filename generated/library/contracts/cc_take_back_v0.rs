// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_TAKE_BACK_V0`: Take a book back from a member

use pgs_rt::store::{mutable_json, registry};
use pgs_rt::{
    ContractId, Dig, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields,
    object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_TAKE_BACK_V0",
    address: 28,
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
    /// Who had it. Required string.
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
    /// How many books the member has left. Declared integer.
    pub open_loans: Field<i64>,
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
                ("open_loans", &self.open_loans),
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
    let outcome = 'run: {
        match pipeline.release_copy(run)? {
            registry::DeregisterStatus::Success => {}
            registry::DeregisterStatus::NotFound => break 'run Outcome::NotFound,
            registry::DeregisterStatus::Violation => break 'run Outcome::Violation,
            registry::DeregisterStatus::BackendError => break 'run Outcome::BackendError,
        }
        match pipeline.erase_loan(run)? {
            mutable_json::DeleteStatus::Success => {}
            mutable_json::DeleteStatus::NotFound => break 'run Outcome::NotFound,
            mutable_json::DeleteStatus::Violation => break 'run Outcome::Violation,
            mutable_json::DeleteStatus::BackendError => break 'run Outcome::BackendError,
        }
        match pipeline.read_account(run)? {
            mutable_json::ReadStatus::Success => {}
            mutable_json::ReadStatus::NotFound => break 'run Outcome::NotFound,
            mutable_json::ReadStatus::Violation => break 'run Outcome::Violation,
            mutable_json::ReadStatus::BackendError => break 'run Outcome::BackendError,
        }
        match pipeline.count_return(run)? {
            mutable_json::WriteStatus::Success => break 'run Outcome::Success,
            mutable_json::WriteStatus::Violation => break 'run Outcome::Violation,
            mutable_json::WriteStatus::BackendError => break 'run Outcome::BackendError,
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
    /// Step `release_copy`: `DEREGISTER` of `capability_side_effects::CS_REGISTRY_V0`.
    fn release_copy(&mut self, run: &Run) -> Result<registry::DeregisterStatus, Fault> {
        const STEP: StepId = StepId {
            name: "release_copy",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 2,
            op: Some("DEREGISTER"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Named {
            key_or_address: self.inputs.book_id.bound(),
        };
        let answer = registry::deregister(&step, &self.bindings.on_loan, call)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Step `erase_loan`: `DELETE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn erase_loan(&mut self, run: &Run) -> Result<mutable_json::DeleteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "erase_loan",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("DELETE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Keyed {
            key: self.inputs.book_id.bound(),
        };
        let answer = mutable_json::delete(&step, &self.bindings.loans, call)?;
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
        self.results.read_account.raw_value = answer
            .outputs
            .as_ref()
            .map(|it| it.value.clone())
            .into();
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Step `count_return`: `WRITE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn count_return(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "count_return",
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
                                    .raw_value
                                    .value_at(&["open_loans"]),
                                -1,
                                "{{$.results.read_account.capability_result.value.open_loans - 1}}",
                            )?
                            .into(),
                    ),
                    (
                        "opened_at",
                        self.results.read_account.raw_value.value_at(&["opened_at"]),
                    ),
                ]),
            ),
        };
        let answer = mutable_json::write(&step, &self.bindings.accounts, call)?;
        self.surface.open_loans = arithmetic::plus(
                &self.results.read_account.raw_value.value_at(&["open_loans"]),
                -1,
                "{{$.results.read_account.capability_result.value.open_loans - 1}}",
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
    /// `value` of the raw result.
    raw_value: Field<Value>,
}
