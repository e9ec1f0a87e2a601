//! One of the two protocols, with what is known of its runs: what is reached, who uses what.

use pgs_value::{ACK, NACK};
use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{Action, Call, Contract, Protocol, Step, Workflow};

use crate::analysis::statuses::{self, Statuses};
use crate::analysis::workflows::started_by;
use crate::analysis::{outcomes, reach};

/// The two protocols.
pub struct Sides<'a> {
    /// The one before.
    pub old: Side<'a>,
    /// The one after.
    pub new: Side<'a>,
}

impl<'a> Sides<'a> {
    /// Looks at both.
    pub fn of(old: &'a Protocol, new: &'a Protocol) -> Self {
        Self { old: Side::of(old), new: Side::of(new) }
    }

    /// The workflows of either side that these sets name.
    pub fn users(&self, users: impl Fn(&Side<'a>) -> BTreeSet<String>) -> BTreeSet<String> {
        &users(&self.old) | &users(&self.new)
    }

    /// The workflows that run this contract in either protocol.
    pub fn contract_users(&self, fqdn: &str) -> BTreeSet<String> {
        self.users(|side| side.contract_users(fqdn))
    }
}

/// One protocol.
pub struct Side<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// With what its contracts and workflows can end.
    pub statuses: Statuses,
    /// By workflow: the workflows that its steps name.
    starts: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Side<'a> {
    fn of(protocol: &'a Protocol) -> Self {
        let statuses = outcomes::statuses(protocol);
        let mut side = Self { protocol, statuses, starts: BTreeMap::new() };
        let starts = protocol.workflows.values().map(|workflow| {
            let steps = side.contracts(workflow).flat_map(|(_, contract)| &contract.steps);
            (workflow.fqdn.as_str(), steps.flat_map(|step| started_by(step, protocol)).collect())
        });
        side.starts = starts.collect();
        side
    }

    /// The keys of the nodes that a run can reach.
    pub fn reached(&self, workflow: &Workflow) -> BTreeSet<String> {
        reach::reachable_nodes(workflow, &self.statuses).into_iter().map(|(key, _)| key).collect()
    }

    /// The statuses with which a node can end.
    pub fn outcomes(&self, action: &Action) -> BTreeSet<String> {
        match action {
            Action::Admit { .. } => [ACK, NACK].map(str::to_owned).into(),
            Action::Run { contract, .. } => self.statuses.contracts.get(contract).cloned().unwrap_or_default(),
            Action::Exit { .. } => BTreeSet::new(),
        }
    }

    /// The contracts that a run can reach, each with its node's key.
    pub fn contracts(&self, workflow: &'a Workflow) -> impl Iterator<Item = (&'a str, &'a Contract)> {
        let reached = self.reached(workflow);
        let nodes = workflow.nodes.iter().filter(move |node| reached.contains(&node.key));
        nodes.filter_map(|node| match &node.action {
            Action::Run { contract, .. } => Some((node.key.as_str(), self.protocol.contracts.get(contract)?)),
            Action::Admit { .. } | Action::Exit { .. } => None,
        })
    }

    /// The steps of a contract that a run can reach.
    pub fn steps(&self, contract: &'a Contract) -> impl Iterator<Item = &'a Step> {
        let reached = reach::reachable_steps(contract, self.protocol, &self.statuses);
        reached.into_iter().filter_map(|n| contract.steps.get(n))
    }

    /// The statuses that a step can have.
    pub fn step_statuses(&self, step: &Step) -> BTreeSet<String> {
        statuses::of_step(step, self.protocol, &self.statuses).into_iter().map(|(_, word)| word).collect()
    }

    /// What a trace shows where a step has one of these statuses: the answer of its capability, which the pipeline may call
    /// otherwise.
    pub fn answers(&self, step: &Step, words: &BTreeSet<String>) -> BTreeSet<String> {
        let of_step = statuses::of_step(step, self.protocol, &self.statuses).into_iter();
        of_step.filter(|(_, word)| words.contains(word)).map(|(answer, _)| answer.word()).collect()
    }

    /// The workflows for which this holds, and all that start one of them.
    pub fn workflows(&self, holds: impl Fn(&Workflow) -> bool) -> BTreeSet<String> {
        let mut found: BTreeSet<&str> =
            self.protocol.workflows.values().filter(|it| holds(it)).map(|it| it.fqdn.as_str()).collect();
        loop {
            let more = self.starts.iter().filter(|(_, started)| !started.is_disjoint(&found)).map(|(fqdn, _)| *fqdn);
            let all: BTreeSet<&str> = found.iter().copied().chain(more).collect();
            if all.len() == found.len() {
                return all.into_iter().map(str::to_owned).collect();
            }
            found = all;
        }
    }

    /// The workflows that run this contract.
    pub fn contract_users(&self, fqdn: &str) -> BTreeSet<String> {
        self.workflows(|workflow| self.contracts(workflow).any(|(_, contract)| contract.fqdn == fqdn))
    }

    /// What the workflows need: transforms, and operations of side effects.
    pub fn capabilities(&self) -> BTreeSet<String> {
        let contracts = self.protocol.workflows.values().flat_map(|workflow| self.contracts(workflow));
        let steps = contracts.flat_map(|(_, contract)| self.steps(contract));
        steps
            .map(|step| match &step.call {
                Call::Transform { fqdn, .. } => fqdn.clone(),
                Call::SideEffect { fqdn, op } => format!("{fqdn} {op}"),
            })
            .collect()
    }

    /// The side effects of each workflow, in words, without those of workflows that it starts.
    pub fn effects(&self, workflow: &'a Workflow) -> BTreeSet<String> {
        let contracts = self.contracts(workflow);
        contracts.flat_map(|(_, contract)| self.steps(contract)).filter_map(effect).collect()
    }
}

/// A step's side effect in words.
pub fn effect(step: &Step) -> Option<String> {
    let Call::SideEffect { fqdn, op } = &step.call else { return None };
    let store = step.store.as_ref().map(|store| format!(" on {store}")).unwrap_or_default();
    Some(format!("{} {op}{store}", code(fqdn)))
}
