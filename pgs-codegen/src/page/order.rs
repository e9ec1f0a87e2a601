//! In which order nodes stand: as runs come to them, what follows success first.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::{Next, Node, Workflow};

/// The outcome of a contract that did what it is for.
const SUCCESS: &str = "SUCCESS";

/// The nodes that run contracts, each before those that it leads to, as far as no edge leads back.
pub fn nodes(workflow: &Workflow) -> Vec<&Node> {
    let by_variant: BTreeMap<&str, &Node> = workflow.nodes.iter().map(|it| (it.variant.as_str(), it)).collect();
    let entry = &workflow.entry;
    let first = entry.node.as_ref().map(|it| &it.ack).or(entry.first.as_ref());
    let mut open: Vec<(&Node, Vec<&Node>)> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut left = Vec::new();
    let mut come = first.and_then(|it| node(it, &by_variant));
    loop {
        if let Some(node) = come.take().filter(|it| seen.insert(it.variant.as_str())) {
            open.push((node, followers(node, &by_variant)));
        }
        let Some((node, followers)) = open.last_mut() else { break };
        come = followers.pop();
        if come.is_none() {
            left.push(*node);
            open.pop();
        }
    }
    // Each is left when all that follow it were.
    left.reverse();
    left
}

fn node<'a>(next: &Next, by_variant: &BTreeMap<&str, &'a Node>) -> Option<&'a Node> {
    match next {
        Next::Node(variant) => by_variant.get(variant.as_str()).copied(),
        Next::End(_) => None,
    }
}

/// The nodes that follow a node. What follows success is popped last, and so stands first.
fn followers<'a>(of: &'a Node, by_variant: &BTreeMap<&str, &'a Node>) -> Vec<&'a Node> {
    let (success, others): (Vec<_>, Vec<_>) = of.arms.iter().partition(|(status, _)| status.word == SUCCESS);
    success.into_iter().chain(others).filter_map(|(_, next)| node(next, by_variant)).collect()
}
