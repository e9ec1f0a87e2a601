//! The facts of one workflow.

use std::collections::BTreeMap;

use pgs_protocol::protocol;

use super::step::steps;
use super::touch::{contract, touches};
use super::{Contract, Exit, Ingress, Node, Payload, Route, Tested, Unenforced, Waived, Workflow, order};
use crate::names::plain;
use crate::plan::{self, Domain, End, EntryNode, Next};
use pgs_value::{ACK, NACK};

/// The outcomes that say that something failed, whatever the contract is for.
const FAILURES: [&str; 2] = ["BACKEND_ERROR", "VIOLATION"];

impl<'a> Workflow<'a> {
    pub(super) fn of(workflow: &'a plan::Workflow, domain: &'a Domain) -> Self {
        Self {
            fqdn: &workflow.fqdn,
            summary: &workflow.summary,
            binary: &workflow.binary,
            file: plain(&workflow.module),
            statuses: workflow.statuses.iter().map(|status| status.word.as_str()).collect(),
            ingress: workflow.ingress.iter().map(ingress).collect(),
            suppressed: &workflow.suppressed,
            payload: workflow.entry.intent.as_ref().map(Payload::of),
            nodes: nodes(workflow, domain),
            exits: workflow.exits.iter().map(exit).collect(),
            stores: touches(workflow, domain),
            scenarios: workflow.scenarios.iter().map(tested).collect(),
            unenforced: Unenforced::of(workflow, domain),
            waivers: workflow.waivers.iter().map(Waived::of).collect(),
        }
    }
}

fn ingress(ingress: &protocol::Ingress) -> Ingress<'_> {
    let said = [&ingress.method, &ingress.path].into_iter().flatten();
    let route = said.map(String::as_str).collect::<Vec<_>>().join(" ");
    Ingress { fqdn: &ingress.fqdn, route, content_type: ingress.content_type.as_deref() }
}

/// The nodes in the order of the graph. The steps of a contract stand at the first node that runs it.
fn nodes<'a>(workflow: &'a plan::Workflow, domain: &'a Domain) -> Vec<Node<'a>> {
    let mut told: BTreeMap<&str, &str> = BTreeMap::new();
    let mut nodes: Vec<Node<'a>> = workflow.entry.node.iter().map(|entry| admitting(entry, workflow)).collect();
    for node in order::nodes(workflow) {
        let before = told.get(node.contract_fqdn.as_str()).copied();
        told.entry(&node.contract_fqdn).or_insert(&node.key);
        nodes.push(Node {
            key: &node.key,
            contract: contract(node, domain).map(|it| Contract {
                fqdn: &it.fqdn,
                summary: &it.summary,
                file: plain(&it.module),
                told: before,
                steps: if before.is_none() { steps(node, it, domain) } else { Vec::new() },
                suppressed: if before.is_none() { &it.suppressed } else { &[] },
            }),
            inputs: &node.written,
            routes: routes(node.arms.iter().map(|(status, next)| route(&status.word, next, workflow))),
        });
    }
    nodes
}

fn admitting<'a>(entry: &'a EntryNode, workflow: &'a plan::Workflow) -> Node<'a> {
    Node {
        key: &entry.key,
        contract: None,
        inputs: &[],
        routes: vec![route(ACK, &entry.ack, workflow), route(NACK, &entry.nack, workflow)],
    }
}

/// The routes, failures that end at one exit as one.
fn routes<'a>(all: impl Iterator<Item = Route<'a>>) -> Vec<Route<'a>> {
    let mut routes: Vec<Route<'a>> = Vec::new();
    for route in all {
        let fails = |it: &Route<'_>| it.is_exit && it.outcomes.iter().all(|outcome| FAILURES.contains(outcome));
        let same = |it: &&mut Route<'_>| fails(it) && fails(&route) && it.target == route.target;
        match routes.iter_mut().find(same) {
            Some(known) => known.outcomes.extend(route.outcomes),
            None => routes.push(route),
        }
    }
    routes
}

fn route<'a>(outcome: &'a str, next: &Next, workflow: &'a plan::Workflow) -> Route<'a> {
    match next {
        Next::Node(variant) => {
            let node = workflow.nodes.iter().find(|it| &it.variant == variant);
            Route { outcomes: vec![outcome], target: node.map(|it| it.key.as_str()), is_exit: false }
        }
        Next::End(end) => ending(outcome, end, workflow),
    }
}

fn ending<'a>(outcome: &'a str, end: &End, workflow: &'a plan::Workflow) -> Route<'a> {
    let exit = end.exit.as_ref().and_then(|ident| workflow.exits.iter().find(|it| &it.ident == ident));
    Route { outcomes: vec![outcome], target: exit.map(|it| it.key.as_str()), is_exit: true }
}

fn tested(scenario: &plan::Tested) -> Tested<'_> {
    let ends = scenario.ends.iter().map(|(status, exit)| (status.as_deref(), exit.as_deref()));
    Tested { name: &scenario.name, ends: ends.collect() }
}

fn exit(exit: &plan::Exit) -> Exit<'_> {
    Exit { key: &exit.key, reason: exit.reason.as_deref(), events: &exit.emit }
}
