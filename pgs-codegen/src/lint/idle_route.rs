//! W010: a route for a status that its step never answers.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Call, Contract, Step, say};

use super::passed_over::{goes_on, idle_routes, is_routed, renamed};
use crate::analysis::Analysis;

/// The contracts that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for compiled in &analysis.compiled {
        for step in compiled.steps.iter().map(|it| it.step) {
            check_step(compiled.contract, step, analysis, diagnostics);
        }
    }
}

fn check_step(contract: &Contract, step: &Step, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for status in idle_routes(step, analysis) {
        let (why, remedy) = match renamed(step, status) {
            Some(word) => of_renamed(contract, step, word, analysis),
            None if fails_with(step, status) => (", because what it calls can't fail".to_owned(), REMOVE.to_owned()),
            None => (String::new(), REMOVE.to_owned()),
        };
        let message = format!("step `{}` never answers {status}{why}; the route is never taken", step.name);
        say(diagnostics, Code::ImpossibleStatus, &step.place.at(["on_result", status]), message, remedy);
    }
}

const REMOVE: &str = "remove the route, and the edges for the status";

/// Whether this is the status that a step has where its transform fails.
fn fails_with(step: &Step, status: &str) -> bool {
    matches!(&step.call, Call::Transform { on_failure, .. } if on_failure == status)
}

/// Why a route for an answer that has another name is never taken, and what to do.
fn of_renamed(contract: &Contract, step: &Step, word: &str, analysis: &Analysis<'_>) -> (String, String) {
    let why = format!(", which `on_ct_result` calls {word}");
    if is_routed(step, word) {
        return (why, "remove the route".to_owned());
    }
    match goes_on(contract, word, analysis).filter(|(of, _)| of.name == step.name) {
        Some((_, next)) => {
            (format!("{why}, so that the contract goes on with step `{}`", next.name), format!("write `{word}`"))
        }
        None => (why, format!("write `{word}`")),
    }
}
