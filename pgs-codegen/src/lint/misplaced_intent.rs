//! E016: an IN node that is not the start.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::subjects::intent_nodes;
use crate::analysis::Analysis;

/// The IN nodes of all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for (_, node) in intent_nodes(analysis).filter(|(workflow, node)| node.key != workflow.start) {
        say(
            diagnostics,
            Code::MisplacedIntent,
            &node.place,
            format!("the IN node `{}` is not the start of the workflow", node.key),
            "a payload is admitted once, at the start: make it the start node, or remove it",
        );
    }
}
