// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_LIST_OVERDUE_V0`: List the overdue loans

use pgs_capabilities::transforms::filter_records;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        NoneOverdue = "NONE_OVERDUE",
        Success = "SUCCESS",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.list_loans(run)? {
            mutable_json::ListStatus::Success => {}
            mutable_json::ListStatus::BackendError => return Ok(Outcome::BackendError),
        }
        match self.keep_overdue(run)? {
            TransformStatus::Success => Ok(Outcome::Success),
            TransformStatus::Violation => Ok(Outcome::NoneOverdue),
        }
    }

    fn list_loans(&mut self, run: &Run) -> Result<mutable_json::ListStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "list_loans",
            "LIST",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = mutable_json::list(&step, &self.bindings.loans)?;
        self.list_loans_raw_records = answer.take(|it| &mut it.records).into();
        step.ends_with(answer, &[])
    }

    fn keep_overdue(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("keep_overdue", "capability_transforms::CT_PURE_FILTER_RECORDS_V0", 7);
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[("/source", Origin::StepRaw("list_loans", "/records"))],
            &[("/overdue_loans", Origin::Raw("/extracted"))],
        );
        let inputs = filter_records::Inputs {
            filter: Field::json(object([("member_id", "present".into()), ("state", "OVERDUE".into())])),
            source: self.list_loans_raw_records.bound(),
        };
        let mut answer = step.transform(inputs, filter_records::run)?;
        self.surface.overdue_loans = answer.take(|it| &mut it.extracted).into();
        step.ends_with(answer, &[("overdue_loans", &self.surface.overdue_loans)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
    /// `records` of the raw result of step `list_loans`.
    list_loans_raw_records: Field<Vec<Value>>,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        bindings,
        surface: Surface { inputs, ..Surface::default() },
        list_loans_raw_records: Field::Unset,
    };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {}

impl Inputs {
    fn fields(&self) -> Fields<'_, 0> {
        fields([])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The loans that members must be reminded of. Declared array.
    pub overdue_loans: Field<Vec<Value>>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 1> {
        fields([("overdue_loans", &self.overdue_loans)])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `LOANS`.
    pub loans: mutable_json::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_LIST_OVERDUE_V0", address: 21 };
