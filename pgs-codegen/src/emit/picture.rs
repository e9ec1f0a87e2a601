//! The graph of every workflow, as it is drawn: what the plan says of nodes, edges and outcomes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use pgs_picture::{Edge, Graph, Kind, Node, Note, Painter, Picture};
use pgs_protocol::fqdn::code;
use pgs_protocol::parallel;

use super::{Content, Files};
use crate::names::plain;
use crate::plan::{self, Exit, Next, Plan, Workflow};

/// The key of the node that stands for "this outcome has no edge".
const NO_EDGE: &str = "(no edge)";

/// The graph of every workflow, in four formats.
pub fn files(plan: &Plan, files: &mut Files) -> Result<(), String> {
    let workflows = || plan.domains.iter().flat_map(|domain| domain.workflows.iter().map(move |it| (domain, it)));
    let pictures =
        parallel::map(&workflows().collect::<Vec<_>>(), painter, |painter, (_, workflow)| drawn(painter, workflow))?;
    for ((domain, workflow), picture) in workflows().zip(pictures) {
        let mut add = |extension: &str, content| {
            let path = format!("{}/graphs/{}.{extension}", domain.module, plain(&workflow.module));
            files.insert(PathBuf::from(path), content);
        };
        add("json", Content::Text(picture.data));
        add("mmd", Content::Text(picture.mermaid));
        add("png", Content::Bytes(picture.png));
        add("svg", Content::Text(picture.svg));
    }
    Ok(())
}

fn painter() -> Result<Painter, String> {
    Painter::new().map_err(|error| error.to_string())
}

fn drawn(painter: &mut Painter, workflow: &Workflow) -> Result<Picture, String> {
    painter.draw(&graph(workflow)).map_err(|error| format!("{}: {error}", workflow.fqdn))
}

/// The graph of a workflow.
fn graph(workflow: &Workflow) -> Graph {
    let node = |key: &str, kind, notes| Node { key: key.to_owned(), kind, notes };
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
    Graph { workflow: workflow.fqdn.clone(), nodes, edges }
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
