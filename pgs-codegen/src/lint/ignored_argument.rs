//! W009: an argument that the called capability does not take.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for compiled in analysis.compiled.iter().flat_map(|contract| &contract.steps) {
        for name in &compiled.call.ignored {
            say(
                diagnostics,
                Code::IgnoredArgument,
                &compiled.step.place.at(["inputs", name]),
                format!("what the step calls takes no argument `{name}`; the binding has no effect"),
                "remove the binding, or pass the value under a name that is taken",
            );
        }
    }
}
