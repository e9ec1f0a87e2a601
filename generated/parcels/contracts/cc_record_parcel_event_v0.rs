// Generated from the protocol snapshot. Change the protocol, not this file.

//! `parcels::CC_RECORD_PARCEL_EVENT_V0`: Append an event to the journal of parcels

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
        match self.append_entry(run)? {
            append_only::AppendStatus::Success => Ok(Outcome::Success),
            append_only::AppendStatus::Violation => Ok(Outcome::Violation),
            append_only::AppendStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn append_entry(&mut self, run: &Run) -> Result<append_only::AppendStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "append_entry",
            "APPEND",
            "capability_side_effects::CS_APPENDONLY_JSONL_V0",
            0,
        );
        let step = run.step(&CONTRACT, &STEP);
        let step = step.bound(
            &[
                ("/record/details", Origin::Input("/details")),
                ("/record/event_code", Origin::Input("/event_code")),
                ("/stream_id", Origin::Input("/subject")),
            ],
            &[("/entry_number", Origin::Raw("/sequence_number"))],
        );
        let call = append_only::Append {
            record: Field::json(object([
                ("details", self.surface.inputs.details.to_value()),
                ("event_code", self.surface.inputs.event_code.to_value()),
                ("recorded_at", run.timestamp().into()),
            ])),
            stream_id: self.surface.inputs.subject.bound().cast(),
            ..Default::default()
        };
        let mut answer = append_only::append(&step, &self.bindings.parcel_journal, call)?;
        self.surface.entry_number = answer.take(|it| &mut it.sequence_number).into();
        step.ends_with(answer, &[("entry_number", &self.surface.entry_number)])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { bindings, surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// What else is to be remembered. Optional object.
    pub details: Field<Map<String, Value>>,
    /// The kind of event. Required string.
    pub event_code: Field<String>,
    /// The parcel or the day that it happened to. Required string.
    pub subject: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 3> {
        fields([("details", &self.details), ("event_code", &self.event_code), ("subject", &self.subject)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The line in the journal, counted from 1. Declared integer.
    pub entry_number: Field<i64>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("entry_number", &self.entry_number),
            ("details", &self.inputs.details),
            ("event_code", &self.inputs.event_code),
            ("subject", &self.inputs.subject),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `PARCEL_JOURNAL`.
    pub parcel_journal: append_only::Store,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "parcels::CC_RECORD_PARCEL_EVENT_V0", address: 31 };
