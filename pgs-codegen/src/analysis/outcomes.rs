//! The statuses of all contracts and workflows, computed together.
//!
//! A gateway's statuses are those of the workflow that it runs. So they are computed from nothing upwards, until nothing
//! is added.

use pgs_value::ACK;
use std::collections::BTreeSet;

use pgs_protocol::protocol::{Action, Contract, Protocol, Route, Workflow};

use super::reach::{next_step, reachable_nodes, reachable_steps, route};
use super::statuses::{Statuses, of_step};

/// Computes all of them.
pub fn statuses(protocol: &Protocol) -> Statuses {
    let mut statuses = Statuses::default();
    loop {
        let mut next = Statuses::default();
        for contract in protocol.contracts.values() {
            next.contracts.insert(contract.fqdn.clone(), of_contract(contract, protocol, &statuses));
        }
        for workflow in protocol.workflows.values() {
            next.workflows.insert(workflow.fqdn.clone(), of_workflow(workflow, &next));
        }
        if next == statuses {
            return statuses;
        }
        statuses = next;
    }
}

fn of_contract(contract: &Contract, protocol: &Protocol, statuses: &Statuses) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for n in reachable_steps(contract, protocol, statuses) {
        let Some(step) = contract.steps.get(n) else { continue };
        for (_, word) in of_step(step, protocol, statuses) {
            match route(step, &word) {
                Route::Evaluation(name) => {
                    let evaluation = contract.evaluations.get(&name).into_iter();
                    found.extend(evaluation.flat_map(|it| [it.on_true.clone(), it.on_false.clone()]));
                }
                Route::Refused => {}
                Route::Continue | Route::Exit | Route::Step(_) => {
                    if next_step(contract, n, &word).is_none() {
                        found.insert(word);
                    }
                }
            }
        }
    }
    found
}

/// The statuses with which a run can end at the nodes that it can reach.
fn of_workflow(workflow: &Workflow, statuses: &Statuses) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (outcome, target) in reachable_nodes(workflow, statuses).into_iter().flat_map(|(_, edges)| edges) {
        let goes_on =
            target.and_then(|key| workflow.node(&key)).is_some_and(|node| matches!(node.action, Action::Run { .. }));
        if !goes_on {
            found.insert(outcome);
        }
    }
    if workflow.node(&workflow.start).is_some_and(|node| matches!(node.action, Action::Exit { .. })) {
        found.insert(ACK.into());
    }
    found
}
