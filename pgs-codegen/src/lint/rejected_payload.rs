//! E015: NACK leads to something else than an EXIT node.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Action, say};
use pgs_value::NACK;

use super::subjects::intent_nodes;
use crate::analysis::Analysis;
use crate::analysis::reach::edge;

/// The IN nodes of all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for (workflow, node) in intent_nodes(analysis) {
        let target = edge(node, NACK).and_then(|key| workflow.node(&key));
        if let Some(target) = target.filter(|target| !matches!(target.action, Action::Exit { .. })) {
            say(
                diagnostics,
                Code::RejectedPayloadHasEffects,
                &node.place.at(["next", NACK]),
                format!("NACK leads to `{}`; a rejected payload must have no side effect", target.key),
                "lead NACK to an EXIT node",
            );
        }
    }
}
