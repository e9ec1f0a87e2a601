//! E005, of workflows that are run side by side: one of them stands twice.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use super::subjects::call_problems;
use crate::analysis::Analysis;
use crate::analysis::call::CallProblem;
use crate::analysis::start::StartProblem;

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for (_, problem) in call_problems(analysis) {
        let CallProblem::Start(StartProblem::Repeated { name, place }) = problem else { continue };
        let message = format!("`{name}` stands twice among the workflows; results could not be told apart");
        say(diagnostics, Code::DuplicateName, place, message, "name each workflow once");
    }
}
