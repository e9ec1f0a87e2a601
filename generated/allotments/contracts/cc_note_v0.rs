// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::CC_NOTE_V0`: Note what was decided about a plot

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
        let step = self.append(run)?;
        match step.status() {
            append_only::AppendStatus::Success => step.exits(Outcome::Success),
            append_only::AppendStatus::Violation => step.exits(Outcome::Violation),
            append_only::AppendStatus::BackendError => step.exits(Outcome::BackendError),
        }
    }

    fn append<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, append_only::AppendStatus>, Fault> {
        const STEP: StepId = StepId::side_effect(
            "append",
            "APPEND",
            "capability_side_effects::CS_APPENDONLY_JSONL_V0",
            27,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = append_only::Append {
            record: mapping([
                ("decision", self.surface.inputs.decision.bind()),
                ("member_id", self.surface.inputs.member_id.bind()),
                ("own_tools", self.surface.inputs.own_tools.bind()),
            ]),
            stream_id: self.surface.inputs.plot.bind(),
            ..Default::default()
        };
        let mut answer = append_only::append(&step, &self.bindings.journal, call)?;
        let line = answer.take(|it| &mut it.sequence_number);
        let record_id = answer.take(|it| &mut it.record_id);
        let outcome = step.ends(answer.status(), &[("line", &line), ("record_id", &record_id)]);
        merge(&mut self.surface.line, line);
        merge(&mut self.surface.record_id, record_id);
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
    /// The word. Required string.
    pub decision: Field<String>,
    /// The member. Required string.
    pub member_id: Field<String>,
    /// Whether the member brings tools. Optional boolean.
    pub own_tools: Field<bool>,
    /// The plot. Required string.
    pub plot: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 4> {
        fields([
            ("decision", &self.decision),
            ("member_id", &self.member_id),
            ("own_tools", &self.own_tools),
            ("plot", &self.plot),
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared integer.
    pub line: Field<i64>,
    /// Declared string.
    pub record_id: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 6> {
        fields([
            ("line", &self.line),
            ("record_id", &self.record_id),
            ("decision", &self.inputs.decision),
            ("member_id", &self.inputs.member_id),
            ("own_tools", &self.inputs.own_tools),
            ("plot", &self.inputs.plot),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `JOURNAL`.
    pub journal: append_only::Store,
}

/// This contract in traces.
pub const CONTRACT: ContractId = ContractId { fqdn: "allotments::CC_NOTE_V0", address: 6 };
