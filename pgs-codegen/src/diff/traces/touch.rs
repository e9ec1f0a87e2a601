//! Whether a change touches a recorded run.

use pgs_protocol::protocol::{Action, Protocol};
use pgs_value::{ACK, NACK};

use super::super::change::Change;
use super::runs::{Ran, Recorded, Span};
use super::{Probe, Touch};

/// Whether this run would go, or be recorded, otherwise. What can't be told is taken for yes.
pub fn touches(change: &Change, run: &Recorded, protocols: [&Protocol; 2]) -> bool {
    run.spans.iter().any(|span| match &change.touch {
        Touch::Workflows => change.workflows.contains(&span.workflow),
        Touch::Edges { workflow, edges } => span.workflow == *workflow && span.left_by(edges, protocols),
        Touch::Node { workflow, node } => span.workflow == *workflow && span.came_to(node, protocols),
        Touch::Contract(fqdn) => span.contracts.iter().any(|ran| ran.contract == *fqdn),
        Touch::Step { contract, step, statuses } => span.contracts.iter().any(|ran| {
            let is_it =
                |(name, status): &(String, String)| name == step && (statuses.is_empty() || statuses.contains(status));
            ran.contract == *contract && (ran.steps.is_empty() || ran.steps.iter().any(is_it))
        }),
        Touch::Payload { intent, probe } => span.is_admitted_by(intent, protocols) && span.has(probe),
    })
}

impl Span {
    /// Whether the run left one of these nodes with one of these outcomes.
    fn left_by(&self, edges: &[(String, std::collections::BTreeSet<String>)], protocols: [&Protocol; 2]) -> bool {
        edges.iter().any(|(node, outcomes)| {
            let leaves = |ran: &Ran| {
                ran.node.as_ref().is_none_or(|it| it == node)
                    && ran.status.as_ref().is_none_or(|status| outcomes.contains(status))
            };
            let begins = self.begins_at(node, protocols) && outcomes.contains(self.verdict());
            begins || self.contracts.iter().any(leaves)
        })
    }

    fn came_to(&self, node: &str, protocols: [&Protocol; 2]) -> bool {
        let ran_it = |ran: &Ran| ran.node.as_ref().is_none_or(|it| it == node);
        self.begins_at(node, protocols) || self.exit.as_deref() == Some(node) || self.contracts.iter().any(ran_it)
    }

    /// What the IN node answered.
    fn verdict(&self) -> &'static str {
        if self.contracts.is_empty() && self.status.as_deref() == Some(NACK) { NACK } else { ACK }
    }

    /// Whether runs of the workflow begin at this IN node.
    fn begins_at(&self, node: &str, protocols: [&Protocol; 2]) -> bool {
        protocols.iter().filter_map(|protocol| protocol.workflows.get(&self.workflow)).any(|workflow| {
            workflow.start == node
                && workflow.node(node).is_some_and(|node| matches!(node.action, Action::Admit { .. }))
        })
    }

    fn is_admitted_by(&self, intent: &str, protocols: [&Protocol; 2]) -> bool {
        let workflows = protocols.iter().filter_map(|protocol| protocol.workflows.get(&self.workflow));
        let mut nodes = workflows.flat_map(|workflow| &workflow.nodes);
        nodes.any(|node| matches!(&node.action, Action::Admit { intent: Some(it), .. } if it == intent))
    }

    fn has(&self, probe: &Probe) -> bool {
        self.payload.as_ref().is_none_or(|payload| probe.sees(payload))
    }
}
