//! E010: a path to a node that does not exist.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Action, say};

use super::subjects::node_reads;
use crate::analysis::Analysis;
use crate::analysis::node_read::NodeRead;

/// The references of all nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    node_reads(analysis, &mut |workflow, read, place| {
        if let NodeRead::NoNode(node) = read {
            let message = match workflow.node(node) {
                Some(_) => format!("there is no node `{node}` that runs a contract"),
                None => format!("there is no node `{node}`"),
            };
            let running = workflow.nodes.iter().filter(|it| matches!(it.action, Action::Run { .. }));
            let remedy = near::remedy(
                node,
                running.map(|it| it.key.as_str()),
                "name a node of this workflow that runs a contract",
            );
            say(diagnostics, Code::UnknownNode, place, message, remedy);
        }
    });
}
