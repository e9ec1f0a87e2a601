//! `ai_governance::CC_APPEND_AUDIT_EVENT_V0`

use crate::workflows::around;
use pgs_capabilities::pgc::side_effects::clock;
use pgs_pgc::prelude::*;

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
        let step = self.read_now(run)?;
        match step.status() {
            clock::NowStatus::Success => step.continues()?,
            clock::NowStatus::BackendError => return step.exits(Outcome::BackendError),
        }
        let step = self.append_audit_event(run)?;
        match step.status() {
            append_only::AppendStatus::Success => step.exits(Outcome::Success),
            append_only::AppendStatus::Violation => step.exits(Outcome::Violation),
            append_only::AppendStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn read_now<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, clock::NowStatus>, Fault> {
        const STEP: StepId = StepId::side_effect("read_now", "NOW", "capability_side_effects::CS_CLOCK_V0", 68);
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = step.effect(|run| clock::now(&around(run), &clock::Policy::default()))?;
        let timestamp = answer.take(|it| &mut it.timestamp);
        let outcome = step.ends(answer.status(), &[("timestamp", &timestamp)]);
        merge(&mut self.surface.timestamp, timestamp);
        Ok(outcome)
    }

    fn append_audit_event<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, append_only::AppendStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("append_audit_event", "APPEND", "capability_side_effects::CS_APPENDONLY_JSONL_V0", 67);
        let step = run.step(&CONTRACT, &STEP);
        let call = append_only::Append {
            record: mapping([
                ("decision", self.surface.inputs.decision.bind()),
                ("employee_id", self.surface.inputs.employee_id.bind()),
                ("event_type", self.surface.inputs.event_type.bind()),
                ("license_id", self.surface.inputs.license_id.bind()),
                ("payload", self.surface.inputs.data.bind()),
                ("reason_code", self.surface.inputs.reason_code.bind()),
                ("timestamp", self.surface.timestamp.bind()),
            ]),
            ..append_only::Append::default()
        };
        let answer = append_only::append(&step, &self.bindings.license_audit, call)?;
        let result_status = answer.word();
        let outcome = step.ends(answer.status(), &[("result_status", &result_status)]);
        merge(&mut self.surface.result_status, result_status);
        Ok(outcome)
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
    run.contract_ends(&CONTRACT, node, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Declared object.
    pub data: Field<Map<String, Value>>,
    /// Declared string.
    pub decision: Field<String>,
    /// Declared string.
    pub employee_id: Field<String>,
    /// Declared string.
    pub event_type: Field<String>,
    /// Declared string.
    pub license_id: Field<String>,
    /// Declared string.
    pub reason_code: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("data", &self.data),
            ("decision", &self.decision),
            ("employee_id", &self.employee_id),
            ("event_type", &self.event_type),
            ("license_id", &self.license_id),
            ("reason_code", &self.reason_code),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared without a type.
    pub timestamp: Field<Value>,
    /// Declared string.
    pub result_status: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 8> {
        fields([
            ("timestamp", &self.timestamp),
            ("result_status", &self.result_status),
            ("data", &self.inputs.data),
            ("decision", &self.inputs.decision),
            ("employee_id", &self.inputs.employee_id),
            ("event_type", &self.inputs.event_type),
            ("license_id", &self.inputs.license_id),
            ("reason_code", &self.inputs.reason_code),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `LICENSE_AUDIT`.
    pub license_audit: append_only::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "ai_governance::CC_APPEND_AUDIT_EVENT_V0", address: 7 };
