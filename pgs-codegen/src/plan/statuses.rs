//! Which statuses can occur: of a step, of a contract, of a workflow.
//!
//! A gateway's statuses are those of the workflow that it runs, so contracts and workflows are computed together, from
//! nothing upwards until nothing is added.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::{Starts, WorksOn};
use pgs_protocol::protocol::{Action, Binding, Call, Contract, Protocol, Route, Step, Workflow};

use super::{Answer, Status};
use crate::capabilities;

/// The statuses of contracts and workflows, by FQDN.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statuses {
    /// Of contracts.
    pub contracts: BTreeMap<String, BTreeSet<String>>,
    /// Of workflows.
    pub workflows: BTreeMap<String, BTreeSet<String>>,
}

impl Statuses {
    /// Computes all of them.
    pub fn of(protocol: &Protocol) -> Self {
        let mut statuses = Self::default();
        loop {
            let mut next = Self::default();
            for contract in protocol.contracts.values() {
                next.contracts.insert(contract.fqdn.clone(), contract_statuses(contract, protocol, &statuses));
            }
            for workflow in protocol.workflows.values() {
                next.workflows.insert(workflow.fqdn.clone(), workflow_statuses(workflow, &next));
            }
            if next == statuses {
                return statuses;
            }
            statuses = next;
        }
    }

    /// The statuses with which this workflow can end, in order.
    pub fn of_workflow(&self, fqdn: &str) -> Vec<Status> {
        self.workflows.get(fqdn).into_iter().flatten().map(|word| Status::new(word)).collect()
    }

    /// The statuses with which this contract can end, in order.
    pub fn of_contract(&self, fqdn: &str) -> Vec<Status> {
        self.contracts.get(fqdn).into_iter().flatten().map(|word| Status::new(word)).collect()
    }
}

/// The ways in which a step can end: as its capability says it, and as the pipeline calls it.
pub fn of_step(step: &Step, protocol: &Protocol, statuses: &Statuses) -> Vec<(Answer, String)> {
    let same = |word: &String| (Answer::Status(Status::new(word)), word.clone());
    match &step.call {
        Call::Transform { fqdn, on_success, on_failure } => match capabilities::transform(fqdn, protocol) {
            Some(signature) if !signature.fallible => vec![(Answer::Always, on_success.clone())],
            _ => vec![
                (Answer::Status(Status::new("SUCCESS")), on_success.clone()),
                (Answer::Status(Status::new("VIOLATION")), on_failure.clone()),
            ],
        },
        Call::SideEffect { fqdn, op } => {
            let Some((side_effect, operation)) = capabilities::operation(fqdn, op, protocol) else { return Vec::new() };
            if side_effect.works_on != WorksOn::Workflows(Starts::One) {
                return operation.statuses.iter().map(same).collect();
            }
            let inner = gateway_target(step).and_then(|fqdn| statuses.workflows.get(&fqdn)).into_iter().flatten();
            let not_run = operation.statuses.iter().map(|word| (Answer::NotRun, word.clone()));
            inner.map(same).chain(not_run).collect()
        }
    }
}

/// The FQDN of the workflow that a gateway step names.
pub fn gateway_target(step: &Step) -> Option<String> {
    let (_, binding) = step.inputs.iter().find(|(name, _)| name == "workflow_code")?;
    match binding {
        Binding::Literal(value) => value.as_str().map(str::to_owned),
        _ => None,
    }
}

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
        Route::Exit | Route::Evaluation(_) => None,
    }
}

/// The route of a step for a status; without one the next step follows.
pub fn route(step: &Step, word: &str) -> Route {
    step.routes.iter().find(|(status, _)| status == word).map_or(Route::Continue, |(_, route)| route.clone())
}

fn contract_statuses(contract: &Contract, protocol: &Protocol, statuses: &Statuses) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for n in reachable_steps(contract, protocol, statuses) {
        let Some(step) = contract.steps.get(n) else { continue };
        for (_, word) in of_step(step, protocol, statuses) {
            match route(step, &word) {
                Route::Evaluation(name) => {
                    let evaluation = contract.evaluations.get(&name).into_iter();
                    found.extend(evaluation.flat_map(|it| [it.on_true.clone(), it.on_false.clone()]));
                }
                _ if next_step(contract, n, &word).is_none() => {
                    found.insert(word);
                }
                _ => {}
            }
        }
    }
    found
}

/// The nodes that a run can reach, and the statuses with which it can end there.
fn workflow_statuses(workflow: &Workflow, statuses: &Statuses) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (outcome, target) in reachable(workflow, statuses).into_iter().flat_map(|(_, edges)| edges) {
        let goes_on =
            target.and_then(|key| workflow.node(&key)).is_some_and(|node| matches!(node.action, Action::Run { .. }));
        if !goes_on {
            found.insert(outcome);
        }
    }
    if workflow.node(&workflow.start).is_some_and(|node| matches!(node.action, Action::Exit { .. })) {
        found.insert("ACK".into());
    }
    found
}

/// Nodes by key, each with its outcomes and where they lead.
pub type Reached = Vec<(String, Vec<(String, Option<String>)>)>;

/// The nodes that a run can reach from the start, in order of discovery.
pub fn reachable(workflow: &Workflow, statuses: &Statuses) -> Reached {
    let mut reached = Reached::new();
    let mut open = std::collections::VecDeque::from([workflow.start.clone()]);
    while let Some(key) = open.pop_front() {
        if reached.iter().any(|(known, _)| *known == key) {
            continue;
        }
        let Some(node) = workflow.node(&key) else { continue };
        let outcomes: Vec<String> = match &node.action {
            Action::Admit { .. } => vec!["ACK".into(), "NACK".into()],
            Action::Run { contract, .. } => statuses.contracts.get(contract).into_iter().flatten().cloned().collect(),
            Action::Exit { .. } => Vec::new(),
        };
        let edges: Vec<_> = outcomes.into_iter().map(|outcome| (outcome.clone(), edge(node, &outcome))).collect();
        open.extend(edges.iter().filter_map(|(_, target)| target.clone()));
        reached.push((key, edges));
    }
    reached
}

/// Where an outcome of a node leads. NACK of an IN node takes its own edge only: a rejected payload has no side effect.
pub fn edge(node: &pgs_protocol::protocol::Node, outcome: &str) -> Option<String> {
    let own = node.next.iter().find(|(name, _)| name == outcome);
    let rejected = outcome == "NACK" && matches!(node.action, Action::Admit { .. });
    let default = || node.next.iter().find(|(name, _)| name == "default").filter(|_| !rejected);
    own.or_else(default).map(|(_, target)| target.clone())
}
