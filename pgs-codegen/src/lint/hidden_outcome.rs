//! W013: a `default` edge takes an outcome that the contract declares, together with others.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Action, Call, Contract, Node, Route, say};

use super::subjects::FAILURES;
use crate::analysis::Analysis;
use crate::analysis::statuses::Statuses;

/// The nodes of all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for node in analysis.protocol.workflows.values().flat_map(|workflow| &workflow.nodes) {
        if let Action::Run { contract, .. } = &node.action
            && let Some(contract) = analysis.protocol.contracts.get(contract)
        {
            check_node(node, contract, &analysis.statuses, diagnostics);
        }
    }
}

/// A node whose only edge is `default` tells no outcomes apart, so it hides none.
fn check_node(node: &Node, contract: &Contract, statuses: &Statuses, diagnostics: &mut Diagnostics) {
    let is_default = |name: &str| name == "default";
    if !node.next.iter().any(|(name, _)| is_default(name)) || node.next.iter().all(|(name, _)| is_default(name)) {
        return;
    }
    let taken: Vec<String> = statuses
        .of_contract(&contract.fqdn)
        .filter(|word| !node.next.iter().any(|(name, _)| name == word))
        .map(str::to_owned)
        .collect();
    let is_hidden = |word: &&String| !FAILURES.contains(&word.as_str()) && declares(contract, word);
    let (hidden, others): (Vec<&String>, Vec<&String>) = taken.iter().partition(is_hidden);
    let Some(first) = hidden.first().filter(|_| taken.len() > 1) else { return };
    let list = |words: &[&String]| words.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" and ");
    let with = if others.is_empty() { String::new() } else { format!(" together with {}", list(&others)) };
    say(
        diagnostics,
        Code::HiddenOutcome,
        &node.place.at(["next", "default"]),
        format!("`default` of node `{}` takes {}, which {} declares,{with}", node.key, list(&hidden), contract.fqdn)
            .trim_end_matches(',')
            .to_owned(),
        format!("add an edge for {first}, even if it leads to the same node"),
    );
}

/// Whether the contract names this outcome: in its list, or, without one, in a route, a transform's or an evaluation's
/// renaming.
fn declares(contract: &Contract, word: &str) -> bool {
    if !contract.allowed.is_empty() {
        return contract.allowed.iter().any(|it| it == word);
    }
    contract.steps.iter().any(|step| {
        let renamed = match &step.call {
            Call::Transform { on_success, on_failure, .. } => on_success == word || on_failure == word,
            Call::SideEffect { .. } => false,
        };
        renamed
            || step.routes.iter().any(|(status, route)| match route {
                Route::Evaluation(name) => {
                    contract.evaluations.get(name).is_some_and(|it| it.on_true == word || it.on_false == word)
                }
                Route::Continue | Route::Exit | Route::Step(_) | Route::Refused => status == word,
            })
    })
}
