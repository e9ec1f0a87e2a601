// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_WORK_OFF_SLIPS_V0`: Run the workflow of each slip, in order

use pgs_capabilities::side_effects::workflow_loop;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_WORK_OFF_SLIPS_V0",
    address: 30,
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
    /// The desk that wrote them. Required string.
    pub desk: Field<String>,
    /// The slips in the order in which they were written. Required array.
    pub slips: Field<Vec<Value>>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("desk", &self.desk), ("slips", &self.slips)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many slips were worked off. Declared integer.
    pub slips_done: Field<i64>,
    /// The input of this name.
    pub desk: Field<String>,
    /// The input of this name.
    pub slips: Field<Vec<Value>>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields(
            [
                ("slips_done", &self.slips_done),
                ("desk", &self.desk),
                ("slips", &self.slips),
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
        match pipeline.work_off_each(run)? {
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
    /// Step `work_off_each`: `EXECUTE_SEQUENCE` of `capability_side_effects::CS_WORKFLOW_LOOP_V0`.
    fn work_off_each(
        &mut self,
        run: &Run,
    ) -> Result<workflow_loop::SequenceStatus, Fault> {
        const STEP: StepId = StepId {
            name: "work_off_each",
            fqdn: "capability_side_effects::CS_WORKFLOW_LOOP_V0",
            address: 5,
            op: Some("EXECUTE_SEQUENCE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let answer = workflow_loop::execute_sequence(
            run,
            self.inputs.slips.bound(),
            workflow_loop::Items {
                payload_fields: &[],
                inject: Map::new(),
                start: &|run, item, payload| match item
                    .get("slip")
                    .and_then(Value::as_str)
                {
                    Some("LEND") => {
                        Some(
                            crate::library::workflows::wf_lend_book_v0::start(
                                run,
                                payload,
                            ),
                        )
                    }
                    Some("RESERVE") => {
                        Some(
                            crate::library::workflows::wf_reserve_book_v0::start(
                                run,
                                payload,
                            ),
                        )
                    }
                    Some("RETURN") => {
                        Some(
                            crate::library::workflows::wf_return_book_v0::start(
                                run,
                                payload,
                            ),
                        )
                    }
                    _ => None,
                },
            },
            None,
        );
        self.surface.slips_done = answer
            .outputs
            .as_ref()
            .map(|it| it.items_processed)
            .into();
        step.ends(
            answer.status.as_str(),
            &[("slips_done", &self.surface.slips_done)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            desk: inputs.desk,
            slips: inputs.slips,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
