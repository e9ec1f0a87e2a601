// Generated from the protocol snapshot. Change the protocol, not this file.

//! `nested_loop::CC_DELEGATE_V0`: Run a workflow for each item, and before it one for each item inside

use crate::nested_loop::workflows::{wf_inner_v0, wf_learn_v0};
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
        match self.delegate(run)? {
            workflow_loop::SequenceStatus::Success => Ok(Outcome::Success),
            workflow_loop::SequenceStatus::Violation => Ok(Outcome::Violation),
            workflow_loop::SequenceStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn delegate(&mut self, run: &Run) -> Result<workflow_loop::SequenceStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "delegate",
            "EXECUTE_SEQUENCE",
            "capability_side_effects::CS_WORKFLOW_LOOP_V0",
            0,
        );
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = workflow_loop::execute_sequence(
            run,
            self.surface.inputs.pages.bound(),
            workflow_loop::Items {
                payload_fields: &[("number", &["place", "page"]), ("word", &["title"])],
                inject: map([("reader", self.surface.inputs.reader.to_value())]),
                start: &|run, _, payload| Some(machine::start::<wf_inner_v0::Machine>(run, payload)),
            },
            Some(workflow_loop::SubItems {
                field: "words",
                items: workflow_loop::Items {
                    payload_fields: &[],
                    inject: Map::new(),
                    start: &|run, item, payload| match run.dispatches(item, "kind") {
                        Some("KNOWN") => Some(machine::start::<wf_inner_v0::Machine>(run, payload)),
                        Some("NEW") => Some(machine::start::<wf_learn_v0::Machine>(run, payload)),
                        _ => None,
                    },
                },
            }),
        );
        self.surface.pages_done = answer.take(|it| &mut it.items_processed).into();
        self.surface.words_done = answer.take(|it| &mut it.sub_items_processed).into();
        step.ends_with(answer, &[("pages_done", &self.surface.pages_done), ("words_done", &self.surface.words_done)])
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
    /// Required array.
    pub pages: Field<Vec<Value>>,
    /// Optional string.
    pub reader: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("pages", &self.pages), ("reader", &self.reader)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared integer.
    pub pages_done: Field<i64>,
    /// Declared integer.
    pub words_done: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("pages_done", &self.pages_done),
            ("words_done", &self.words_done),
            ("pages", &self.inputs.pages),
            ("reader", &self.inputs.reader),
        ])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "nested_loop::CC_DELEGATE_V0", address: 2 };
