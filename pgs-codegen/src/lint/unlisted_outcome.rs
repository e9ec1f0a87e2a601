//! W156: an outcome that a step can have and that its `on_result` does not list. The run is refused there.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;
use pgs_protocol::protocol::words::list;

use super::declared_statuses;
use crate::analysis::Analysis;

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for compiled in &analysis.compiled {
        for step in compiled.steps.iter().map(|it| it.step) {
            let declared = declared_statuses::of_step(step, analysis.protocol).into_iter();
            let unlisted: Vec<String> =
                declared.filter(|status| !step.routes.iter().any(|(listed, _)| listed == status)).collect();
            if !unlisted.is_empty() {
                let all = list(&unlisted);
                let message = format!(
                    "step `{}` can end with {all}, which its `on_result` does not list: the run is refused there",
                    step.name
                );
                let remedy = format!("add {all} with `continue` or `exit`");
                say(diagnostics, Code::UnlistedOutcome, &step.place.at(["on_result"]), message, remedy);
            }
        }
    }
}
