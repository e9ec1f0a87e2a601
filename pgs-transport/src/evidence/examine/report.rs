//! The report of one trace: what it says, before it has a form.

use std::path::Path;

use serde::Serialize;

use super::artifact;
use super::class::Class;
use super::finding::{self, Graphs};
use crate::evidence::read::Trace;
use crate::evidence::runs::{Runs, StepRun, WorkflowRun};
use crate::evidence::text::when;

/// What stands where a trace of the reference says nothing.
pub(super) const NOT_RECORDED: &str = "not recorded";

/// What became of one run.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Report {
    /// The trace id.
    pub trace_id: String,
    /// The trace file.
    pub file: String,
    /// When the run began, UTC.
    pub time: Option<String>,
    /// The workflow that was started.
    pub workflow: Option<String>,
    /// The status with which it ended; `ERROR`, or none where the trace breaks off.
    pub status: Option<String>,
    /// The EXIT node.
    pub exit: Option<Exit>,
    /// What it failed at.
    pub failure: Option<Failure>,
    /// Its side effects, in order.
    pub side_effects: Vec<Effect>,
    /// Whether the last event seals the trace; none where its system does not.
    pub sealed: Option<bool>,
    /// The lines that can't be read, with the reasons.
    pub unreadable: Vec<String>,
}

/// The EXIT node that was reached.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Exit {
    /// Its key.
    pub node: String,
    /// The declared reason.
    pub reason: Option<String>,
    /// The declared event.
    pub emit: Option<String>,
}

/// What a run failed at.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Failure {
    /// The kind of failure.
    pub class: Class,
    /// Whether protocol, code or surroundings are at fault.
    pub structural: bool,
    /// The span of the workflow that failed.
    pub span: String,
    /// The node.
    pub node: Option<String>,
    /// The contract.
    pub contract: Option<String>,
    /// The step.
    pub step: Option<String>,
    /// Why.
    pub reason: String,
    /// The artifact to look at first.
    pub artifact: Option<String>,
    /// Where it lies in the snapshot.
    pub artifact_path: Option<String>,
    /// What to do.
    pub remedy: String,
}

/// One side effect.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Effect {
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
    /// The report of a trace; an error where no event of it can be read.
    pub fn of(trace: &Trace, graphs: Graphs<'_>) -> Result<Self, String> {
        let runs = Runs::of(trace);
        let Some(root) = runs.root() else { return Err(unreadable(trace)) };
        let trace_id = trace.id().unwrap_or_default().to_owned();
        Ok(Self {
            time: when(&trace_id),
            trace_id,
            file: trace.file.display().to_string(),
            workflow: root.workflow.map(str::to_owned),
            status: root.status().or((!root.errors.is_empty()).then_some("ERROR")).map(str::to_owned),
            exit: root.exit().map(|exit| Exit {
                node: exit.node.to_owned(),
                reason: exit.reason.map(str::to_owned),
                emit: exit.emit.map(str::to_owned),
            }),
            failure: finding::find(&runs, graphs).map(Failure::from),
            side_effects: runs.workflows.iter().flat_map(effects).collect(),
            sealed: runs.sealed,
            unreadable: trace.unreadable().map(|(line, reason)| format!("line {line}: {reason}")).collect(),
        })
    }

    /// Whether protocol, code or surroundings are at fault.
    pub fn is_structural(&self) -> bool {
        self.failure.as_ref().is_some_and(|failure| failure.structural)
    }
}

impl From<finding::Finding> for Failure {
    fn from(found: finding::Finding) -> Self {
        Self {
            class: found.class,
            structural: found.class.is_structural(),
            span: found.span,
            node: found.node,
            contract: found.contract,
            step: found.step,
            reason: found.reason,
            artifact_path: found.artifact.as_deref().and_then(artifact::path),
            artifact: found.artifact,
            remedy: found.remedy,
        }
    }
}

fn unreadable(trace: &Trace) -> String {
    let place = |file: &Path| format!("{}:{}", file.display(), trace.first_line());
    let reason = trace.unreadable().next().map_or("there is no event", |(_, reason)| reason);
    format!("{}: {reason}; give a trace (.jsonl)", place(&trace.file))
}

fn effects(run: &WorkflowRun<'_>) -> Vec<Effect> {
    let steps = run.contracts.iter().flat_map(|contract| &contract.steps);
    steps.filter_map(|step| effect(&run.span, step)).collect()
}

fn effect(span: &str, step: &StepRun<'_>) -> Option<Effect> {
    let told = |key: &str| step.call.and_then(|call| call.detail_text(key)).map(str::to_owned);
    Some(Effect {
        span: span.to_owned(),
        step: step.name().to_owned(),
        op: step.op()?.to_owned(),
        store: told("store"),
        path: told("path"),
        status: step.status().map(str::to_owned),
        reason: step.reason().map(str::to_owned),
    })
}
