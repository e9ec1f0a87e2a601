// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_RECORD_EVENT_V0`: Append an event to the journal

use pgs_rt::store::append_only;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields, object};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_RECORD_EVENT_V0",
    address: 25,
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
    /// What else is to be remembered. Optional object.
    pub details: Field<Map<String, Value>>,
    /// The kind of event. Required string.
    pub event_code: Field<String>,
    /// The member or the book that it happened to. Required string.
    pub subject: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields(
            [
                ("details", &self.details),
                ("event_code", &self.event_code),
                ("subject", &self.subject),
            ],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The line in the journal, counted from 1. Declared integer.
    pub entry_number: Field<i64>,
    /// The input of this name.
    pub details: Field<Map<String, Value>>,
    /// The input of this name.
    pub event_code: Field<String>,
    /// The input of this name.
    pub subject: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields(
            [
                ("entry_number", &self.entry_number),
                ("details", &self.details),
                ("event_code", &self.event_code),
                ("subject", &self.subject),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `JOURNAL`.
    pub journal: append_only::Store,
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
        match pipeline.append_entry(run)? {
            append_only::AppendStatus::Success => break 'run Outcome::Success,
            append_only::AppendStatus::Violation => break 'run Outcome::Violation,
            append_only::AppendStatus::BackendError => break 'run Outcome::BackendError,
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
    /// Step `append_entry`: `APPEND` of `capability_side_effects::CS_APPENDONLY_JSONL_V0`.
    fn append_entry(&mut self, run: &Run) -> Result<append_only::AppendStatus, Fault> {
        const STEP: StepId = StepId {
            name: "append_entry",
            fqdn: "capability_side_effects::CS_APPENDONLY_JSONL_V0",
            address: 0,
            op: Some("APPEND"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = append_only::Append {
            actor_id: Field::json("desk".into()),
            record: Field::json(
                object([
                    ("details", self.inputs.details.to_value()),
                    ("event_code", self.inputs.event_code.to_value()),
                    ("recorded_at", run.timestamp().into()),
                    ("subject", self.inputs.subject.to_value()),
                ]),
            ),
            stream_id: self.inputs.subject.bound().cast(),
        };
        let answer = append_only::append(&step, &self.bindings.journal, call)?;
        self.surface.entry_number = answer
            .outputs
            .as_ref()
            .map(|it| it.sequence_number)
            .into();
        step.ends(
            answer.status.as_str(),
            &[("entry_number", &self.surface.entry_number)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            details: inputs.details,
            event_code: inputs.event_code,
            subject: inputs.subject,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
