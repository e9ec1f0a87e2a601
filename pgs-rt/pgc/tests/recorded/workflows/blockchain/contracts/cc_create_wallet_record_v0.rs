//! `blockchain::CC_CREATE_WALLET_RECORD_V0`

use crate::workflows::around;
use pgs_capabilities::pgc::side_effects::clock;
use pgs_capabilities::pgc::transforms::assemble_record;
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
        let step = self.read_created_at(run)?;
        match step.status() {
            clock::NowStatus::Success => step.continues()?,
            clock::NowStatus::BackendError => return step.exits(Outcome::BackendError),
        }
        let step = self.assemble_wallet(run)?;
        match step.status() {
            TransformStatus::Success => step.continues()?,
            TransformStatus::Violation => return step.exits(Outcome::Violation),
        }
        let step = self.write_wallet(run)?;
        match step.status() {
            mutable_json::WriteStatus::Success => {
                step.continues()?;
                Ok(Outcome::Success)
            }
            mutable_json::WriteStatus::Violation => step.exits(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn read_created_at<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, clock::NowStatus>, Fault> {
        const STEP: StepId = StepId::side_effect("read_created_at", "NOW", "capability_side_effects::CS_CLOCK_V0", 67);
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = step.effect(|run| clock::now(&around(run), &clock::Policy::default()))?;
        let timestamp = answer.take(|it| &mut it.timestamp);
        let outcome = step.ends(answer.status(), &[("timestamp", &timestamp)]);
        merge(&mut self.surface.timestamp, timestamp);
        Ok(outcome)
    }

    fn assemble_wallet<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, TransformStatus>, Fault> {
        const STEP: StepId =
            StepId::transform("assemble_wallet", "capability_transforms::CT_PURE_ASSEMBLE_RECORD_V0", 73);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = assemble_record::Inputs {
            fields: step.reads("fields", self.surface.inputs.wallet_fields.bind())?,
            ..assemble_record::Inputs::default()
        };
        let mut answer = step.atom(Purity::Pure, inputs, assemble_record::run)?;
        let record = answer.take(|it| &mut it.record);
        let outcome = step.ends(answer.status(), &[("record", &record)]);
        merge(&mut self.surface.record, record);
        Ok(outcome)
    }

    fn write_wallet<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, mutable_json::WriteStatus>, Fault> {
        const STEP: StepId =
            StepId::side_effect("write_wallet", "WRITE", "capability_side_effects::CS_MUTABLE_JSON_V0", 68);
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write { key: self.surface.inputs.wallet_id.bind(), value: self.surface.record.bind() };
        let answer = mutable_json::write(&step, &self.bindings.wallets, call)?;
        let result_status = answer.result_word();
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
    pub wallet_fields: Field<Map<String, Value>>,
    /// Declared string.
    pub wallet_id: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 2> {
        fields([("wallet_fields", &self.wallet_fields), ("wallet_id", &self.wallet_id)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared without a type.
    pub timestamp: Field<Value>,
    /// Declared without a type.
    pub record: Field<Value>,
    /// Declared string.
    pub result_status: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 5> {
        fields([
            ("timestamp", &self.timestamp),
            ("record", &self.record),
            ("result_status", &self.result_status),
            ("wallet_fields", &self.inputs.wallet_fields),
            ("wallet_id", &self.inputs.wallet_id),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `WALLETS`.
    pub wallets: mutable_json::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "blockchain::CC_CREATE_WALLET_RECORD_V0", address: 22 };
