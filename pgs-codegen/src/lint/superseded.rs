//! N155: a workflow that is not in force. It has no binary, and `run` refuses it.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;

/// All workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for workflow in analysis.protocol.superseded.values() {
        let Some(by) = &workflow.superseded_by else { continue };
        say(
            diagnostics,
            Code::Superseded,
            &workflow.place,
            format!(
                "{} is not in force: {by} has taken its place; it has no binary, and its runs are refused",
                workflow.fqdn
            ),
            format!("start {by}"),
        );
    }
}
