// Generated from the protocol snapshot. Change the protocol, not this file.

//! `templates::CC_STAMP_V0`: Templates of steps

use pgs_rt::store::mutable_json;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Run, StepId, Value, arithmetic, fields, object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "templates::CC_STAMP_V0",
    address: 1,
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
    /// Required string.
    pub at: Field<String>,
    /// Required integer.
    pub count: Field<i64>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("at", &self.at), ("count", &self.count)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared integer.
    pub more: Field<i64>,
    /// The input of this name.
    pub at: Field<String>,
    /// The input of this name.
    pub count: Field<i64>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 3> {
        fields(
            [("more", &self.more), ("at", &self.at), ("count", &self.count)],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `CARDS`.
    pub cards: mutable_json::Store,
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(
    run: &Run,
    node: &str,
    bindings: Bindings,
    inputs: Inputs,
) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        inputs,
        bindings,
        surface: Surface::default(),
    };
    let outcome = 'run: {
        match pipeline.stamp(run)? {
            mutable_json::WriteStatus::Success => break 'run Outcome::Success,
            mutable_json::WriteStatus::Violation => break 'run Outcome::Violation,
            mutable_json::WriteStatus::BackendError => break 'run Outcome::BackendError,
        }
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    bindings: Bindings,
    surface: Surface,
}

impl Pipeline {
    /// Step `stamp`: `WRITE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn stamp(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "stamp",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 0,
            op: Some("WRITE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: "card".into(),
            value: Field::json(
                object([
                    ("at", run.timestamp().into()),
                    (
                        "less",
                        arithmetic::plus(
                                &self.inputs.count.to_value(),
                                -10,
                                "{{$.inputs.count - 10}}",
                            )?
                            .into(),
                    ),
                    (
                        "more",
                        arithmetic::plus(
                                &self.inputs.count.to_value(),
                                1,
                                "{{$.inputs.count + 1}}",
                            )?
                            .into(),
                    ),
                ]),
            ),
        };
        let answer = mutable_json::write(&step, &self.bindings.cards, call)?;
        self.surface.more = arithmetic::plus(&Value::Null, 2, "{{$.inputs.count + 2}}")?
            .into();
        step.ends(
            answer.status.as_str(),
            &[("more", &self.surface.more)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            at: inputs.at,
            count: inputs.count,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
