//! One workflow that ran, with its contracts and steps.

use pgs_rt::admission::SchemaViolation;
use pgs_rt::{ReasonCode, Value, View, from_value};
use pgs_trace::event::{Call, ContractEnd, ContractStart, NotAdmitted, StepEnd, WorkflowEnd, WorkflowStart};
use pgs_trace::{Data, ExitNode, Nullable, Sentence};
use pgs_value::{ACK, is_wanted};

use super::of_pgc::OfPgc;
use crate::wording;

/// How deep workflows that start each other are told apart in a trace: deeper than any runtime starts them.
pub(crate) const DEPTH_TOLD_APART: usize = 64;

/// One workflow that ran.
#[derive(Debug, Default)]
pub(crate) struct WorkflowRun<'t> {
    /// The span of its events.
    pub span: String,
    /// Its FQDN, where it is recorded.
    pub workflow: Option<&'t str>,
    /// The `WF_START`.
    pub start: Option<Timed<WorkflowStart<'t>>>,
    /// The `ADMISSION`, if a rule was not met.
    pub admission: Option<NotAdmitted<'t>>,
    /// Its contracts, in order.
    pub contracts: Vec<ContractRun<'t>>,
    /// The `WF_COMPLETE`.
    pub end: Option<Timed<WorkflowEnd<'t>>>,
    /// Why it, or a workflow that it started, could not go on.
    pub errors: Vec<RunError<'t>>,
    /// How many workflows it started.
    pub started: usize,
    /// What a trace of PGC tells besides.
    pub of_pgc: Option<OfPgc<'t>>,
}

/// An event, and when it was written: nanoseconds of the clock of its trace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timed<E> {
    /// The event.
    pub event: E,
    /// The time, where it is recorded.
    pub time: Option<u64>,
}

/// Why a workflow could not go on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunError<'t> {
    /// The sentence.
    pub message: &'t str,
    /// The code, where it is known.
    pub code: Option<ReasonCode>,
}

/// One contract that ran.
#[derive(Debug)]
pub(crate) struct ContractRun<'t> {
    /// The `CC_START`.
    pub start: Timed<ContractStart<'t>>,
    /// Its steps, in order.
    pub steps: Vec<StepRun<'t>>,
    /// The workflows that a step started which did not end, as indices.
    pub started: Vec<usize>,
    /// The `CC_COMPLETE`.
    pub end: Option<Timed<ContractEnd<'t>>>,
}

/// One step that ran.
#[derive(Debug)]
pub(crate) struct StepRun<'t> {
    /// The `CS_CALL`.
    pub call: Option<Call<'t>>,
    /// The `CC_STEP`; none where the run broke off in the step.
    pub end: Option<StepEnd<'t>>,
    /// The workflows that it started, as indices.
    pub started: Vec<usize>,
    /// The atoms of its transform, in order; of PGC.
    pub atoms: Vec<AtomRun<'t>>,
}

/// An atom of a transform of PGC that gave a result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AtomRun<'t> {
    /// Where in the transform it stands.
    pub path: &'t str,
    /// Its FQDN.
    pub atom: &'t str,
    /// The result, of one whose result does not follow from its inputs.
    pub outcome: Option<Data<'t>>,
}

impl<'t> WorkflowRun<'t> {
    /// The status with which it ended.
    pub fn status(&self) -> Option<&'t str> {
        self.end?.event.status
    }

    /// The EXIT node: its key, reason and event.
    pub fn exit(&self) -> Option<ExitNode<'t>> {
        self.end?.event.exit.get()
    }

    /// Whether it is recorded that no EXIT node was reached.
    pub fn ended_without_exit(&self) -> bool {
        self.end.is_some_and(|end| end.event.exit == Nullable::Null)
    }

    /// The rules that its payload does not meet: a sentence for each, with its path.
    pub fn unmet_rules(&self) -> Vec<String> {
        if let Some(gate) = self.of_pgc.as_ref().and_then(|of_pgc| of_pgc.gate.as_ref()) {
            return gate.unmet();
        }
        let violations = self.admission.and_then(|event| event.violations);
        let Some(View::Array(violations)) = violations.map(|violations| violations.0) else { return Vec::new() };
        let read = |violation: &Value| from_value::<SchemaViolation>(violation.clone()).ok();
        violations.iter().filter_map(read).map(|violation| violation.to_string()).collect()
    }

    /// How long it took, in nanoseconds.
    pub fn duration(&self) -> Option<u64> {
        self.end?.time?.checked_sub(self.start?.time?)
    }
}

/// Whether a workflow that ends with this status did what it was asked.
pub(crate) fn is_good(status: &str) -> bool {
    is_wanted(status) || status == ACK
}

impl<'t> ContractRun<'t> {
    /// The FQDN.
    pub fn contract(&self) -> &'t str {
        self.start.event.name.unwrap_or("(contract not recorded)")
    }

    /// The key of the node that ran it, where it is recorded.
    pub fn node(&self) -> Option<&'t str> {
        self.start.event.node
    }

    /// The status with which it ended.
    pub fn status(&self) -> Option<&'t str> {
        self.end?.event.status
    }

    /// How long it took, in nanoseconds.
    pub fn duration(&self) -> Option<u64> {
        self.end?.time?.checked_sub(self.start.time?)
    }
}

impl<'t> StepRun<'t> {
    /// The transform or side effect.
    pub fn capability(&self) -> &'t str {
        self.either(|end| end.capability, |call| call.capability).unwrap_or("(step not recorded)")
    }

    /// The step's name; else the transform or side effect.
    pub fn name(&self) -> &'t str {
        self.either(|end| end.name, |call| call.name).unwrap_or_else(|| self.capability())
    }

    /// The operation; none for a transform.
    pub fn op(&self) -> Option<&'t str> {
        self.either(|end| end.op, |call| call.op)
    }

    /// What the `CC_STEP` says, or, without one, the `CS_CALL`.
    fn either<T>(&self, end: impl Fn(&StepEnd<'t>) -> Option<T>, call: impl Fn(&Call<'t>) -> Option<T>) -> Option<T> {
        match &self.end {
            Some(event) => end(event),
            None => self.call.as_ref().and_then(call),
        }
    }

    /// The status with which it ended, where it is recorded.
    pub fn status(&self) -> Option<&'t str> {
        self.end?.status
    }

    /// Why it did not succeed.
    pub fn reason(&self) -> Option<&'t str> {
        self.end?.reason.map(|Sentence(reason)| reason)
    }

    /// The input that did not arrive, or not as it was declared.
    pub fn unbound_input(&self) -> Option<&'t str> {
        let end = self.end?;
        match end.reason_code {
            Some(ReasonCode::Missing | ReasonCode::Mistyped) => end.reason_field.map(|Sentence(field)| field),
            Some(_) => None,
            None => wording::unbound_input(self.reason()?),
        }
    }

    /// Whether the runtime binding gives no path for the store.
    pub fn has_no_path(&self) -> bool {
        self.call.is_some_and(|call| call.path == Nullable::Null)
    }
}
