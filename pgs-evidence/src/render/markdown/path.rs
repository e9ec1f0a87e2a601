//! Nodes, contracts and steps of a workflow, in order.

use std::fmt::Write as _;

use pgs_rt::Value;

use super::head;
use super::value::detail;
use crate::escape::{code, text};
use crate::path::{TakenPath, Visit};
use crate::read::Event;
use crate::runs::{ContractRun, Runs, StepRun, WorkflowRun};

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
    let payload = run.start.and_then(|start| start.detail("payload"));
    let keys = run.start.and_then(|start| start.detail("payload_keys"));
    let mut out = match (payload, keys) {
        (Some(payload), _) => detail(3, "payload", payload),
        (None, Some(keys)) => detail(3, "payload keys", keys),
        (None, None) => String::new(),
    };
    let violations = run.admission.and_then(|event| event.detail("violations")).and_then(Value::as_array);
    for message in violations.into_iter().flatten().filter_map(|it| it.get("message").and_then(Value::as_str)) {
        let _ = writeln!(out, "   - rule not met: {}", text(message));
    }
    out
}

fn node(runs: &Runs<'_>, visit: &Visit, contract: &ContractRun<'_>) -> String {
    let fqdn = contract.contract();
    let same = fqdn == visit.node || fqdn.rsplit("::").next() == Some(&visit.node);
    let runs_contract = if same { String::new() } else { format!(" ({})", text(fqdn)) };
    let mut out = format!("{}{runs_contract}{}\n", code(&visit.node), outcome(contract.status()));
    if let Some(inputs) = contract.start.detail("inputs") {
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
    let told = |key: &str| step.end.and_then(|end: &Event| end.detail(key)).filter(|value| !is_empty(value));
    match (told("results"), told("result_keys")) {
        (Some(results), _) => out.push_str(&detail(5, "results", results)),
        (None, Some(keys)) => out.push_str(&detail(5, "result keys", keys)),
        (None, None) => {}
    }
    out.push_str(&started(runs, &step.started, 5));
    out
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.is_empty(),
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
