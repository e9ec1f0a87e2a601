// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_LIST_OVERDUE_V0`: List the overdue loans

use pgs_capabilities::transforms::filter_records;
use pgs_rt::store::mutable_json;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, TransformStatus, Value, fields,
    object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_LIST_OVERDUE_V0",
    address: 21,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NONE_OVERDUE`
    NoneOverdue,
    /// `SUCCESS`
    Success,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::NoneOverdue => "NONE_OVERDUE",
            Self::Success => "SUCCESS",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 0> {
        fields([], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The loans that members must be reminded of. Declared array.
    pub overdue_loans: Field<Vec<Value>>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 1> {
        fields([("overdue_loans", &self.overdue_loans)], &self.undeclared)
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
        results: Results::default(),
    };
    let outcome = 'run: {
        match pipeline.list_loans(run)? {
            mutable_json::ListStatus::Success => {}
            mutable_json::ListStatus::BackendError => break 'run Outcome::BackendError,
        }
        match pipeline.keep_overdue(run)? {
            TransformStatus::Success => break 'run Outcome::Success,
            TransformStatus::Violation => break 'run Outcome::NoneOverdue,
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
    /// Step `list_loans`: `LIST` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn list_loans(&mut self, run: &Run) -> Result<mutable_json::ListStatus, Fault> {
        const STEP: StepId = StepId {
            name: "list_loans",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("LIST"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let answer = mutable_json::list(&step, &self.bindings.loans)?;
        self.results.list_loans.raw_records = answer
            .outputs
            .as_ref()
            .map(|it| it.records.clone())
            .into();
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Step `keep_overdue`: `capability_transforms::CT_PURE_FILTER_RECORDS_V0`.
    fn keep_overdue(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "keep_overdue",
            fqdn: "capability_transforms::CT_PURE_FILTER_RECORDS_V0",
            address: 7,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = filter_records::Inputs {
            filter: Field::json(
                object([("member_id", "present".into()), ("state", "OVERDUE".into())]),
            ),
            source: self.results.list_loans.raw_records.bound(),
        };
        let answer = step.transform(inputs, filter_records::run)?;
        self.surface.overdue_loans = answer
            .outputs
            .as_ref()
            .map(|it| it.extracted.clone())
            .into();
        step.ends(
            answer.status.as_str(),
            &[("overdue_loans", &self.surface.overdue_loans)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    list_loans: ListLoansResults,
}

/// Of step `list_loans`.
#[derive(Default)]
struct ListLoansResults {
    /// `records` of the raw result.
    raw_records: Field<Vec<Value>>,
}
