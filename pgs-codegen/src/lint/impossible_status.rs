//! W010: an edge for a status with which its contract never ends.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::misspelt_status::meant_status;
use super::subjects::run_nodes;
use crate::analysis::Analysis;

/// The nodes of all workflows that run contracts.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for run in run_nodes(analysis) {
        let is_possible = |outcome: &str| analysis.statuses.of_contract(run.contract).any(|status| status == outcome);
        for (outcome, _) in &run.node.next {
            if outcome != "default" && !is_possible(outcome) && meant_status(&run, outcome, analysis).is_none() {
                say(
                    diagnostics,
                    Code::ImpossibleStatus,
                    &run.node.place.at(["next", outcome]),
                    format!("{} never ends with {outcome}; the edge is never taken", run.contract),
                    "remove the edge",
                );
            }
        }
    }
}
