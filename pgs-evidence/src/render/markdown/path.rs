//! Nodes, contracts and steps of a workflow, in order.

use std::fmt::Write as _;

use pgs_rt::View;
use pgs_trace::{Data, Keys};

use super::head;
use super::value::detail;
use crate::escape::{code, text};
use crate::path::{TakenPath, Visit};
use crate::runs::{AtomRun, ContractRun, Runs, StepRun, WorkflowRun};

/// The numbered list of the visited nodes, the EXIT last.
pub(super) fn path(runs: &Runs<'_>, run: &WorkflowRun<'_>, path: &TakenPath) -> String {
    let mut items: Vec<String> = Vec::new();
    if path.visits.first().is_none_or(|visit| visit.contract.is_some()) {
        items.push(format!("the payload arrives\n{}", admission(run)));
    }
    items.extend(path.visits.iter().map(|visit| match visit.contract.and_then(|n| run.contracts.get(n)) {
        Some(contract) => node(runs, visit, contract),
        None => format!("{}{}\n{}", code(&visit.node), outcome(visit.outcome.as_deref()), admission(run)),
    }));
    let reached = run.exit().map(|exit| text(&head::of_exit(&exit)));
    items.extend(path.exit.iter().map(|exit| format!("{}\n", reached.clone().unwrap_or_else(|| text(exit)))));
    // Writing to a String can't fail.
    items.iter().enumerate().fold(String::new(), |mut out, (n, item)| {
        let _ = write!(out, "{}. {item}", n + 1);
        out
    })
}

fn outcome(status: Option<&str>) -> String {
    format!(": {}", status.map_or_else(|| "no outcome".to_owned(), text))
}

/// The payload, and the rules that it does not meet.
fn admission(run: &WorkflowRun<'_>) -> String {
    let start = run.start.map(|start| start.event).unwrap_or_default();
    let mut out = match (start.payload, start.payload_keys) {
        (Some(Data(payload)), _) => detail(3, "payload", payload),
        (None, Some(Keys::Recorded(keys))) => detail(3, "payload keys", View::Array(keys)),
        (None, Some(Keys::Of(_) | Keys::Declared(_)) | None) => String::new(),
    };
    for message in run.unmet_rules() {
        let _ = writeln!(out, "   - rule not met: {}", text(&message));
    }
    out
}

fn node(runs: &Runs<'_>, visit: &Visit, contract: &ContractRun<'_>) -> String {
    let fqdn = contract.contract();
    let same = fqdn == visit.node || fqdn.rsplit("::").next() == Some(&visit.node);
    let runs_contract = if same { String::new() } else { format!(" ({})", text(fqdn)) };
    let mut out = format!("{}{runs_contract}{}\n", code(&visit.node), outcome(contract.status()));
    if let Some(Data(inputs)) = contract.start.event.inputs {
        out.push_str(&detail(3, "inputs", inputs));
    }
    out.extend(contract.steps.iter().map(|it| step(runs, it)));
    out.push_str(&started(runs, &contract.started, 3));
    out
}

fn step(runs: &Runs<'_>, step: &StepRun<'_>) -> String {
    let named = if step.name() == step.capability() { String::new() } else { format!(" {}", text(step.capability())) };
    let op = step.op().map(|op| format!(" {}", text(op))).unwrap_or_default();
    let status = match (step.end, step.status()) {
        (None, _) => "did not end".to_owned(),
        (Some(_), Some(status)) => text(status),
        (Some(_), None) => "status not recorded".to_owned(),
    };
    let reason = step.reason().map(|reason| format!(", {}", text(reason))).unwrap_or_default();
    let mut out = format!("   - {}{named}{op}: {status}{reason}\n", code(step.name()));
    let end = step.end.unwrap_or_default();
    match (end.results, end.result_keys) {
        (Some(Data(results)), _) if !is_empty(results) => out.push_str(&detail(5, "results", results)),
        (_, Some(Keys::Recorded(keys))) if !keys.is_empty() => {
            out.push_str(&detail(5, "result keys", View::Array(keys)));
        }
        _ => {}
    }
    out.extend(step.atoms.iter().map(recorded));
    out.push_str(&started(runs, &step.started, 5));
    out
}

/// The result of an atom that is recorded, as it does not follow from its inputs.
fn recorded(atom: &AtomRun<'_>) -> String {
    let Some(Data(outcome)) = atom.outcome else { return String::new() };
    detail(5, &format!("recorded of {} at {}", text(atom.atom), code(atom.path)), outcome)
}

fn is_empty(value: View<'_>) -> bool {
    match value {
        View::Array(items) => items.is_empty(),
        View::Object(object) => object.is_empty(),
        _ => false,
    }
}

fn started(runs: &Runs<'_>, started: &[usize], indent: usize) -> String {
    let one = |run: &WorkflowRun<'_>| {
        let workflow = run.workflow.unwrap_or("a workflow that is not recorded");
        let status = run.status().unwrap_or("did not end");
        format!("{:indent$}- started {} ({}): {}\n", "", text(workflow), text(&run.span), text(status))
    };
    started.iter().filter_map(|n| runs.workflow(*n)).map(one).collect()
}
