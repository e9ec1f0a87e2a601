//! E010: a path to a node that does not exist.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::subjects::node_reads;
use crate::analysis::Analysis;
use crate::analysis::node_read::NodeRead;

/// The references of all nodes that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    node_reads(analysis, &mut |read, place| {
        if let NodeRead::NoNode(node) = read {
            let message = format!("there is no node `{node}` that runs a contract");
            say(diagnostics, Code::UnknownNode, place, message, "name such a node of this workflow");
        }
    });
}
