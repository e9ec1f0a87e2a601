//! The facts of one workflow.

use pgs_description::{Access, StoreKind};

use super::{Contract, Does, Effect, Exit, Node, Payload, Route, Tested, Touch, Unenforced, Workflow};
use crate::names::plain;
use crate::plan::{self, Call, Dispatch, Domain, End, EntryNode, Items, Next, Step};
use pgs_value::{ACK, NACK};

impl<'a> Workflow<'a> {
    pub(super) fn of(workflow: &'a plan::Workflow, domain: &'a Domain) -> Self {
        let entry = workflow.entry.node.iter().map(|entry| admitting(entry, workflow));
        let running = workflow.nodes.iter().map(|node| running(node, workflow, domain));
        let payload = workflow.entry.intent.as_ref().map(Payload::of);
        Self {
            fqdn: &workflow.fqdn,
            summary: &workflow.summary,
            binary: &workflow.binary,
            file: plain(&workflow.module),
            statuses: workflow.statuses.iter().map(|status| status.word.as_str()).collect(),
            payload,
            nodes: entry.chain(running).collect(),
            exits: workflow.exits.iter().map(exit).collect(),
            stores: touches(workflow, domain),
            scenarios: workflow.scenarios.iter().map(tested).collect(),
            unenforced: Unenforced::of(workflow, domain),
        }
    }
}

/// Every operation on a store, by store and access.
pub(super) fn touches<'a>(workflow: &'a plan::Workflow, domain: &'a Domain) -> Vec<Touch<'a>> {
    let mut touches: Vec<Touch<'a>> = workflow.nodes.iter().flat_map(|node| of_node(node, domain)).collect();
    touches.sort();
    touches
}

/// The workflows that a workflow starts, by name.
pub(super) fn started<'a>(workflow: &'a plan::Workflow, domain: &'a Domain) -> Vec<&'a str> {
    let steps = workflow.nodes.iter().filter_map(|node| contract(node, domain)).flat_map(|it| &it.steps);
    let mut started: Vec<&str> = steps.flat_map(starts).collect();
    started.sort_unstable();
    started.dedup();
    started
}

/// The contract that a node runs.
pub(super) fn contract<'a>(node: &plan::Node, domain: &'a Domain) -> Option<&'a plan::Contract> {
    domain.contract(&node.contract_fqdn)
}

fn admitting<'a>(entry: &'a EntryNode, workflow: &'a plan::Workflow) -> Node<'a> {
    Node {
        key: &entry.key,
        contract: None,
        inputs: &[],
        outputs: Vec::new(),
        stores: Vec::new(),
        effects: Vec::new(),
        routes: vec![route(ACK, &entry.ack, workflow), ending(NACK, &entry.nack, workflow)],
    }
}

fn running<'a>(node: &'a plan::Node, workflow: &'a plan::Workflow, domain: &'a Domain) -> Node<'a> {
    let contract = contract(node, domain);
    let surface = contract.into_iter().flat_map(plan::Contract::mapped);
    Node {
        key: &node.key,
        contract: contract.map(|it| Contract { fqdn: &it.fqdn, summary: &it.summary, file: plain(&it.module) }),
        inputs: &node.written,
        outputs: surface.map(|it| (it.key.as_str(), it.ty.word())).collect(),
        stores: of_node(node, domain),
        effects: contract.into_iter().flat_map(|it| &it.steps).flat_map(|step| effects(step, node, domain)).collect(),
        routes: node.arms.iter().map(|(status, next)| route(&status.word, next, workflow)).collect(),
    }
}

fn route<'a>(outcome: &'a str, next: &Next, workflow: &'a plan::Workflow) -> Route<'a> {
    match next {
        Next::Node(variant) => {
            let node = workflow.nodes.iter().find(|it| &it.variant == variant);
            Route { outcome, target: node.map(|it| it.key.as_str()), is_exit: false }
        }
        Next::End(end) => ending(outcome, end, workflow),
    }
}

fn ending<'a>(outcome: &'a str, end: &End, workflow: &'a plan::Workflow) -> Route<'a> {
    let exit = end.exit.as_ref().and_then(|ident| workflow.exits.iter().find(|it| &it.ident == ident));
    Route { outcome, target: exit.map(|it| it.key.as_str()), is_exit: true }
}

fn tested(scenario: &plan::Tested) -> Tested<'_> {
    let ends = scenario.ends.iter().map(|(status, exit)| (status.as_deref(), exit.as_deref()));
    Tested { name: &scenario.name, ends: ends.collect() }
}

fn exit(exit: &plan::Exit) -> Exit<'_> {
    Exit { key: &exit.key, reason: exit.reason.as_deref(), event: exit.emit.as_deref() }
}

/// The operations on stores at a node, in the order of the steps.
fn of_node<'a>(node: &'a plan::Node, domain: &'a Domain) -> Vec<Touch<'a>> {
    let steps = contract(node, domain).into_iter().flat_map(|it| &it.steps);
    steps.filter_map(|step| touch(step, node, domain)).collect()
}

fn touch<'a>(step: &'a Step, node: &'a plan::Node, domain: &'a Domain) -> Option<Touch<'a>> {
    let Call::Store { kind, operation, supplied, .. } = &step.call else { return None };
    let store = supplied_store(supplied, node, domain)?;
    Some(Touch {
        store: &store.name,
        kind: kind_words(*kind),
        path: store.path.as_deref(),
        access: match operation.access {
            Access::Read => "read",
            Access::Append => "append",
            Access::Mutate => "mutate",
        },
        operation: step.op.as_deref().unwrap_or_default(),
        node: &node.key,
        step: &step.name,
    })
}

fn binding<'a>(node: &plan::Node, domain: &'a Domain) -> Option<&'a plan::RuntimeBinding> {
    domain.bindings.iter().find(|binding| Some(&binding.module) == node.binding.as_ref())
}

fn supplied_store<'a>(supplied: &str, node: &plan::Node, domain: &'a Domain) -> Option<&'a plan::Store> {
    let (_, constant) = node.supplied.iter().find(|(field, _)| field == supplied)?;
    binding(node, domain)?.stores.iter().find(|store| &store.ident == constant)
}

/// What a kind of store is called.
pub(super) fn kind_words(kind: StoreKind) -> &'static str {
    match kind {
        StoreKind::Registry => "registry",
        StoreKind::AppendOnly => "append-only",
        StoreKind::MutableJson => "mutable JSON",
        StoreKind::NameRegistry => "name registry",
    }
}

fn effects<'a>(step: &'a Step, node: &plan::Node, domain: &Domain) -> Vec<Effect<'a>> {
    let effect = |does| Effect { step: &step.name, does };
    match &step.call {
        Call::World { .. } => {
            let switches = binding(node, domain).map(|it| it.switches.as_slice()).unwrap_or_default();
            let switch = switches.iter().find(|it| it.side_effect == step.fqdn);
            let (operation, is_on) = (step.op.as_deref().unwrap_or_default(), switch.is_none_or(|it| it.is_on));
            vec![effect(Does::Calls { operation, side_effect: &step.fqdn, is_on })]
        }
        Call::Gateway { .. } | Call::Concurrent { .. } | Call::Loop { .. } => {
            starts(step).into_iter().map(|workflow| effect(Does::Starts { workflow })).collect()
        }
        Call::Transform { .. } | Call::Store { .. } => Vec::new(),
    }
}

/// The workflows that a step starts, each once.
fn starts(step: &Step) -> Vec<&str> {
    let mut started = match &step.call {
        Call::Gateway { workflow, .. } => vec![workflow.fqdn.as_str()],
        Call::Concurrent { workers } => workers.iter().map(|(workflow, ..)| workflow.fqdn.as_str()).collect(),
        Call::Loop { item, sub, .. } => {
            let sub = sub.iter().flat_map(|(_, items)| dispatched(items));
            dispatched(item).into_iter().chain(sub).collect()
        }
        Call::Transform { .. } | Call::Store { .. } | Call::World { .. } => Vec::new(),
    };
    started.sort_unstable();
    started.dedup();
    started
}

fn dispatched(items: &Items) -> Vec<&str> {
    match &items.dispatch {
        Dispatch::One(workflow) => vec![&workflow.fqdn],
        Dispatch::ByField { mapping, .. } => mapping.iter().map(|(_, workflow)| workflow.fqdn.as_str()).collect(),
    }
}
