//! E016: an IN node that is not the start.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::subjects::intent_nodes;
use crate::analysis::Analysis;

/// The IN nodes of all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for (workflow, node) in intent_nodes(analysis).filter(|(workflow, node)| node.key != workflow.start) {
        let is_led_to = workflow.nodes.iter().flat_map(|it| &it.next).any(|(_, target)| *target == node.key);
        if !is_led_to && workflow.node(&workflow.start).is_some() {
            // Nothing but the start can be meant to lead to it.
            let message = format!("the workflow starts at `{}`, and not at its IN node `{}`", workflow.start, node.key);
            let remedy = format!("write `{}`: a payload is admitted once, at the start", node.key);
            say(diagnostics, Code::MisplacedIntent, &workflow.place.at(["core", "start_node"]), message, remedy);
        } else {
            say(
                diagnostics,
                Code::MisplacedIntent,
                &node.place,
                format!("the IN node `{}` is not the start of the workflow", node.key),
                "a payload is admitted once, at the start: make it the start node, or remove it",
            );
        }
    }
}
