// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::CC_ROUTE_CAGES_V0`: Work off the parcels of each cage, then seal the cage

use pgs_capabilities::side_effects::workflow_loop;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields, map};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "depots::CC_ROUTE_CAGES_V0",
    address: 13,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
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
            Self::BackendError => "BACKEND_ERROR",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The cages in the order of unloading. Required array.
    pub cages: Field<Vec<Value>>,
    /// Who answers for the batch. Required string.
    pub foreman: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("cages", &self.cages), ("foreman", &self.foreman)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many cages left the depot. Declared integer.
    pub cages_done: Field<i64>,
    /// How many parcels were worked off. Declared integer.
    pub parcels_done: Field<i64>,
    /// The input of this name.
    pub cages: Field<Vec<Value>>,
    /// The input of this name.
    pub foreman: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields(
            [
                ("cages_done", &self.cages_done),
                ("parcels_done", &self.parcels_done),
                ("cages", &self.cages),
                ("foreman", &self.foreman),
            ],
            &self.undeclared,
        )
    }
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, inputs: Inputs) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        inputs,
        surface: Surface::default(),
    };
    let outcome = 'run: {
        match pipeline.route_each_cage(run)? {
            workflow_loop::SequenceStatus::Success => break 'run Outcome::Success,
            workflow_loop::SequenceStatus::Violation => break 'run Outcome::Violation,
            workflow_loop::SequenceStatus::BackendError => {
                break 'run Outcome::BackendError;
            }
        }
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    surface: Surface,
}

impl Pipeline {
    /// Step `route_each_cage`: `EXECUTE_SEQUENCE` of `capability_side_effects::CS_WORKFLOW_LOOP_V0`.
    fn route_each_cage(
        &mut self,
        run: &Run,
    ) -> Result<workflow_loop::SequenceStatus, Fault> {
        const STEP: StepId = StepId {
            name: "route_each_cage",
            fqdn: "capability_side_effects::CS_WORKFLOW_LOOP_V0",
            address: 5,
            op: Some("EXECUTE_SEQUENCE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let answer = workflow_loop::execute_sequence(
            run,
            self.inputs.cages.bound(),
            workflow_loop::Items {
                payload_fields: &[
                    ("cage_id", &["cage"]),
                    ("destination", &["destination"]),
                    ("seal", &["seal"]),
                ],
                inject: map([("sealed_by", self.inputs.foreman.to_value())]),
                start: &|run, _, payload| Some(
                    crate::depots::workflows::wf_seal_cage_v0::start(run, payload),
                ),
            },
            Some(workflow_loop::SubItems {
                field: "parcels",
                items: workflow_loop::Items {
                    payload_fields: &[],
                    inject: Map::new(),
                    start: &|run, item, payload| match item
                        .get("action")
                        .and_then(Value::as_str)
                    {
                        Some("HAND_OVER") => {
                            Some(
                                crate::parcels::workflows::wf_deliver_parcel_v0::start(
                                    run,
                                    payload,
                                ),
                            )
                        }
                        Some("SORT") => {
                            Some(
                                crate::depots::workflows::wf_sort_parcel_v0::start(
                                    run,
                                    payload,
                                ),
                            )
                        }
                        _ => None,
                    },
                },
            }),
        );
        self.surface.cages_done = answer
            .outputs
            .as_ref()
            .map(|it| it.items_processed)
            .into();
        self.surface.parcels_done = answer
            .outputs
            .as_ref()
            .map(|it| it.sub_items_processed)
            .into();
        step.ends(
            answer.status.as_str(),
            &[
                ("cages_done", &self.surface.cages_done),
                ("parcels_done", &self.surface.parcels_done),
            ],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            cages: inputs.cages,
            foreman: inputs.foreman,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
