//! The graph of every workflow, as it is drawn: what the plan says of nodes, edges and outcomes.

use pgs_value::{ACK, NACK};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pgs_description::Access;
use pgs_picture::{Drawing, Edge, Graph, Mark, Node, NodeKind, Note, Outcome};
use pgs_protocol::fqdn::code;

use super::module::INCLUDED;
use super::{Layout, decisions};
use crate::names::plain;
use crate::plan::{self, Call, Domain, End, Exit, Next, Plan, Workflow};

/// The key of the node that stands for "this outcome has no edge".
const NO_EDGE: &str = "(no edge)";

/// The graph of every workflow, and where its pictures belong; none where none belongs anywhere.
pub fn drawings(plan: &Plan, layout: &Layout) -> Vec<Drawing> {
    if !layout.has_graphs() {
        return Vec::new();
    }
    let folder = match layout {
        Layout::Package(_) => Path::new(""),
        Layout::Include { .. } => Path::new(INCLUDED),
    };
    let workflows = plan.domains.iter().flat_map(|domain| domain.workflows.iter().map(move |it| (domain, it)));
    let stem = |domain: &Domain, workflow: &Workflow| format!("{}/graphs/{}", domain.module, plain(&workflow.module));
    workflows.map(|(domain, it)| Drawing { stem: folder.join(stem(domain, it)), graph: graph(domain, it) }).collect()
}

/// The graph of a workflow.
pub fn graph(domain: &Domain, workflow: &Workflow) -> Graph {
    let node = |key: &str, kind, notes| Node { key: key.to_owned(), kind, notes, writes: Vec::new(), mark: Mark::Same };
    let mut nodes = Vec::new();
    nodes.extend(workflow.entry.node.iter().map(|entry| node(&entry.key, NodeKind::Intent, Vec::new())));
    nodes.extend(workflow.nodes.iter().map(|it| Node {
        writes: writes(it, domain),
        ..node(&it.key, NodeKind::Contract(it.contract_fqdn.clone()), contract_notes(it))
    }));
    nodes.extend(workflow.exits.iter().map(|exit| node(&exit.key, NodeKind::Exit, exit_notes(exit))));
    if routes(workflow).any(|(_, _, next)| matches!(next, Next::End(End { exit: None, .. }))) {
        nodes.push(node(NO_EDGE, NodeKind::NoEdge, Vec::new()));
    }
    let edges = edges(domain, workflow, nodes.len());
    Graph {
        workflow: workflow.fqdn.clone(),
        nodes,
        edges,
        is_compared: false,
        decisions: decisions::of(domain, workflow),
    }
}

/// Every route: index of the node that it leaves, outcome, what follows.
fn routes(workflow: &Workflow) -> impl Iterator<Item = (usize, &str, Next)> {
    let entry = workflow.entry.node.iter();
    let first = entry.clone().count();
    let admission = entry.flat_map(|entry| [(0, ACK, entry.ack.clone()), (0, NACK, entry.nack.clone())]);
    let answers = workflow.nodes.iter().enumerate().flat_map(move |(n, node)| {
        node.arms.iter().map(move |(status, next)| (first + n, status.word.as_str(), next.clone()))
    });
    admission.chain(answers)
}

fn edges(domain: &Domain, workflow: &Workflow, nodes: usize) -> Vec<Edge> {
    let first = workflow.entry.node.iter().count();
    let exits = first + workflow.nodes.len();
    let target = |next: &Next| match next {
        Next::Node(variant) => workflow.nodes.iter().position(|node| &node.variant == variant).map(|n| first + n),
        Next::End(End { exit: Some(ident), .. }) => {
            workflow.exits.iter().position(|exit| &exit.ident == ident).map(|n| exits + n)
        }
        Next::End(End { exit: None, .. }) => nodes.checked_sub(1),
    };
    let contract = |n: usize| domain.contract(&workflow.nodes.get(n.checked_sub(first)?)?.contract_fqdn);
    let mut merged: BTreeMap<(usize, usize), Vec<Outcome>> = BTreeMap::new();
    for (from, outcome, next) in routes(workflow) {
        if let Some(to) = target(&next) {
            let condition = contract(from).and_then(|it| decisions::condition(it, outcome));
            let outcome = Outcome { condition, ..outcome.into() };
            merged.entry((from, to)).or_default().push(outcome);
        }
    }
    merged.into_iter().map(|((from, to), outcomes)| Edge { from, to, outcomes }).collect()
}

/// The stores that the contract of a node writes.
fn writes(node: &plan::Node, domain: &Domain) -> Vec<String> {
    let steps = domain.contract(&node.contract_fqdn).into_iter().flat_map(|it| &it.steps);
    let mut stores: Vec<String> = Vec::new();
    for step in steps {
        let Call::Store { operation, .. } = &step.call else { continue };
        let store = domain.supplied_store(node, step).map(|it| it.name.clone());
        if let Some(store) = store.filter(|it| operation.access != Access::Read && !stores.contains(it)) {
            stores.push(store);
        }
    }
    stores
}

fn contract_notes(node: &plan::Node) -> Vec<Note> {
    let contract = code(&node.contract_fqdn);
    if contract == node.key { Vec::new() } else { vec![Note::Name(contract.to_owned())] }
}

fn exit_notes(exit: &Exit) -> Vec<Note> {
    let reason = exit.reason.iter().cloned().map(Note::Prose);
    let event = exit.emit.iter().map(|event| Note::Name(format!("emits {event}")));
    let mut seen = BTreeSet::new();
    reason.chain(event).filter(|note| !note.text().trim().is_empty() && seen.insert(note.text().to_owned())).collect()
}
