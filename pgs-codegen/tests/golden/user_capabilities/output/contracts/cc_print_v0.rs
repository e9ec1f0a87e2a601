// Generated from the protocol snapshot. Change the protocol, not this file.

//! `user_capabilities::CC_PRINT_V0`: Call what a crate of the user's implements

use printer::{check_width, labels, paper};
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        OutOfPaper = "OUT_OF_PAPER",
        Success = "SUCCESS",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.check(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => {}
        }
        match self.paper(run)? {
            paper::SheetsStatus::Success => {}
            paper::SheetsStatus::BackendError => {}
        }
        match self.print(run)? {
            labels::PrintLabelStatus::Success => Ok(Outcome::Success),
            labels::PrintLabelStatus::OutOfPaper => Ok(Outcome::OutOfPaper),
            labels::PrintLabelStatus::Violation => Ok(Outcome::Violation),
        }
    }

    fn check(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("check", "user_capabilities::CT_PURE_CHECK_WIDTH_V0", 3);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = check_width::Inputs {
            text: self.surface.inputs.text.bound(),
            ..Default::default()
        };
        let mut answer = step.transform_drawing(inputs, check_width::run)?;
        self.surface.spare = answer.take(|it| &mut it.spare).into();
        step.ends_with(answer, &[("spare", &self.surface.spare)])
    }

    fn paper(&mut self, run: &Run) -> Result<paper::SheetsStatus, Fault> {
        const STEP: StepId = StepId::side_effect("paper", "SHEETS", "user_capabilities::CS_PAPER_V0", 1);
        let step = run.step(&CONTRACT, &STEP);
        let mut answer = step.effect(None, NoInputs {}, |run, _| paper::sheets(run))?;
        self.surface.sheets = answer.take(|it| &mut it.sheets).into();
        step.ends_with(answer, &[("sheets", &self.surface.sheets)])
    }

    fn print(&mut self, run: &Run) -> Result<labels::PrintLabelStatus, Fault> {
        const STEP: StepId = StepId::side_effect("print", "PRINT_LABEL", "user_capabilities::CS_PRINTER_V0", 2);
        let step = run.step(&CONTRACT, &STEP);
        let call = labels::PrintLabel { text: self.surface.inputs.text.bound() };
        let mut answer = step.effect(None, call, |run, call| labels::print_label(run, self.bindings.labels, call))?;
        self.surface.number = answer.take(|it| &mut it.label_number).into();
        self.surface.tray = answer.take(|it| &mut it.tray).flatten().into();
        step.ends_with(answer, &[("number", &self.surface.number), ("tray", &self.surface.tray)])
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
    /// Required string.
    pub text: Field<String>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("text", &self.text)])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Declared integer.
    pub spare: Field<i64>,
    /// Declared integer.
    pub sheets: Field<i64>,
    /// Declared integer.
    pub number: Field<i64>,
    /// Declared string.
    pub tray: Field<String>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 5> {
        fields([
            ("spare", &self.spare),
            ("sheets", &self.sheets),
            ("number", &self.number),
            ("tray", &self.tray),
            ("text", &self.inputs.text),
        ])
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// Whether CS_PRINTER_V0 is switched on.
    pub labels: bool,
}

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "user_capabilities::CC_PRINT_V0", address: 0 };
