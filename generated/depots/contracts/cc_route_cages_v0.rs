// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::CC_ROUTE_CAGES_V0`: Work off the parcels of each cage, then seal the cage

use crate::depots::workflows::{wf_seal_cage_v0, wf_sort_parcel_v0};
use crate::parcels::workflows::wf_deliver_parcel_v0;
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
        match self.route_each_cage(run)? {
            workflow_loop::SequenceStatus::Success => Ok(Outcome::Success),
            workflow_loop::SequenceStatus::Violation => Ok(Outcome::Violation),
            workflow_loop::SequenceStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn route_each_cage(&mut self, run: &Run) -> Result<workflow_loop::SequenceStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "route_each_cage",
            "EXECUTE_SEQUENCE",
            "capability_side_effects::CS_WORKFLOW_LOOP_V0",
            5,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/item_wf/inject/sealed_by", Origin::Input("/foreman")),
                ("/sequence", Origin::Input("/cages")),
                ("/triggered_by", Origin::Input("/foreman")),
            ],
            &[
                ("/cages_done", Origin::Raw("/items_processed")),
                ("/parcels_done", Origin::Raw("/sub_items_processed")),
            ],
        );
        let mut answer = workflow_loop::execute_sequence(
            run,
            self.surface.inputs.cages.bound(),
            workflow_loop::Items {
                payload_fields: &[("cage_id", &["cage"]), ("destination", &["destination"]), ("seal", &["seal"])],
                inject: map([("sealed_by", self.surface.inputs.foreman.to_value())]),
                start: &|run, _, payload| Some(machine::start::<wf_seal_cage_v0::Machine>(run, payload)),
            },
            Some(workflow_loop::SubItems {
                field: "parcels",
                items: workflow_loop::Items {
                    payload_fields: &[],
                    inject: Map::new(),
                    start: &|run, item, payload| match run.dispatches(item, "action") {
                        Some("HAND_OVER") => Some(machine::start::<wf_deliver_parcel_v0::Machine>(run, payload)),
                        Some("SORT") => Some(machine::start::<wf_sort_parcel_v0::Machine>(run, payload)),
                        _ => None,
                    },
                },
            }),
        );
        self.surface.cages_done = answer.take(|it| &mut it.items_processed).into();
        self.surface.parcels_done = answer.take(|it| &mut it.sub_items_processed).into();
        step.ends_with(
            answer,
            &[("cages_done", &self.surface.cages_done), ("parcels_done", &self.surface.parcels_done)],
        )
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
    /// The cages in the order of unloading. Required array.
    pub cages: Field<Vec<Value>>,
    /// Who answers for the batch. Required string.
    pub foreman: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("cages", &self.cages), ("foreman", &self.foreman)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many cages left the depot. Declared integer.
    pub cages_done: Field<i64>,
    /// How many parcels were worked off. Declared integer.
    pub parcels_done: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("cages_done", &self.cages_done),
            ("parcels_done", &self.parcels_done),
            ("cages", &self.inputs.cages),
            ("foreman", &self.inputs.foreman),
        ])
    }
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "depots::CC_ROUTE_CAGES_V0", address: 13 };
