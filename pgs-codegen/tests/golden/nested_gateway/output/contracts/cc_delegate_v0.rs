// Generated from the protocol snapshot. Change the protocol, not this file.

//! `nested_gateway::CC_DELEGATE_V0`: Run one workflow

use pgs_capabilities::side_effects::workflow_gateway;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields, object};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "nested_gateway::CC_DELEGATE_V0",
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
    /// Declared object.
    pub answer: Field<Map<String, Value>>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 1> {
        fields([("answer", &self.answer)], &self.undeclared)
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
        {
            use crate::nested_gateway::workflows::wf_inner_v0::Status as Status;
            match pipeline.delegate(run)? {
                Some(Status::Success) => break 'run Outcome::Success,
                Some(Status::Violation) => break 'run Outcome::Violation,
                None => break 'run Outcome::BackendError,
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
    /// Step `delegate`: `EXECUTE` of `capability_side_effects::CS_WORKFLOW_GATEWAY_V0`.
    fn delegate(
        &mut self,
        run: &Run,
    ) -> Result<Option<crate::nested_gateway::workflows::wf_inner_v0::Status>, Fault> {
        const STEP: StepId = StepId {
            name: "delegate",
            fqdn: "capability_side_effects::CS_WORKFLOW_GATEWAY_V0",
            address: 0,
            op: Some("EXECUTE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let mut status = None;
        let answer = workflow_gateway::execute(
            run,
            Field::json(object([("word", "CC".into())])),
            |run, payload| {
                let (ended_with, ended) = crate::nested_gateway::workflows::wf_inner_v0::run(
                    run,
                    payload,
                )?;
                status = Some(ended_with);
                Ok(ended)
            },
        );
        self.surface.answer = answer
            .outputs
            .as_ref()
            .map(|it| it.execution_result.clone())
            .into();
        step.ends(
            status
                .map_or(
                    "BACKEND_ERROR",
                    crate::nested_gateway::workflows::wf_inner_v0::Status::as_str,
                ),
            &[("answer", &self.surface.answer)],
            answer.reason.as_deref(),
        )?;
        Ok(status)
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
