//! What a run of PGC failed at, and what its trace tells besides.
//!
//! As in the reference a run is at fault only where it was refused (`ERROR`), or did not end: every outcome that led to an
//! EXIT node, also `VIOLATION` and `BACKEND_ERROR`, is one that the protocol answers for.

use pgs_pgc::event::Error;
use pgs_value::NACK;
use serde::Serialize;

use super::class::Class;
use super::finding::Finding;
use crate::runs::{ContractRun, Hop, OfPgc, StepRun, WorkflowRun, is_good};

/// What a trace of PGC tells besides.
#[derive(Clone, Debug, Serialize)]
pub struct PgcReport {
    /// The identity of the snapshot.
    pub snapshot: Option<String>,
    /// Where outcomes led, in order.
    pub path: Vec<PathStep>,
    /// The FQDNs of the events that were announced.
    pub announced: Vec<String>,
    /// The atoms whose results are recorded, as they do not follow from their inputs: paths and FQDNs.
    pub recorded: Vec<RecordedAtom>,
}

/// An outcome, and where it led.
#[derive(Clone, Debug, Serialize)]
pub struct PathStep {
    /// The key of the node that was left.
    pub from: String,
    /// Its outcome.
    pub outcome: String,
    /// The key of the node that it led to; none where no edge is declared.
    pub to: Option<String>,
}

/// An atom whose result is recorded.
#[derive(Clone, Debug, Serialize)]
pub struct RecordedAtom {
    /// Where in its transform it stands.
    pub path: String,
    /// Its FQDN.
    pub atom: String,
}

impl PgcReport {
    /// What is told of this run.
    pub(super) fn of(run: &WorkflowRun<'_>, of_pgc: &OfPgc<'_>) -> Self {
        let hop = |hop: &Hop<'_>| PathStep {
            from: hop.from.to_owned(),
            outcome: hop.outcome.to_owned(),
            to: hop.to.map(str::to_owned),
        };
        let atoms = run.contracts.iter().flat_map(|contract| &contract.steps).flat_map(|step| &step.atoms);
        let recorded = atoms.filter(|atom| atom.outcome.is_some());
        Self {
            snapshot: of_pgc.snapshot.map(str::to_owned),
            path: of_pgc.hops.iter().map(hop).collect(),
            announced: of_pgc.announced.iter().map(|event| (*event).to_owned()).collect(),
            recorded: recorded
                .map(|atom| RecordedAtom { path: atom.path.to_owned(), atom: atom.atom.to_owned() })
                .collect(),
        }
    }
}

/// What the run failed at, if it did.
pub(super) fn find(run: &WorkflowRun<'_>, of_pgc: &OfPgc<'_>) -> Option<Finding> {
    let contract = run.contracts.last();
    match (&of_pgc.error, run.status()) {
        (Some(error), _) => Some(refused(run, of_pgc, error)),
        (None, None) => Some(unfinished(run, of_pgc)),
        (None, Some(status)) if is_good(status) => None,
        (None, Some(NACK)) if contract.is_none() => Some(not_admitted(run, of_pgc)),
        (None, Some(status)) => Some(answered(run, status, contract)),
    }
}

/// One that stands at the last node of a run.
fn at_the_last_node(run: &WorkflowRun<'_>, of_pgc: &OfPgc<'_>, class: Class) -> Finding {
    let contract = run.contracts.last();
    let gate = of_pgc.gate.as_ref().map(|gate| gate.node);
    Finding {
        class,
        span: run.span.clone(),
        node: contract.map_or(gate, ContractRun::node).map(str::to_owned),
        contract: contract.map(|contract| contract.contract().to_owned()),
        step: None,
        reason: String::new(),
        artifact: run.workflow.map(str::to_owned),
        is_sealed: true,
        remedy: String::new(),
    }
}

fn not_admitted(run: &WorkflowRun<'_>, of_pgc: &OfPgc<'_>) -> Finding {
    let artifact = of_pgc.gate.as_ref().map(|gate| gate.intent.to_owned());
    Finding {
        reason: format!("the payload was not admitted: {}", run.unmet_rules().join("; ")),
        artifact,
        remedy: "send a payload that meets the rules of the intent".into(),
        ..at_the_last_node(run, of_pgc, Class::Admission)
    }
}

/// An outcome that the protocol answers for.
fn answered(run: &WorkflowRun<'_>, status: &str, contract: Option<&ContractRun<'_>>) -> Finding {
    let step = contract.and_then(|contract| contract.steps.last());
    let reason = match step.map(|step| (step.capability(), step.op())) {
        Some((capability, Some(op))) => format!("{op} of {capability} ended with {status}"),
        Some((capability, None)) => format!("{capability} ended with {status}"),
        None => format!("the run ended with {status}"),
    };
    Finding {
        class: Class::Business,
        span: run.span.clone(),
        node: contract.and_then(ContractRun::node).map(str::to_owned),
        contract: contract.map(|contract| contract.contract().to_owned()),
        step: step.map(|step| step.name().to_owned()),
        reason,
        artifact: contract.map(|contract| contract.contract().to_owned()).or_else(|| run.workflow.map(str::to_owned)),
        is_sealed: true,
        remedy: "nothing is broken: the protocol decided so; ask for something else, or change the contract".into(),
    }
}

/// A run that was refused, by what its `ERROR` says.
fn refused(run: &WorkflowRun<'_>, of_pgc: &OfPgc<'_>, error: &Error<'_>) -> Finding {
    let (class, remedy) = match error.refusal {
        Some("CS_EXECUTION_FAILED") => {
            (Class::SideEffect, "repair what the reason names, then run the workflow again".to_owned())
        }
        Some(_) => (Class::Transform, "correct what the step binds, or the transform itself".to_owned()),
        None => (Class::Graph, remedy(error)),
    };
    let found = at_the_last_node(run, of_pgc, class);
    let artifact = if error.step.is_some() { found.contract.clone() } else { found.artifact.clone() };
    let step = error.step.map(str::to_owned);
    Finding { step, reason: sentence(error), artifact, remedy, ..found }
}

/// What was refused, in one sentence.
fn sentence(error: &Error<'_>) -> String {
    let outcome = error.outcome.unwrap_or("an outcome");
    match (error.message, error.reason) {
        ("unlisted step outcome", _) => format!("the step ended with {outcome}, which `on_result` does not answer"),
        ("unrouted outcome", _) => format!("{outcome} has neither an edge nor an ending at this node"),
        ("no admission contract", _) => "no intent says what this gate admits".to_owned(),
        (message, Some(reason)) => format!("{message}: {reason}"),
        (message, None) => message.to_owned(),
    }
}

fn remedy(error: &Error<'_>) -> String {
    let outcome = error.outcome.unwrap_or("the outcome");
    match error.message {
        "unlisted step outcome" => format!("answer {outcome} in the step's `on_result`"),
        "unknown continuation" => "let `on_result` say `continue` or `exit`".to_owned(),
        "unrouted outcome" => format!("give the node an edge or an ending for {outcome}"),
        "no admission contract" => "let the workflow begin with an intent that declares what it admits".to_owned(),
        _ => "look at what the reason names".to_owned(),
    }
}

/// A run without `WF_COMPLETE` or `ERROR`.
fn unfinished(run: &WorkflowRun<'_>, of_pgc: &OfPgc<'_>) -> Finding {
    let open = run.contracts.last().filter(|contract| contract.end.is_none());
    let after = open.and_then(|contract| contract.steps.last()).map(StepRun::capability);
    let reason = match (open, after) {
        (Some(_), Some(step)) => format!("the trace breaks off in a contract, after {step}"),
        (Some(_), None) => "the trace breaks off in a contract, before any step of it has ended".to_owned(),
        (None, _) => "the trace breaks off: the workflow did not end".to_owned(),
    };
    Finding {
        reason,
        remedy:
            "look at the state: what was done before it stays, and whether the next step took effect is not recorded"
                .into(),
        ..at_the_last_node(run, of_pgc, Class::Graph)
    }
}
