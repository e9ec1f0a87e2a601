//! W003: a status that can occur and that its node does not route.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::words::list;
use pgs_protocol::protocol::{Node, Unrouted, say};
use pgs_value::{ACK, NACK};

use super::subjects::{FAILURES, intent_nodes, run_nodes};
use crate::analysis::Analysis;
use crate::analysis::reach::edge;

/// The nodes of all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let unrouted = analysis.protocol.semantics.unrouted;
    for (_, node) in intent_nodes(analysis) {
        for outcome in [ACK, NACK].into_iter().filter(|outcome| edge(node, outcome).is_none()) {
            of_intent(node, outcome, unrouted, diagnostics);
        }
    }
    for run in run_nodes(analysis) {
        let outcomes = analysis.statuses.of_contract(run.contract);
        let statuses: Vec<&str> = outcomes.filter(|outcome| edge(run.node, outcome).is_none()).collect();
        if !statuses.is_empty() {
            of_contract(run.contract, run.node, &statuses, unrouted, diagnostics);
        }
    }
}

fn of_intent(node: &Node, outcome: &str, unrouted: Unrouted, diagnostics: &mut Diagnostics) {
    let default = match unrouted {
        Unrouted::Ends => "; `default` does not stand for NACK of an IN node",
        Unrouted::Refused => "",
    };
    say(
        diagnostics,
        Code::UnroutedStatus,
        &node.place.at(["next"]),
        format!("the IN node `{}` does not route {outcome}; {}", node.key, unrouted.words()),
        format!("add an edge for {outcome}{default}"),
    );
}

/// One for all statuses of the node: what is missing there is mostly one edge, `default`.
fn of_contract(contract: &str, node: &Node, outcomes: &[&str], unrouted: Unrouted, diagnostics: &mut Diagnostics) {
    let all = list(outcomes);
    say(
        diagnostics,
        Code::UnroutedStatus,
        &node.place.at(["next"]),
        format!("{contract} can end with {all}, which node `{}` does not route; {}", node.key, unrouted.words()),
        if unrouted == Unrouted::Ends && outcomes.iter().all(|outcome| FAILURES.contains(outcome)) {
            format!("add an edge for {all}, or `default`")
        } else {
            format!("add an edge for {all}")
        },
    );
}
