//! W005: a node that no run reaches.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;

/// The nodes of all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for workflow in analysis.protocol.workflows.values() {
        // A node that no edge leads to may well be where a status should lead that has none: that is said of the status.
        let misses_edge =
            diagnostics.sorted().iter().any(|it| it.code == Code::UnroutedStatus && it.artifact == workflow.fqdn);
        let is_target = |key: &str| workflow.nodes.iter().flat_map(|it| &it.next).any(|(_, target)| target == key);
        let nodes = workflow.nodes.iter().filter(|node| !misses_edge || is_target(&node.key));
        for node in nodes.filter(|node| !analysis.reaches(workflow, &node.key)) {
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
