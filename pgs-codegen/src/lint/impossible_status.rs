//! W010: an edge for a status with which its contract never ends.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Contract, Step, say};

use super::misspelt_status::meant_status;
use super::passed_over::{goes_on, idle_routes, is_routed, open_gate, renamed};
use super::subjects::run_nodes;
use super::unreachable_step;
use crate::analysis::Analysis;

/// The nodes of all workflows that run contracts.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for run in run_nodes(analysis) {
        let is_possible = |outcome: &str| analysis.statuses.of_contract(run.contract).any(|status| status == outcome);
        for (outcome, _) in &run.node.next {
            if outcome == "default" || is_possible(outcome) || meant_status(&run, outcome, analysis).is_some() {
                continue;
            }
            // One cause, one diagnostic: what is wrong with a step is said there.
            let contract = analysis.protocol.contracts.get(run.contract);
            let passed_over = contract.and_then(|it| goes_on(it, outcome, analysis));
            let has_idle_route =
                |of: &Contract| of.steps.iter().any(|it| idle_routes(it, analysis).contains(&outcome.as_str()));
            if contract.is_some_and(has_idle_route)
                || contract.is_some_and(|it| unreachable_step::is_said(it, diagnostics))
                || passed_over.is_some_and(|(step, _)| is_said(step, outcome, analysis))
            {
                continue;
            }
            let (why, remedy) = match passed_over {
                Some((step, next)) => (
                    format!(": after it, step `{}` goes on with `{}`", step.name, next.name),
                    format!("lead {outcome} to `exit` in `on_result` of the step, or remove the edge"),
                ),
                None => (String::new(), "remove the edge".to_owned()),
            };
            say(
                diagnostics,
                Code::ImpossibleStatus,
                &run.node.place.at(["next", outcome]),
                format!("{} never ends with {outcome}{why}; the edge is never taken", run.contract),
                remedy,
            );
        }
    }
}

/// Whether it is said of the step itself that nothing takes up its status: of a gate (W017), or of a route for the name
/// that the status does not have here (W010).
fn is_said(step: &Step, status: &str, analysis: &Analysis<'_>) -> bool {
    let is_gate = open_gate(step, analysis.protocol) == Some(status);
    let has_idle_route =
        ["SUCCESS", "VIOLATION"].iter().any(|it| renamed(step, it) == Some(status) && is_routed(step, it));
    (is_gate || has_idle_route) && !is_routed(step, status)
}
