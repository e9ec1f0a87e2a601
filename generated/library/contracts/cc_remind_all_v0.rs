// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_REMIND_ALL_V0`: Write a reminder for each overdue loan

use pgs_capabilities::side_effects::workflow_loop;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields, map};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_REMIND_ALL_V0",
    address: 27,
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
    /// The loans that members must be reminded of. Required array.
    pub overdue_loans: Field<Vec<Value>>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("overdue_loans", &self.overdue_loans)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many letters there were. Declared integer.
    pub letters_written: Field<i64>,
    /// The input of this name.
    pub overdue_loans: Field<Vec<Value>>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields(
            [
                ("letters_written", &self.letters_written),
                ("overdue_loans", &self.overdue_loans),
            ],
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
        match pipeline.remind_each(run)? {
            workflow_loop::SequenceStatus::Success => break 'run Outcome::Success,
            workflow_loop::SequenceStatus::Violation => break 'run Outcome::Violation,
            workflow_loop::SequenceStatus::BackendError => {
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
    /// Step `remind_each`: `EXECUTE_SEQUENCE` of `capability_side_effects::CS_WORKFLOW_LOOP_V0`.
    fn remind_each(
        &mut self,
        run: &Run,
    ) -> Result<workflow_loop::SequenceStatus, Fault> {
        const STEP: StepId = StepId {
            name: "remind_each",
            fqdn: "capability_side_effects::CS_WORKFLOW_LOOP_V0",
            address: 5,
            op: Some("EXECUTE_SEQUENCE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let answer = workflow_loop::execute_sequence(
            run,
            self.inputs.overdue_loans.bound(),
            workflow_loop::Items {
                payload_fields: &[
                    ("book_id", &["book_id"]),
                    ("member_id", &["member_id"]),
                ],
                inject: map([("reason", "OVERDUE".into())]),
                start: &|run, _, payload| Some(
                    crate::library::workflows::wf_notify_member_v0::start(run, payload),
                ),
            },
            None,
        );
        self.surface.letters_written = answer
            .outputs
            .as_ref()
            .map(|it| it.items_processed)
            .into();
        step.ends(
            answer.status.as_str(),
            &[("letters_written", &self.surface.letters_written)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            overdue_loans: inputs.overdue_loans,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
