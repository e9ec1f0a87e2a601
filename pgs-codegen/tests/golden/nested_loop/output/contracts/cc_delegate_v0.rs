// Generated from the protocol snapshot. Change the protocol, not this file.

//! `nested_loop::CC_DELEGATE_V0`: Run a workflow for each item, and before it one for each item inside

use pgs_capabilities::side_effects::workflow_loop;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields, map};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "nested_loop::CC_DELEGATE_V0",
    address: 2,
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
    /// Required array.
    pub pages: Field<Vec<Value>>,
    /// Optional string.
    pub reader: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("pages", &self.pages), ("reader", &self.reader)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared integer.
    pub pages_done: Field<i64>,
    /// Declared integer.
    pub words_done: Field<i64>,
    /// The input of this name.
    pub pages: Field<Vec<Value>>,
    /// The input of this name.
    pub reader: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields(
            [
                ("pages_done", &self.pages_done),
                ("words_done", &self.words_done),
                ("pages", &self.pages),
                ("reader", &self.reader),
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
        match pipeline.delegate(run)? {
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
    /// Step `delegate`: `EXECUTE_SEQUENCE` of `capability_side_effects::CS_WORKFLOW_LOOP_V0`.
    fn delegate(&mut self, run: &Run) -> Result<workflow_loop::SequenceStatus, Fault> {
        const STEP: StepId = StepId {
            name: "delegate",
            fqdn: "capability_side_effects::CS_WORKFLOW_LOOP_V0",
            address: 0,
            op: Some("EXECUTE_SEQUENCE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let answer = workflow_loop::execute_sequence(
            run,
            self.inputs.pages.bound(),
            workflow_loop::Items {
                payload_fields: &[("number", &["place", "page"]), ("word", &["title"])],
                inject: map([("reader", self.inputs.reader.to_value())]),
                start: &|run, _, payload| Some(
                    crate::nested_loop::workflows::wf_inner_v0::start(run, payload),
                ),
            },
            Some(workflow_loop::SubItems {
                field: "words",
                items: workflow_loop::Items {
                    payload_fields: &[],
                    inject: Map::new(),
                    start: &|run, item, payload| match item
                        .get("kind")
                        .and_then(Value::as_str)
                    {
                        Some("KNOWN") => {
                            Some(
                                crate::nested_loop::workflows::wf_inner_v0::start(
                                    run,
                                    payload,
                                ),
                            )
                        }
                        Some("NEW") => {
                            Some(
                                crate::nested_loop::workflows::wf_learn_v0::start(
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
        self.surface.pages_done = answer
            .outputs
            .as_ref()
            .map(|it| it.items_processed)
            .into();
        self.surface.words_done = answer
            .outputs
            .as_ref()
            .map(|it| it.sub_items_processed)
            .into();
        step.ends(
            answer.status.as_str(),
            &[
                ("pages_done", &self.surface.pages_done),
                ("words_done", &self.surface.words_done),
            ],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            pages: inputs.pages,
            reader: inputs.reader,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
