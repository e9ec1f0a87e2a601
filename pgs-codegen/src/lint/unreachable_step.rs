//! W005, second form: a step that no run reaches, or an evaluation to which no step leads.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Contract, Route, say};

use crate::analysis::reach::route;
use crate::analysis::statuses::of_step;
use crate::analysis::{Analysis, CompiledContract};

/// The contracts that are compiled, each once.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut said = BTreeSet::new();
    for compiled in &analysis.compiled {
        if said.insert(compiled.contract.fqdn.as_str()) {
            of_contract(compiled, analysis, diagnostics);
        }
    }
}

fn of_contract(compiled: &CompiledContract<'_>, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let contract = compiled.contract;
    let first = contract.steps.iter().enumerate().find(|(n, _)| !compiled.steps.iter().any(|it| it.index == *n));
    // What comes behind a step that is not reached follows from that.
    if let Some((_, step)) = first {
        let message = format!("no run reaches the step `{}`", step.name);
        say(diagnostics, Code::UnreachableNode, &step.place, message, "lead a route to it, or remove it");
        return;
    }
    let led_to = led_to(compiled, analysis);
    for (name, evaluation) in contract.evaluations.iter().filter(|(name, _)| !led_to.contains(name.as_str())) {
        let message = format!("no step leads to the evaluation `{name}`, so that it decides nothing");
        let remedy = "name it in `on_result` of the step after which it should decide, or remove it";
        say(diagnostics, Code::UnreachableNode, &evaluation.place, message, remedy);
    }
}

/// The evaluations to which the steps that are reached lead.
fn led_to(compiled: &CompiledContract<'_>, analysis: &Analysis<'_>) -> BTreeSet<String> {
    let steps = compiled.steps.iter().map(|it| it.step);
    let routes = steps.flat_map(|step| {
        let statuses = of_step(step, analysis.protocol, &analysis.statuses);
        statuses.into_iter().map(|(_, status)| route(step, &status)).collect::<Vec<_>>()
    });
    routes.filter_map(|route| if let Route::Evaluation(name) = route { Some(name) } else { None }).collect()
}

/// Whether that was said of a part of this contract.
pub fn is_said(contract: &Contract, diagnostics: &Diagnostics) -> bool {
    let of_contract = |it: &&pgs_protocol::diagnostic::Diagnostic| it.artifact == contract.fqdn;
    diagnostics.sorted().into_iter().filter(of_contract).any(|it| it.code == Code::UnreachableNode)
}
