//! Edges: where the outcomes of nodes lead.

use pgs_value::{ACK, NACK};
use std::collections::BTreeSet;

use pgs_protocol::protocol::{Action, Node, Workflow};

use super::pair::Pair;
use super::side::Sides;
use super::traces::Touch;
use super::{Change, Verdict, words};
use crate::analysis::reach;

/// Outcomes of one node that lead from one target to another.
pub struct Edge {
    /// The node's key.
    pub node: String,
    /// The outcomes.
    pub outcomes: BTreeSet<String>,
    /// Where they led.
    pub old: Option<String>,
    /// Where they lead.
    pub new: Option<String>,
    /// Whether the node could have these outcomes before.
    pub was_possible: bool,
    /// Whether the node can have them now.
    pub is_possible: bool,
    /// What follows.
    pub sentence: String,
}

impl Edge {
    /// The node that came or went and of which the edge is a part: it had to be changed with that node.
    pub fn part_of<'a>(&'a self, pair: &Pair<'_>) -> Option<&'a str> {
        let came = self.new.as_deref().filter(|key| pair.old.node(key).is_none());
        came.or_else(|| self.old.as_deref().filter(|key| pair.new.node(key).is_none()))
    }

    /// The place in words.
    pub fn place(&self) -> String {
        let noun = if self.outcomes.len() == 1 { "outcome" } else { "outcomes" };
        format!("node `{}`, {noun} {}", self.node, words::list(&self.outcomes))
    }

    /// The change, unless it is part of another one.
    pub fn own_change(self, pair: &Pair<'_>) -> Option<Change> {
        if self.part_of(pair).is_some() {
            return None;
        }
        let mut change = pair.at_node(&self.node, self.place(), &self.sentence).of_flow();
        if change.verdict == Verdict::Breaking {
            change.verdict = match (self.was_possible, self.is_possible) {
                (true, true) => Verdict::Breaking,
                (false, true) => Verdict::Widening,
                (_, false) => Verdict::Neutral,
            };
        }
        let text = |target: &Option<String>| Some(target.clone().unwrap_or_else(|| "no edge".to_owned()));
        let change = change.turned(text(&self.old), text(&self.new));
        Some(change.touching(Touch::Edges { workflow: pair.fqdn.to_owned(), edges: vec![(self.node, self.outcomes)] }))
    }
}

/// The edges that differ. What an outcome needs that the node lost with its contract follows from that.
pub fn changes(pair: &Pair<'_>, sides: &Sides<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for new in &pair.new.nodes {
        if let Some(old) = pair.old.node(&new.key) {
            edges.extend(of_node(old, new, pair, sides));
        }
    }
    edges
}

fn of_node(old: &Node, new: &Node, pair: &Pair<'_>, sides: &Sides<'_>) -> Vec<Edge> {
    let (before, after) = (sides.old.outcomes(&old.action), sides.new.outcomes(&new.action));
    let mut edges: Vec<Edge> = Vec::new();
    for outcome in &after {
        let (from, to) = (reach::edge(old, outcome), reach::edge(new, outcome));
        if from == to {
            continue;
        }
        let was_possible = before.contains(outcome);
        let known = edges.iter_mut().find(|it| it.old == from && it.new == to && it.was_possible == was_possible);
        if let Some(edge) = known {
            edge.outcomes.insert(outcome.clone());
            continue;
        }
        let outcomes = BTreeSet::from([outcome.clone()]);
        let node = new.key.clone();
        let edge =
            Edge { node, outcomes, old: from, new: to, was_possible, is_possible: true, sentence: String::new() };
        edges.push(edge);
    }
    for edge in &mut edges {
        edge.sentence = sentence(edge, new, pair);
    }
    let is_idle = |key: &str| !before.contains(key) && !after.contains(key) && (key != "default" || edges.is_empty());
    let idle = words::keys(&old.next, &new.next).into_iter().filter(|key| is_idle(key));
    let idle: Vec<Edge> = idle.filter_map(|outcome| idle_edge(outcome, old, new)).collect();
    edges.into_iter().chain(idle).collect()
}

/// An edge for an outcome that the node never has.
fn idle_edge(outcome: &str, old: &Node, new: &Node) -> Option<Edge> {
    let (from, to) = (words::find(&old.next, outcome), words::find(&new.next, outcome));
    (from != to).then(|| Edge {
        node: new.key.clone(),
        outcomes: BTreeSet::from([outcome.to_owned()]),
        old: from.cloned(),
        new: to.cloned(),
        was_possible: false,
        is_possible: false,
        sentence: format!("no run takes this edge of `{}`", new.key),
    })
}

fn sentence(edge: &Edge, node: &Node, pair: &Pair<'_>) -> String {
    let run = run(&node.key, &node.action, &edge.outcomes);
    let new = Way::of(pair.new, edge.new.as_deref());
    if !edge.was_possible {
        return format!("{run} {}", new.says());
    }
    format!("{run} now {}", new.instead_of(&Way::of(pair.old, edge.old.as_deref())))
}

/// The runs that leave a node in this way, in words.
fn run(key: &str, action: &Action, outcomes: &BTreeSet<String>) -> String {
    match (action, outcomes.first().map(String::as_str)) {
        (Action::Admit { .. }, Some(ACK)) if outcomes.len() == 1 => "a run whose payload is admitted".to_owned(),
        (Action::Admit { .. }, Some(NACK)) if outcomes.len() == 1 => "a run whose payload is rejected".to_owned(),
        _ => format!("a run whose `{key}` ends with {}", outcomes.iter().cloned().collect::<Vec<_>>().join(" or ")),
    }
}

/// How a run goes on.
#[derive(PartialEq, Eq)]
enum Way<'a> {
    To(&'a str),
    EndsAt(&'a str),
    EndsThere,
}

impl<'a> Way<'a> {
    fn of(workflow: &Workflow, target: Option<&'a str>) -> Self {
        match target {
            None => Self::EndsThere,
            Some(key) => match workflow.node(key).map(|node| &node.action) {
                Some(Action::Exit { .. }) => Self::EndsAt(key),
                Some(Action::Admit { .. } | Action::Run { .. }) | None => Self::To(key),
            },
        }
    }

    fn says(&self) -> String {
        match self {
            Self::To(key) => format!("goes on to `{key}`"),
            Self::EndsAt(key) => format!("ends at `{key}`"),
            Self::EndsThere => "ends there without an exit".to_owned(),
        }
    }

    fn instead_of(&self, old: &Self) -> String {
        let before = match (self, old) {
            (Self::To(_), Self::To(key)) | (Self::EndsAt(_), Self::EndsAt(key)) => format!("`{key}`"),
            (_, Self::To(key)) => format!("going on to `{key}`"),
            (_, Self::EndsAt(key)) => format!("ending at `{key}`"),
            (_, Self::EndsThere) => "ending there".to_owned(),
        };
        format!("{} instead of {before}", self.says())
    }
}
