//! What side effects were asked and answered.

use pgs_trace::Data;

use super::value::detail;
use crate::escape::{code, text};
use crate::runs::{Runs, StepRun};

/// The section; nothing where no side effect ran.
pub(super) fn section(runs: &Runs<'_>) -> String {
    let steps = runs.workflows().flat_map(|run| {
        let steps = run.contracts.iter().flat_map(|contract| &contract.steps);
        steps.map(|step| effect(&run.span, step))
    });
    let all: String = steps.collect();
    if all.is_empty() { all } else { format!("\n## Side effects\n\n{all}") }
}

fn effect(span: &str, step: &StepRun<'_>) -> String {
    let Some(op) = step.op() else { return String::new() };
    let store = step.call.and_then(|call| call.store).map(|store| format!(" on {}", text(store))).unwrap_or_default();
    let path = step.call.and_then(|call| call.path.get()).map(|path| format!(" ({})", code(path))).unwrap_or_default();
    let nested = if span == "0" { String::new() } else { format!(" in {}", text(span)) };
    let status = match (step.end, step.status()) {
        (None, _) => "did not end; whether it took effect is not recorded".to_owned(),
        (Some(_), status) => status.map_or_else(|| "status not recorded".to_owned(), text),
    };
    let mut out = format!("- {}{store}{path}, step {}{nested}: {status}\n", text(op), code(step.name()));
    if let Some(Data(arguments)) = step.call.and_then(|call| call.arguments) {
        out.push_str(&detail(2, "arguments", arguments));
    }
    if let Some(Data(answer)) = step.end.and_then(|end| end.answer) {
        out.push_str(&detail(2, "answer", answer));
    }
    out
}
