//! Two graphs of a workflow as one, with marks for what came, went and changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pgs_picture::{Drawing, Edge, Graph, Mark, Node, Outcome};
use pgs_protocol::protocol::Protocol;

use super::rename;
use crate::analysis::Analysis;
use crate::plan::{self, Plan};
use crate::{emit, page};

/// A workflow as it is drawn.
struct Seen {
    domain: String,
    graph: Graph,
    /// What its nodes do, by key.
    facts: BTreeMap<String, String>,
}

/// The workflows that differ, each in both forms in one graph. A picture belongs into the folder of its domain.
pub fn drawings(old: &Protocol, new: &Protocol) -> Vec<Drawing> {
    let (before, after) = (seen(&renamed(old, new)), seen(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let compared = names.into_iter().filter_map(|fqdn| {
        let (old, new) = (before.get(fqdn), after.get(fqdn));
        let domain = &new.or(old)?.domain;
        let graph = compared(old, new);
        let is_changed =
            graph.nodes.iter().any(|it| it.mark != Mark::Same) || graph.edges.iter().any(|it| it.mark() != Mark::Same);
        let stem = Path::new(domain).join(pgs_protocol::fqdn::code(fqdn).to_lowercase());
        is_changed.then_some(Drawing { stem, graph })
    });
    compared.collect()
}

/// The old protocol, with the keys of nodes that they have now.
fn renamed(old: &Protocol, new: &Protocol) -> Protocol {
    let mut protocol = old.clone();
    for (fqdn, workflow) in &mut protocol.workflows {
        if let Some(new) = new.workflows.get(fqdn) {
            *workflow = rename::apply(workflow, &rename::find(workflow, new));
        }
    }
    protocol
}

fn seen(protocol: &Protocol) -> BTreeMap<String, Seen> {
    let plan: Plan = plan::plan(&Analysis::of(protocol));
    let of_domain = plan.domains.iter().flat_map(|domain| domain.workflows.iter().map(move |it| (domain, it)));
    let seen = of_domain.map(|(domain, workflow)| {
        let facts = page::facts(workflow, domain).into_iter().map(|(key, fact)| (key.to_owned(), fact));
        let (graph, facts) = (emit::graph(domain, workflow), facts.collect());
        (workflow.fqdn.clone(), Seen { domain: domain.module.clone(), graph, facts })
    });
    seen.collect()
}

impl Seen {
    /// The outcomes by the keys of the nodes that they leave and lead to.
    fn routes(&self) -> BTreeMap<(&str, &str, &str), &Outcome> {
        let key = |n: usize| self.graph.nodes.get(n).map_or("", |node| node.key.as_str());
        let edges = self.graph.edges.iter();
        let outcomes = edges.flat_map(|edge| edge.outcomes.iter().map(move |it| (edge, it)));
        outcomes.map(|(edge, it)| ((key(edge.from), key(edge.to), it.word.as_str()), it)).collect()
    }
}

/// Both graphs in one. What is there now stands first.
fn compared(old: Option<&Seen>, new: Option<&Seen>) -> Graph {
    let nodes = nodes(old, new);
    let index: BTreeMap<&str, usize> = nodes.iter().enumerate().map(|(n, node)| (node.key.as_str(), n)).collect();
    let routes = |seen: Option<&Seen>| -> BTreeMap<(String, String, String), Outcome> {
        let routes = seen.map(Seen::routes).unwrap_or_default().into_iter();
        routes.map(|((from, to, word), it)| ((from.into(), to.into(), word.into()), it.clone())).collect()
    };
    let (before, after) = (routes(old), routes(new));
    let mut edges: BTreeMap<(usize, usize), Vec<Outcome>> = BTreeMap::new();
    for route in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        let outcome = match (before.get(route), after.get(route)) {
            (Some(old), Some(new)) => Outcome { mark: mark(old == new), ..new.clone() },
            (Some(old), None) => Outcome { mark: Mark::Removed, ..old.clone() },
            (None, new) => Outcome { mark: Mark::Added, ..new.cloned().unwrap_or_default() },
        };
        if let (Some(from), Some(to)) = (index.get(route.0.as_str()), index.get(route.1.as_str())) {
            edges.entry((*from, *to)).or_default().push(outcome);
        }
    }
    let fqdn = new.or(old).map_or("", |it| it.graph.workflow.as_str());
    Graph {
        workflow: format!("{fqdn}:  + added  - removed  ~ changed"),
        is_compared: true,
        edges: edges.into_iter().map(|((from, to), outcomes)| Edge { from, to, outcomes }).collect(),
        nodes,
        ..Graph::default()
    }
}

fn mark(is_same: bool) -> Mark {
    if is_same { Mark::Same } else { Mark::Changed }
}

fn nodes(old: Option<&Seen>, new: Option<&Seen>) -> Vec<Node> {
    let of = |seen: Option<&'_ Seen>, key: &str| seen.is_some_and(|it| it.graph.nodes.iter().any(|it| it.key == key));
    let fact = |seen: Option<&'_ Seen>, key: &str| seen.and_then(|it| it.facts.get(key).cloned());
    let now = new.iter().flat_map(|it| &it.graph.nodes).map(|node| {
        let mark = if of(old, &node.key) { mark(fact(old, &node.key) == fact(new, &node.key)) } else { Mark::Added };
        Node { mark, ..node.clone() }
    });
    let gone = old.iter().flat_map(|it| &it.graph.nodes).filter(|node| !of(new, &node.key));
    now.chain(gone.map(|node| Node { mark: Mark::Removed, ..node.clone() })).collect()
}
