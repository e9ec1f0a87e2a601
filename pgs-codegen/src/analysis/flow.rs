//! What a run of a workflow does, step by step: the steps of all its nodes as one graph. What concerns more than one step
//! is read from it.

use pgs_value::ACK;
use std::collections::{BTreeMap, BTreeSet};

use pgs_description::{Access, StoreKind, WorksOn};
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{Action, Call, Contract, Node, Protocol, Route, Step, Workflow};

use super::reach::{edge, next_step, reachable_nodes, reachable_steps, route};
use super::statuses::{Statuses, of_step};
use super::stores;
use crate::capabilities;

/// The steps that a run of a workflow can reach.
pub struct Flow<'a> {
    /// The workflow.
    pub workflow: &'a Workflow,
    /// Its steps, node by node.
    pub stops: Vec<Stop<'a>>,
    protocol: &'a Protocol,
}

/// One step at one node.
pub struct Stop<'a> {
    /// The node.
    pub node: &'a Node,
    /// Its contract.
    pub contract: &'a Contract,
    /// The step.
    pub step: &'a Step,
    /// What it does to the world.
    pub effect: Effect,
    /// What follows each of its answers.
    pub leads: Vec<Lead>,
}

/// What a step does to the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It computes.
    None,
    /// It reads a store.
    Reads(PlacedStore),
    /// It changes a store.
    Writes(PlacedStore),
    /// It does something outside, by this operation.
    Acts(String),
    /// It asks something outside.
    Asks,
    /// It runs workflows, or works on a store that no binding places.
    Unknown,
}

/// A store as the runtime binding of the workflow places it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedStore {
    /// Its name in messages.
    pub name: String,
    /// The kind.
    pub kind: StoreKind,
    /// The path below the data root.
    pub path: String,
}

/// What follows one answer of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The answer as the capability says it.
    pub answer: String,
    /// How the contract ends, if it does.
    pub outcome: Option<String>,
    /// Whether an evaluation decided.
    pub evaluated: Option<String>,
    /// Where the run goes.
    pub target: Target,
}

/// Where a run goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To the step with this index.
    Stop(usize),
    /// To its end, at the node with this key.
    End(String),
}

impl<'a> Flow<'a> {
    /// The flow of this workflow.
    pub fn of(workflow: &'a Workflow, protocol: &'a Protocol, statuses: &Statuses) -> Self {
        let mut stops = Vec::new();
        let mut index = BTreeMap::new();
        for (key, _) in reachable_nodes(workflow, statuses) {
            let Some(node) = workflow.node(&key) else { continue };
            let Action::Run { contract, .. } = &node.action else { continue };
            let Some(contract) = protocol.contracts.get(contract) else { continue };
            for n in reachable_steps(contract, protocol, statuses) {
                let Some(step) = contract.steps.get(n) else { continue };
                index.insert((key.clone(), n), stops.len());
                let effect = effect(step, workflow, protocol);
                stops.push(Stop { node, contract, step, effect, leads: Vec::new() });
            }
        }
        for ((key, n), at) in &index {
            let leads = stops.get(*at).map(|stop| leads(stop, *n, protocol, statuses, &index));
            if let (Some(stop), Some(leads)) = (stops.get_mut(*at), leads) {
                debug_assert_eq!(&stop.node.key, key, "the index names the node of the step");
                stop.leads = leads;
            }
        }
        Self { workflow, stops, protocol }
    }

    /// The first step of a run.
    pub fn first(&self) -> Option<usize> {
        let start = self.workflow.node(&self.workflow.start)?;
        let key = if matches!(start.action, Action::Admit { .. }) { edge(start, ACK)? } else { start.key.clone() };
        self.stops.iter().position(|stop| stop.node.key == key)
    }

    /// The steps that can follow these targets, by index.
    pub fn after<'b>(&self, targets: impl IntoIterator<Item = &'b Target>) -> BTreeSet<usize> {
        let stop = |target: &Target| match target {
            Target::Stop(at) => Some(*at),
            Target::End(_) => None,
        };
        let mut open: Vec<usize> = targets.into_iter().filter_map(stop).collect();
        let mut reached = BTreeSet::new();
        while let Some(at) = open.pop() {
            if reached.insert(at) {
                let leads = self.stops.get(at).into_iter().flat_map(|it| &it.leads);
                open.extend(leads.filter_map(|lead| stop(&lead.target)));
            }
        }
        reached
    }

    /// The protocol.
    pub fn protocol(&self) -> &'a Protocol {
        self.protocol
    }
}

impl Stop<'_> {
    /// The store that it changes.
    pub fn writes(&self) -> Option<&PlacedStore> {
        match &self.effect {
            Effect::Writes(place) => Some(place),
            Effect::None | Effect::Reads(_) | Effect::Asks | Effect::Acts(_) | Effect::Unknown => None,
        }
    }

    /// Whether this is no decision but a failure: a store that can't be read, or that refuses its arguments.
    /// UPDATE_WHERE refuses where nothing matches, which is a decision.
    pub fn fails_with(&self, lead: &Lead) -> bool {
        let of_store = match &self.step.call {
            Call::SideEffect { op, .. } => {
                matches!(self.effect, Effect::Reads(_) | Effect::Writes(_)) && op != "UPDATE_WHERE"
            }
            Call::Transform { .. } => false,
        };
        lead.evaluated.is_none() && (lead.answer == "BACKEND_ERROR" || (lead.answer == "VIOLATION" && of_store))
    }
}

/// What a step does to the world.
fn effect(step: &Step, workflow: &Workflow, protocol: &Protocol) -> Effect {
    let Call::SideEffect { fqdn, op } = &step.call else { return Effect::None };
    let Some((side_effect, operation)) = capabilities::operation(fqdn, op, protocol) else { return Effect::Unknown };
    let kind = match side_effect.works_on {
        WorksOn::Store(kind) => kind,
        WorksOn::World { .. } if operation.access == Access::Read => return Effect::Asks,
        WorksOn::World { .. } => return Effect::Acts(format!("{op} of {}", code(fqdn))),
        WorksOn::Workflows(_) => return Effect::Unknown,
    };
    let store = step.store.as_deref();
    let Ok(Some(path)) = stores::path(workflow, kind, store, fqdn, protocol) else { return Effect::Unknown };
    let place = PlacedStore { name: stores::name(store, fqdn).to_owned(), kind, path };
    if operation.access == Access::Read { Effect::Reads(place) } else { Effect::Writes(place) }
}

/// What follows each answer of a step.
fn leads(
    stop: &Stop<'_>,
    n: usize,
    protocol: &Protocol,
    statuses: &Statuses,
    index: &BTreeMap<(String, usize), usize>,
) -> Vec<Lead> {
    let stop_at = |key: &str, n: usize| index.get(&(key.to_owned(), n)).map(|at| Target::Stop(*at));
    let end = |outcome: &str| {
        let next = edge(stop.node, outcome);
        let started = next.as_ref().and_then(|key| stop_at(key, 0));
        started.unwrap_or_else(|| Target::End(next.unwrap_or_else(|| stop.node.key.clone())))
    };
    let mut leads = Vec::new();
    for (answer, word) in of_step(stop.step, protocol, statuses) {
        let answer = answer.word();
        let mut ends = |outcome: &str, evaluated: Option<&String>| {
            leads.push(Lead {
                answer: answer.clone(),
                outcome: Some(outcome.to_owned()),
                evaluated: evaluated.cloned(),
                target: end(outcome),
            });
        };
        match route(stop.step, &word) {
            Route::Evaluation(name) => {
                let evaluation = stop.contract.evaluations.get(&name).into_iter();
                evaluation.flat_map(|it| [&it.on_true, &it.on_false]).for_each(|outcome| ends(outcome, Some(&name)));
            }
            Route::Refused => {}
            Route::Continue | Route::Exit | Route::Step(_) => match next_step(stop.contract, n, &word) {
                None => ends(&word, None),
                Some(next) => {
                    let target = stop_at(&stop.node.key, next);
                    leads.extend(target.map(|target| Lead { answer, outcome: None, evaluated: None, target }));
                }
            },
        }
    }
    leads
}
