//! The report of one trace.

use pgs_rt::Workflow;
use pgs_trace::{Trace, UnreadableLine};
use serde::Serialize;

use super::finding::{self, Finding};
use super::pgc::{self, PgcReport};
use crate::runs::{Runs, StepRun, WorkflowRun};
use crate::trace_id::when;

/// What became of one run.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The trace id.
    pub trace_id: String,
    /// The trace file.
    pub file: String,
    /// When the run began, UTC.
    pub time: Option<String>,
    /// The workflow that was started.
    pub workflow: Option<String>,
    /// The caller's own id of the run, where it had one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The status with which it ended; `ERROR`, or none where the trace breaks off.
    pub status: Option<String>,
    /// The EXIT node.
    pub exit: Option<Exit>,
    /// What it failed at.
    pub failure: Option<Finding>,
    /// Its side effects, in order.
    pub side_effects: Vec<SideEffect>,
    /// Whether the last event seals the trace; none where its system does not.
    pub sealed: Option<bool>,
    /// The lines that can't be read.
    pub unreadable: Vec<UnreadableLine>,
    /// What a trace of PGC tells besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pgc: Option<PgcReport>,
}

/// The EXIT node that was reached.
#[derive(Clone, Debug, Serialize)]
pub struct Exit {
    /// Its key.
    pub node: String,
    /// The declared reason.
    pub reason: Option<String>,
    /// The declared event.
    pub emit: Option<String>,
}

/// One side effect.
#[derive(Clone, Debug, Serialize)]
pub struct SideEffect {
    /// The span of its workflow.
    pub span: String,
    /// The step.
    pub step: String,
    /// The operation.
    pub op: String,
    /// The store.
    pub store: Option<String>,
    /// The path below the data root.
    pub path: Option<String>,
    /// How it ended.
    pub status: Option<String>,
    /// Why it did not succeed.
    pub reason: Option<String>,
}

impl Report {
    /// The report of a trace; none where no event of it can be read.
    pub(super) fn of(trace: &Trace, workflows: &[Workflow]) -> Option<Self> {
        let runs = Runs::of(trace)?;
        let root = &runs.root;
        let trace_id = trace.id().unwrap_or_default().to_owned();
        Some(Self {
            time: when(&trace_id),
            trace_id,
            file: trace.file.display().to_string(),
            workflow: root.workflow.map(str::to_owned),
            run_id: root.start.and_then(|start| start.event.run_id).map(|id| id.0.to_owned()),
            status: root.status().or((!root.errors.is_empty()).then_some("ERROR")).map(str::to_owned),
            exit: root.exit().map(|exit| Exit {
                node: exit.node.to_owned(),
                reason: exit.reason.map(str::to_owned),
                emit: exit.emit.map(str::to_owned).or_else(|| announced(root)),
            }),
            failure: match &root.of_pgc {
                Some(of_pgc) => pgc::find(root, of_pgc),
                None => finding::find(&runs, workflows),
            },
            side_effects: runs.workflows().flat_map(side_effects).collect(),
            sealed: runs.sealed,
            pgc: root.of_pgc.as_ref().map(|of_pgc| PgcReport::of(root, of_pgc)),
            unreadable: runs.unreadable,
        })
    }

    /// Whether protocol, code or surroundings are at fault.
    pub fn is_structural(&self) -> bool {
        self.failure.as_ref().is_some_and(|failure| failure.class.is_structural())
    }
}

/// The events that an ending of PGC has announced.
fn announced(run: &WorkflowRun<'_>) -> Option<String> {
    let announced = &run.of_pgc.as_ref()?.announced;
    (!announced.is_empty()).then(|| announced.join(", "))
}

fn side_effects(run: &WorkflowRun<'_>) -> Vec<SideEffect> {
    let steps = run.contracts.iter().flat_map(|contract| &contract.steps);
    steps.filter_map(|step| side_effect(&run.span, step)).collect()
}

fn side_effect(span: &str, step: &StepRun<'_>) -> Option<SideEffect> {
    let (store, path) = (step.call.and_then(|call| call.store), step.call.and_then(|call| call.path.get()));
    Some(SideEffect {
        span: span.to_owned(),
        step: step.name().to_owned(),
        op: step.op()?.to_owned(),
        store: store.map(str::to_owned),
        path: path.map(str::to_owned),
        status: step.status().map(str::to_owned),
        reason: step.reason().map(str::to_owned),
    })
}
