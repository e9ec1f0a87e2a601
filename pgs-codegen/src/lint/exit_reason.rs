//! W108: an EXIT node without a reason, or with one that is likely misspelt.

use std::collections::BTreeMap;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Action, Protocol, say};

use crate::analysis::Analysis;

/// The EXIT nodes of all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let counts = counts(analysis.protocol);
    for node in analysis.protocol.workflows.values().flat_map(|it| &it.nodes) {
        let Action::Exit { reason, .. } = &node.action else { continue };
        let Some(reason) = reason.as_deref() else {
            let message = format!("EXIT node `{}` has no reason: callers and traces say only the status", node.key);
            let remedy = "write `reason: COMPLETED` where the run has done what it should, or another word";
            say(diagnostics, Code::ExitReason, &node.place, message, remedy);
            continue;
        };
        // A reason that stands alone, and nearly is one that others have.
        let others = counts.iter().filter(|(other, count)| **other != reason && **count > counts[reason]);
        let known = others.map(|(other, _)| *other).chain((reason != "COMPLETED").then_some("COMPLETED"));
        if counts[reason] == 1
            && let Some(meant) = near::nearest(reason, known)
        {
            let message = format!("EXIT node `{}` has the reason `{reason}`, which no other has", node.key);
            say(
                diagnostics,
                Code::ExitReason,
                &node.place.at(["reason"]),
                message,
                format!("write `{meant}`, if that is meant"),
            );
        }
    }
}

/// How many EXIT nodes have each reason.
fn counts(protocol: &Protocol) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for node in protocol.workflows.values().flat_map(|it| &it.nodes) {
        if let Action::Exit { reason: Some(reason), .. } = &node.action {
            *counts.entry(reason.as_str()).or_default() += 1;
        }
    }
    counts
}
