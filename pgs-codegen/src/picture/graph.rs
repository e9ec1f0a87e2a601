//! A workflow as nodes and edges: what is drawn, without a coordinate.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::names::{Scope, code};
use crate::plan::{Exit, Next, Node as Planned, Workflow};

/// The key of the node that stands for "this outcome has no edge".
const NO_EDGE: &str = "(no edge)";
/// What stands before the event of an EXIT node.
pub const EMITS: &str = "emits ";

/// A workflow's graph. Its order is the plan's: of the protocol, not of a layout.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The workflow's FQDN.
    pub workflow: String,
    /// The nodes: IN, those that run contracts, EXIT, "no edge".
    pub nodes: Vec<Node>,
    /// The edges, by the nodes that they join.
    pub edges: Vec<Edge>,
}

/// A node.
#[derive(Clone, Debug)]
pub struct Node {
    /// The key in the workflow.
    pub key: String,
    /// Its name in Mermaid text.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What is said below the key.
    pub notes: Vec<String>,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The IN node.
    Intent,
    /// It runs the contract of this FQDN.
    Contract(String),
    /// An EXIT node.
    Exit,
    /// No node: an outcome without an edge ends the run.
    NoEdge,
}

/// Everything that leads from one node to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The index of the node that it leaves.
    pub from: usize,
    /// The index of the node that it leads to.
    pub to: usize,
    /// The outcomes, in the order of the routes.
    pub outcomes: Vec<String>,
}

impl Kind {
    /// Its name in the graph's JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Contract(_) => "contract",
            Self::Exit => "exit",
            Self::NoEdge => "no_edge",
        }
    }
}

impl Graph {
    /// The graph of a workflow.
    pub fn of(workflow: &Workflow) -> Self {
        let mut ids = Scope::default();
        let mut node = |key: &str, kind, notes| Node { key: key.to_owned(), id: ids.claim(id(key)), kind, notes };
        let mut nodes = Vec::new();
        nodes.extend(workflow.entry.node.iter().map(|entry| node(&entry.key, Kind::Intent, Vec::new())));
        nodes.extend(
            workflow.nodes.iter().map(|it| node(&it.key, Kind::Contract(it.contract_fqdn.clone()), contract_notes(it))),
        );
        nodes.extend(workflow.exits.iter().map(|exit| node(&exit.key, Kind::Exit, exit_notes(exit))));
        if routes(workflow).any(|(_, _, next)| matches!(next, Next::End { exit: None, .. })) {
            nodes.push(node(NO_EDGE, Kind::NoEdge, Vec::new()));
        }
        let edges = edges(workflow, nodes.len());
        Self { workflow: workflow.fqdn.clone(), nodes, edges }
    }
}

/// Every route: index of the node that it leaves, outcome, what follows.
fn routes(workflow: &Workflow) -> impl Iterator<Item = (usize, &str, &Next)> {
    let entry = workflow.entry.node.iter();
    let first = entry.clone().count();
    let admission = entry.flat_map(|entry| [(0, "ACK", &entry.ack), (0, "NACK", &entry.nack)]);
    let answers =
        workflow.nodes.iter().enumerate().flat_map(move |(n, node)| {
            node.arms.iter().map(move |(status, next)| (first + n, status.word.as_str(), next))
        });
    admission.chain(answers)
}

fn edges(workflow: &Workflow, nodes: usize) -> Vec<Edge> {
    let first = workflow.entry.node.iter().count();
    let exits = first + workflow.nodes.len();
    let target = |next: &Next| match next {
        Next::Node(variant) => workflow.nodes.iter().position(|node| &node.variant == variant).map(|n| first + n),
        Next::End { exit: Some(ident), .. } => {
            workflow.exits.iter().position(|exit| &exit.ident == ident).map(|n| exits + n)
        }
        Next::End { exit: None, .. } => nodes.checked_sub(1),
    };
    let mut merged: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for (from, outcome, next) in routes(workflow) {
        if let Some(to) = target(next) {
            merged.entry((from, to)).or_default().push(outcome.to_owned());
        }
    }
    merged.into_iter().map(|((from, to), outcomes)| Edge { from, to, outcomes }).collect()
}

fn contract_notes(node: &Planned) -> Vec<String> {
    let contract = code(&node.contract_fqdn);
    if contract == node.key { Vec::new() } else { vec![contract.to_owned()] }
}

fn exit_notes(exit: &Exit) -> Vec<String> {
    let reason = exit.reason.iter().cloned();
    let event = exit.emit.iter().map(|event| format!("{EMITS}{event}"));
    let mut seen = BTreeSet::new();
    reason.chain(event).filter(|note| !note.trim().is_empty() && seen.insert(note.clone())).collect()
}

/// A name that Mermaid takes for no word of its own.
fn id(key: &str) -> String {
    let plain = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    format!("n_{}", plain.collect::<String>())
}
