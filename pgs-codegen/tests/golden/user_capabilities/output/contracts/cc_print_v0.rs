// Generated from the protocol snapshot. Change the protocol, not this file.

//! `user_capabilities::CC_PRINT_V0`: Call what a crate of the user's implements

use printer::check_width;
use printer::labels;
use printer::paper;
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, NoInputs, Run, StepId, TransformStatus, Value,
    fields,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "user_capabilities::CC_PRINT_V0",
    address: 0,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `OUT_OF_PAPER`
    OutOfPaper,
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OutOfPaper => "OUT_OF_PAPER",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Required string.
    pub text: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("text", &self.text)], &self.undeclared)
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
    /// The input of this name.
    pub text: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 5> {
        fields(
            [
                ("spare", &self.spare),
                ("sheets", &self.sheets),
                ("number", &self.number),
                ("tray", &self.tray),
                ("text", &self.text),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// Whether CS_PRINTER_V0 is switched on.
    pub labels: bool,
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
        match pipeline.check(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => {}
        }
        match pipeline.paper(run)? {
            paper::SheetsStatus::Success => {}
            paper::SheetsStatus::BackendError => {}
        }
        match pipeline.print(run)? {
            labels::PrintLabelStatus::Success => break 'run Outcome::Success,
            labels::PrintLabelStatus::OutOfPaper => break 'run Outcome::OutOfPaper,
            labels::PrintLabelStatus::Violation => break 'run Outcome::Violation,
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
    /// Step `check`: `user_capabilities::CT_PURE_CHECK_WIDTH_V0`.
    fn check(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "check",
            fqdn: "user_capabilities::CT_PURE_CHECK_WIDTH_V0",
            address: 3,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = check_width::Inputs {
            text: self.inputs.text.bound(),
            ..Default::default()
        };
        let answer = step.transform_drawing(inputs, check_width::run)?;
        self.surface.spare = answer.outputs.as_ref().map(|it| it.spare).into();
        step.ends(
            answer.status.as_str(),
            &[("spare", &self.surface.spare)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `paper`: `SHEETS` of `user_capabilities::CS_PAPER_V0`.
    fn paper(&mut self, run: &Run) -> Result<paper::SheetsStatus, Fault> {
        const STEP: StepId = StepId {
            name: "paper",
            fqdn: "user_capabilities::CS_PAPER_V0",
            address: 1,
            op: Some("SHEETS"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let answer = step.effect(None, NoInputs {}, |run, _| paper::sheets(run))?;
        self.surface.sheets = answer.outputs.as_ref().map(|it| it.sheets).into();
        step.ends(
            answer.status.as_str(),
            &[("sheets", &self.surface.sheets)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `print`: `PRINT_LABEL` of `user_capabilities::CS_PRINTER_V0`.
    fn print(&mut self, run: &Run) -> Result<labels::PrintLabelStatus, Fault> {
        const STEP: StepId = StepId {
            name: "print",
            fqdn: "user_capabilities::CS_PRINTER_V0",
            address: 2,
            op: Some("PRINT_LABEL"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = labels::PrintLabel {
            text: self.inputs.text.bound(),
        };
        let answer = step
            .effect(
                None,
                call,
                |run, call| labels::print_label(run, self.bindings.labels, call),
            )?;
        self.surface.number = answer.outputs.as_ref().map(|it| it.label_number).into();
        self.surface.tray = answer
            .outputs
            .as_ref()
            .and_then(|it| it.tray.clone())
            .into();
        step.ends(
            answer.status.as_str(),
            &[("number", &self.surface.number), ("tray", &self.surface.tray)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            text: inputs.text,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
