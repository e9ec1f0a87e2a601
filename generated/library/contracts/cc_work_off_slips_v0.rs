// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_WORK_OFF_SLIPS_V0`: Run the workflow of each slip, in order

use crate::library::workflows::{wf_lend_book_v0, wf_reserve_book_v0, wf_return_book_v0};
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
        match self.work_off_each(run)? {
            workflow_loop::SequenceStatus::Success => Ok(Outcome::Success),
            workflow_loop::SequenceStatus::Violation => Ok(Outcome::Violation),
            workflow_loop::SequenceStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn work_off_each(&mut self, run: &Run) -> Result<workflow_loop::SequenceStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "work_off_each",
            "EXECUTE_SEQUENCE",
            "capability_side_effects::CS_WORKFLOW_LOOP_V0",
            5,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[("/sequence", Origin::Input("/slips")), ("/triggered_by", Origin::Input("/desk"))],
            &[("/slips_done", Origin::Raw("/items_processed"))],
        );
        let mut answer = workflow_loop::execute_sequence(
            run,
            self.surface.inputs.slips.bound(),
            workflow_loop::Items {
                payload_fields: &[],
                inject: Map::new(),
                start: &|run, item, payload| match run.dispatches(item, "slip") {
                    Some("LEND") => Some(machine::start::<wf_lend_book_v0::Machine>(run, payload)),
                    Some("RESERVE") => Some(machine::start::<wf_reserve_book_v0::Machine>(run, payload)),
                    Some("RETURN") => Some(machine::start::<wf_return_book_v0::Machine>(run, payload)),
                    _ => None,
                },
            },
            None,
        );
        self.surface.slips_done = answer.take(|it| &mut it.items_processed).into();
        step.ends_with(answer, &[("slips_done", &self.surface.slips_done)])
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
    /// The desk that wrote them. Required string.
    pub desk: Field<String>,
    /// The slips in the order in which they were written. Required array.
    pub slips: Field<Vec<Value>>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("desk", &self.desk), ("slips", &self.slips)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many slips were worked off. Declared integer.
    pub slips_done: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields([("slips_done", &self.slips_done), ("desk", &self.inputs.desk), ("slips", &self.inputs.slips)])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_WORK_OFF_SLIPS_V0", address: 30 };
