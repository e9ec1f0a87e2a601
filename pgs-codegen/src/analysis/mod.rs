//! What follows from the protocol by itself: the facts that rules judge and that the plan spells out.
//!
//! ```text
//! signature, statuses, reach, outcomes   how capabilities are called, and with what everything can end
//! types, step_read, node_read            static types, and what every reference finds
//! argument, start, call                  what a step calls, which workflows it starts, what it hands over
//! stores, workflows                      what a contract needs of its runtime binding, what a workflow names
//! store_use                              the stores that a workflow may use, with all that it starts
//! flow, origin                           what a run does step by step, and what values are made of
//! bound                                  which values are bound where
//! field_names                            which names fields have
//! lacking                                what workflows call that nobody implements
//! admission                              what is asked of the values of a payload
//! ```
//!
//! Nothing here has a Rust name, and nothing is said to the author.

pub mod admission;
pub mod argument;
pub mod bound;
pub mod call;
pub mod feature_use;
pub mod field_names;
pub mod flow;
pub mod lacking;
pub mod node_read;
pub mod origin;
pub mod outcomes;
pub mod reach;
pub mod signature;
pub mod start;
pub mod statuses;
pub mod step_read;
pub mod store_use;
pub mod stores;
pub mod types;
pub mod workflows;

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::protocol::{Action, Contract, Protocol, Step, Workflow};

use self::call::StepCall;
use self::flow::Flow;
use self::statuses::Statuses;
use self::step_read::StepScope;
use self::types::ContractTypes;
use self::workflows::contracts_of;

/// What is known of a protocol.
pub struct Analysis<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// With what its contracts and workflows can end.
    pub statuses: Statuses,
    /// What a run of each workflow does, by FQDN.
    pub flows: Vec<Flow<'a>>,
    /// The contracts that are compiled, by domain and FQDN.
    pub compiled: Vec<CompiledContract<'a>>,
    /// The workflows in whose runs secrets are followed.
    pub with_secrets: BTreeSet<&'a str>,
    contracts: BTreeMap<&'a str, ContractFacts>,
    reached: BTreeMap<&'a str, BTreeSet<String>>,
}

/// A contract as the workflows of a domain run it.
pub struct CompiledContract<'a> {
    /// The domain.
    pub domain: &'a str,
    /// The contract.
    pub contract: &'a Contract,
    /// The steps that a run can reach, in order, each with its index and what it calls.
    pub steps: Vec<CompiledStep<'a>>,
}

/// A step that a run can reach.
pub struct CompiledStep<'a> {
    /// Its index in the contract.
    pub index: usize,
    /// The step.
    pub step: &'a Step,
    /// What it calls.
    pub call: StepCall<'a>,
}

/// What is known of a contract.
struct ContractFacts {
    reachable: BTreeSet<usize>,
    types: ContractTypes,
}

impl<'a> Analysis<'a> {
    /// Analyses a protocol.
    pub fn of(protocol: &'a Protocol) -> Self {
        let statuses = outcomes::statuses(protocol);
        let contracts = protocol.contracts.values().map(|contract| {
            let reachable = reach::reachable_steps(contract, protocol, &statuses);
            let types = ContractTypes::of(contract, protocol, &reachable);
            (contract.fqdn.as_str(), ContractFacts { reachable, types })
        });
        let reached = protocol.workflows.values().map(|workflow| {
            let nodes = reach::reachable_nodes(workflow, &statuses).into_iter();
            (workflow.fqdn.as_str(), nodes.map(|(key, _)| key).collect())
        });
        let flows = protocol.workflows.values().map(|workflow| Flow::of(workflow, protocol, &statuses));
        let (flows, contracts) = (flows.collect(), contracts.collect());
        let compiled = compiled(protocol, &contracts);
        let with_secrets = workflows::with_secrets(protocol);
        Self { protocol, flows, compiled, with_secrets, contracts, reached: reached.collect(), statuses }
    }

    /// The types of the contract of this FQDN.
    pub fn types(&self, contract: &str) -> Option<&ContractTypes> {
        self.contracts.get(contract).map(|facts| &facts.types)
    }

    /// Whether a run of this workflow can reach the node of this key.
    pub fn reaches(&self, workflow: &Workflow, node: &str) -> bool {
        self.reached.get(workflow.fqdn.as_str()).is_some_and(|reached| reached.contains(node))
    }

    /// The steps that a run of this workflow can reach, without those of the workflows that it starts.
    pub fn steps<'s>(&'s self, workflow: &'s Workflow) -> impl Iterator<Item = &'a Step> + 's {
        let nodes = workflow.nodes.iter().filter(|node| self.reaches(workflow, &node.key));
        let contracts = nodes.filter_map(|node| match &node.action {
            Action::Run { contract, .. } => self.compiled(&workflow.domain, contract),
            Action::Admit { .. } | Action::Exit { .. } => None,
        });
        contracts.flat_map(|contract| contract.steps.iter().map(|step| step.step))
    }

    /// The contract of this FQDN as the workflows of this domain run it.
    pub fn compiled(&self, domain: &str, contract: &str) -> Option<&CompiledContract<'a>> {
        let key = |it: &CompiledContract<'a>| (it.domain, it.contract.fqdn.as_str()).cmp(&(domain, contract));
        self.compiled.get(self.compiled.binary_search_by(key).ok()?)
    }

    /// Whether secrets are followed in a run of this contract.
    pub fn follows_secrets(&self, contract: &str) -> bool {
        let workflows = self.with_secrets.iter().filter_map(|fqdn| self.protocol.workflows.get(*fqdn));
        workflows.flat_map(contracts_of).any(|fqdn| fqdn == contract)
    }

    /// What the bindings of a step can see.
    pub fn step_scope(&'a self, contract: &'a Contract, step: &'a Step) -> Option<StepScope<'a>> {
        Some(StepScope { contract, types: self.types(&contract.fqdn)?, step, protocol: self.protocol })
    }
}

/// The contracts that workflows run, domain by domain.
fn compiled<'a>(protocol: &'a Protocol, contracts: &BTreeMap<&'a str, ContractFacts>) -> Vec<CompiledContract<'a>> {
    let workflows = protocol.workflows.values();
    let named: BTreeSet<(&str, &str)> = workflows
        .flat_map(|workflow| contracts_of(workflow).map(|fqdn| (workflow.domain.as_str(), fqdn.as_str())))
        .collect();
    let compiled = named.into_iter().filter_map(|(domain, fqdn)| {
        let (contract, facts) = (protocol.contracts.get(fqdn)?, contracts.get(fqdn)?);
        let steps = facts.reachable.iter().filter_map(|index| {
            let step = contract.steps.get(*index)?;
            Some(CompiledStep { index: *index, step, call: StepCall::of(step, domain, protocol) })
        });
        Some(CompiledContract { domain, contract, steps: steps.collect() })
    });
    compiled.collect()
}
