//! Which steps of a contract and which nodes of a workflow a run can reach, and where their statuses lead.

use pgs_value::{ACK, NACK};
use std::collections::{BTreeSet, VecDeque};

use pgs_protocol::protocol::{Action, Contract, Node, Protocol, Route, Step, Unlisted, Workflow};

use super::statuses::{Statuses, of_step};

/// The steps that can be reached from the first, by index.
pub fn reachable_steps(contract: &Contract, protocol: &Protocol, statuses: &Statuses) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open = vec![0];
    while let Some(n) = open.pop() {
        let Some(step) = contract.steps.get(n) else { continue };
        if reached.insert(n) {
            for (_, word) in of_step(step, protocol, statuses) {
                open.extend(next_step(contract, n, &word));
            }
        }
    }
    reached
}

/// The step that follows step `n` for a status, unless the contract ends.
pub fn next_step(contract: &Contract, n: usize, word: &str) -> Option<usize> {
    match route(contract.steps.get(n)?, word) {
        Route::Continue => (n + 1 < contract.steps.len()).then_some(n + 1),
        Route::Step(name) => contract.steps.iter().position(|step| step.name == name),
        Route::Exit | Route::Evaluation(_) | Route::Refused => None,
    }
}

/// The route of a step for a status.
pub fn route(step: &Step, word: &str) -> Route {
    let listed = step.routes.iter().find(|(status, _)| status == word).map(|(_, route)| route.clone());
    listed.unwrap_or(match step.unlisted {
        Unlisted::Continues => Route::Continue,
        Unlisted::Refused => Route::Refused,
    })
}

/// Nodes by key, each with its outcomes and where they lead.
pub type Reached = Vec<(String, Vec<(String, Option<String>)>)>;

/// The nodes that a run can reach from the start, in order of discovery.
pub fn reachable_nodes(workflow: &Workflow, statuses: &Statuses) -> Reached {
    let mut reached = Reached::new();
    let mut open = VecDeque::from([workflow.start.clone()]);
    while let Some(key) = open.pop_front() {
        if reached.iter().any(|(known, _)| *known == key) {
            continue;
        }
        let Some(node) = workflow.node(&key) else { continue };
        let outcomes: Vec<String> = match &node.action {
            Action::Admit { .. } => vec![ACK.into(), NACK.into()],
            Action::Run { contract, .. } => statuses.of_contract(contract).map(str::to_owned).collect(),
            Action::Exit { .. } => Vec::new(),
        };
        let edges: Vec<_> = outcomes.into_iter().map(|outcome| (outcome.clone(), edge(node, &outcome))).collect();
        open.extend(edges.iter().filter_map(|(_, target)| target.clone()));
        reached.push((key, edges));
    }
    reached
}

/// Where an outcome of a node leads. NACK of an IN node takes its own edge only: a rejected payload has no side effect.
pub fn edge(node: &Node, outcome: &str) -> Option<String> {
    let own = node.next.iter().find(|(name, _)| name == outcome);
    let rejected = outcome == NACK && matches!(node.action, Action::Admit { .. });
    let default = || node.next.iter().find(|(name, _)| name == "default").filter(|_| !rejected);
    own.or_else(default).map(|(_, target)| target.clone())
}
