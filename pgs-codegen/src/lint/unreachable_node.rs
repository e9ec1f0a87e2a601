//! W005: a node that no run reaches.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Node, Workflow, say};

use super::unreachable_step;
use crate::analysis::Analysis;
use crate::analysis::workflows::contracts_of;

/// The nodes of all workflows. What comes behind a node that is not reached follows from that.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for workflow in analysis.protocol.workflows.values() {
        let missed: Vec<&Node> = workflow.nodes.iter().filter(|node| !analysis.reaches(workflow, &node.key)).collect();
        let (first, others): (Vec<&Node>, Vec<&Node>) = missed.into_iter().partition(|it| !is_led_to(workflow, it));
        let behind = behind(workflow, &first);
        // A node that no edge leads to may well be where a status should lead that has none: that is said of the status.
        let first = if misses_edge(workflow, diagnostics) { Vec::new() } else { first };
        // A part of a contract that no run reaches may be what would lead to it: that is said there.
        let parts = contracts_of(workflow).filter_map(|fqdn| analysis.protocol.contracts.get(fqdn));
        let is_follow_up = parts.into_iter().any(|it| unreachable_step::is_said(it, diagnostics));
        let round = others.into_iter().filter(|it| !is_follow_up && !behind.contains(it.key.as_str()));
        for node in first.into_iter().chain(round) {
            say(
                diagnostics,
                Code::UnreachableNode,
                &node.place,
                format!("no run reaches the node `{}`", node.key),
                "lead an edge to it, or remove it",
            );
        }
    }
}

/// Whether another node has an edge to this one.
fn is_led_to(workflow: &Workflow, node: &Node) -> bool {
    let others = workflow.nodes.iter().filter(|it| it.key != node.key);
    others.flat_map(|it| &it.next).any(|(_, target)| *target == node.key)
}

/// The nodes that these lead to, directly or not.
fn behind<'w>(workflow: &'w Workflow, first: &[&'w Node]) -> BTreeSet<&'w str> {
    let (mut found, mut open) = (BTreeSet::new(), first.to_vec());
    while let Some(node) = open.pop() {
        let targets = node.next.iter().filter_map(|(_, target)| workflow.node(target));
        open.extend(targets.filter(|it| found.insert(it.key.as_str())));
    }
    found
}

/// Whether a status of a node was said to have no edge of its own.
fn misses_edge(workflow: &Workflow, diagnostics: &Diagnostics) -> bool {
    let is_edge = |code: Code| matches!(code, Code::UnroutedStatus | Code::HiddenOutcome);
    diagnostics.sorted().iter().any(|it| is_edge(it.code) && it.artifact == workflow.fqdn)
}
