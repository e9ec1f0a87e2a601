//! E011: a path to a step that does not exist.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::say;

use super::subjects::step_reads;
use crate::analysis::Analysis;
use crate::analysis::step_read::StepRead;

/// The references of all steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    step_reads(analysis, &mut |scope, read, place| {
        if let StepRead::NoStep(step) = read {
            let message = format!("there is no step `{step}` in this contract");
            let names = scope.contract.steps.iter().map(|it| it.name.as_str());
            let remedy = near::remedy(step, names, "name a step of this contract");
            say(diagnostics, Code::UnknownStep, place, message, remedy);
        }
    });
}
