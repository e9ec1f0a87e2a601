// Generated from the protocol snapshot. Change the protocol, not this file.

//! `concurrent::CC_DELEGATE_V0`: Run two workflows side by side

use pgs_capabilities::side_effects::concurrent_workflows;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields, object};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "concurrent::CC_DELEGATE_V0",
    address: 2,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `PARTIAL_FAILURE`
    PartialFailure,
    /// `SUCCESS`
    Success,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::PartialFailure => "PARTIAL_FAILURE",
            Self::Success => "SUCCESS",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Required string.
    pub word: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("word", &self.word)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared boolean.
    pub all: Field<bool>,
    /// Declared array.
    pub answers: Field<Vec<Value>>,
    /// The input of this name.
    pub word: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields(
            [("all", &self.all), ("answers", &self.answers), ("word", &self.word)],
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
            concurrent_workflows::ConcurrentStatus::Success => {
                break 'run Outcome::Success;
            }
            concurrent_workflows::ConcurrentStatus::PartialFailure => {
                break 'run Outcome::PartialFailure;
            }
            concurrent_workflows::ConcurrentStatus::BackendError => {
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
    /// Step `delegate`: `EXECUTE_CONCURRENT` of `capability_side_effects::CS_CONCURRENT_WORKFLOWS_V0`.
    fn delegate(
        &mut self,
        run: &Run,
    ) -> Result<concurrent_workflows::ConcurrentStatus, Fault> {
        const STEP: StepId = StepId {
            name: "delegate",
            fqdn: "capability_side_effects::CS_CONCURRENT_WORKFLOWS_V0",
            address: 0,
            op: Some("EXECUTE_CONCURRENT"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let answer = concurrent_workflows::execute_concurrent(
            run,
            vec![
                concurrent_workflows::Worker { code : 5.into(), payload :
                Field::json(object([("word", self.inputs.word.to_value())])), start : &
                crate ::concurrent::workflows::wf_inner_v0::start },
                concurrent_workflows::Worker { code : 6.into(), payload :
                Field::json(object([])), start : & crate
                ::concurrent::workflows::wf_rest_v0::start }
            ],
        );
        self.surface.all = answer.outputs.as_ref().map(|it| it.all_succeeded).into();
        self.surface.answers = answer
            .outputs
            .as_ref()
            .map(|it| it.results.clone())
            .into();
        step.ends(
            answer.status.as_str(),
            &[("all", &self.surface.all), ("answers", &self.surface.answers)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            word: inputs.word,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
