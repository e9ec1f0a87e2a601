// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_REMIND_ALL_V0`: Write a reminder for each overdue loan

use crate::library::workflows::wf_notify_member_v0;
use pgs_capabilities::side_effects::workflow_loop;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.remind_each(run)? {
            workflow_loop::SequenceStatus::Success => Ok(Outcome::Success),
            workflow_loop::SequenceStatus::Violation => Ok(Outcome::Violation),
            workflow_loop::SequenceStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn remind_each(&mut self, run: &Run) -> Result<workflow_loop::SequenceStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "remind_each",
            "EXECUTE_SEQUENCE",
            "capability_side_effects::CS_WORKFLOW_LOOP_V0",
            5,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[("/sequence", Origin::Input("/overdue_loans"))],
            &[("/letters_written", Origin::Raw("/items_processed"))],
        );
        let mut answer = workflow_loop::execute_sequence(
            run,
            self.surface.inputs.overdue_loans.bound(),
            workflow_loop::Items {
                payload_fields: &[("book_id", &["book_id"]), ("member_id", &["member_id"])],
                inject: map([("reason", "OVERDUE".into())]),
                start: &|run, _, payload| Some(machine::start::<wf_notify_member_v0::Machine>(run, payload)),
            },
            None,
        );
        self.surface.letters_written = answer.take(|it| &mut it.items_processed).into();
        step.ends_with(answer, &[("letters_written", &self.surface.letters_written)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    surface: Surface,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The loans that members must be reminded of. Required array.
    pub overdue_loans: Field<Vec<Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("overdue_loans", &self.overdue_loans)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many letters there were. Declared integer.
    pub letters_written: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields([("letters_written", &self.letters_written), ("overdue_loans", &self.inputs.overdue_loans)])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_REMIND_ALL_V0", address: 27 };
