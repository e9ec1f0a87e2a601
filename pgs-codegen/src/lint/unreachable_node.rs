//! W005: a node that no run reaches.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;

/// The nodes of all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for workflow in analysis.protocol.workflows.values() {
        for node in workflow.nodes.iter().filter(|node| !analysis.reaches(workflow, &node.key)) {
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
